"""Refused rows as they were sent, with the reasons in a last column, to be corrected and sent again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from data.intake.ddl import quoted
from data.intake.merge import verdicts
from data.intake.merge.load import raw_name
from data.intake.merge.parts import Part
from data.intake.report import Problem
from data.intake.sheets import REASON
from data.intake.spreadsheet import Sheet, write
from data.intake.staging import Workbench

#: So many refused rows of a sheet go into the spreadsheet; more are wrong in one and the same way.
MOST_ROWS = 50_000
#: So many spreadsheets stay; the database keeps the rows of every delivery that was published.
MOST_FILES = 200


class RefusedRow(NamedTuple):
    """A row as it was sent, and everything that is wrong with it."""

    part: int
    number: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


def refused_rows(bench: Workbench, parts: Sequence[Part], part: Part) -> Iterator[RefusedRow]:
    """The refused rows of a sheet, in their order."""
    raw = quoted(raw_name(part))
    mine = f"SELECT row_no FROM refused WHERE part = {part.number}"
    rows = verdicts.stream(bench, f"SELECT * FROM {raw} SEMI JOIN ({mine}) USING (row_no) ORDER BY row_no")
    for (number, problems), (_, *cells) in zip(verdicts.by_row(bench, parts, part), rows, strict=True):
        texts = tuple("" if cell is None else str(cell) for cell in cells)
        yield RefusedRow(part.number, number, texts, tuple(problems))


def content(part: Part, cells: Sequence[str]) -> str:
    """A row as JSON: label to text, in the order of the sheet."""
    return json.dumps(dict(zip(_labels(part), cells, strict=False)), ensure_ascii=False)


def _labels(part: Part) -> list[str]:
    """The header's labels, each once."""
    found: list[str] = []
    for position, label in enumerate(part.header.labels, start=1):
        name = label or f"第{position}列"
        found.append(name if name not in found else f"{name}（第{position}列）")
    return found


def reasons(problems: Sequence[Problem]) -> str:
    """What is wrong with one row, without the place."""
    return "；".join(problem.told for problem in problems)


def write_refused(path: Path, bench: Workbench, parts: Sequence[Part]) -> None:
    """The spreadsheet of refused rows (拒收行): one sheet for each sheet that has some."""
    sheets = []
    for part in parts:
        if bench.number("SELECT count(*) FROM refused WHERE part = ?", part.number):
            rows = islice(refused_rows(bench, parts, part), MOST_ROWS)
            lines = ([*row.cells, reasons(row.problems)] for row in rows)
            sheets.append(Sheet(str(part.table.info["zh"]), [*_labels(part), REASON], lines))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write(path, sheets)
    for old in sorted(path.parent.glob("*.xlsx"))[:-MOST_FILES]:
        old.unlink(missing_ok=True)
