"""Finding the header: below titles, in one row or in two with merged cells."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table

from intake.formats import Row
from intake.sheets.labels import LINE_NUMBERS, OPERATION, REASON, column_names, plain

#: Rows from the top among which the header must be.
SEARCHED = 30
#: A row is a header when it names at least so many columns of a table.
_LEAST = 2


@dataclass(frozen=True)
class Header:
    """The header of a sheet, as one table reads it; positions count from 0.

    ``columns`` maps positions to columns of the table, ``labels`` all positions to what stands
    there. ``unknown`` are positions whose label the table doesn't have, ``repeated`` pairs of
    positions that mean the same column. ``row`` is the last row of the header.
    """

    row: int
    labels: tuple[str, ...]
    columns: dict[int, str]
    unknown: tuple[int, ...]
    repeated: tuple[tuple[int, int], ...]
    operation: int | None


def find_header(rows: list[Row], table: Table) -> Header | None:
    """The row (or two) of ``rows`` that names most columns of ``table``; None when none does."""
    best: Header | None = None
    for at, row in enumerate(rows):
        above = rows[at - 1].cells if at else []
        for labels in _readings(row.cells, above):
            found = _header(row.number, labels, table)
            named = len(found.columns) + (found.operation is not None)
            if named >= _LEAST and found.columns and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def _readings(cells: list[str], above: list[str]) -> list[list[tuple[str, ...]]]:
    """What each position may be called: by this row alone, or together with the row above."""
    alone: list[tuple[str, ...]] = [(cell,) for cell in cells]
    if not any(above):
        return [alone]
    width = max(len(cells), len(above))
    lower = [*cells, *[""] * (width - len(cells))]
    upper = [*above, *[""] * (width - len(above))]
    both: list[tuple[str, ...]] = []
    group = ""
    for low, up in zip(lower, upper, strict=True):
        group = up or group
        both.append((low, group + low, f"{group}({low})") if low else (up,))
    return [alone, both]


def _header(number: int, labels: list[tuple[str, ...]], table: Table) -> Header:
    names = column_names(table)
    columns: dict[int, str] = {}
    places: dict[str, int] = {}
    unknown, repeated, operation = [], [], None
    for position, variants in enumerate(labels):
        shown = variants[0].strip()
        name = next((names[plain(v)] for v in variants if plain(v) in names), None)
        if name is None and plain(shown) == plain(OPERATION):
            operation = position
        elif name is None:
            if shown and not shown.startswith(REASON) and plain(shown) not in LINE_NUMBERS:
                unknown.append(position)
        elif name in places:
            repeated.append((places[name], position))
        else:
            columns[position] = name
            places[name] = position
    texts = tuple(variants[0].strip() for variants in labels)
    return Header(number, texts, columns, tuple(unknown), tuple(repeated), operation)
