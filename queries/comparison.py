"""What a figure is held against: the days of 环比 and 同比, one rule for cards, exports, API and papers."""

from __future__ import annotations

from dataclasses import dataclass

from queries.filters import Filters
from queries.indicators import get
from queries.model import Measure, Ratio
from queries.periods import Period


@dataclass(frozen=True)
class Base:
    """One comparison: the filters that its value is asked with, and the days that it counts.

    ``days`` is one day where the indicator is as of a day.
    """

    filters: Filters
    days: Period


def is_seen_at_the_end(code: str) -> bool:
    """Whether a month's value is that of its last day: stocks, and rates made of stocks."""
    measure = get(code).measure
    if isinstance(measure, Ratio):
        return any(map(is_seen_at_the_end, (measure.numerator, measure.denominator)))
    return isinstance(measure, Measure) and measure.kind == "stock" and measure.at == "as_of"


def stands(code: str) -> bool:
    """Whether an indicator is compared from day to day, not over periods."""
    return get(code).kind == "stock" or is_seen_at_the_end(code)


def before(code: str, filters: Filters) -> Base:
    """环比: a month earlier for what stands on a day, the period before for the rest."""
    return _base(code, filters.month_before() if stands(code) else filters.period_before())


def year_before(code: str, filters: Filters) -> Base:
    """同比: the same day, or the same days, of last year."""
    return _base(code, filters.year_before())


def _base(code: str, filters: Filters) -> Base:
    return Base(filters, Period(filters.as_of, filters.as_of) if stands(code) else filters.counted)
