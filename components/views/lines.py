"""Lines: several courses on one pair of axes, told apart by colour and by the shape of their marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component
from pyecharts.charts import Line

from components import options
from components.echart import EChart
from components.states import empty
from components.views.trend import open_part, solid, unfinished
from frames import describe
from frames.model import Series

#: The marks of the first line, the second …; ``11-boards.css`` draws them in legends.
SHAPES = ("circle", "rect", "triangle", "diamond", "roundRect", "arrow")


def lines(
    series: Sequence[Series],
    *,
    unit: str,
    axis: Sequence[str],
    top: float | None = None,
    main: bool = False,
    small: bool = False,
    height: int = 280,
) -> Component:
    """Draw ``series`` over the same periods, named on the axis as ``axis`` says.

    ``top`` ends the value axis where several charts share one scale. ``main``: the first line is what
    matters, the others are what it is held against. ``small`` leaves out legend and values.
    """
    if not any(p.value is not None for s in series for p in s.points):
        return empty()
    option = lines_option(series, unit=unit, axis=axis, top=top, main=main, small=small)
    return EChart(option, height=height, ariaLabel=describe.lines(series, unit))


def lines_option(
    series: Sequence[Series],
    *,
    unit: str,
    axis: Sequence[str],
    top: float | None = None,
    main: bool = False,
    small: bool = False,
) -> dict[str, Any]:
    """The ECharts option of ``lines``."""
    chart = Line()
    for index, one in enumerate(series):
        _add(chart, one, index, lead=main and index == 0, quiet=main and index > 0, small=small)
    several = len(series) > 1
    legend = several and not small
    option = options.option_of(
        chart,
        unit=unit,
        link=options.linked(series),
        several=several,
        labels=list(axis),
        show_legend=legend,
        grid=options.grid(top=40 if legend else 14, right=12 if small else 70, left=4),
        xAxis=options.period_axis(axis, boundaryGap=False),
        yAxis=options.value_axis(unit, **({"max": top, "interval": top / 2} if top else {})),
    )
    option["legend"]["data"] = [one.name for one in series]
    if legend:
        option["legend"].pop("icon")  # the marks tell the lines apart, too
    return option


def _add(chart: Line, one: Series, index: int, *, lead: bool, quiet: bool, small: bool) -> None:
    tint = "@color:accent" if lead else options.colour(one.key, index)
    shape = SHAPES[index % len(SHAPES)]
    width = 2.5 if lead else 1.25 if quiet else 1.75
    label = options.text_style("text-1", "chart-value", 700)
    for dashed in (False, True) if unfinished(one) else (False,):
        data = open_part(one, tint) if dashed else solid(one)
        if small or not lead:
            data = [{k: v for k, v in item.items() if k != "label"} for item in data]
        options.add(
            chart,
            one.name,
            data,
            symbol=shape,
            symbolSize=5,
            showAllSymbol=dashed or not small,
            lineStyle={"color": tint, "width": width, "type": "dashed" if dashed else "solid"},
            itemStyle={"color": tint},
            label={**label, "show": False, "position": "right", "distance": 8, "formatter": "@fmt:full"},
            emphasis={"scale": 1.4},
            z=3 if lead else 2,
        )
