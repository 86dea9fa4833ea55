"""What the marks of a chart are, for every medium: their colours, their order, which of them stand out."""

from __future__ import annotations

from collections.abc import Sequence

from frames.model import Point, Series

#: Keys of a series or point that have a colour of their own, wherever they appear.
KEY_COLOURS = {
    "A": "field-a",
    "B": "field-b",
    "C": "field-c",
    "D": "field-d",
    "E": "field-e",
    "green": "good",
    "yellow": "warn",
    "red": "late",
    "blue": "waiting",
}
PALETTE = ("series-1", "series-2", "series-3", "series-4", "series-5", "series-6")
#: More series than these can't be told apart by colour.
MOST_COLOURS = len(PALETTE)


def colour_of(key: str | None, index: int = 0) -> str:
    """The name of the colour of a key, or the palette's by position."""
    return KEY_COLOURS.get(key or "", PALETTE[index % len(PALETTE)])


def largest_first(points: Sequence[Point]) -> list[Point]:
    """Points by size; those without a value last."""
    return sorted(points, key=lambda p: (p.value is None, -(p.value or 0)))


def first_of(ordered: Sequence[Point], most: int) -> tuple[list[Point], list[Point]]:
    """The first ``most`` points and the others; a chosen point is always among the first."""
    chosen = [p for p in ordered[most:] if p.chosen][:most]
    shown = [*ordered[: max(0, most - len(chosen))], *chosen]
    return shown, [p for p in ordered if p not in shown]


def stand_out(points: Sequence[Point], selected: str | None, ranked: bool) -> list[bool]:
    """Which bars stand out: the chosen or selected ones, else the first of a ranking, else all."""
    if any(p.chosen for p in points):
        return [p.chosen for p in points]
    leader = points[0].key or points[0].label if points and ranked else None
    named = selected or leader
    return [named is None or named in (p.key, p.label) for p in points]


def folded(series: Sequence[Series]) -> Sequence[Series]:
    """At most as many series as there are colours: the smallest are summed as 其他."""
    if len(series) <= MOST_COLOURS:
        return series
    by_size = sorted(series, key=lambda one: -sum(p.value or 0 for p in one.points))
    kept = {id(one) for one in by_size[: MOST_COLOURS - 1]}
    rest = [one for one in series if id(one) not in kept]
    columns = zip(*(one.points for one in rest), strict=True)
    points = tuple(
        Point(column[0].label, sum(p.value or 0 for p in column), partial=column[0].partial)
        for column in columns
    )
    return [*(one for one in series if id(one) in kept), Series(f"其他 {len(rest)} 项", points)]


def axis_ends(
    series: Sequence[Series], unit: str, from_zero: bool = True
) -> tuple[float | None, float | None]:
    """The ends of a trend's value axis; None: it follows the values.

    Rates near the full hundred end there; only the axis of a small growth is cut.
    """
    values = [p.value for one in series for p in one.points if p.value is not None]
    low, top = min(values, default=0), max(values, default=0)
    if not from_zero and low > top / 2:
        return None, None
    return 0, 100 if unit == "%" and 75 < top <= 100 else None
