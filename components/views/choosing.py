"""Choices that stand in a tile: links of which one is in force, a search, the columns shown (选择列).

All of them change the address, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.markup import element
from frames.controls import COLUMNS, Choice, ColumnChoice, Link, ListHead, RowsHead, Search


def choice(offered: Choice, named: bool = False) -> Component:
    """Links to the same place under another choice; ``named``: what is chosen stands before them."""
    name = [html.Span(offered.label, className="field-label")] if named else []
    return html.Div(
        [*name, *(chip(link) for link in offered.links)],
        className="dimension-chooser",
        role="group",
        **{"aria-label": offered.label},
    )


def chip(link: Link) -> Component:
    """One of several links; the one in force is marked."""
    return dcc.Link(link.text, href=link.href, className="chip-link" + (" active" if link.chosen else ""))


def search(asked: Search) -> Component:
    """A plain GET form: works by itself, and the search is part of the address."""
    box = dcc.Input(
        value=asked.words, name="q", type="search", placeholder=asked.hint, className="rows-search"
    )
    label = html.Label([html.Span(asked.label, className="visually-hidden"), box])
    return html.Form(
        [*_hidden(asked.kept), label],
        action=asked.action,
        method="get",
        className="rows-search-form",
        role="search",
    )


def _hidden(kept: Mapping[str, str]) -> list[Component]:
    return [dcc.Input(type="hidden", name=name, value=value) for name, value in kept.items() if value]


def rows_head(head: RowsHead) -> Component:
    """Whether the rows agree with the figure, and the ways to see others of them."""
    said = None
    if head.agreement:
        said = html.P(head.agreement, className="rows-note agrees" if head.agrees else "rows-note")
    found = search(head.search) if head.search else None
    ways = html.Div([found, column_choice(head.columns)], className="rows-ways")
    return html.Div([said, ways], className="rows-head")


def list_head(head: ListHead) -> Component:
    """The choices of a list's parts, and its search."""
    return html.Div([*(choice(one) for one in head.choices), search(head.search)], className="list-head")


def column_choice(offered: ColumnChoice) -> Component:
    """A box for each column and the way back to all of them."""
    hidden = sum(not shown for _, _, shown in offered.columns)
    label = f"选择列（已隐藏 {hidden} 列）" if hidden else "选择列"
    boxes = [_box(*column) for column in offered.columns]
    way: list[Any] = (
        [dcc.Link("显示全部列", href=offered.all_href, className="button quiet")] if hidden else []
    )
    apply = element("button", "应用", type="submit", className="button")
    foot = html.Div([*way, apply], className="column-foot")
    legend = html.Legend("显示哪些列", className="field-label")
    rest = [
        element("input", type="hidden", name=name, defaultValue=value) for name, value in offered.kept.items()
    ]
    form = html.Form(
        [*rest, html.Fieldset([legend, html.Div(boxes, className="column-boxes")]), foot],
        action=offered.action,
        method="get",
        className="info-panel column-panel",
    )
    return html.Details([html.Summary(label, className="info-button"), form], className="info column-chooser")


def _box(name: str, label: str, shown: bool) -> Component:
    tick = element("input", type="checkbox", name=COLUMNS, value=name, defaultChecked=shown)
    return html.Label([tick, html.Span(label)], className="check")
