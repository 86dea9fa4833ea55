"""Map of Beijing's districts: a schematic, coloured by value; clicking a district drills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component
from pyecharts.charts import Map

from components import options
from components.echart import EChart
from components.formats import number
from components.frames import Point

MAP_URL = "assets/map/beijing_districts.geojson"
NOTE = "示意图，不作划界依据"
ZONE = "经开区"
ZONE_KEYS = ("110115403", "北京经济技术开发区", "经开区", "亦庄")
ZONE_SPOT = (116.545, 39.765)
STEPS = 5


def district_map(
    points: Sequence[Point],
    *,
    unit: str,
    selected: str | None = None,
    height: int = 460,
    map_url: str = MAP_URL,
    approval: str = "",
    id: str | dict[str, Any] | None = None,
) -> Component:
    """Colour each district by its value; ``Point.label`` is the district's name, ``key`` its code.

    经开区 has no area of its own in the map and shows as a point. ``selected`` is a code or a name.
    ``approval`` is the 审图号 of a licensed map, shown under it.
    """
    option = district_map_option(points, unit=unit, selected=selected)
    best = max(points, key=lambda p: p.value or 0, default=None)
    words = f"，最高为{best.label} {number(best.value, unit).full}" if best else ""
    note = f"{NOTE}　审图号：{approval}" if approval else NOTE
    chart = EChart(
        option, id=id, height=height, mapName="beijing", mapUrl=map_url, ariaLabel=f"北京市各区分布图{words}"
    )
    return html.Figure([chart, html.Figcaption(note, className="view-foot")], className="map-view")


def district_map_option(points: Sequence[Point], *, unit: str, selected: str | None = None) -> dict[str, Any]:
    """The ECharts option of ``district_map``."""
    areas = [p for p in points if not _is_zone(p)]
    zone = [p for p in points if _is_zone(p)]
    chart = Map()
    top = max((p.value or 0 for p in points), default=0)
    data = [_area(p, unit, selected) for p in areas]
    options.add(chart, "", data, type="map", geoIndex=0)
    if zone:
        options.add(chart, "", [_spot(p, unit, selected) for p in zone], **_spot_style())
    return options.option_of(
        chart,
        unit=unit,
        link=any(p.href for p in points),
        trigger="item",
        geo=_geo(),
        visualMap=_scale(top, unit),
    )


def _is_zone(point: Point) -> bool:
    return point.key in ZONE_KEYS or point.label in ZONE_KEYS


def _chosen(point: Point, selected: str | None) -> bool:
    return selected is not None and selected in (point.key, point.label)


def _area(point: Point, unit: str, selected: str | None) -> dict[str, Any]:
    return options.datum(point, selected=_chosen(point, selected))


def _spot(point: Point, unit: str, selected: str | None) -> dict[str, Any]:
    item = options.datum(point, name=ZONE)
    return item | {"value": [*ZONE_SPOT, point.value], "symbolSize": 13 if _chosen(point, selected) else 10}


def _spot_style() -> dict[str, Any]:
    return {
        "type": "scatter",
        "coordinateSystem": "geo",
        "symbol": "diamond",
        "itemStyle": {"borderColor": "@color:panel", "borderWidth": 1.5},
        "label": {
            **options.text_style("map-label", "chart-map"),
            "show": True,
            "position": "right",
            "distance": 4,
            "formatter": "{b}",
            "textBorderColor": "@color:panel",
            "textBorderWidth": 2,
        },
        "z": 5,
    }


def _geo() -> dict[str, Any]:
    edge = {"borderColor": "@color:map-edge", "borderWidth": 1}
    label = {**options.text_style("map-label", "chart-map"), "show": True}
    return {
        "map": "beijing",
        "roam": False,
        "nameProperty": "name",
        "selectedMode": "single",
        "aspectScale": 0.78,
        "left": 8,
        "right": 8,
        "top": 4,
        "bottom": 4,
        "label": label,
        "itemStyle": {**edge, "areaColor": "@color:map-0"},
        "emphasis": {
            "label": {**label, "color": "@color:map-label", "fontWeight": 700},
            "itemStyle": {"borderColor": "@color:accent", "borderWidth": 2},
        },
        "select": {
            "label": {**label, "fontWeight": 700},
            "itemStyle": {"borderColor": "@color:accent-strong", "borderWidth": 2.5},
        },
    }


def _scale(top: float, unit: str) -> dict[str, Any]:
    return {
        "type": "continuous",
        "min": 0,
        "max": top or 1,
        "dimension": 0,
        "left": 4,
        "bottom": 8,
        "itemWidth": 10,
        "itemHeight": 96,
        "calculable": False,
        "formatter": "@fmt:full",
        "textStyle": options.text_style("text-3", "chart-axis"),
        "inRange": {"color": [f"@color:map-{i}" for i in range(1, STEPS + 1)]},
    }
