"""The indicator catalogue (指标目录): every number of the cockpit, each declared once."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from queries.indicators import (
    activities,
    communication,
    governance,
    members,
    organisations,
    services,
    supervision,
)
from queries.model import Indicator, Measure, Net, Source

_SUBJECTS = (organisations, members, activities, supervision, communication, services, governance)

INDICATORS: Mapping[str, Indicator] = {i.code: i for s in _SUBJECTS for i in s.INDICATORS}


class UnknownIndicator(LookupError):
    """No indicator has this code; ``nearest`` lists the codes or names most like it."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.nearest = nearest(code)
        hint = "、".join(f"{c} {INDICATORS[c].name}" for c in self.nearest)
        super().__init__(f"没有指标“{code}”；相近的有：{hint}")


def nearest(text: str, count: int = 3) -> list[str]:
    """Codes whose code or name is most like ``text``, best first; never empty."""
    listed = [i for i in INDICATORS.values() if i.listed]
    words = {i.code: i.code for i in listed} | {i.name: i.code for i in listed}
    found = get_close_matches(text.upper(), words, count, 0.3) or get_close_matches(text, words, count, 0.0)
    return list(dict.fromkeys(words[w] for w in found))


def get(code: str) -> Indicator:
    """The indicator of this code; raises ``UnknownIndicator`` with the nearest ones."""
    try:
        return INDICATORS[code]
    except KeyError:
        raise UnknownIndicator(code) from None


def leaves(code: str) -> tuple[str, ...]:
    """Codes of the measured indicators behind a code: itself, or a ratio's two parts."""
    measure = get(code).measure
    if isinstance(measure, Measure):
        return (code,)
    if isinstance(measure, Net):
        return (measure.of,)
    return (*leaves(measure.numerator), *leaves(measure.denominator))


def source_of(code: str) -> Source:
    """The source whose rows lie behind a code (a ratio's numerator)."""
    measure = get(leaves(code)[0]).measure
    assert isinstance(measure, Measure)
    return measure.source


def dimensions(code: str) -> tuple[str, ...]:
    """Dimensions that an indicator can be cut by: of a ratio, those that both parts have."""
    measure = get(code).measure
    if isinstance(measure, Measure):
        return measure.source.dimensions
    if isinstance(measure, Net):
        return dimensions(measure.of)
    above = dimensions(measure.numerator)
    if measure.constant:
        return above
    below = dimensions(measure.denominator)
    return tuple(d for d in above if d in below)
