"""Filters: one frozen object ⇄ URL → predicate → a Chinese sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from queries.dimensions import DIMENSIONS
from queries.periods import (
    ONE_DAY,
    PRESETS,
    SAME_PERIOD,
    Period,
    cut,
    period_before,
    preset,
    shift_months,
    year_before,
)
from queries.pin import VERSION

Codes = tuple[str, ...]

#: The group of rows that have no value for a dimension.
MISSING = ""
MISSING_LABEL = "未填写"

#: Years that a day may lie in: arithmetic on days stays inside what a date can hold.
FIRST_YEAR, LAST_YEAR = 1900, 2200
#: How many months lie between a preset's period and the one before.
_MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12, SAME_PERIOD: 12, "last_year": 12}


#: A page has a thousand addresses made of the same few words.
_quoted = lru_cache(maxsize=4096)(quote_plus)


class FilterError(ValueError):
    """A filter value cannot be used: ``parameter``, and in the message what would be right."""

    def __init__(self, parameter: str, message: str) -> None:
        self.parameter = parameter
        super().__init__(f"参数 {parameter}：{message}")


@dataclass(frozen=True)
class Filters:
    """As-of day (截至), period (期间) and members chosen of each dimension.

    ``pinned`` says that the as-of day was asked for, not just the version's business date.
    ``reckoned`` is the day that 去年同期 is a year before: the one that stands in an address.
    ``version`` is the publication that the address is pinned to (``queries.pin``); no part of a question.
    ``beyond`` is an as-of day that was asked for but lies after the data: the last day of the data stands
    in its place. ``months``: what the period is a part of, where its days don't tell (``period_before``).
    """

    as_of: date
    period: Period
    preset: str = "year"
    dims: tuple[tuple[str, Codes], ...] = ()
    pinned: bool = False
    reckoned: date | None = None
    version: str = ""
    beyond: date | None = field(default=None, compare=False)
    months: int = field(default=0, compare=False)

    @classmethod
    def default(cls, as_of: date, version: str = "") -> Filters:
        """The year up to the version's business date, nothing filtered."""
        return cls(as_of, preset("year", as_of), version=version)

    @classmethod
    def parse(cls, query: Mapping[str, str | Iterable[str]], business_date: date) -> Filters:
        """Read the known keys of a query string; others are ignored.

        Nothing is known after ``business_date``: a later as-of day is read as that day (``beyond``).
        Raises ``FilterError`` naming the parameter, and what would be right.
        """
        values = {k: ([v] if isinstance(v, str) else list(v)) for k, v in query.items()}
        asked = _day(values, "as_of")
        day = min(asked or business_date, business_date)
        start, end = _day(values, "start"), _day(values, "end")
        name = _preset(values, custom=bool(start or end))
        as_of = shift_months(day, -12) if name == SAME_PERIOD else day
        period = preset(name, as_of)
        if name == "custom":
            last = end or as_of
            period = Period(start or date(last.year, 1, 1), last)
        if period.start > period.end:
            raise FilterError("start", f"{period.start} 晚于期末 {period.end}，应不晚于期末")
        if period.start > as_of:
            raise FilterError("start", f"{period.start} 晚于截至日期 {as_of}，应不晚于截至日期")
        dims = tuple((d, _codes(values[d])) for d in DIMENSIONS if values.get(d))
        chosen = tuple((d, c) for d, c in dims if c)
        reckoned = day if day != as_of else None
        version = next(iter(values.get(VERSION) or []), "").strip()
        beyond = asked if asked and asked > business_date else None
        return cls(as_of, period, name, chosen, asked is not None, reckoned, version, beyond)

    @property
    def named_day(self) -> date:
        """The as-of day as an address names it; 去年同期 is seen from a year before it."""
        return self.reckoned or self.as_of

    @property
    def members(self) -> dict[str, Codes]:
        """Chosen codes by dimension."""
        return dict(self.dims)

    def with_dim(self, dimension: str, codes: Iterable[str]) -> Filters:
        """The same filters with other members of one dimension (none: the filter goes); 未填写 is one."""
        chosen = {**self.members, dimension: tuple(_code(code) for code in codes)}
        return replace(self, dims=tuple((d, chosen[d]) for d in DIMENSIONS if chosen.get(d)))

    def without(self, *dimensions: str) -> Filters:
        """The same filters with no choice in ``dimensions``."""
        return replace(self, dims=tuple((d, c) for d, c in self.dims if d not in dimensions))

    def query(self) -> dict[str, str]:
        """The URL parameters that give these filters again, defaults left out."""
        out: dict[str, str] = {"as_of": self.named_day.isoformat()} if self.pinned else {}
        if self.preset == "custom":
            out |= {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()}
        elif self.preset != "year":
            out["period"] = self.preset
        out |= {d: ",".join(map(spelt, codes)) for d, codes in self.dims}
        return out | ({VERSION: self.version} if self.version else {})

    def url(self, page: str, /, **more: str) -> str:
        """``page`` with these filters (and ``more``) as its query string."""
        query = {**self.query(), **more}
        return f"{page}?{urlencode(query, quote_via=_quoted)}" if query else page

    def moved(self, as_of: date, period: Period) -> Filters:
        """The same members, seen from another day and over other days."""
        there = replace(self, as_of=as_of, period=period, preset="custom", pinned=True)
        return replace(there, reckoned=None, beyond=None, months=0)

    def this_year(self) -> Filters:
        """The same filters without a choice of period: the year up to the day that the address names."""
        day = self.named_day
        return replace(self, as_of=day, period=preset("year", day), preset="year", reckoned=None)

    @property
    def counted(self) -> Period:
        """The part of the period that is over by the as-of day: the days that an answer counts."""
        return cut(self.period, self.as_of)

    def year_before(self) -> Filters:
        """同比: as of, and over, the same days of last year; of a period not over, what is of it."""
        return self.moved(shift_months(self.as_of, -12), year_before(self.counted))

    def month_before(self) -> Filters:
        """环比 of a stock: as of a month earlier."""
        return self.moved(shift_months(self.as_of, -1), self.period)

    def period_before(self) -> Filters:
        """环比 of a flow or rate: as many months or days before, as they then stood.

        They are looked at from as long after their end as the period is from its own.
        """
        earlier = period_before(self.period, self.as_of, self.months or _MONTHS.get(self.preset, 0))
        return self.moved(earlier.end + (self.as_of - self.counted.end), earlier)

    def as_stood(self, day: date) -> Filters:
        """The same period as it stood on an earlier day; empty where it had not begun."""
        return self.moved(day, replace(self.period, end=min(self.period.end, day)))

    def after(self, day: date) -> Filters:
        """Only the days of the period after ``day``."""
        return self.moved(self.as_of, replace(self.period, start=max(self.period.start, day + ONE_DAY)))

    def key(self) -> dict[str, object]:
        """Canonical form for cache keys: what changes an answer, and nothing else."""
        return {
            "as_of": self.as_of.isoformat(),
            "start": self.period.start.isoformat(),
            "end": self.period.end.isoformat(),
            "dims": [[d, sorted(c)] for d, c in sorted(self.dims)],
        }


def _day(values: Mapping[str, list[str]], name: str) -> date | None:
    text = next(iter(values.get(name) or []), "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise FilterError(name, f"“{text}”不是日期，应写作 2022-12-30") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FilterError(name, f"“{text}”超出范围，应在 {FIRST_YEAR} 至 {LAST_YEAR} 年之间")
    return day


def _preset(values: Mapping[str, list[str]], custom: bool) -> str:
    if custom:
        return "custom"
    name = next(iter(values.get("period") or []), "year")
    if name not in PRESETS or name == "custom":
        right = "、".join(f"{k}（{v}）" for k, v in PRESETS.items() if k != "custom")
        raise FilterError("period", f"没有“{name}”，应为 {right} 之一，或给出 start 与 end")
    return name


def _codes(texts: Iterable[str]) -> Codes:
    found = [part.strip() for text in texts for part in text.split(",")]
    return tuple(dict.fromkeys(_code(part) for part in found if part))


def _code(text: str) -> str:
    return MISSING if text == MISSING_LABEL else text


def spelt(code: str) -> str:
    """A member as addresses, panels, files and the API spell it: its code, or 未填写."""
    return code or MISSING_LABEL


def day_text(day: date) -> str:
    """2022年12月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_text(period: Period) -> str:
    """2022年1月1日至12月30日; the year stands once where it is the same."""
    end = f"{period.end.month}月{period.end.day}日"
    if period.end.year != period.start.year:
        end = day_text(period.end)
    return f"{day_text(period.start)}至{end}"
