"""Places of members among each other (位次): best first, equal values share one, none on a tiny base."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from queries.evaluate import Number
from queries.indicators import get
from queries.model import Ratio

#: A rate of fewer than so many says nothing of who is better: 1 of 1 isn't ahead of 19 of 20.
RANK_BASE = 5


@dataclass(frozen=True)
class Place:
    """``number`` counts from 1; ``tied`` members share it; ``of`` have a place."""

    number: int
    tied: bool
    of: int

    @property
    def words(self) -> str:
        """“第3”, “并列第3”."""
        return f"{'并列' if self.tied else ''}第{self.number}"


def base_code(code: str) -> str:
    """The indicator that counts what a rate is a part of; "" for what needs no base."""
    measure = get(code).measure
    return measure.denominator if isinstance(measure, Ratio) and not measure.constant else ""


def rankable(values: Mapping[str, Number], bases: Mapping[str, Number] | None) -> dict[str, int | float]:
    """The members with a value, and of a rate with at least ``RANK_BASE`` behind it (``bases``)."""
    known = {key: value for key, value in values.items() if value is not None}
    if bases is None:
        return known
    return {key: value for key, value in known.items() if (bases.get(key) or 0) >= RANK_BASE}


def places(code: str, values: Mapping[str, Number], bases: Mapping[str, Number] | None) -> dict[str, Place]:
    """The place of each ``rankable`` member: the greatest first, the least where more is worse."""
    known = rankable(values, bases)
    sign = 1 if get(code).better == "down" else -1
    order = sorted(sign * value for value in known.values())

    def place(value: int | float) -> Place:
        before, through = bisect_left(order, value), bisect_right(order, value)
        return Place(before + 1, through - before > 1, len(order))

    return {key: place(sign * value) for key, value in known.items()}
