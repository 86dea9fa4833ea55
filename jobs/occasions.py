"""When something that comes again is due: pure arithmetic on days, in Asia/Shanghai.

The zone has had no summer time since 1991: a day is a day, and every local time is there once.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from data.calendar import workday
from store.base import ZONE

Rhythm = Literal["daily", "weekly", "monthly", "quarterly", "publication"]
RHYTHMS: dict[Rhythm, str] = {
    "daily": "每日",
    "weekly": "每周",
    "monthly": "每月",
    "quarterly": "每季",
    "publication": "每次发布数据后",
}
_WEEK = "一二三四五六日"
#: A day moves by less than this where holidays stand in its way.
_MOST_MOVED = timedelta(days=16)
_LAST = 31


@dataclass(frozen=True)
class Timing:
    """A rhythm. ``weekday`` counts from 1 (Monday), ``day`` is that of a month (31: its last), ``month``
    that of a quarter (1 to 3). With ``workdays`` an occasion on a holiday moves to the next workday.

    Raises ``ValueError`` (Chinese) for what no calendar has.
    """

    rhythm: Rhythm
    at: time = time(8, 0)
    weekday: int = 1
    day: int = 1
    month: int = 1
    workdays: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot come."""
        if self.rhythm not in RHYTHMS:
            raise ValueError(f"没有“{self.rhythm}”这种周期，应为 {'、'.join(RHYTHMS)} 之一")
        for name, value, most in (
            ("星期", self.weekday, 7),
            ("日", self.day, _LAST),
            ("季内第几月", self.month, 3),
        ):
            if not 1 <= value <= most:
                raise ValueError(f"{name}应为 1 到 {most} 之间的整数，不是 {value}")

    @property
    def words(self) -> str:
        """As people say it: 每月最后一日 08:00，遇节假日顺延."""
        if self.rhythm == "publication":
            return RHYTHMS["publication"]
        moved = "，遇节假日顺延" if self.workdays and self.rhythm != "daily" else ""
        if self.rhythm == "daily" and self.workdays:
            return f"每个工作日 {self.at:%H:%M}"
        return f"{self._day_words()} {self.at:%H:%M}{moved}"

    def _day_words(self) -> str:
        day = "最后一日" if self.day == _LAST else f"{self.day}日"
        if self.rhythm == "weekly":
            return f"每周{_WEEK[self.weekday - 1]}"
        if self.rhythm == "monthly":
            return f"每月{day}"
        if self.rhythm == "quarterly":
            return f"每季第{'一二三'[self.month - 1]}个月{day}"
        return "每日"


def next_occasion(timing: Timing, after: datetime) -> datetime | None:
    """The first occasion later than ``after`` (aware); None for what comes with publications."""
    if timing.rhythm == "publication":
        return None
    local = after.astimezone(ZONE)
    # Two days may have moved onto one and the same workday, and past a day that comes after them.
    due = (_moment(timing, day) for day in _days(timing, local.date() - _MOST_MOVED))
    return next(moment for moment in due if moment > local)


def due_until(timing: Timing, first: datetime, until: datetime) -> tuple[int, datetime]:
    """How many occasions there are from ``first`` (one itself) up to ``until``, and the last of them."""
    count, last = 0, first
    moment: datetime | None = first
    while moment is not None and moment <= until:
        count, last = count + 1, moment
        moment = next_occasion(timing, moment)
    return count, last


def _moment(timing: Timing, day: date) -> datetime:
    if timing.workdays:
        while not workday(day)[0]:
            day += timedelta(days=1)
    return datetime.combine(day, timing.at, ZONE)


def _days(timing: Timing, start: date) -> Iterator[date]:
    """The days of a rhythm before holidays move them, from ``start`` on, in order."""
    if timing.rhythm == "daily":
        step, day = 1, start
    elif timing.rhythm == "weekly":
        step, day = 7, start + timedelta(days=(timing.weekday - start.isoweekday()) % 7)
    else:
        yield from (found for found in _months(timing, start) if found >= start)
        return
    while True:
        yield day
        day += timedelta(days=step)


def _months(timing: Timing, start: date) -> Iterator[date]:
    step = 1 if timing.rhythm == "monthly" else 3
    number = start.year * 12 + start.month - 1
    if step == 3:
        number = number // 3 * 3 + timing.month - 1
    while True:
        year, month = divmod(number, 12)
        last = calendar.monthrange(year, month + 1)[1]
        yield date(year, month + 1, min(timing.day, last))
        number += step
