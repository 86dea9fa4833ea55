"""The working calendar: which days are workdays in the PRC, by the State Council's arrangement.

``chinesecalendar`` knows the years whose arrangement is published; later years are taken as
Monday to Friday and marked ``is_official = False``, so that a reader can tell a rule from a guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar

FIRST_DAY = date(2015, 1, 1)
LAST_DAY = date(2035, 12, 31)


class CalendarDay(NamedTuple):
    """One row of ``calendar_day``.

    ``workday_no`` counts the workdays from the first day up to and including this one, so the
    difference of two days' numbers is the number of workdays after the one and up to the other.
    """

    day: date
    is_workday: bool
    workday_no: int
    is_official: bool


def calendar_days(first: date = FIRST_DAY, last: date = LAST_DAY) -> list[CalendarDay]:
    """Every day of [first, last] in order; ``workday_no`` starts counting at ``first``."""
    rows, count = [], 0
    for day in _each(first, last):
        is_workday, is_official = workday(day)
        count += is_workday
        rows.append(CalendarDay(day, is_workday, count, is_official))
    return rows


def workday(day: date) -> tuple[bool, bool]:
    """(is it a workday, does an official arrangement say so) for one day."""
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < 5, False


def workday_before(day: date) -> date:
    """The last workday before ``day``."""
    while True:
        day -= timedelta(days=1)
        if workday(day)[0]:
            return day


def _each(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
