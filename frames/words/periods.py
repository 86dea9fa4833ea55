"""The period that a figure is counted over, said before its name: “本年业务活动”; stocks have none."""

from __future__ import annotations

from queries.filters import Filters
from queries.indicators import get
from queries.indicators.parts import uses_period
from queries.periods import PRESETS


def when(code: str, filters: Filters) -> str:
    """本年, 本季, 上年 …, 期内 for days that a reader chose; empty for what stands on a day."""
    if get(code).kind == "stock" or not uses_period(code):
        return ""
    return "期内" if filters.preset == "custom" else PRESETS[filters.preset]


def dated(code: str, filters: Filters) -> str:
    """An indicator's name with its period, for places where flows and stocks stand side by side."""
    return when(code, filters) + get(code).name
