"""Ranking: sorted horizontal bars with their values beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from pyecharts.charts import Bar

from components import options
from components.echart import EChart
from components.states import empty
from frames import describe
from frames.formats import number
from frames.marks import KEY_COLOURS, first_of, largest_first, stand_out
from frames.model import Point

ROW = 30


def ranking(
    points: Sequence[Point],
    *,
    unit: str,
    top: int = 10,
    selected: str | None = None,
    all_href: str | None = None,
    sort: bool = True,
    id: str | dict[str, Any] | None = None,
) -> Component:
    """Draw the ``top`` points, largest first; the others are counted and linked (``all_href``).

    ``selected`` is the key (or label) of the point to highlight; without one the first stands out.
    ``sort=False`` keeps the given order (age bands, title levels).
    """
    if not any(p.value is not None for p in points):
        return empty()
    shown, rest = first_of(largest_first(points) if sort else points, top)
    option = ranking_option(shown, unit=unit, selected=selected, sort=sort, rest=len(rest))
    chart = EChart(
        option, id=id, height=max(1, len(shown)) * ROW + 12, ariaLabel=describe.bars(shown, unit, sort)
    )
    return html.Div([chart, *_rest(rest, unit, all_href)], className="ranking")


def ranking_option(
    points: Sequence[Point], *, unit: str, selected: str | None = None, sort: bool = True, rest: int = 0
) -> dict[str, Any]:
    """The ECharts option of ``ranking``; points come in display order, ``rest`` are left out already."""
    chart = Bar()
    known = any(p.chosen or selected in (p.key, p.label) for p in points)
    strong = stand_out(points, selected, sort)
    data = [_item(p, stands, known) for p, stands in zip(points, strong, strict=True)]
    options.add(
        chart,
        "",
        data,
        barWidth=12,
        itemStyle={"borderRadius": [0, 3, 3, 0]},
        label={
            **options.text_style("text-1", "chart-label", 500),
            "show": True,
            "position": "right",
            "distance": 8,
            "formatter": "@fmt:full",
        },
    )
    widest = max((options.ems(number(p.value, unit).full) for p in points), default=1)
    longest = max((options.ems(p.label) for p in points), default=1)
    names = options.category_axis([p.label for p in points], inverse=True, triggerEvent=True)
    names["axisLine"] = {"show": False}
    names["axisLabel"] |= {
        "interval": 0,
        "hideOverlap": False,
        "width": f"@names:{longest}",
        "lineHeight": "@px:chart-axis:1.2",
        "overflow": "break",
    }
    return options.option_of(
        chart,
        unit=unit,
        link=any(p.href for p in points),
        more={"rows": rest} if sort else None,
        trigger="item",
        grid=options.grid(top=2, bottom=2, left=0, right=f"@px:chart-label:{widest + 1.4:.2f}"),
        xAxis=options.value_axis(unit, show=False, max="dataMax"),
        yAxis=names,
    )


def _item(point: Point, strong: bool, one_selected: bool) -> dict[str, Any]:
    """A bar; those with a colour of their own step back behind the selected one."""
    own = KEY_COLOURS.get(point.key or "")
    style: dict[str, Any] = {"color": f"@color:{own or ('accent' if strong else 'bar-quiet')}"}
    if own and one_selected and not strong:
        style["opacity"] = 0.4
    return options.datum(point, itemStyle=style)


def _rest(rest: Sequence[Point], unit: str, href: str | None) -> list[Component]:
    if not rest and not href:
        return []
    parts: list[Any] = []
    if rest:
        parts.append(f"其他 {len(rest)} 项")
    if href:
        word = "查看全部" if rest else "逐级查看"
        parts.append(dcc.Link(word, href=href, className="more-link"))
    return [html.P(parts, className="view-foot")]
