"""Breakdown of a whole: bars, a donut of five slices at most, or a treemap of many parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component
from pyecharts.charts import Pie, TreeMap

from components import options
from components.echart import EChart
from components.states import empty
from frames import describe
from frames.formats import Formatted, number
from frames.kinds import Form
from frames.model import Point

#: A part steps back, its name doesn't.
_LEGIBLE = {"opacity": 1}


def breakdown(
    points: Sequence[Point],
    *,
    unit: str,
    form: Form,
    total: float | None = None,
    height: int = 280,
    id: str | dict[str, Any] | None = None,
) -> Component:
    """Show parts of a whole as a donut or a treemap.

    ``total`` is the figure in the donut's middle; pass the indicator's own value, which may be
    less than the sum of the parts where persons are counted once in each of several parts.
    """
    if not any(p.value for p in points):
        return empty()
    build = donut_option if form == "donut" else treemap_option
    option = build(points, unit=unit, total=total)
    return EChart(option, id=id, height=height, ariaLabel=describe.parts(points, unit))


def donut_option(points: Sequence[Point], *, unit: str, total: float | None = None) -> dict[str, Any]:
    """The ECharts option of a donut; labels stand beside the slices, the total in the middle."""
    chart = Pie()
    data = [
        options.datum(p, itemStyle={"color": options.colour(p.key, i), **_behind(p, points)}, label=_LEGIBLE)
        for i, p in enumerate(points)
        if p.value
    ]
    label = {**options.text_style("text-1", "chart-label"), "formatter": "@fmt:stacked"}
    label["lineHeight"] = "@px:chart-label:1.35"
    options.add(
        chart,
        "",
        data,
        radius=["@radius:0.7", "@radius:1"],
        center=["50%", "50%"],
        startAngle=90,
        minAngle=3,
        padAngle=1,
        itemStyle={"borderRadius": 2},
        label=label | {"alignTo": "none", "bleedMargin": 0, "overflow": "none"},
        labelLine={"length": 18, "length2": 6, "lineStyle": {"color": "@color:axis"}},
        emphasis={"scaleSize": 4},
    )
    whole = number(sum(p.value or 0 for p in points) if total is None else total, unit)
    return options.option_of(
        chart,
        unit=unit,
        link=any(p.href for p in points),
        trigger="item",
        title=_middle(whole),
    )


def _middle(whole: Formatted) -> dict[str, Any]:
    """The total in the donut's hole, its unit under it."""
    rich = {
        "v": options.text_style("text-1", "chart-total", 700)
        | {"fontSize": f"@ring:{options.ems(whole.text)}"},
        "u": options.text_style("text-3", "chart-label") | {"lineHeight": "@px:chart-label:1.3"},
    }
    text = f"{{v|{whole.text}}}\n{{u|{whole.unit_text}}}"
    style = {"rich": rich, "fontFamily": options.FONT}
    return {"text": text, "left": "center", "top": "middle", "textStyle": style}


def treemap_option(points: Sequence[Point], *, unit: str, total: float | None = None) -> dict[str, Any]:
    """The ECharts option of a treemap; one hue, deeper for larger parts."""
    chart = TreeMap()
    ordered = sorted((p for p in points if p.value), key=lambda p: -(p.value or 0))
    count = max(1, len(ordered))
    whole = sum(p.value or 0 for p in ordered)
    data = [_leaf(p, 1 + 5 * i // count, whole, _behind(p, points)) for i, p in enumerate(ordered)]
    label = {"show": True, "position": "insideTopLeft", "formatter": "@fmt:stacked", "lineHeight": 19}
    options.add(
        chart,
        "",
        data,
        type="treemap",
        roam=False,
        nodeClick=False,
        breadcrumb={"show": False},
        left=0,
        right=0,
        top=0,
        bottom=0,
        label=label | options.text_style("on-tree", "chart-label", 500) | {"overflow": "break"},
        itemStyle={"borderColor": "@color:panel", "borderWidth": 0, "gapWidth": 2, "borderRadius": 3},
        visibleMin=1,
    )
    return options.option_of(chart, unit=unit, link=any(p.href for p in points), trigger="item")


def _behind(point: Point, points: Sequence[Point]) -> dict[str, Any]:
    """The style of a part that steps back behind the chosen ones."""
    return {"opacity": 0.35} if any(p.chosen for p in points) and not point.chosen else {}


def _leaf(point: Point, shade: int, whole: float, behind: dict[str, Any]) -> dict[str, Any]:
    """One part; too small for its label, it speaks in the tooltip and the table."""
    roomy = (point.value or 0) >= 0.025 * whole
    look = {"color": f"@color:tree-{shade}", **behind}
    return options.datum(point, itemStyle=look, label={"show": roomy, **_LEGIBLE})
