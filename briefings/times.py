"""The time that a briefing is about: a year, a quarter or a month, up to where the data reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefings.declare import Kind
from data.calendar import workday_before
from frames.formats import date_zh
from queries.filters import FIRST_YEAR, LAST_YEAR
from queries.periods import ONE_DAY, Period, containing

_QUARTERS = "一二三四"


class BadTime(ValueError):
    """A year, quarter or month that a kind of briefing can't be about (Chinese message)."""


@dataclass(frozen=True)
class Span:
    """A whole year, quarter or month, and its names in sentences."""

    whole: Period
    name: str
    words: dict[str, str]

    def until(self, day: date) -> tuple[date, Period]:
        """(as-of day, period) for data that reaches up to ``day``; raises ``BadTime`` before it begins."""
        if day < self.whole.start:
            raise BadTime(f"数据截至{date_zh(day)}，还没有{self.name}的数据")
        end = min(self.whole.end, day)
        return end, Period(self.whole.start, end, self.whole.label)


def closing(kind: Kind, when: Span) -> date:
    """The day up to which a kind speaks of a time, unless it is asked or the data ends earlier."""
    last = when.whole.end
    return last if kind.closes == "period" else workday_before(last + ONE_DAY)


def span(kind: Kind, year: int | None, quarter: int | None = None, month: int | None = None) -> Span:
    """The time that a kind is made for. Raises ``BadTime`` naming what is missing or wrong."""
    if year is None:
        raise BadTime("请指明年份，如 2022")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadTime(f"年份 {year} 超出范围，应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    if kind.every == "year":
        whole = containing(date(year, 1, 1), "year")
        return Span(whole, f"{year}年", _words(year, f"{year}年", "年初", "上年", "全年", "今年"))
    if kind.every == "quarter":
        if quarter not in (1, 2, 3, 4):
            raise BadTime(f"{kind.label}按季度编写，请指明季度：1 至 4")
        whole = containing(date(year, quarter * 3, 1), "quarter")
        name = f"{year}年{_QUARTERS[quarter - 1]}季度"
        return Span(whole, name, _words(year, name, "季初", "上季度", "本季度", "本季度"))
    if month not in range(1, 13):
        raise BadTime(f"{kind.label}按月编写，请指明月份：1 至 12")
    whole = containing(date(year, month or 1, 1), "month")
    name = f"{year}年{month}月"
    return Span(whole, name, _words(year, name, "月初", "上月", "本月", "本月"))


def span_at(kind: Kind, label: str) -> Span:
    """The time under the label of its period: ``2022``, ``2022-Q4``, ``2022-11``."""
    year, _, part = label.partition("-")
    if part.startswith("Q"):
        return span(kind, int(year), int(part[1:]))
    return span(kind, int(year), None, int(part) if part else None)


def latest(kind: Kind, day: date) -> dict[str, int]:
    """The last year, quarter or month that is over by ``day``, as ``span`` takes it."""
    whole = containing(day, kind.every)
    if whole.end > day:
        whole = containing(whole.start - ONE_DAY, kind.every)
    found = {"year": whole.end.year}
    if kind.every == "quarter":
        found["quarter"] = whole.end.month // 3
    if kind.every == "month":
        found["month"] = whole.end.month
    return found


def _words(year: int, name: str, beginning: str, last: str, whole: str, now: str) -> dict[str, str]:
    return {
        "year": f"{year}年",
        "time": name,
        "beginning": beginning,
        "last": last,
        "whole": whole,
        "now": now,
    }
