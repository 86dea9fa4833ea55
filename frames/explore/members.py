"""Which members of an exploration a chart shows: those that an axis and a legend have room for."""

from __future__ import annotations

from frames.explore.marks import Marks

#: How many members an axis, and a legend, can be read with; the table has the others.
MOST_ON_AXIS, MOST_SERIES = 30, 10

#: The members shown of each dimension of the cut, in their order.
Shown = tuple[tuple[str, ...], ...]


def series_members(marks: Marks, place: int) -> tuple[str, ...]:
    """The members that are drawn as series, in the order of their list where all are."""
    if place >= len(marks.asked.by):
        return ()
    everyone = marks.members(place)
    return tuple(everyone) if len(everyone) <= MOST_SERIES else tuple(marks.largest(place, MOST_SERIES))


def axis_members(marks: Marks, place: int) -> tuple[str, ...]:
    """The members that stand on an axis."""
    return tuple(marks.largest(place, MOST_ON_AXIS))


def shown_members(marks: Marks) -> Shown:
    """The members shown of a chart of columns, bars, lines or cells, for each dimension of the cut."""
    asked = marks.asked
    if asked.chart != "heat" and asked.interval:
        return (series_members(marks, 0),) if asked.by else ()
    first = axis_members(marks, 0)
    if len(asked.by) < 2:
        return (first,)
    return (first, axis_members(marks, 1) if asked.chart == "heat" else series_members(marks, 1))
