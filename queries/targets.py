"""Targets (目标): which one holds for a figure, how much of it is done, and whether that is in time.

They are few: the rows of a version are read once and kept in the process.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import inspect, select

from data.engine import Database
from data.tables.governance import target as table
from queries import conditions
from queries.evaluate import Number, Question
from queries.filters import Codes, FilterError, Filters
from queries.indicators import INDICATORS, get
from queries.indicators.parts import uses_period
from queries.kept import Kept
from queries.periods import ONE_DAY, SAME_PERIOD, containing
from queries.scope import EVERYTHING, Scope
from queries.service import Cockpit
from queries.thresholds import LEVELS, Level, Limits, above

log = logging.getLogger(__name__)

#: The interval that a preset's period is the beginning of.
_INTERVALS = {
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    SAME_PERIOD: "year",
    "last_year": "year",
}


@dataclass(frozen=True)
class Target:
    """What an indicator should come to by ``end``: at least, or at most where less is better.

    ``where`` are the members that it is for (none: everybody), as filters hold them.
    """

    code: str
    where: tuple[tuple[str, Codes], ...]
    value: int | float
    start: date
    end: date
    source: str
    remark: str

    @property
    def days(self) -> int:
        """How long it runs."""
        return (self.end - self.start + ONE_DAY).days


Targets = Mapping[str, tuple[Target, ...]]

#: Targets of the last versions, in this process: a card must not cost a query.
_kept: Kept[tuple[Database, str], Targets] = Kept(4)


def targets(cockpit: Cockpit, version: str) -> Targets:
    """The targets of a version by indicator. Raises ``DatabaseUnavailable``."""
    key = (cockpit.database, cockpit.edition(version))
    found = _kept.get(key)
    if found is None:
        found = cockpit.cache.get_or_compute(version, "targets", None, lambda: _read(cockpit, version))
        _kept.put(key, found)
    return found


def _read(cockpit: Cockpit, version: str) -> dict[str, tuple[Target, ...]]:
    with cockpit.database.connect(version) as connection:
        # Versions that an earlier release published have no such table.
        schema = (connection.get_execution_options().get("schema_translate_map") or {}).get(None)
        if not inspect(connection).has_table(table.name, schema=schema):
            return {}
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
    out: dict[str, tuple[Target, ...]] = {}
    for row in sorted(rows, key=lambda r: str(r["key"])):
        found = _target(cockpit, version, row)
        if found:
            out[found.code] = (*out.get(found.code, ()), found)
    return out


def _target(cockpit: Cockpit, version: str, row: Mapping[str, Any]) -> Target | None:
    """A row as a target; what cannot hold for any figure is left out, and the log says why."""
    code, end = row["indicator_code"], row["period_end"]
    try:
        if code not in INDICATORS:
            raise FilterError("indicator_code", f"没有指标“{code}”")
        where = cockpit.filters(conditions.query(row["condition"] or ""), version).dims
        if lacking := _lacking(code, Filters(end, containing(end, "year"), dims=where)):
            raise FilterError("condition", f"“{get(code).name}”没有维度 {'、'.join(lacking)}")
    except FilterError as error:
        log.warning("目标 %s 不能使用：%s", row["key"], error)
        return None
    start = row["period_start"] or date(end.year, 1, 1)
    value = int(row["value"]) if row["value"].is_integer() else row["value"]
    return Target(code, where, value, start, end, row["source"], row["remark"] or "")


def _lacking(code: str, filters: Filters) -> tuple[str, ...]:
    """Labels of the conditions that an indicator doesn't have."""
    return Question(code, filters, scope=EVERYTHING).ignored


def target_of(found: Targets, code: str, filters: Filters, *, scope: Scope) -> Target | None:
    """The target that the figure of ``code`` under these filters is to reach; None where there is none.

    It is for exactly the members that the figure counts. A stock's holds on the days that it runs. What
    happens in a period must begin with it: 本年 is held against the year's target, 本月 against the month's.
    """
    where = _where(code, filters, scope)
    own = [t for t in found.get(code, ()) if _same(t.where, where) and _holds(t, filters)]
    return min(own, key=lambda t: (t.end, -t.start.toordinal()), default=None)


def _where(code: str, filters: Filters, scope: Scope) -> dict[str, Codes]:
    """The members that a figure counts: those chosen, of what its reader may see."""
    chosen = dict(Question(code, filters, scope=scope).applied)
    return {**dict(scope.limits), **chosen}


def _same(own: tuple[tuple[str, Codes], ...], where: Mapping[str, Codes]) -> bool:
    return {d: set(codes) for d, codes in own} == {d: set(codes) for d, codes in where.items()}


def _holds(target: Target, filters: Filters) -> bool:
    if not uses_period(target.code):
        return target.start <= filters.as_of <= target.end
    period = filters.period
    if period.start != target.start or period.end > target.end:
        return False
    interval = _INTERVALS.get(filters.preset)
    return interval is None or target.end == containing(period.start, interval).end


#: Units of rates: they are judged by how many points they are apart from their target.
RATE = "%"
#: How far what adds up over time may be behind the time gone, in points of the share: less than ``watch``
#: is in step, from there on it is worth 关注, from ``alert`` on 预警. Whatever judges a pace asks here.
PACE = Limits(watch=3, alert=10)
PACE_RULE = above(PACE.watch, PACE.alert)
#: How far a rate or a stock without limits of its own may miss its target before that is 预警, in percent
#: of the target.
MISSED = 10


@dataclass(frozen=True)
class Progress:
    """A target and what was reached: ``share`` is value ÷ target in percent, None for a target of zero.

    ``gone`` is the share of the target's days that are over, for what adds up over time and should
    grow; a rate or a stock has no such pace. ``reached``: at least the target, or not more than it
    where less is better. ``level`` is how grave it is not to be there: behind the pace beyond its tolerance
    (``PACE``), or over a declared threshold; a missed rate or ceiling, and what has ended, is 关注 at least.
    """

    target: Target
    value: Number
    share: float | None
    gone: float | None
    reached: bool
    level: Level | None = None

    @property
    def due(self) -> float | None:
        """What should stand today, at an even pace; None where there is no pace."""
        return None if self.gone is None else self.target.value * self.gone / 100

    @property
    def is_over(self) -> bool:
        """Whether no time is left for what adds up."""
        return self.gone is not None and self.gone >= 100


def progress(target: Target, value: Number, filters: Filters) -> Progress:
    """How far a figure has come towards its target."""
    indicator = get(target.code)
    share = value / target.value * 100 if value is not None and target.value else None
    less = indicator.better == "down"
    reached = value is not None and (value <= target.value if less else value >= target.value)
    gone = None
    if indicator.kind == "flow" and not less:
        until = min(filters.as_of, filters.period.end, target.end)
        gone = (until - target.start + ONE_DAY).days / target.days * 100
    plain = Progress(target, value, share, gone, reached)
    return replace(plain, level=_level(plain, filters.as_of >= target.end))


def _level(found: Progress, ended: bool) -> Level | None:
    if found.reached or found.value is None:
        return None
    if found.gone is not None:
        behind = 0.0 if found.share is None else found.gone - found.share
        return _worse("watch" if found.is_over else None, PACE_RULE.level(behind, PACE))
    indicator = get(found.target.code)
    less, rate = indicator.better == "down", indicator.unit == RATE
    least: Level | None = "watch" if less or rate or ended else None
    rules = [t for t in indicator.signals if t.kind == ("above" if less else "below") and not t.by]
    if rules:
        return max((_worse(least, t.level(found.value, t.limits)) for t in rules), key=_gravity)
    apart = 100.0 if found.share is None else abs(found.share - 100)
    return "alert" if least and apart >= MISSED else least


def _worse(one: Level | None, other: Level | None) -> Level | None:
    return max(one, other, key=_gravity)


def _gravity(level: Level | None) -> int:
    return 0 if level is None else 1 + list(LEVELS).index(level)


def progress_of(
    cockpit: Cockpit, version: str, code: str, filters: Filters, scope: Scope, value: Number
) -> Progress | None:
    """How far a figure has come towards its target, if it has one. Raises ``DatabaseUnavailable``."""
    found = target_of(targets(cockpit, version), code, filters, scope=scope)
    return progress(found, value, filters) if found else None
