"""Forecasts in a sentence: for which months, by which method, how far off it was where that is known."""

from __future__ import annotations

from collections.abc import Sequence

from frames.formats import number, period_zh
from queries.forecast import BAND, Forecast, Refused


def told(found: Forecast, months: Sequence[str], unit: str) -> str:
    """“2023年1月至3月为预测（虚线，80% 区间）；方法：…；近 12 个月回测平均误差 4.2%，优于…”."""
    season = "，含季节" if found.is_seasonal else ""
    method = f"方法：指数平滑（ETS，阻尼趋势{season}）"
    error, naive = (_size(value, unit) for value in (found.error, found.naive))
    tested = f"近 {found.tested} 个月回测平均误差 {error}，优于{found.guess}（{naive}）"
    span = f"{period_zh(months[0])}至{period_zh(months[-1])}"
    return f"{span}为预测（虚线，{BAND}% 区间）；{method}；{tested}"


def refused(found: Refused) -> str:
    """“不作预测：只有 22 个月的历史，少于 24 个月”."""
    return f"不作预测：{found.reason}"


def _size(value: float, unit: str) -> str:
    return f"{value:.1f} 个百分点" if unit == "%" else number(value, "%").full
