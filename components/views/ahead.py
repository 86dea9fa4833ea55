"""The part of a trend that has not happened (预测): a dotted line and a hatched band, called what it is."""

from __future__ import annotations

from typing import Any

from pyecharts.charts import Line

from components import options
from frames.describe import EXPECTED
from frames.formats import number
from frames.model import Ahead, Point, Series

_TINT = "text-2"


def labels(series: Series, ahead: Ahead | None) -> list[str]:
    """The periods of a series and, after them, those that are only expected."""
    known = [p.label for p in series.points]
    return known + [p.label for p in ahead.points if p.label not in known] if ahead else known


def add_ahead(chart: Line, series: Series, ahead: Ahead, unit: str) -> None:
    """Draw what is expected: from the last whole period on, beside a period that is not over yet."""
    every = labels(series, ahead)
    first = every.index(ahead.points[0].label)
    start = first - 1 if 0 < first <= len(series.points) else None
    joint = series.points[start].value if start is not None else None
    _band(chart, ahead, every, first, joint)
    data = [_nothing(label) for label in every]
    if start is not None and joint is not None:
        data[start] = options.datum(series.points[start], silent=True, symbolSize=0)
    for n, point in enumerate(ahead.points):
        data[first + n] = _expected(point, ahead, n, unit)
    data[-1]["label"] = {"show": True}
    style = options.text_style(_TINT, "chart-value", 700)
    options.add(
        chart,
        EXPECTED,
        data,
        symbol="diamond",
        symbolSize=7,
        lineStyle={"color": f"@color:{_TINT}", "width": 2, "type": "dotted"},
        itemStyle={"color": "@color:panel", "borderColor": f"@color:{_TINT}", "borderWidth": 1.5},
        label={**style, "show": False, "position": "right", "distance": 8, "formatter": "@fmt:full"},
        z=4,
    )


def _expected(point: Point, ahead: Ahead, n: int, unit: str) -> dict[str, Any]:
    ends = f"{number(ahead.low[n], unit).full} 至 {number(ahead.high[n], unit).full}"
    return options.datum(point, title=point.label, note="预测，不是统计数字", facts=[[ahead.label, ends]])


def _band(chart: Line, ahead: Ahead, every: list[str], first: int, joint: float | None) -> None:
    """Two lines on each other: the lower end unseen, and on it the width of the band as a hatched area."""
    low, width = [_nothing(label) for label in every], [_nothing(label) for label in every]
    ends = list(zip(ahead.low, ahead.high, strict=True))
    if joint is not None:
        ends, first = [(joint, joint), *ends], first - 1
    for n, (below, above) in enumerate(ends):
        low[first + n] |= {"value": below}
        width[first + n] |= {"value": above - below}
    hatched = options.hatch(_TINT)
    # One name, so that the legend hides both.
    unseen = {
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
        "itemStyle": {"color": hatched["color"], "decal": hatched["decal"]},
        "stack": "ahead",
        "stackStrategy": "all",
        "z": 1,
    }
    options.add(chart, ahead.label, low, **unseen)
    options.add(chart, ahead.label, width, areaStyle={"color": hatched["color"]}, **unseen)


def _nothing(label: str) -> dict[str, Any]:
    return {"name": label, "value": options.NONE, "silent": True}
