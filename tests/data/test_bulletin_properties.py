"""Whatever a bulletin looks like: only its own error, and no word that isn't in it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from intake.bulletins import Bulletin, BulletinError, Found, read_bulletin
from intake.bulletins.normal import digits, district_code, iso_date, words
from intake.bulletins.reading import read_text
from tests.data.bulletin_measure import ANSWERS, FOLDER

TEXTS = [(FOLDER / f"{name}.txt").read_text("utf-8") for name in ANSWERS]
_LINES = sorted({line for text in TEXTS for line in text.splitlines()})
_WORDS = """
    【学会动态】 目录提要 2023年第7期 (总第70期) 5月6日， 近日 在科技馆 召开 举办 出席 参加
    （甲学会） （ ） “ ”
    12月31日 99月99日 二〇二三年十月十日 〇年十十月日 １２３ ٣ 9999999999999999 1.2万人次 80余 名 人 海淀区
    书记张某 主席 、 ， 。 ； \t —1— # ** 编辑： 到市科协 北京市科协 等 由 主持 在 于 至 日 月 年 第 期 总
"""
_PIECES = st.sampled_from([*_WORDS.split(" "), "\n", "\n\n", " "])
_TEXT = st.one_of(
    st.lists(_PIECES, max_size=80).map("".join),
    st.lists(st.one_of(st.sampled_from(_LINES), st.text(max_size=30)), max_size=60).map("\n".join),
    st.text(max_size=400),
)


def _check(bulletin: Bulletin) -> None:
    for name, found in vars(bulletin.masthead).items():
        if found is not None:
            _check_place(bulletin, found)
            assert found.value in (words(found.quote), digits(found.quote), iso_date(found.quote)) or (
                name == "year" and found.value == iso_date(f"{found.quote}年1月1日")[:4]
            )
    for item in bulletin.items:
        for name, found in item.found():
            _check_place(bulletin, found)
            assert _is_normal(name, found), (name, found)


def _check_place(bulletin: Bulletin, found: Found) -> None:
    assert bulletin.text[found.start : found.end] == found.quote
    assert found.quote.strip()
    assert found.line == bulletin.text.count("\n", 0, found.start) + 1
    assert 0 < found.confidence <= 1


def _is_normal(name: str, found: Found) -> bool:
    if name in ("date", "date_end"):
        month, day = int(found.value[5:7]), int(found.value[8:])
        return found.value == iso_date(found.quote) or (
            str(day) in _numbers(found.quote) and 1 <= month <= 12
        )
    if name == "district":
        return found.value == district_code(found.quote)
    if name == "headcount":
        return found.value == digits(found.quote)
    if name == "headcount_unit":
        return found.value == ("人次" if "人次" in words(found.quote) else "人")
    if name in ("component", "kind"):
        return bool(found.quote)
    return found.value == words(found.quote)


def _numbers(text: str) -> list[str]:
    """Numbers in ``text`` without leading zeros."""
    plain = "".join(c if c.isdecimal() else " " for c in text)
    return [str(int(number)) for number in plain.split()]


@settings(max_examples=400, deadline=None)
@given(_TEXT)
def test_any_text_is_read_or_refused(text: str) -> None:
    _only_its_own_error(lambda: read_text("某文件.txt", text), "某文件.txt")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_a_damaged_bulletin_is_read_or_refused(text: str, data: st.DataObject) -> None:
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, max(len(lines) - 1, 0)))
        change = data.draw(st.sampled_from(("drop", "double", "cut", "swap", "join")))
        line = lines[at] if lines else ""
        if change == "drop":
            lines[at : at + data.draw(st.integers(1, 20))] = []
        elif change == "double":
            lines.insert(at, line)
        elif change == "cut":
            lines[at : at + 1] = [line[: len(line) // 2], line[len(line) // 2 :]]
        elif change == "swap" and lines:
            lines[at], lines[0] = lines[0], lines[at]
        else:
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
    _only_its_own_error(lambda: read_text("x", "\n".join(lines)), "x")


def test_the_answers_themselves_keep_the_rules() -> None:
    for text in TEXTS:
        _check(read_text("x", text))


def _word() -> bytes:
    document = docx.Document()
    for line in TEXTS[0].splitlines():
        document.add_paragraph(line)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _pdf() -> bytes:
    """A page of text in one of the fonts that every reader of PDF has."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = StreamObject()
    content.set_data(b"BT /F1 12 Tf 50 700 Td (A line of plain text, long enough to count) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


_WORD, _PDF = _word(), _pdf()
_STARTS = (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(_STARTS), st.binary(max_size=300))
def test_any_file_is_read_or_refused(tmp_path: Path, start: bytes, content: bytes) -> None:
    _read(tmp_path / "x.bin", start + content)


@pytest.mark.parametrize("whole", [_WORD, _PDF], ids=["word", "pdf"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1), st.binary(max_size=40), st.booleans())
def test_a_damaged_file_is_read_or_refused(
    tmp_path: Path, whole: bytes, share: float, other: bytes, cut: bool
) -> None:
    at = int(share * len(whole))
    _read(tmp_path / "x.bin", whole[:at] + other + (b"" if cut else whole[at + len(other) :]))


def test_the_whole_pdf_has_a_text_layer(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(_PDF)
    with pytest.raises(BulletinError) as caught:
        read_bulletin(tmp_path / "x.pdf")
    assert "PDF" not in str(caught.value).removeprefix("x.pdf"), "what is wrong is that it is no bulletin"


def _read(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _only_its_own_error(lambda: read_bulletin(path), path.name)


def _only_its_own_error(read: Callable[[], Bulletin], name: str) -> None:
    try:
        bulletin = read()
    except BulletinError as error:
        told = str(error)
    else:
        _check(bulletin)
        return
    assert told.startswith(f"{name}：")
