"""Spreadsheets for tests, as departments make them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import xlwt
from openpyxl import Workbook

Lines = Iterable[Sequence[Any]]


class Shown(NamedTuple):
    """A number and the format in which a workbook shows it (``0%``, ``00000``)."""

    value: float
    format: str


def xlsx(path: Path, sheets: Mapping[str, Lines], merged: Mapping[str, Sequence[str]] | None = None) -> Path:
    """Write a workbook; texts stay texts, ``merged`` names ranges to merge in each sheet.

    A value may be ``Shown``: a number with its format.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        page = book.create_sheet(name)
        for number, line in enumerate(lines, start=1):
            for position, value in enumerate(line, start=1):
                cell = page.cell(number, position, value.value if isinstance(value, Shown) else value)
                if isinstance(value, str):
                    cell.data_type = "s"
                elif isinstance(value, Shown):
                    cell.number_format = value.format
        for where in (merged or {}).get(name, ()):
            page.merge_cells(where)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def xls(path: Path, sheets: Mapping[str, Lines]) -> Path:
    """Write a workbook of Excel 97–2003."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, lines in sheets.items():
        page = book.add_sheet(name)
        for number, line in enumerate(lines):
            for position, value in enumerate(line):
                style = (day,) if isinstance(value, date) else ()
                page.write(number, position, value, *style)
    book.save(str(path))
    return path


def repacked(path: Path, target: Path, changes: Mapping[str, bytes]) -> Path:
    """A copy of a workbook with parts replaced or added."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return target
