"""XLSX: a cover that says what the numbers are, and the numbers, written row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.export.cells import Cell, cell
from documents.export.content import DEMONSTRATION, Export, Row
from frames.cells import head_words
from frames.model import Column

#: Rows that a sheet takes, the header not counted.
MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_767
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NARROW, _WIDE = 8, 48
_FORMATS: dict[str, dict[str, object]] = {
    "text": {"num_format": "@", "text_wrap": False},
    "whole": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.####"},
    "percent": {"num_format": "0.0%"},
    "date": {"num_format": "yyyy-mm-dd"},
}
_FONT: dict[str, object] = {"font_name": "微软雅黑", "font_size": 10}
#: Nothing is made of a text but the text: no formula, no link, no number.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def write_workbook(export: Export, path: Path, most: int = MOST_ROWS) -> int:
    """Write the export, a sheet for each ``most`` rows; the number of rows written."""
    book = Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    styles = {name: book.add_format({**_FONT, **one}) for name, one in _FORMATS.items()}
    styles["head"] = book.add_format(
        {**_FONT, "bold": True, "bg_color": "#DDE7F3", "text_wrap": True, "valign": "top", "border": 1}
    )
    styles["wrap"] = book.add_format({**_FONT, "num_format": "@", "text_wrap": True, "valign": "top"})
    styles["mark"] = book.add_format({**_FONT, "bold": True, "font_color": "#B45309"})
    _cover(book, export, styles)
    rows = iter(export.rows)
    written = _sheet(book, export, 1, rows, styles, most)
    number = 1
    while (first := next(rows, None)) is not None:
        number += 1
        written += _sheet(book, export, number, chain([first], rows), styles, most)
    book.close()
    return written


def _cover(book: Workbook, export: Export, styles: dict[str, Format]) -> None:
    page = book.add_worksheet("说明")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 96)
    for number, (name, words) in enumerate(export.cover):
        page.write_string(number, 0, _plain(name), styles["head"])
        page.write_string(number, 1, _plain(words), styles["wrap"])


def _for_paper(page: Worksheet) -> None:
    """Printed, a sheet of numbers is A4 lying, as wide as its columns, its head on every page."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _sheet(
    book: Workbook, export: Export, number: int, rows: Iterator[Row], styles: dict[str, Format], most: int
) -> int:
    page = book.add_worksheet("数据" if number == 1 else f"数据{number}")
    mark = export.publication.is_demonstration
    # The widths have to be known before the first row is written: the first rows say them.
    known = list(islice(rows, min(most, 200)))
    for at, column in enumerate(export.columns):
        page.set_column(at, at, _width(column, known))
    page.freeze_panes(1, 1)
    _for_paper(page)
    for at, column in enumerate(export.columns):
        page.write_string(0, at, _plain(head_words(column)), styles["head"])
    if mark:
        page.set_header(f"&C{DEMONSTRATION}")
        page.write_string(0, len(export.columns), DEMONSTRATION, styles["mark"])
    line = 0
    for line, row in enumerate(chain(known, islice(rows, most - len(known))), start=1):
        for at, column in enumerate(export.columns):
            _write(page, line, at, cell(column, row), styles)
    page.autofilter(0, 0, max(1, line), max(0, len(export.columns) - 1))
    return line


def _write(page: Worksheet, line: int, at: int, one: Cell, styles: dict[str, Format]) -> None:
    value = one.value
    if isinstance(value, date):
        page.write_datetime(line, at, datetime(value.year, value.month, value.day), styles[one.kind])
    elif isinstance(value, (int, float)):
        page.write_number(line, at, value, styles[one.kind])
    elif value is not None:
        page.write_string(line, at, _plain(value), styles["text"])


def _width(column: Column, rows: list[Row]) -> float:
    """Room for the heading and the first rows, a Chinese character counting twice."""
    texts = [head_words(column), *(str(row.get(column.key) or "") for row in rows)]
    return min(_WIDE, max(_NARROW, 2 + max(sum(1 if c.isascii() else 2 for c in text) for text in texts)))


def _plain(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)[:_MOST_CHARACTERS]
