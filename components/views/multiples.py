"""Small multiples: one small chart beside the other, so that courses are compared at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import options
from components.views.lines import SHAPES, lines
from frames.model import Panel, Series
from frames.scales import round_end

HEIGHT = 148


def multiples(
    panels: Sequence[Panel], axis: Sequence[str], *, together: bool, main: bool = False
) -> Component:
    """Draw a small chart for each panel; every panel has the same lines, which one legend names.

    ``together``: all share one scale, so that heights compare between charts. ``main``: the first line
    of each is what matters, the others are what it is held against.
    """
    shared = [line for panel in panels for line in panel.series]
    top = round_end(shared, panels[0].unit) if together and panels else None
    drawn = [_panel(panel, axis, top, main) for panel in panels]
    inside: list[Any] = [html.Div(drawn, className="multiples")]
    names = max((panel.series for panel in panels), key=len, default=())
    if len(names) > 1:
        inside.insert(0, legend(names, main))
    return html.Div(inside, className="multiples-view")


def _panel(panel: Panel, axis: Sequence[str], top: float | None, main: bool) -> Component:
    name = dcc.Link(panel.title, href=panel.href) if panel.href else html.Span(panel.title)
    unit = html.Span(panel.value or f"单位：{panel.unit}", className="multiple-unit")
    chart = lines(
        panel.series,
        unit=panel.unit,
        axis=axis,
        top=top or round_end(panel.series, panel.unit),
        main=main,
        small=True,
        height=HEIGHT,
    )
    chosen = {"aria-current": "true"} if panel.chosen else {}
    return html.Figure(
        [html.Figcaption([name, unit], className="multiple-name"), chart],
        className="multiple is-chosen" if panel.chosen else "multiple",
        **chosen,
    )


def legend(series: Sequence[Series], main: bool = False) -> Component:
    """The lines' names, each with the colour and the mark that it has in every chart."""
    return html.Ul(
        [_named(one, index, main) for index, one in enumerate(series)],
        className="line-legend",
        **{"aria-label": "图例"},
    )


def _named(one: Series, index: int, main: bool) -> Component:
    tint = "accent" if main and index == 0 else options.colour(one.key, index).removeprefix("@color:")
    mark = html.Span(
        className=f"line-mark shape-{SHAPES[index % len(SHAPES)].lower()}",
        style={"backgroundColor": f"var(--{tint})"},
        **{"aria-hidden": "true"},
    )
    return html.Li([mark, html.Span(one.name)])
