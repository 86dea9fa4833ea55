"""What became of every filter of a request: applied, or ignored and why – nothing in between."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from api.parameters import DAYS, Asked
from queries.dimensions import DIMENSIONS
from queries.filters import Filters, day_text
from queries.periods import PRESETS, SAME_PERIOD
from queries.service import Cockpit

_STOCK = "时点指标按截至日期取数，不看期间"
_CUSTOM = "已给出 start 或 end"


def filters_json(cockpit: Cockpit, asked: Asked, known: Collection[str], period: bool) -> dict[str, Any]:
    """``{"applied": {parameter: members}, "ignored": {parameter: {"values", "reason"}}}``.

    ``known``: dimensions that the answer can be filtered by. ``period``: whether start and end
    change it. Members are ``{"code", "name"}``; days and periods are told in the same form.
    """
    applied: dict[str, Any] = {}
    ignored: dict[str, Any] = {}
    for parameter in asked.passed:
        values = _values(cockpit, asked, parameter)
        if reason := _reason(asked, parameter, known, period):
            ignored[parameter] = {"values": values, "reason": reason}
        else:
            applied[parameter] = values
    return {"applied": applied, "ignored": ignored}


def capped_json(filters: Filters) -> list[dict[str, str]]:
    """Days asked for that lie after what can be counted, each with the day that stands in its place."""
    found = []
    if filters.beyond:
        found.append(_capped("as_of", filters.beyond, filters.named_day, "截至日期晚于数据"))
    if filters.period.end > filters.counted.end:
        found.append(_capped("end", filters.period.end, filters.counted.end, "期末晚于截至日期"))
    return found


def _capped(parameter: str, asked: date, counted: date, why: str) -> dict[str, str]:
    return {
        "parameter": parameter,
        "asked": asked.isoformat(),
        "counted": counted.isoformat(),
        "reason": f"{why}，按 {counted.isoformat()} 计",
    }


def _reason(asked: Asked, parameter: str, known: Collection[str], period: bool) -> str:
    if parameter in DIMENSIONS:
        return "" if parameter in known else f"该指标没有“{DIMENSIONS[parameter].label}”维度"
    if parameter == "period" and asked.filters.preset == "custom":
        return _CUSTOM
    moves = parameter == "as_of" or asked.filters.preset == SAME_PERIOD
    return "" if period or moves else _STOCK


def _values(cockpit: Cockpit, asked: Asked, parameter: str) -> list[dict[str, str]]:
    filters = asked.filters
    if parameter in DIMENSIONS:
        codes = filters.members[parameter]
        names = cockpit.names(parameter, codes, asked.version)
        return [{"code": code, "name": name} for code, name in zip(codes, names, strict=True)]
    if parameter in DAYS:
        day: date = {
            "as_of": filters.named_day,
            "start": filters.period.start,
            "end": filters.period.end,
        }[parameter]
        return [{"code": day.isoformat(), "name": day_text(day)}]
    name = asked.period_name
    return [{"code": name, "name": PRESETS[name]}]
