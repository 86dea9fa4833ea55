"""XLS (Excel 97–2003) by xlrd. At most 65,536 rows of 256 columns, so it is read whole."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell

from intake.formats.cells import cell_text
from intake.formats.sheet import FileProblem, RawSheet, Row, checked

#: The format itself ends at some tens of megabytes.
_MAX_BYTES = 200 << 20
_RIGHT = "能用 Excel 或 WPS 打开的文件"
_LOCKED, _UNLOCKED = "工作簿设有打开密码，无法读取", "去掉密码后另存的文件"
#: Names of streams: an encrypted .xlsx comes in the container of .xls, macros in a storage of theirs.
_ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def open_xls(path: Path, file: str) -> list[RawSheet]:
    """The visible sheets of an old workbook; raises ``FileProblem`` for what is none."""
    if path.stat().st_size > _MAX_BYTES:
        raise FileProblem("文件过大", f"不超过 {_MAX_BYTES >> 20} MB 的 .xls 文件")
    content = path.read_bytes()
    if _ENCRYPTED_XLSX in content:
        raise FileProblem(_LOCKED, _UNLOCKED)
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), formatting_info=True)
    # A broken file makes xlrd fail in any way there is.
    except Exception as error:
        if "encrypted" in str(error):
            raise FileProblem(_LOCKED, _UNLOCKED) from error
        raise FileProblem(f"文件不完整或已损坏（{_first(error)}）", _RIGHT) from error
    sheets = [s for s in book.sheets() if s.visibility == 0]
    notices = ("文件是旧格式 .xls：宏和链接没有执行，只读取单元格的值",) if _MACROS in content else ()
    return [RawSheet(file, s.name, partial(_rows, book, s.name), notices) for s in sheets]


def _first(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:80]


def _rows(book: Book, name: str) -> Iterator[Row]:
    sheet = book.sheet_by_name(name)
    for number in range(sheet.nrows):
        try:
            cells = [_text(book, cell) for cell in sheet.row(number)]
        except Exception as error:
            raise FileProblem("工作表不完整或已损坏", _RIGHT, number + 1) from error
        yield checked(number + 1, cells)


def _text(book: Book, cell: Cell) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_DATE:
        return cell_text(_moment(cell.value, book.datemode))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        found = book.format_map.get(book.xf_list[cell.xf_index].format_key)
        return cell_text(cell.value, found.format_str if found else "General")
    return str(cell.value)


def _moment(value: float, datemode: int) -> datetime | float:
    """The day of a serial number; the number itself where it lies before the calendar's start."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    return moment
