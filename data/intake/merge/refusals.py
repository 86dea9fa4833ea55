"""Refused rows as they were sent, with the reasons in a last column, to be corrected and sent again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
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

#: So many refused rows go into one spreadsheet; a delivery with more is wrong as a whole.
MOST_ROWS = 100_000

#: So many spreadsheets stay; the database keeps the rows of every delivery that was published.
MOST_FILES = 200


class RefusedRow(NamedTuple):
    """A row as it was sent, and everything that is wrong with it."""

    part: int
    number: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


def refused_rows(bench: Workbench, parts: Sequence[Part]) -> Iterator[RefusedRow]:
    """Refused rows, sheet by sheet, in their order."""
    found: dict[tuple[int, int], list[Problem]] = {}
    places = {part.place: part.number for part in parts}
    for problem in verdicts.problems(bench, "refused", parts, MOST_ROWS):
        found.setdefault((places[problem.file], problem.row or 0), []).append(problem)
    for part in parts:
        mine = {row: told for (number, row), told in found.items() if number == part.number}
        if not mine:
            continue
        rows = bench.rows(
            f"SELECT * FROM {quoted(raw_name(part))} WHERE row_no IN (SELECT unnest(?)) ORDER BY row_no",
            list(mine),
        )
        for number, *cells in rows:
            texts = tuple("" if cell is None else str(cell) for cell in cells)
            yield RefusedRow(part.number, int(str(number)), texts, tuple(mine[int(str(number))]))


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
    rows = list(refused_rows(bench, parts))
    sheets = []
    for part in parts:
        mine = [r for r in rows if r.part == part.number]
        if mine:
            lines = [[*r.cells, reasons(r.problems)] for r in mine]
            sheets.append(Sheet(str(part.table.info["zh"]), [*_labels(part), REASON], lines))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write(path, sheets)
    for old in sorted(path.parent.glob("*.xlsx"))[:-MOST_FILES]:
        old.unlink(missing_ok=True)
