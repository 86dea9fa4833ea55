"""Reading bulletins: how well (floors), from which formats, and what is refused."""

from __future__ import annotations

import base64
import html
import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from playwright.sync_api import Browser
from pypdf import PdfReader, PdfWriter

from data.settings import ROOT
from intake.bulletins import BulletinError, read_bulletin
from intake.bulletins.pdffile import without_running_heads
from intake.bulletins.publish import SETTABLE
from intake.bulletins.reading import read_text
from intake.bulletins.rules import RULES
from tests.data.bulletin_measure import ANSWERS, FOLDER, ITEM, Score, measure, same, table

#: What the rules must keep reaching over all bulletins of the answers: (precision, recall).
FLOORS = dict.fromkeys(ITEM, (0.95, 0.95)) | {
    "place": (0.95, 0.9),
    "district": (0.95, 0.9),
    "leaders": (0.9, 0.9),
}


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return measure()


def test_precision_and_recall_keep_their_floors(scores: dict[str, Score]) -> None:
    print(f"\n{table(scores)}")
    floors = FLOORS | {name: (1.0, 1.0) for name in scores if name.startswith("masthead.")}
    assert set(scores) == set(floors)
    low = {f: s for f, s in scores.items() if s.precision < floors[f][0] or s.recall < floors[f][1]}
    assert low == {}


def test_the_document_tells_what_is_measured() -> None:
    text = (ROOT / "docs" / "bulletins.md").read_text("utf-8")
    real, invented = ("2023-17", "2023-15", "excerpt"), ("invented-1", "invented-2", "invented-3")
    for names in (real, invented):
        assert table(measure(names)) in text
    rules = [f"| `{name}` | {rule.confidence:.2f} | {rule.means} |" for name, rule in RULES.items()]
    assert "\n".join(rules) in text
    assert [name for name in SETTABLE if f"`{name}`" not in text] == []


def test_a_value_stands_where_it_is_said_to_stand() -> None:
    bulletin = read_bulletin(FOLDER / "2023-17.txt")
    item = bulletin.items[6]
    assert item.headcount
    assert (item.headcount.value, item.headcount.line, item.headcount.quote) == ("198", 83, "198")
    lines = bulletin.text.split("\n")
    assert "协会会员代表198人参加会议" in lines[item.headcount.line - 1]
    assert item.place
    assert bulletin.text[item.place.start : item.place.end] == "北京昆泰嘉禾酒店"


def test_values_go_on_over_the_ends_of_lines() -> None:
    item = read_bulletin(FOLDER / "excerpt.txt").items[2]
    assert item.place
    assert item.place.quote == "北京\n\n市科技教育中心（北京市科协党校）"
    assert item.place.value == "北京市科技教育中心（北京市科协党校）"
    assert item.headcount_precision == "at_least"


def test_the_year_is_that_of_the_day_of_issue() -> None:
    text = "【动态】\n甲学会召开年会\n12月28日，甲学会在科技馆召开年会，三十余人参加。（甲学会）\n"
    issued = read_text("x", text, date(2024, 1, 5)).items[0]
    assert issued.date
    assert (issued.date.value, issued.date.rule) == ("2023-12-28", "date.given")
    assert issued.headcount
    assert (issued.headcount.value, issued.headcount_precision) == ("30", "at_least")
    undated = read_text("x", text)
    assert undated.items[0].date is None
    assert "没有读到出刊日期" in undated.notices[0]


def test_an_issue_is_the_same_in_every_format(tmp_path: Path, browser: Browser) -> None:
    text = FOLDER / "2023-17.txt"
    expected = read_bulletin(text)
    assert expected.key == "科协每周动态-2023-17"
    word, pdf = _word(text, tmp_path / "a.docx"), _pdf(text, tmp_path / "a.pdf", browser)
    gb = tmp_path / "a.txt"
    gb.write_bytes(text.read_text("utf-8").encode("gb18030"))
    for path in (word, gb):
        bulletin = read_bulletin(path)
        assert bulletin.key == expected.key
        assert [_values(i) for i in bulletin.items] == [_values(i) for i in expected.items], path
    read = read_bulletin(pdf)
    assert read.key == expected.key
    # Characters outside the one font file that the test embeds may be unreadable, and are said to be.
    assert bool(read.notices) == ("�" in read.text)
    titles = [same(t["title"]) for t in ANSWERS["2023-17"]["items"]]
    assert len(read.items) == len(titles)
    for item, title in zip(read.items, titles, strict=True):
        assert re.fullmatch(re.sub("�(?:/.0)?", ".", re.escape(same(item.title.value))), title)
    assert [i.date and i.date.value for i in read.items] == [i.date and i.date.value for i in expected.items]


def _values(item: object) -> list[tuple[str, str]]:
    return [(name, same(found.value)) for name, found in item.found()]  # type: ignore[attr-defined]


def _word(text: Path, path: Path) -> Path:
    """The same as a Word file: titles centred, the masthead in a table."""
    document = docx.Document()
    lines = [line.strip() for line in text.read_text("utf-8").splitlines() if line.strip(" -")]
    cells = document.add_table(rows=5, cols=1).columns[0].cells
    for cell, line in zip(cells, lines[:5], strict=True):
        cell.text = line.lstrip("# ")
    for line in lines[5:]:
        paragraph = document.add_paragraph(re.sub(r"^#+ |\*\*", "", line))
        if line.startswith("#"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.save(str(path))
    return path


def _pdf(text: Path, path: Path, browser: Browser) -> Path:
    font = base64.b64encode((ROOT / "assets" / "fonts" / "noto-sans-sc-400.woff2").read_bytes()).decode()
    style = f"@font-face{{font-family:N;src:url(data:font/woff2;base64,{font})}} body{{font:16pt/28pt N}}"
    body = ""
    for line in filter(None, map(str.strip, text.read_text("utf-8").splitlines())):
        tag = "h2" if line.startswith("#") else "p"
        body += f"<{tag}>{html.escape(re.sub(r'^#+ |[*][*]', '', line))}</{tag}>"
    page = browser.new_page()
    try:
        page.set_content(f"<meta charset=utf-8><style>{style}</style>{body}")
        page.pdf(path=path, format="A4")
    finally:
        page.close()
    return path


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "没有文字"),
        ("a.txt", b" \n\n\t", "没有文字"),
        ("a.txt", "今天天气很好。\n明天也是。".encode(), "看不出是工作动态"),
        ("a.txt", b"\xff\x00\x81 \xfe" * 9, "既不是 UTF-8 也不是 GB18030"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "旧版 Word"),
        ("a.docx", b"PK\x03\x04 not an archive", "文件不完整或已损坏"),
        ("a.pdf", b"%PDF-1.7\nnothing", "PDF 不完整"),
        ("a.png", b"\x89PNG\r\n", "是图片"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BulletinError, match=message) as caught:
        read_bulletin(path)
    assert str(caught.value).startswith(f"{name}：")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BulletinError, match="无法读取"):
        read_bulletin(tmp_path / "none.txt")


def test_a_scan_is_told_from_a_damaged_file(tmp_path: Path, browser: Browser) -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    scan = tmp_path / "scan.pdf"
    writer.write(scan)
    with pytest.raises(BulletinError, match="没有文字，多半是扫描件；应为带文字层的 PDF"):
        read_bulletin(scan)
    whole = _pdf(FOLDER / "2023-15.txt", tmp_path / "whole.pdf", browser)
    locked = PdfWriter(clone_from=PdfReader(whole))
    locked.encrypt("secret", algorithm="RC4-128")
    locked.write(tmp_path / "locked.pdf")
    with pytest.raises(BulletinError, match="已加密"):
        read_bulletin(tmp_path / "locked.pdf")
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole.read_bytes()[:2000])
    with pytest.raises(BulletinError, match="PDF"):
        read_bulletin(cut)


def test_running_heads_are_no_news() -> None:
    head = ("科协每周动态 第17期", 9.0)
    pages = [[head, (text, 16.0), (f"— {n} —", 9.0)] for n, text in enumerate("甲乙丙丁", 1)]
    lines = [line for line, _ in without_running_heads([*pages, []])]
    assert lines == ["科协每周动态 第17期", "甲", "— 1 —", "乙", "丙", "丁"]
    assert without_running_heads([]) == []
    assert len(without_running_heads(pages[:2])) == 6


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (250 << 20))
    with pytest.raises(BulletinError, match="疑似压缩炸弹"):
        read_bulletin(path)
