"""Trend: one line by month, last year as a thin line, the latest point with its value."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component
from pyecharts.charts import Line

from components import options
from components.echart import EChart
from components.states import empty
from components.views import ahead as expected
from frames import describe
from frames.describe import EXPECTED
from frames.formats import month_axis, number
from frames.marks import axis_ends
from frames.model import Ahead, Point, Series

ACCENT = "accent"


def trend(
    series: Series,
    *,
    unit: str,
    before: Series | None = None,
    ahead: Ahead | None = None,
    from_zero: bool = True,
    height: int = 280,
    id: str | dict[str, Any] | None = None,
) -> Component:
    """Draw ``series`` by period; ``before`` (same length, the year before) as a thin line.

    Points with ``partial`` (the period is not over) are joined by a dashed line and hollow.
    ``ahead`` is what is expected of the periods after it, drawn and worded as a forecast.
    ``from_zero=False`` lets the axis start near the smallest value: for stocks with small growth.
    """
    if not any(p.value is not None for p in series.points):
        return empty()
    option = trend_option(series, unit=unit, before=before, ahead=ahead, from_zero=from_zero)
    return EChart(option, id=id, height=height, ariaLabel=describe.trend(series, unit, ahead))


def trend_option(
    series: Series,
    *,
    unit: str,
    before: Series | None = None,
    ahead: Ahead | None = None,
    from_zero: bool = True,
) -> dict[str, Any]:
    """The ECharts option of ``trend``."""
    labels = expected.labels(series, ahead)
    chart = Line()
    _add(chart, series.name, solid(series), main=True)
    if unfinished(series):
        _add(chart, series.name, open_part(series), main=True, dashed=True)
    if not from_zero:  # an area under a cut axis would lie about proportions
        for line in chart.options["series"]:
            line["areaStyle"] = None
    if before:
        _add(chart, before.name, [_plain(p) for p in before.points[: len(series.points)]], main=False)
    if ahead:
        expected.add_ahead(chart, series, ahead, unit)
    option = options.option_of(
        chart,
        unit=unit,
        link=options.linked([series]),
        several=bool(before or ahead),
        labels=month_axis(labels),
        show_legend=bool(before or ahead),
        grid=options.grid(right=_right_room(series, unit, ahead), top=40 if before or ahead else 26, left=10),
        xAxis=options.period_axis(labels, boundaryGap=False),
        yAxis=options.value_axis(unit, **_range(series, before, unit, from_zero)),
    )
    named = [series.name, *([before.name] if before else [])]
    option["legend"]["data"] = [*named, *([EXPECTED, ahead.label] if ahead else [])]
    return option


def solid(series: Series) -> list[dict[str, Any]]:
    """Data of the full line; its last point carries the value unless the dashed part does."""
    whole = [i for i, p in enumerate(series.points) if p.value is not None and not p.partial]
    data = [gap(p) if p.partial else options.datum(p, title=p.label) for p in series.points]
    if whole and not unfinished(series):
        data[whole[-1]] |= {"symbolSize": 9, "label": {"show": True}}
    return data


def open_part(series: Series, tint: str = f"@color:{ACCENT}") -> list[dict[str, Any]]:
    """Data of the dashed part: unfinished periods, and the whole one before them to start from."""
    late = unfinished(series)
    data = [gap(p) for p in series.points]
    for index in late:
        data[index] = options.datum(
            series.points[index], title=series.points[index].label, itemStyle=hollow(tint)
        )
    joint = late[0] - 1
    if joint >= 0:
        data[joint] = options.datum(series.points[joint], silent=True, symbolSize=0)
    data[late[-1]]["label"] = {"show": True}
    return data


def hollow(tint: str) -> dict[str, Any]:
    """The mark of a period that is not over."""
    return {"color": "@color:panel", "borderColor": tint, "borderWidth": 2}


def unfinished(series: Series) -> list[int]:
    """Where the periods stand that are not over."""
    return [i for i, p in enumerate(series.points) if p.partial and p.value is not None]


def gap(point: Point) -> dict[str, Any]:
    """A place in a line where it has nothing."""
    return {"name": point.label, "value": options.NONE, "silent": True}


def _plain(point: Point) -> dict[str, Any]:
    item = options.datum(point, title=point.label)
    item.pop("href", None)
    return item


def _add(chart: Line, name: str, data: list[dict[str, Any]], *, main: bool, dashed: bool = False) -> None:
    tint = f"@color:{ACCENT}" if main else "@color:before"
    marked = main and not dashed
    label = options.text_style("text-1", "chart-value", 700)
    options.add(
        chart,
        name,
        data,
        symbol="circle" if main else "none",
        symbolSize=5 if marked else 8,
        lineStyle={"color": tint, "width": 2.5 if main else 1.25, "type": "dashed" if dashed else "solid"},
        itemStyle={"color": tint},
        areaStyle={"color": f"@alpha:{ACCENT}:0.07"} if marked else None,
        label={**label, "show": False, "position": "right", "distance": 8, "formatter": "@fmt:full"},
        emphasis={"scale": 1.4},
        z=3 if main else 2,
    )


def _range(series: Series, before: Series | None, unit: str, from_zero: bool) -> dict[str, Any]:
    """The ends of the value axis."""
    low, high = axis_ends([series, *([before] if before else [])], unit, from_zero)
    if low is None:
        return {"min": None, "scale": True}
    return {} if high is None else {"max": high, "interval": high // 4}


def _right_room(series: Series, unit: str, ahead: Ahead | None = None) -> str:
    """The room of the last value beside its point."""
    values = [p.value for p in (ahead or series).points if p.value is not None]
    ems = options.ems(number(values[-1], unit).full) if values else 0
    return f"@px:chart-value:{ems + 1.4:.2f}"
