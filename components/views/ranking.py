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
from frames.formats import number
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
    ordered = list(points)
    if sort:
        ordered.sort(key=lambda p: (p.value is None, -(p.value or 0)))
    shown, rest = _first(ordered, top)
    option = ranking_option(shown, unit=unit, selected=selected, sort=sort, rest=len(rest))
    leader = f"，最高为{shown[0].label} {number(shown[0].value, unit).full}" if shown and sort else ""
    chart = EChart(option, id=id, height=max(1, len(shown)) * ROW + 12, ariaLabel=f"排序条形图{leader}")
    return html.Div([chart, *_rest(rest, unit, all_href)], className="ranking")


def _first(ordered: Sequence[Point], top: int) -> tuple[list[Point], list[Point]]:
    """The first ``top`` points and the others; a chosen point is always among the first."""
    chosen = [p for p in ordered[top:] if p.chosen][:top]
    shown = [*ordered[: max(0, top - len(chosen))], *chosen]
    return shown, [p for p in ordered if p not in shown]


def ranking_option(
    points: Sequence[Point], *, unit: str, selected: str | None = None, sort: bool = True, rest: int = 0
) -> dict[str, Any]:
    """The ECharts option of ``ranking``; points come in display order, ``rest`` are left out already."""
    chart = Bar()
    chosen = selected if selected else (points[0].key or points[0].label) if points and sort else None
    known = any(p.chosen or selected in (p.key, p.label) for p in points)
    if any(p.chosen for p in points):
        data = [_item(p, p.chosen, known) for p in points]
    else:
        data = [_item(p, chosen in (p.key, p.label) or chosen is None, known) for p in points]
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
    own = options.KEY_COLOURS.get(point.key or "")
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
