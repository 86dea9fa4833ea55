"""From a pyecharts chart to the option that EChart draws: one look for every chart.

Options hold names (``@color:accent``, ``@px:chart-axis``), not values, so that what is cached does
not depend on the theme. ``option["cockpit"]`` tells ``options.js`` the unit and whether marks lead
somewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyecharts.charts.base import Base

from frames.formats import FRACTIONS
from frames.marks import colour_of
from frames.model import Point, Series

FONT = (
    '"Noto Sans SC", "Noto Sans SC Rare", "Microsoft YaHei", "PingFang SC", "Source Han Sans SC", sans-serif'
)

#: What ECharts reads as “no value here”; pyecharts would drop None and its key.
NONE = "-"


def colour(key: str | None, index: int = 0) -> str:
    """The named colour of a key, or the palette's by position."""
    return f"@color:{colour_of(key, index)}"


def text_style(name: str = "text-2", size: str = "chart-axis", weight: int = 400) -> dict[str, Any]:
    """A label style with family, named colour and named size."""
    return {"color": f"@color:{name}", "fontSize": f"@px:{size}", "fontFamily": FONT, "fontWeight": weight}


def hatch(name: str) -> dict[str, Any]:
    """Item style of an incomplete period: a light body with diagonal lines in its colour."""
    lines = {
        "symbol": "rect",
        "rotation": -0.785,
        "dashArrayX": [1, 0],
        "dashArrayY": [1.6, 4],
        "color": f"@alpha:{name}:0.8",
        "backgroundColor": f"@alpha:{name}:0.10",
    }
    return {"color": f"@alpha:{name}:0.12", "decal": lines}


def datum(point: Point, **extra: Any) -> dict[str, Any]:
    """One data item: name, value, link and the note of an incomplete period."""
    item: dict[str, Any] = {"name": point.label, "value": NONE if point.value is None else point.value}
    if point.href:
        item["href"] = point.href
    if point.partial:
        item["note"] = "未满期"
    if point.chosen:
        item["chosen"] = True
    if point.key:
        item["key"] = point.key
    if point.facts:
        item["facts"] = [list(fact) for fact in point.facts]
    return {**item, **extra}


def ems(text: str) -> float:
    """The width of a text in units of its size: Chinese characters are square, ASCII is narrower."""
    return round(sum(0.58 if char.isascii() else 1.0 for char in text), 2)


def linked(series: Iterable[Series]) -> bool:
    """Whether any point leads somewhere."""
    return any(p.href for s in series for p in s.points)


def value_axis(unit: str, **extra: Any) -> dict[str, Any]:
    """A quiet value axis from zero with at most four grid lines."""
    # Half a person is no tick.
    whole = {} if unit in FRACTIONS else {"minInterval": 1}
    return {
        "type": "value",
        "min": 0,
        "splitNumber": 3,
        **whole,
        "axisLabel": {**text_style("text-3"), "formatter": f"@fmt:tick:{unit}"},
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": "@color:grid", "width": 1}},
        **extra,
    }


def category_axis(labels: Sequence[str], **extra: Any) -> dict[str, Any]:
    """A category axis with a baseline and no ticks."""
    return {
        "type": "category",
        "data": list(labels),
        "axisLabel": {**text_style("text-2"), "lineHeight": "@px:chart-axis:1.4", "hideOverlap": True},
        "axisLine": {"lineStyle": {"color": "@color:axis", "width": 1}},
        "axisTick": {"show": False},
        **extra,
    }


def tooltip(trigger: str) -> dict[str, Any]:
    """The tooltip: exact numbers, on a panel of the theme."""
    line = {"type": "line", "lineStyle": {"color": "@color:axis", "type": "solid", "width": 1}}
    return {
        "trigger": trigger,
        "formatter": f"@tip:{trigger}",
        "confine": True,
        "backgroundColor": "@color:panel",
        "borderColor": "@color:hairline-strong",
        "borderWidth": 1,
        "padding": [8, 12],
        "textStyle": text_style("text-1", "chart-label"),
        "extraCssText": "border-radius:8px;box-shadow:0 8px 24px rgba(15,35,70,.14);",
        "axisPointer": line,
    }


def legend(show: bool) -> dict[str, Any]:
    """A legend at the top left, only where direct labels don't do."""
    return {
        "show": show,
        "left": 0,
        "top": 0,
        "itemWidth": 10,
        "itemHeight": 10,
        "itemGap": 16,
        "icon": "roundRect",
        "textStyle": text_style("text-2", "chart-label"),
        "inactiveColor": "@color:text-3",
    }


def grid(**extra: Any) -> dict[str, Any]:
    """The plotting area; labels are kept inside the given margins."""
    sides = {"left": 2, "right": 16, "top": 26, "bottom": 2}
    return {**sides, "outerBoundsMode": "same", "outerBoundsContain": "axisLabel", **extra}


def period_axis(labels: Sequence[str], **extra: Any) -> dict[str, Any]:
    """A category axis of periods; ``option_of(labels=month_axis(…))`` holds what it shows."""
    axis = category_axis(labels, **extra)
    axis["axisLabel"]["formatter"] = "@fmt:axis"
    axis["axisLabel"] |= {"interval": "@step:axis", "hideOverlap": False}
    return axis


def add(chart: Base, name: str, data: list[dict[str, Any]], **style: Any) -> None:
    """Add a series to a pyecharts chart with data items and styles of the house."""
    chart.options["series"].append(
        {"type": chart.__class__.__name__.lower(), "name": name, "data": data, **style}
    )


def series_of(chart: Base) -> list[dict[str, Any]]:
    """The series that pyecharts built, as plain JSON."""
    option = json.loads(chart.dump_options_with_quotes())
    found: list[dict[str, Any]] = option["series"]
    return found


def option_of(
    chart: Base,
    *,
    unit: str,
    link: bool = False,
    several: bool = False,
    labels: Sequence[str] = (),
    crowded: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
    trigger: str = "axis",
    show_legend: bool = False,
    **parts: Any,
) -> dict[str, Any]:
    """The whole option: the chart's series with the house's text, tooltip, legend and ``parts``.

    ``more`` are further words for ``options.js``: ``rows`` (how many rows a list leaves out already;
    it then leaves out what has no room), ``card`` (a map that leaves room for a card of its chosen area).
    """
    series = series_of(chart)
    for one in series:
        one["cursor"] = "pointer" if link else "default"
    return {
        "cockpit": {
            "unit": unit,
            "link": link,
            "several": several,
            "labels": list(labels),
            "crowded": list(crowded),
            **(more or {}),
        },
        "textStyle": {"fontFamily": FONT, "color": "@color:text-2"},
        "animationDuration": 420,
        "animationDurationUpdate": 260,
        "animationEasing": "cubicOut",
        "tooltip": tooltip(trigger),
        "legend": legend(show_legend),
        "series": series,
        **parts,
    }
