"""What was refused, as it was sent, with row numbers and reasons in the last columns, to be corrected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from data.ddl import quoted
from intake.merge import verdicts
from intake.merge.load import raw_name
from intake.merge.parts import Part
from intake.report import Problem
from intake.sheets import REASON, SENT_ROW, column_names, plain
from intake.spreadsheet import Sheet, write
from intake.staging import Workbench

#: So many rows of a sheet go into the spreadsheet; more refused ones are wrong in one and the same way.
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


def all_rows(bench: Workbench, parts: Sequence[Part], part: Part) -> Iterator[RefusedRow]:
    """Every row of a sheet, in their order, with what is wrong with it, if anything."""
    bad = verdicts.by_row(bench, parts, part)
    number, problems = next(bad, (0, []))
    for row, *cells in verdicts.stream(bench, f"SELECT * FROM {quoted(raw_name(part))} ORDER BY row_no"):
        texts = tuple("" if cell is None else str(cell) for cell in cells)
        here = int(str(row)) == number
        yield RefusedRow(part.number, int(str(row)), texts, tuple(problems) if here else ())
        if here:
            number, problems = next(bad, (0, []))


def fits(bench: Workbench, parts: Sequence[Part]) -> bool:
    """Whether every row of the delivery goes into the spreadsheet."""
    return all(bench.number(f"SELECT count(*) FROM {quoted(raw_name(p))}") <= MOST_ROWS for p in parts)


def content(part: Part, cells: Sequence[str]) -> str:
    """A row as JSON: label to text, in the order of the sheet."""
    return json.dumps(dict(zip(_labels(part), cells, strict=False)), ensure_ascii=False)


def _labels(part: Part) -> list[str]:
    """The header's labels, each once, and such that each is understood as it was."""
    names, columns = column_names(part.table), part.header.columns
    known = {
        position: label if names.get(plain(label)) == columns[position] else _zh(part, position)
        for position, label in enumerate(part.header.labels)
        if position in columns
    }
    found: list[str] = []
    for position, label in enumerate(part.header.labels):
        name = known.get(position) or label or f"第{position + 1}列"
        taken = name in found or (position not in known and name in known.values())
        found.append(f"{name}（第{position + 1}列）" if taken else name)
    return found


def _zh(part: Part, position: int) -> str:
    return str(part.table.columns[part.header.columns[position]].info["zh"])


def reasons(problems: Sequence[Problem]) -> str:
    """What is wrong with one row, without the place."""
    return "；".join(problem.told for problem in problems)


def write_refused(path: Path, bench: Workbench, parts: Sequence[Part], whole: bool = False) -> None:
    """The spreadsheet of refused rows (拒收行): one sheet for each sheet that has some.

    ``whole``: every row of every sheet, because none was taken; the rest would be lost.
    """
    sheets = []
    for part in parts:
        if whole or bench.number("SELECT count(*) FROM refused WHERE part = ?", part.number):
            rows = islice((all_rows if whole else refused_rows)(bench, parts, part), MOST_ROWS)
            lines = ([*row.cells, str(row.number), reasons(row.problems)] for row in rows)
            sheets.append(Sheet(str(part.table.info["zh"]), [*_labels(part), SENT_ROW, REASON], lines))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write(path, sheets)
    for old in sorted(path.parent.glob("*.xlsx"))[:-MOST_FILES]:
        old.unlink(missing_ok=True)
