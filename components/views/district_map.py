"""Map of Beijing's districts: a schematic in five steps of one hue; clicking a district drills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component
from pyecharts.charts import Map

from components import options
from components.echart import EChart
from components.states import empty
from components.views.steps import steps
from frames import describe
from frames.describe import map_note
from frames.model import Point

ZONE = "经开区"
ZONE_KEYS = ("110115403", "北京经济技术开发区", "经开区", "亦庄")
ZONE_SPOT = (116.53, 39.775)
STEPS = 5
#: Too small for a name on a narrow map; the tooltip and the ranking still name them.
CROWDED = ("东城区", "西城区", "石景山区", ZONE)
LIT = {"areaColor": "@color:accent", "borderColor": "@color:accent-strong", "borderWidth": 2}
CHOSEN = {"borderColor": "@color:accent-strong", "borderWidth": 3, "borderJoin": "round"}


def district_map(
    points: Sequence[Point],
    *,
    unit: str,
    selected: str | None = None,
    height: int = 460,
    map_url: str,
    approval: str = "",
    choosing: bool = False,
    id: str | dict[str, Any] | None = None,
) -> Component:
    """Colour each district by its value; ``Point.label`` is the district's name, ``key`` its code.

    经开区 has no area of its own in the map and shows as a point. ``selected`` is a code or a name.
    ``approval`` is the 审图号 of a licensed map, shown under it. ``choosing`` leaves room for a card of the
    selected district beside the map, which stays where it is: a second tap meets the same district.
    """
    if not any(p.value is not None for p in points):
        return empty()
    option = district_map_option(points, unit=unit, selected=selected, choosing=choosing)
    note = map_note(approval)
    chart = EChart(
        option,
        id=id,
        height=height,
        mapName=option["geo"]["map"],
        mapUrl=map_url,
        ariaLabel=describe.districts(points, unit),
    )
    return html.Figure([chart, html.Figcaption(note, className="view-foot")], className="map-view")


def district_map_option(
    points: Sequence[Point], *, unit: str, selected: str | None = None, choosing: bool = False
) -> dict[str, Any]:
    """The ECharts option of ``district_map``."""
    areas = [p for p in points if not _is_zone(p)]
    zone = [p for p in points if _is_zone(p)]
    chart = Map()
    options.add(chart, "", [options.datum(p) for p in areas], type="map", geoIndex=0)
    if zone:
        options.add(chart, "", [_spot(p, selected) for p in zone], **_spot_style())
    chosen = [p.label for p in areas if selected is not None and selected in (p.key, p.label)]
    return options.option_of(
        chart,
        unit=unit,
        link=any(p.href for p in points),
        crowded=CROWDED,
        more={"card": True} if choosing else None,
        trigger="item",
        geo=_geo(chosen),
        visualMap=_scale([p.value for p in points if p.value is not None], unit),
    )


def map_name(chosen: Sequence[str]) -> str:
    """The map to register: with the chosen district drawn last."""
    return f"beijing@{chosen[0]}" if chosen else "beijing"


def _is_zone(point: Point) -> bool:
    return point.key in ZONE_KEYS or point.label in ZONE_KEYS


def _spot(point: Point, selected: str | None) -> dict[str, Any]:
    chosen = selected is not None and selected in (point.key, point.label)
    item = options.datum(point, name=ZONE, title=point.label)
    edge = {"borderColor": "@color:accent-strong", "borderWidth": 2.5 if chosen else 1.25}
    return item | {"value": [*ZONE_SPOT, item["value"]], "itemStyle": edge}


def _spot_style() -> dict[str, Any]:
    label = {**options.text_style("map-label", "chart-map"), "show": True, "position": "bottom"}
    return {
        "type": "scatter",
        "coordinateSystem": "geo",
        "symbol": "diamond",
        "symbolSize": 12,
        "label": label | {"distance": 2, "formatter": "@fmt:short"},
        "z": 5,
    }


def _geo(chosen: list[str]) -> dict[str, Any]:
    label = {**options.text_style("map-label", "chart-map"), "show": True, "formatter": "@fmt:short"}
    strong = {**label, "fontWeight": 700}
    return {
        "map": map_name(chosen),
        "roam": False,
        "nameProperty": "name",
        "regions": [{"name": name, "label": strong, "itemStyle": CHOSEN} for name in chosen],
        "aspectScale": 0.78,
        "layoutCenter": ["53%", "50%"],
        "layoutSize": "96%",
        "label": label,
        "itemStyle": {"borderColor": "@color:map-edge", "borderWidth": 1, "areaColor": "@color:map-0"},
        "emphasis": {"label": strong | {"color": "@color:on-accent"}, "itemStyle": LIT},
    }


def _scale(values: list[float], unit: str) -> dict[str, Any]:
    """A legend of steps; the borders between steps are round numbers."""
    pieces = [
        {"gte": low, "label": label, "color": f"@color:map-{index}"}
        | ({"lt": high} if high is not None else {})
        for low, high, label, index in steps(values, STEPS, unit)
    ]
    return {
        "type": "piecewise",
        "pieces": list(reversed(pieces)),
        "showLabel": True,
        "selectedMode": False,
        "hoverLink": True,
        "left": 0,
        "top": "@px:map-legend",
        "padding": 8,
        "backgroundColor": "@color:map-legend-ground",
        "itemWidth": 14,
        "itemHeight": 12,
        "itemGap": 5,
        "itemSymbol": "rect",
        "textStyle": options.text_style("text-2", "chart-axis"),
        "outOfRange": {"color": "@color:map-0"},
    }
