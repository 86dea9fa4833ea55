"""The numbers of an exploration as a table: what stands beside the chart, and what an export holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from frames.context import Context
from frames.explore.marks import Mark, Marks, rows_of
from frames.links import EXPLORE
from frames.model import Column, Table
from frames.tables import value_column
from queries.dimensions import DIMENSIONS
from queries.indicators import get

#: Columns that a table can be read with; beyond that each number has a row of its own.
_MOST_COLUMNS = 24
#: Rows on the screen; an export has all.
LISTED = 200


class Ways:
    """Where a table's names and numbers lead: to the page filtered by a member, to the rows of a number."""

    def __init__(self, context: Context, marks: Marks) -> None:
        self._context, self._marks = context, marks

    def member(self, place: int, code: str) -> str:
        """The page with the member as the only one of its dimension; without it where it is that already."""
        asked, filters = self._marks.asked, self._context.filters
        dimension = asked.by[place]
        rest = () if filters.members.get(dimension) == (code,) else (code,)
        return asked.url(EXPLORE, filters.with_dim(dimension, rest))

    def number(self, mark: Mark, second: bool = False) -> str:
        """The rows behind a number."""
        asked = self._marks.asked
        period = self._marks.periods[mark.at] if mark.at is not None else None
        return rows_of(self._context, asked, asked.second if second else asked.code, mark, period)

    def is_chosen(self, place: int, code: str) -> bool:
        """Whether the page is filtered by a member."""
        return code in self._context.filters.members.get(self._marks.asked.by[place], ())


def whole(context: Context, marks: Marks) -> Table:
    """All numbers, without links: what a file holds."""
    return _with_total(_table(marks, None, None), context, marks)


def listed(context: Context, marks: Marks) -> Table:
    """The first rows of ``whole``, each name and number with its link: what the screen shows."""
    return _with_total(_table(marks, Ways(context, marks), LISTED), context, marks)


def _with_total(made: Table, context: Context, marks: Marks) -> Table:
    """The row 全部 of a table by one dimension, on the screen and in a file alike."""
    asked = marks.asked
    if len(asked.by) != 1 or asked.interval or asked.second:
        return made
    return replace(made, total_row={"0": "全部", "value": context.value(asked.code)})


def _table(marks: Marks, ways: Ways | None, most: int | None) -> Table:
    asked = marks.asked
    if asked.chart not in ("scatter", "box"):
        if len(asked.by) == 2:
            across = list(marks.members(1).items())
            if len(across) <= _MOST_COLUMNS:
                return _pivot(marks, ways, most, across, lambda mark: mark.codes[1])
        elif asked.by and asked.interval and len(marks.periods) <= _MOST_COLUMNS:
            return _over_time(marks, ways, most)
    return _long(marks, ways, most)


def _pivot(
    marks: Marks,
    ways: Ways | None,
    most: int | None,
    across: Sequence[tuple[str, str]],
    column_of: Callable[[Mark], str],
) -> Table:
    """A row for each member of the first dimension, a column for each of the second."""
    unit = get(marks.asked.code).unit
    places = {code: f"c{n}" for n, (code, _) in enumerate(across)}
    heads = [Column("0", DIMENSIONS[marks.asked.by[0]].label)]
    for code, name in across:
        head = value_column(places[code], name, unit)
        if ways:
            # The chart beside it says the unit once; a file says it at every column.
            head = replace(head, unit="", href=ways.member(1, code) if len(marks.asked.by) == 2 else None)
        heads.append(head)
    rows: dict[str, dict[str, Any]] = {}
    for mark in _first(marks, most):
        row = rows.setdefault(mark.codes[0], _row(mark, ways))
        key = places[column_of(mark)]
        row[key] = mark.value
        if ways:
            row["_hrefs"][key] = ways.number(mark)
    return Table(tuple(heads), tuple(rows.values()))


def _over_time(marks: Marks, ways: Ways | None, most: int | None) -> Table:
    across = [(str(n), marks.period_words(n)) for n in range(len(marks.periods))]
    return _pivot(marks, ways, most, across, lambda mark: str(mark.at))


def _row(mark: Mark, ways: Ways | None) -> dict[str, Any]:
    """The beginning of a row: its first member, where that leads."""
    row: dict[str, Any] = {"0": mark.names[0], "_hrefs": {}}
    if ways:
        row |= {"_href": ways.member(0, mark.codes[0]), "_chosen": ways.is_chosen(0, mark.codes[0])}
    return row


def _first(marks: Marks, most: int | None) -> list[Mark]:
    """The marks of the first rows, in the order of the lists."""
    held = set(list(marks.members(0))[:most])
    return [m for m in marks.all if m.codes[0] in held]


def _long(marks: Marks, ways: Ways | None, most: int | None) -> Table:
    """A row for each number: its members, its period, its value (or both of a pair)."""
    asked = marks.asked
    heads = [Column(str(n), DIMENSIONS[d].label) for n, d in enumerate(asked.by)]
    heads += [Column("period", "时间")] if asked.interval else []
    for key, code in zip(("value", "other"), asked.codes, strict=False):
        label = get(code).name if asked.second else "数值"
        heads.append(value_column(key, label, get(code).unit))
    return Table(tuple(heads), tuple(_line(marks, mark, ways) for mark in _sorted(marks)[:most]))


def _sorted(marks: Marks) -> list[Mark]:
    """Along time as it goes; else the largest first, within the groups of a distribution."""
    asked = marks.asked
    if asked.interval:
        return list(marks.all)
    order = {code: n for n, code in enumerate(marks.members(0))} if len(asked.by) == 2 else {}
    if not order and not DIMENSIONS[asked.by[0]].large and asked.chart == "bar":
        place = {code: n for n, code in enumerate(marks.largest(0, len(marks.all)))}
        return sorted(marks.all, key=lambda m: place[m.codes[0]])
    return sorted(marks.all, key=lambda m: (order.get(m.codes[0], 0), -(m.value or 0)))


def _line(marks: Marks, mark: Mark, ways: Ways | None) -> dict[str, Any]:
    row: dict[str, Any] = {str(n): name for n, name in enumerate(mark.names)}
    row |= {"value": mark.value, "other": mark.other, "_hrefs": {}}
    if mark.at is not None:
        row["period"] = marks.period_words(mark.at)
    if not ways:
        return row
    row["_hrefs"] = {"value": ways.number(mark)}
    if marks.asked.second:
        row["_hrefs"]["other"] = ways.number(mark, second=True)
    if len(mark.codes) == 2:
        row["_hrefs"]["1"] = ways.member(1, mark.codes[1])
    if mark.codes:
        row |= {"_href": ways.member(0, mark.codes[0]), "_chosen": ways.is_chosen(0, mark.codes[0])}
    return row
