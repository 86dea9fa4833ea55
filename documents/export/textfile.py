"""CSV: UTF-8 with BOM and CRLF, as Excel and WPS open it; sent while it is read."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator

from data.engine import DatabaseUnavailable
from documents.export.cells import Cell, cell
from documents.export.content import DEMONSTRATION, Export
from frames.cells import head_words

log = logging.getLogger(__name__)

#: How a file's last line begins where rows are missing from it.
UNFINISHED = "导出未完成，以上不是全部数据，请重新导出"

#: What a spreadsheet takes for the start of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LINES = 1_000


def csv_lines(export: Export) -> Iterator[bytes]:
    """The file in pieces. Of demonstration data every row says so in a last column.

    Where rows can no longer be read the last line says that they are not all there.
    """
    mark = [DEMONSTRATION] if export.publication.is_demonstration else []
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*(_inert(head_words(c)) for c in export.columns), *(["数据性质"] if mark else [])])
    yield "\ufeff".encode() + _taken(out)
    try:
        for number, row in enumerate(export.rows, start=1):
            writer.writerow([*(_text(cell(c, row)) for c in export.columns), *mark])
            if number % _LINES == 0:
                yield _taken(out)
    except DatabaseUnavailable as problem:
        # The answer has begun: its status cannot tell any more.
        log.error("导出“%s”中断：%s", export.title, problem)
        writer.writerow([f"{UNFINISHED}：{problem}"])
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    data = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return data


def _text(one: Cell) -> str:
    """Numbers in full, rates as on the screen's own scale with their sign, days as 2022-12-30."""
    if one.value is None:
        return ""
    if one.kind == "percent" and isinstance(one.value, (int, float)):
        return f"{round(one.value * 100, 4):g}%"
    if isinstance(one.value, str):
        return _inert(one.value)
    return str(one.value)


def _inert(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe stands before what looks like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
