"""Members beside each other as a table: in each cell the value and, under it, what it is held against."""

from __future__ import annotations

from collections.abc import Iterator

from documents.slides.parts import Grid
from frames.formats import DASH, change, difference, number
from frames.kinds import SideBySide
from frames.model import Compared, ComparedRow, Goal


def grid_of_compared(frame: SideBySide) -> Grid:
    """The whole city and each member, an indicator a row."""
    heads = ("指标", "全市", *(name for name, _ in frame.heads))
    rows = tuple(
        (
            f"{row.name}\n单位：{row.unit}",
            "\n".join(_whole(row)),
            *("\n".join(_member(cell, row)) for cell in row.cells),
        )
        for row in frame.rows
    )
    return Grid(heads, rows, (False, *(True for _ in heads[1:])))


def _whole(row: ComparedRow) -> Iterator[str]:
    yield from _value(row.whole, row)
    yield f"平均 {number(row.average, row.unit).full}"
    yield from _goal(row.whole.goal)


def _member(cell: Compared, row: ComparedRow) -> Iterator[str]:
    yield from _value(cell, row)
    yield f"较平均 {difference(cell.apart, row.unit)}"
    place = cell.place
    tied = "并列" if place and place.tied else ""
    yield f"{tied}第 {place.number} / {place.of} 位" if place else f"位次 {DASH}"
    yield from _goal(cell.goal)


def _value(cell: Compared, row: ComparedRow) -> Iterator[str]:
    yield " ".join(word for word in (cell.mark, number(cell.value, row.unit).full) if word)
    yield f"同比{change(cell.value, cell.year_before, row.unit, row.better).full}"


def _goal(goal: Goal | None) -> Iterator[str]:
    if goal:
        yield " ".join(word for word in (goal.text, goal.done, goal.due, goal.pace) if word)
