"""Periods: presets, intervals, and the comparisons 同比 and 环比."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)

#: 去年同期: the year up to the same day of last year, as it stood on that day.
SAME_PERIOD = "same_period"
#: The presets of the filter bar; each is computed from the as-of day.
PRESETS: Mapping[str, str] = {
    "month": "本月",
    "quarter": "本季",
    "year": "本年",
    SAME_PERIOD: "去年同期",
    "last_year": "上年",
    "custom": "自定义",
}
INTERVALS: Mapping[str, str] = {"day": "日", "week": "周", "month": "月", "quarter": "季", "year": "年"}
MAX_PERIODS = 400


@dataclass(frozen=True, order=True)
class Period:
    """Days ``start`` to ``end``, both included, with the label of its interval."""

    start: date
    end: date
    label: str = ""


def preset(name: str, as_of: date) -> Period:
    """The period of a preset, up to the as-of day (上年: the whole year before).

    去年同期 moves the as-of day itself (``Filters``); up to that day its period is the year's.
    """
    if name == "month":
        return Period(as_of.replace(day=1), as_of)
    if name == "quarter":
        return Period(date(as_of.year, (as_of.month - 1) // 3 * 3 + 1, 1), as_of)
    if name == "last_year":
        return Period(date(as_of.year - 1, 1, 1), date(as_of.year - 1, 12, 31))
    return Period(date(as_of.year, 1, 1), as_of)


def shift_months(day: date, months: int) -> date:
    """The same day some months later; a month's last day stays a last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def cut(period: Period, as_of: date) -> Period:
    """The part of a period that is over by a day; one that begins later is left as it is."""
    if period.start > as_of:
        return period
    return Period(period.start, min(period.end, as_of), period.label)


def year_before(period: Period) -> Period:
    """同比: the same days of last year; 29 February has 28 February before it.

    What begins with a month and ends with one is months, not days: they stay whole.
    """
    start, end = _same_day(period.start), _same_day(period.end)
    return Period(start, shift_months(period.end, -12) if period.start.day == 1 else end)


def _same_day(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, last))


def whole_months(period: Period, as_of: date) -> int:
    """How many whole months a period is, the last of which may still be running on ``as_of``; else 0."""
    if period.start.day != 1:
        return 0
    ends_a_month = (period.end + ONE_DAY).day == 1
    if not ends_a_month and period.end < as_of:
        return 0
    end = period.end if ends_a_month else cut(period, as_of).end
    return (end.year - period.start.year) * 12 + end.month - period.start.month + 1


def period_before(period: Period, as_of: date, months: int = 0) -> Period:
    """环比: what the part of a period that is over by ``as_of`` is held against.

    A period of whole months is held against as many months before, up to the same day; any other
    against as many days immediately before. ``months``: what the period is a part of, where that is
    known (3: a quarter up to some day).
    """
    over = cut(period, as_of)
    if months := months or whole_months(period, as_of):
        return Period(shift_months(over.start, -months), shift_months(over.end, -months))
    length = over.end - over.start + ONE_DAY
    return Period(over.start - length, over.start - ONE_DAY)


def _floor(day: date, interval: str) -> date:
    if interval == "week":
        return day - timedelta(days=day.weekday())
    if interval == "month":
        return day.replace(day=1)
    if interval == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    if interval == "year":
        return date(day.year, 1, 1)
    return day


def _next(day: date, interval: str) -> date:
    months = {"month": 1, "quarter": 3, "year": 12}.get(interval)
    return shift_months(day, months) if months else day + timedelta(days=7 if interval == "week" else 1)


def label(day: date, interval: str) -> str:
    """Label of the interval that starts on ``day``: 2022-03, 2022-Q1, 2022, 2022-W09, 2022-03-05."""
    if interval == "month":
        return f"{day:%Y-%m}"
    if interval == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    if interval == "year":
        return f"{day.year}"
    if interval == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return day.isoformat()


def containing(day: date, interval: str) -> Period:
    """The whole interval that a day lies in."""
    start = _floor(day, interval)
    return Period(start, _next(start, interval) - ONE_DAY, label(start, interval))


def split(period: Period, interval: str) -> tuple[Period, ...]:
    """The period cut at interval borders; the first and last pieces may be incomplete."""
    pieces = []
    edge = _floor(period.start, interval)
    while edge <= period.end:
        following = _next(edge, interval)
        piece = Period(max(edge, period.start), min(following - ONE_DAY, period.end), label(edge, interval))
        pieces.append(piece)
        edge = following
    return tuple(pieces)


def is_whole(piece: Period, interval: str) -> bool:
    """Whether a piece covers its whole interval (否则图上标注“未满”)."""
    whole = containing(piece.start, interval)
    return (piece.start, piece.end) == (whole.start, whole.end)
