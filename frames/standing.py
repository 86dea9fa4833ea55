"""How a member of a dimension stands: against the average, and in which place among all members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from frames.context import Context
from frames.formats import DASH
from queries.dimensions import DIMENSIONS
from queries.evaluate import Number, empty_value
from queries.ranking import Place, base_code, places

#: What “average” means, for members that are called ``name``.
AVERAGE = "全市平均为各{name}合计除以{name}的个数；比率的全市平均为全市的比率"


@dataclass(frozen=True)
class Standing:
    """All members of a dimension that have a value of an indicator, and the average they are held against."""

    code: str
    values: Mapping[str, Number]
    average: Number
    bases: Mapping[str, Number] | None = None

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """The places of all that may be ranked: of a rate, those with a base (``bases``) that is not tiny."""
        return places(self.code, self.values, self.bases)

    def apart(self, key: str) -> Number:
        """How much a member is above the average."""
        mine = self.values.get(key)
        return None if mine is None or self.average is None else mine - self.average

    def place(self, key: str) -> Place | None:
        """A member's place, the best first (the greatest where no direction is good); equals share it."""
        return self.places.get(key)

    def rank(self, key: str) -> str:
        """The place in words."""
        return place_words(self.place(key)) or DASH


def place_words(place: Place | None) -> str:
    """“并列第 3 位，共 16 个”; "" for who has no place."""
    return f"{'并列' if place.tied else ''}第 {place.number} 位，共 {place.of} 个" if place else ""


def standing(context: Context, code: str, by: str, count: int = 0) -> Standing:
    """How the members of ``by`` stand under filters that choose none of them.

    The average of a count is the sum over the members by their number (``count``; by default all of a
    short list, of a long one those with rows); of a rate, the rate of all.
    """
    found = {r[f"{by}_code"]: r["value"] for r in context.ask(code, (by,)).rows or [] if r[f"{by}_code"]}
    if empty_value(code) is None:
        known: dict[str, Number] = {k: v for k, v in found.items() if v is not None}
        return Standing(code, known, context.value(code), _bases(context, code, by))
    every = {} if DIMENSIONS[by].large else dict.fromkeys(context.labels(by), 0)
    full: dict[str, Number] = {k: v or 0 for k, v in {**every, **found}.items()}
    number = count or len(full)
    return Standing(code, full, sum(v or 0 for v in full.values()) / number if number else None)


def _bases(context: Context, code: str, by: str) -> Mapping[str, Number] | None:
    base = base_code(code)
    if not base:
        return None
    return {row[f"{by}_code"]: row["value"] for row in context.ask(base, (by,)).rows or []}
