"""What a trend may come to (预测), as a frame and in a sentence that names method and tested error."""

from __future__ import annotations

from collections.abc import Sequence

from frames.context import Context
from frames.formats import FRACTIONS
from frames.model import Ahead, Point
from frames.words import outlook as words
from queries.forecast import BAND, Refused
from queries.indicators import get
from queries.outlook import outlook


def ahead_of(context: Context, code: str) -> tuple[Ahead | None, str]:
    """The months after an indicator's course with their sentence, or None and why there are none.

    Both are empty where the chosen period is over: then nobody asks what comes after it.
    """
    made = outlook(context.cockpit, code, context.filters, context.scope, context.version)
    if made is None:
        return None, ""
    if isinstance(made.found, Refused):
        return None, words.refused(made.found)
    found, unit = made.found, get(code).unit
    values, low, high = (_plain(part, unit) for part in (found.values, found.low, found.high))
    points = tuple(Point(month, value) for month, value in zip(made.months, values, strict=True))
    return Ahead(points, low, high, f"{BAND}% 区间"), words.told(found, made.months, unit)


def _plain(values: Sequence[float], unit: str) -> tuple[float, ...]:
    """No more digits than an expectation has: half a person is expected of nobody."""
    return tuple(round(value, 1) if unit in FRACTIONS else float(round(value)) for value in values)
