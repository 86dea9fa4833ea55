"""What indicators are put together from, and under which listed one each unlisted one stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from queries.indicators import INDICATORS, get
from queries.model import Indicator, Measure, Net, Ratio


def components(indicator: Indicator) -> tuple[str, ...]:
    """Codes of the indicators that one is put together from or shown with."""
    measure = indicator.measure
    made: tuple[str, ...] = ()
    if isinstance(measure, Ratio):
        made = (measure.numerator, measure.denominator)
    elif isinstance(measure, Net):
        made = (measure.of,)
    return tuple(dict.fromkeys((*made, *indicator.also)))


def users(code: str) -> tuple[str, ...]:
    """Codes of the indicators that are put together from this one or show it."""
    return tuple(i.code for i in INDICATORS.values() if code in components(i))


def uses_period(code: str) -> bool:
    """Whether start and end change an answer without an interval: flows, net changes, openings."""
    measure = get(code).measure
    if isinstance(measure, Measure):
        return measure.kind == "flow" or measure.at != "as_of"
    if isinstance(measure, Net):
        return True
    return uses_period(measure.numerator) or uses_period(measure.denominator)


def owned(indicator: Indicator) -> list[Indicator]:
    """Unlisted indicators that a listed one is made of or shown with; each stands under its first."""
    return [get(code) for code in _owners().get(indicator.code, ())]


@cache
def _owners() -> dict[str, list[str]]:
    """{listed code: unlisted codes under it}; those that nobody uses stand under the last of their pillar."""
    owners: dict[str, list[str]] = {}
    placed: set[str] = set()
    listed = [i for i in INDICATORS.values() if i.listed]
    for indicator in listed:
        fresh = [c for c in dict.fromkeys(_parts(indicator)) if not get(c).listed and c not in placed]
        owners[indicator.code] = fresh
        placed |= set(fresh)
    for part in INDICATORS.values():
        if not part.listed and part.code not in placed:
            last = [i.code for i in listed if i.pillar == part.pillar][-1]
            owners[last].append(part.code)
    return owners


def _parts(indicator: Indicator) -> Iterator[str]:
    measure = indicator.measure
    direct = (measure.numerator, measure.denominator) if isinstance(measure, Ratio) else ()
    for code in (*direct, *indicator.also):
        yield code
        yield from _parts(get(code))
