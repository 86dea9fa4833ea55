"""What an indicator may come to (预测): its monthly history, asked as everywhere, and the months after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from queries.evaluate import Number, Question
from queries.filters import Filters
from queries.forecast import Bounds, Forecast, Refused, forecast
from queries.indicators import get
from queries.model import Net, Ratio
from queries.periods import ONE_DAY, Period, is_whole, label, shift_months
from queries.scope import Scope
from queries.service import Cockpit

#: How far back a history is read, in months.
MOST_MONTHS = 60


@dataclass(frozen=True)
class Outlook:
    """The months after the last whole one (``2023-01``) with their forecast, or why there is none."""

    months: tuple[str, ...]
    found: Forecast | Refused


def outlook(
    cockpit: Cockpit, code: str, filters: Filters, scope: Scope, version: str | None = None
) -> Outlook | None:
    """The outlook of an indicator under these filters, computed once a version and question.

    None where the chosen period is over before the as-of day: nobody asks what comes after it. Raises
    ``DatabaseUnavailable``, ``ScopeRefused``.
    """
    if filters.period.end < filters.as_of:
        return None
    version = version or cockpit.state().publication.version
    window = _window(filters)
    asked = Question(code, replace(filters, period=window, preset="custom"), (), "month", scope=scope)

    values, bases = _values(cockpit, asked, version), _bases(cockpit, asked, version)
    unit, within = get(code).unit, bounds(code)
    # Kept by what it is made of, not by what was asked: whoever answers with other numbers (a page
    # that is rehearsed) has another forecast.
    key = {"values": values, "bases": bases, "unit": unit, "within": [within.low, within.high]}
    found: Forecast | Refused = cockpit.cache.get_or_compute(
        version, "forecast", key, lambda: forecast(values, unit, within, bases)
    )
    count = len(found.values) if isinstance(found, Forecast) else 0
    first = window.end + ONE_DAY
    return Outlook(tuple(label(shift_months(first, n), "month") for n in range(count)), found)


def _window(filters: Filters) -> Period:
    """Whole months up to the as-of day: the month that is not over is no history."""
    first = filters.as_of.replace(day=1)
    running = Period(first, filters.as_of)
    after = filters.as_of + ONE_DAY if is_whole(running, "month") else first
    return Period(shift_months(after, -MOST_MONTHS), after - ONE_DAY)


def _values(cockpit: Cockpit, asked: Question, version: str) -> list[Number]:
    return [row["value"] for row in cockpit.ask(asked, version).rows or []]


def _bases(cockpit: Cockpit, asked: Question, version: str) -> Sequence[Number] | None:
    measure = get(asked.code).measure
    if not isinstance(measure, Ratio) or measure.constant:
        return None
    return _values(cockpit, replace(asked, code=measure.denominator), version)


def bounds(code: str) -> Bounds:
    """What an indicator's value can be at all: changes of stocks may be anything."""
    measure = get(code).measure
    if isinstance(measure, Net):
        return Bounds()
    if isinstance(measure, Ratio):
        inside = bounds(measure.numerator)
        return replace(inside, high=100.0 if measure.percent and inside.low is not None else None)
    return Bounds(low=0.0)
