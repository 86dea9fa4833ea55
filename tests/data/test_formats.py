"""Files as departments send them, and as an enemy would."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import xlwt
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from intake.formats import FileProblem, RawSheet, open_file
from intake.spreadsheet import Sheet, write
from tests.support.books import repacked, xls, xlsx

MB = 1 << 20
STARTS = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]
LINES: list[list[object]] = [
    ["编号", "名称", "日期"],
    ["s1", "学会，一", date(2022, 3, 5)],
    [],
    ["s2", "学会二", 44625],
]
TEXTS = [(1, ["编号", "名称", "日期"]), (2, ["s1", "学会，一", "2022-03-05"]), (4, ["s2", "学会二", "44625"])]


def opened(path: Path) -> list[RawSheet]:
    return open_file(path, path.name)


def filled(sheet: RawSheet) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in sheet.rows() if row.cells]


def refused(path: Path) -> str:
    with pytest.raises(FileProblem) as caught:
        [list(sheet.rows()) for sheet in opened(path)]
    return str(caught.value)


def test_workbooks_old_and_new_say_the_same(tmp_path: Path) -> None:
    new = xlsx(tmp_path / "甲.xlsx", {"一": LINES, "二": [["x"]]})
    old = xls(tmp_path / "甲.xls", {"一": LINES, "二": [["x"]]})
    for path in (new, old):
        first, second = opened(path)
        assert (first.place, second.name) == (f"{path.name}“一”", "二")
        assert filled(first) == TEXTS
        assert filled(first) == TEXTS, "a sheet can be read again"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = ["编号,名称,日期", 's1,"学会，一",2022-03-05', "", "s2,学会二,44625"]
    path = tmp_path / "甲.csv"
    path.write_bytes("\r\n".join(lines).replace(",", separator).encode(encoding))
    assert filled(opened(path)[0]) == TEXTS


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    new = xlsx(tmp_path / "a.xlsx", {"一": LINES}).rename(tmp_path / "a.csv")
    assert filled(opened(new)[0]) == TEXTS


def test_formats_of_numbers_are_seen(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for column, (value, form) in enumerate([(0.45, "0%"), (123, "00000"), (1234567, "#,##0")], start=1):
        page.cell(1, column, value).number_format = form
    book.save(tmp_path / "a.xlsx")
    assert filled(opened(tmp_path / "a.xlsx")[0]) == [(1, ["45%", "00123", "1234567"])]
    old = xlwt.Workbook()
    sheet = old.add_sheet("x")
    sheet.write(0, 0, 0.45, xlwt.easyxf(num_format_str="0%"))
    sheet.write(0, 1, 123, xlwt.easyxf(num_format_str="00000"))
    old.save(str(tmp_path / "a.xls"))
    assert filled(opened(tmp_path / "a.xls")[0]) == [(1, ["45%", "00123"])]


def test_formulas_give_their_saved_value_and_errors_stay_visible(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"一": [["a"]]})
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>HYPERLINK("http://x")</f><v>名</v></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData></worksheet>'
    )
    odd = repacked(path, tmp_path / "b.xlsx", {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert filled(opened(odd)[0]) == [(1, ["2", "名", "#DIV/0!"])]


def test_macros_links_and_hidden_sheets_are_said_not_read(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["a", "b"])
    book.create_sheet("藏").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    parts = {"xl/vbaProject.bin": b"\xd0\xcf", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    (sheet,) = opened(repacked(tmp_path / "a.xlsx", tmp_path / "b.xlsm", parts))
    assert [n.split("：")[0] for n in sheet.notices] == [
        "文件含宏",
        "文件含指向其他文件的链接",
        "隐藏的工作表没有读取",
    ]


def test_bombs(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"一": LINES})
    bomb = repacked(path, tmp_path / "bomb.xlsx", {"xl/media/x": b"\0" * (80 * MB)})
    assert "疑似压缩炸弹" in refused(bomb)
    far = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="200000"><c r="A200000"><v>2</v></c></row></sheetData></worksheet>'
    )
    spread = repacked(path, tmp_path / "far.xlsx", {"xl/worksheets/sheet1.xml": far.encode()})
    assert filled(opened(spread)[0]) == [(1, ["1"]), (200_000, ["2"])]
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{far.replace("<v>1</v>", "<v>&l11;</v>")}'
    assert "损坏" in refused(repacked(path, tmp_path / "l.xlsx", {"xl/worksheets/sheet1.xml": text.encode()}))


def test_broken_files(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", {"一": LINES * 50}).read_bytes()
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(whole[: len(whole) // 2])
    assert refused(cut) == "文件不完整或已损坏"
    (tmp_path / "old.xls").write_bytes(xls(tmp_path / "b.xls", {"一": LINES}).read_bytes()[:2000])
    assert refused(tmp_path / "old.xls").startswith("文件不完整或已损坏（")
    with zipfile.ZipFile(tmp_path / "word.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refused(tmp_path / "word.xlsx") == "是 Word 文档，不是表格"


def test_locked_workbooks(tmp_path: Path) -> None:
    whole = xls(tmp_path / "a.xls", {"一": LINES}).read_bytes()
    # The record after the beginning of the globals says that the rest is encrypted (FILEPASS).
    start = whole.find(b"\x09\x08\x10\x00") + 20
    (tmp_path / "old.xls").write_bytes(whole[:start] + b"\x2f\x00" + whole[start + 2 :])
    # An encrypted .xlsx is one stream of this name in the same container.
    name, at = "EncryptedPackage".encode("utf-16-le"), whole.find("Workbook".encode("utf-16-le"))
    entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")
    (tmp_path / "new.xlsx").write_bytes(whole[:at] + entry + whole[at + 66 :])
    for file in ("old.xls", "new.xlsx"):
        assert refused(tmp_path / file) == "工作簿设有打开密码，无法读取"


def test_far_too_many_columns(tmp_path: Path) -> None:
    assert refused(xlsx(tmp_path / "a.xlsx", {"一": [range(300)]})) == "有 300 列"


def test_other_kinds_of_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    for content, message in (
        (b"", "文件是空的"),
        (b"%PDF-1.7", "是 PDF 文件，不是表格"),
        (b"<html><table>", "内容是网页或 XML，不是表格"),
        (b"\xff\xd8\xff\xe0", "是图片，不是表格"),
        (b"BM\x00\xff\x81\x00", "不是表格，也不是文本"),
    ):
        path.write_bytes(content)
        assert refused(path) == message
    assert refused(tmp_path).startswith("无法读取")


def test_odd_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for content, message, row in (
        (",".join(map(str, range(300))).encode(), "有 300 列", 1),
        (b'a,b\n1,"2\n', "双引号没有成对，或一个值太长", 2),
        ("编号,名称\n".encode() + "1,北京市科学技术协会\n".encode("gb18030"), "既不是 UTF-8", 1),
        (b"a,b\n\xff\xff\xff,1\n", "既不是 UTF-8", 2),
        (b"x" * (2 * MB), "双引号没有成对，或一个值太长", 1),
    ):
        path.write_bytes(content)
        with pytest.raises(FileProblem) as caught:
            list(opened(path)[0].rows())
        assert str(caught.value).startswith(message)
        assert caught.value.row == row


@hypothesis_settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]),
)
def test_any_bytes_are_rows_or_a_problem(content: bytes, start: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(start + content)
        with suppress(FileProblem):
            for sheet in opened(path):
                list(sheet.rows())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An honest workbook, new and old."""
    folder = tmp_path_factory.mktemp("whole")
    sheets = {"一": LINES * 5}
    return xlsx(folder / "x", sheets), xls(folder / "y", sheets)


@hypothesis_settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.booleans(), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_workbooks_are_rows_or_a_problem(
    whole: tuple[Path, Path], old: bool, damage: list[tuple[float, int]]
) -> None:
    content = bytearray(whole[old].read_bytes())
    for where, value in damage:
        content[8 + int(where * (len(content) - 9))] = value
    with tempfile.TemporaryDirectory() as folder, suppress(FileProblem):
        path = Path(folder) / "x"
        path.write_bytes(content)
        for sheet in opened(path):
            list(sheet.rows())


def test_what_is_written_is_text(tmp_path: Path) -> None:
    odd = ['=HYPERLINK("http://x")', "#REF!", "+1", "<script>", "a\0b", "00123", "2022-03-05", "x" * 40_000]
    write(tmp_path / "a.xlsx", [Sheet("名:称/[1]", odd, [odd]), Sheet("名称1", ["x"], [])])
    page, other = load_workbook(tmp_path / "a.xlsx").worksheets
    assert (page.title, other.title) == ("名称1", "名称1-2")
    assert {cell.data_type for row in page for cell in row} == {"s"}
    assert [cell.value for cell in page[2]][:4] == odd[:4]
    assert filled(opened(tmp_path / "a.xlsx")[0])[1][1][5:7] == ["00123", "2022-03-05"]
