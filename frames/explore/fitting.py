"""Explorations that can be drawn, near to what was asked: what the form offers is made of these."""

from __future__ import annotations

from frames.explore.rules import CHARTS, LONG, ONCE, cut_problem, daily_problem, misfit
from frames.explore.state import Exploration
from queries.dimensions import DIMENSIONS
from queries.indicators import INDICATORS, dimensions, get
from queries.periods import INTERVALS

#: Dimensions whose members make up a distribution, the best first.
_POPULATIONS = ("organisation", "enterprise", "activity", "task", "party_group")


def fitted(asked: Exploration) -> Exploration:
    """The nearest exploration that can be drawn: parts that cannot be are dropped, missing ones filled in."""
    known = dimensions(asked.code)
    by = tuple(dict.fromkeys(d for d in asked.by if d in known))[:2]
    interval = asked.interval if asked.interval in INTERVALS else ""
    if daily_problem(asked.code, interval):
        interval = "week" if not any(DIMENSIONS[d].large for d in by) else "month"
    if len(by) == 2 and (interval or cut_problem(by, interval)):
        by = by[:1]
    if not by and not interval:
        first = _first(asked.code)
        by, interval = ((first,), "") if first else ((), "month")
    elif cut_problem(by, interval):
        interval = "" if by[0] in ONCE else "month"
    now = asked.with_(by=by, interval=interval)
    second = asked.second if asked.chart == "scatter" else ""
    if asked.chart in CHARTS and not misfit(now.code, by, interval, asked.chart, second):
        return now.with_(second=second)
    return now.with_(chart="line" if interval else "bar", second="")


def _first(code: str) -> str:
    """The dimension that an indicator is cut by where none is named."""
    known = dimensions(code)
    short = [d for d in known if not DIMENSIONS[d].large]
    wanted = [d for d in get(code).drill if d in short]
    return next(iter([*wanted, *short, *known]), "")


def with_indicator(now: Exploration, code: str) -> Exploration:
    """Another indicator under the same cut, as far as it has that."""
    changed = now.with_(code=code, second="" if now.second == code else now.second)
    if now.chart == "scatter":
        found = with_chart(fitted(changed.with_(chart="", second="")), "scatter", changed.second)
        return found or fitted(changed.with_(chart="bar", second=""))
    return fitted(changed)


def with_first(now: Exploration, dimension: str) -> Exploration | None:
    """Cut by another first dimension (none: not at all); None where that cannot be."""
    rest = tuple(d for d in now.by[1:] if d != dimension)
    by = (dimension, *rest) if dimension else rest
    interval = now.interval or ("" if by else "month")
    return _offered(now.with_(by=by, interval=interval), by, interval)


def with_second(now: Exploration, dimension: str) -> Exploration | None:
    """Cut by another second dimension; then not along time."""
    by = (*now.by[:1], dimension) if dimension else now.by[:1]
    interval = "" if dimension else now.interval
    return _offered(now.with_(by=by, interval=interval), by, interval)


def with_interval(now: Exploration, interval: str) -> Exploration | None:
    """Cut along another interval; then by one dimension at most."""
    by = now.by[:1] if interval else now.by
    return _offered(now.with_(by=by, interval=interval), by, interval)


def _offered(changed: Exploration, by: tuple[str, ...], interval: str) -> Exploration | None:
    found = fitted(changed)
    return found if (found.by, found.interval) == (by, interval) else None


def with_chart(now: Exploration, chart: str, second: str = "") -> Exploration | None:
    """The chart, with the cut that it needs; None where this indicator has none."""
    for by, interval in _cuts(now, chart):
        other = (second or now.second or partner(now.code, by)) if chart == "scatter" else ""
        if chart == "scatter" and misfit(now.code, by, interval, chart, other):
            other = partner(now.code, by)
        if not misfit(now.code, by, interval, chart, other):
            return now.with_(by=by, interval=interval, chart=chart, second=other)
    return None


def _cuts(now: Exploration, chart: str) -> list[tuple[tuple[str, ...], str]]:
    """Cuts that a chart could have, those nearest to the present one first."""
    known = dimensions(now.code)
    one = now.by[:1] or ((_first(now.code),) if known else ())
    month = now.interval if now.interval in LONG else "month"
    cuts: list[tuple[tuple[str, ...], str]] = [(now.by, now.interval)]
    if chart == "line":
        cuts += [(now.by[:1], month), ((), month)]
    if chart in ("stacked", "heat"):
        cuts += [(one, month), *(((*one, d), "") for d in known if d not in one)]
    if chart == "box":
        many = [d for d in _POPULATIONS if d in known and d not in one]
        cuts = [(now.by, now.interval)] if len(now.by) == 2 else []
        cuts += [((*one, d), "") for d in many if one] + [(one, "")]
    if chart == "scatter":
        cuts += [(now.by, ""), (one, "")]
    return cuts


def partner(code: str, by: tuple[str, ...]) -> str:
    """An indicator to hold against another for the members of ``by``: one of its subject first."""
    own = get(code)
    found = [i for i in partners(code, by) if get(i).listed]
    return next(iter(sorted(found, key=lambda i: get(i).pillar != own.pillar)), "")


def partners(code: str, by: tuple[str, ...]) -> list[str]:
    """The indicators that can be cut by ``by`` too."""
    return [i for i in INDICATORS if i != code and all(d in dimensions(i) for d in by)]
