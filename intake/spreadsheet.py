"""Writing XLSX: every value is text and stays text, whatever it looks like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

#: What a spreadsheet takes in one cell.
_MOST_CHARACTERS = 32_767
_SHEET_NAME = str.maketrans("", "", "[]:*?/\\'")
HEAD = Font(bold=True)
FILL = PatternFill("solid", fgColor="DDE7F3")
_WRAP = Alignment(wrap_text=True, vertical="top")


class Sheet(NamedTuple):
    """A sheet to write: its name, its header and its rows; ``widths`` in characters."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[str]]
    widths: Sequence[int] = ()


def text_cell(sheet: object, value: str) -> WriteOnlyCell:
    """A cell that shows ``value`` as it is: no formula, no control characters."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("�", value)[:_MOST_CHARACTERS])
    # A text that starts with = would become a formula, and one that starts with # an error.
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def write(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write a workbook of text, its headers in bold and frozen."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in sheets:
        page = book.create_sheet(_free_name(sheet.name, taken))
        page.freeze_panes = "A2"
        for position, width in enumerate(sheet.widths, start=1):
            page.column_dimensions[get_column_letter(position)].width = width
        head = [text_cell(page, label) for label in sheet.header]
        for cell in head:
            cell.font, cell.fill, cell.alignment = HEAD, FILL, _WRAP
        page.append(head)
        for row in sheet.rows:
            page.append([text_cell(page, value) for value in row])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _free_name(name: str, taken: set[str]) -> str:
    base = name.translate(_SHEET_NAME)[:28] or "Sheet"
    found, number = base, 1
    while found.lower() in taken:
        number += 1
        found = f"{base[:25]}-{number}"
    taken.add(found.lower())
    return found
