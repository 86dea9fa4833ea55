"""Columns by period: one series, several side by side, or stacked by component."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component
from pyecharts.charts import Bar

from components import options
from components.echart import EChart
from components.states import empty
from frames import describe
from frames.formats import month_axis, number
from frames.marks import folded
from frames.model import Point, Series


def columns(
    series: Sequence[Series],
    *,
    unit: str,
    stacked: bool = True,
    height: int = 280,
    id: str | dict[str, Any] | None = None,
) -> Component:
    """Draw columns by period; every series has the same labels. Incomplete periods are hatched."""
    if not any(p.value is not None for s in series for p in s.points):
        return empty()
    option = columns_option(series, unit=unit, stacked=stacked)
    return EChart(option, id=id, height=height, ariaLabel=describe.columns(series))


def columns_option(series: Sequence[Series], *, unit: str, stacked: bool = True) -> dict[str, Any]:
    """The ECharts option of ``columns``."""
    series = folded(series) if stacked else series
    labels = [p.label for p in series[0].points] if series else []
    chart = Bar()
    for index, one in enumerate(series):
        data = [_item(p, one.key, index, alone=len(series) == 1) for p in one.points]
        options.add(chart, one.name, data, **_style(one, index, stacked, alone=len(series) == 1))
    several = len(series) > 1
    return options.option_of(
        chart,
        unit=unit,
        link=options.linked(series),
        several=several,
        labels=month_axis(labels),
        show_legend=several,
        grid=options.grid(top=40 if several else 26, right=6),
        xAxis=options.period_axis(labels),
        yAxis=options.value_axis(unit),
    )


def _style(series: Series, index: int, stacked: bool, *, alone: bool) -> dict[str, Any]:
    tint = options.colour(series.key, index)
    style: dict[str, Any] = {
        "barMaxWidth": 28,
        "barCategoryGap": "38%",
        "barGap": "12%",
        "itemStyle": {"color": tint, "borderRadius": [2, 2, 0, 0] if alone or not stacked else 0},
        "emphasis": {"focus": "none" if alone else "series"},
        "label": {
            **options.text_style("text-1", "chart-label", 500),
            "show": alone and len(series.points) <= 13,
            "position": "top",
            "distance": 4,
            "formatter": "@fmt:value",
        },
    }
    if stacked and not alone:
        style["stack"] = "all"
        style["itemStyle"] |= {"borderColor": "@color:panel", "borderWidth": 0.5}
    return style


def _item(point: Point, key: str | None, index: int, *, alone: bool) -> dict[str, Any]:
    extra: dict[str, Any] = {"title": point.label}
    if point.partial:
        tint = options.colour(key, index).removeprefix("@color:")
        extra["itemStyle"] = options.hatch(tint)
    return options.datum(point, **extra)


def total_label(series: Sequence[Series], unit: str) -> str:
    """The sum over all points, for a tile's note."""
    return number(sum(p.value or 0 for s in series for p in s.points), unit).full
