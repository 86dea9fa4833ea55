"""Thresholds (阈值): when a number is worth a signal (信号). Declared beside the indicator they are of.

What is declared is a proposal; a reader may set other limits (``readers.thresholds``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Level = Literal["watch", "alert"]
Kind = Literal["below", "above", "falls", "rises", "high", "low"]
Against = Literal["", "year", "month"]

#: Levels, the graver one last, and what readers call them.
LEVELS: Mapping[Level, str] = {"watch": "关注", "alert": "预警"}
#: Below this base a change in percent says more than there is.
SMALL_BASE = 20
#: How far back a record (新高、新低) looks, in months.
RECORD_MONTHS = 24
FEWEST_MONTHS, MOST_MONTHS = 6, 60
_AGAINST: Mapping[Against, str] = {"": "", "year": "较上年同期", "month": "较上月同日"}
_DIGITS = 12


class BadThreshold(ValueError):
    """Limits that make no sense; the message (Chinese) says what would be right."""


@dataclass(frozen=True)
class Limits:
    """From where on a number is worth 关注 and 预警; ``off``: it is not looked at.

    In the indicator's unit; of a change in percent, of a rate's change in 百分点; of a record in months.
    """

    watch: float | None = None
    alert: float | None = None
    off: bool = False

    def of(self, level: Level) -> float | None:
        """The limit of a level."""
        return self.watch if level == "watch" else self.alert


@dataclass(frozen=True)
class Threshold:
    """One way in which an indicator can be worth a signal, judged on the year up to the business date.

    kind: ``below`` a limit; ``above``, which is reached at the limit itself; ``falls`` or ``rises`` by so
    much ``against`` the same days of last year, or the same day of last month; ``high`` or ``low``, the
    highest or lowest month for so many. by: judged for each member of this dimension instead.
    """

    kind: Kind
    limits: Limits
    against: Against = ""
    by: str = ""
    #: What ``limits`` mean is said in this unit: set from the indicator's where it is asked for.
    unit: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """Its name among the thresholds of its indicator: ``below``, ``falls-year``, ``above-department``."""
        return "-".join(part for part in (self.kind, self.against, self.by) if part)

    @property
    def is_change(self) -> bool:
        """Whether a difference is judged, not the value itself."""
        return self.kind in ("falls", "rises")

    @property
    def is_record(self) -> bool:
        """Whether the value is held against months before it."""
        return self.kind in ("high", "low")

    def words(self, limits: Limits | None = None) -> str:
        """In Chinese: “低于 90% 为关注，低于 80% 为预警”, “较上年同期下降 20% 以上为关注”, “停用”."""
        shown = limits or self.limits
        if shown.off:
            return "停用"
        found = {level: limit for level in LEVELS if (limit := shown.of(level)) is not None}
        said = "，".join(f"{self.phrase(limit)}为{LEVELS[level]}" for level, limit in found.items())
        return said.replace("%为", "% 为")

    def phrase(self, limit: float) -> str:
        """One limit in words: “低于 90%”, “达到 5 件”, “较上月同日下降 1% 以上”, “创近 24 个月新高”."""
        if self.is_record:
            return f"创近 {limit:g} 个月新{'高' if self.kind == 'high' else '低'}"
        if self.is_change:
            verb = "下降" if self.kind == "falls" else "上升"
            space = " " if self.change_unit == "%" else ""
            return f"{_AGAINST[self.against]}{verb} {amount(limit, self.change_unit)}{space}以上"
        return f"{'低于' if self.kind == 'below' else '达到'} {amount(limit, self.unit)}"

    @property
    def change_unit(self) -> str:
        """The unit of a change: rates differ in 百分点, everything else in percent."""
        return "个百分点" if self.unit == "%" else "%"

    def level(self, measured: float, limits: Limits) -> Level | None:
        """The graver level whose limit ``measured`` crosses; of a record, ``measured`` counts months."""
        if limits.off:
            return None
        if self.is_record:
            return "watch" if measured >= (limits.watch or RECORD_MONTHS) else None
        crossed: Level | None = None
        for level in LEVELS:
            limit = limits.of(level)
            if limit is not None and (measured < limit if self.kind == "below" else measured >= limit):
                crossed = level
        return crossed

    def check(self, limits: Limits) -> None:
        """Raise ``BadThreshold`` where the limits make no sense."""
        given = [v for v in (limits.watch, limits.alert) if v is not None]
        if not given:
            raise BadThreshold("关注线和预警线至少填一个；不再需要时请选“停用”")
        for value in given:
            self._check_one(value)
        if limits.watch is None or limits.alert is None:
            return
        if self.kind == "below" and limits.alert >= limits.watch:
            raise BadThreshold("预警线应低于关注线：低于关注线先关注，再低才预警")
        if self.kind != "below" and limits.alert <= limits.watch:
            raise BadThreshold("预警线应高于关注线：达到关注线先关注，再高才预警")

    def _check_one(self, value: float) -> None:
        if not math.isfinite(value) or abs(value) >= 10**_DIGITS:
            raise BadThreshold("阈值应为普通的数字，如 90 或 12.5")
        if self.is_record:
            if value != int(value) or not FEWEST_MONTHS <= value <= MOST_MONTHS:
                raise BadThreshold(f"月数应为 {FEWEST_MONTHS} 到 {MOST_MONTHS} 之间的整数")
        elif self.is_change:
            if value <= 0 or (self.unit == "%" and value > 100):
                upper = "且不超过 100" if self.unit == "%" else ""
                raise BadThreshold(f"变动幅度应大于 0{upper}（单位：{self.change_unit}）")
        elif value < 0 or (self.unit == "%" and value > 100):
            raise BadThreshold("比率的阈值应在 0 到 100 之间" if self.unit == "%" else "阈值不应为负数")


def amount(value: float, unit: str) -> str:
    """A limit with its unit: “90%”, “5 件”, “2.5 个百分点”, “1,000 家”."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}".strip()


def below(watch: float | None, alert: float | None = None, by: str = "") -> Threshold:
    """The value is less than a limit."""
    return Threshold("below", Limits(watch, alert), by=by)


def above(watch: float | None, alert: float | None = None, by: str = "") -> Threshold:
    """The value is a limit or more."""
    return Threshold("above", Limits(watch, alert), by=by)


def falls(
    watch: float | None, alert: float | None = None, against: Against = "year", by: str = ""
) -> Threshold:
    """The value is lower by a limit or more than on the same days before."""
    return Threshold("falls", Limits(watch, alert), against, by)


def rises(
    watch: float | None, alert: float | None = None, against: Against = "year", by: str = ""
) -> Threshold:
    """The value is higher by a limit or more than on the same days before."""
    return Threshold("rises", Limits(watch, alert), against, by)


def record(kind: Literal["high", "low"], months: int = RECORD_MONTHS) -> Threshold:
    """The highest or lowest of so many months."""
    return Threshold(kind, Limits(watch=months))


def in_unit(threshold: Threshold, unit: str) -> Threshold:
    """The threshold of an indicator of this unit."""
    return replace(threshold, unit=unit)
