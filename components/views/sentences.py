"""Sentences: a list of plain statements, each with a sign, a word and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from dash import dcc, html
from dash.development.base_component import Component

from components.views.lights import mark
from frames.controls import Link
from frames.model import Light, Sentence


def sentences(items: Sequence[Sentence], lead: str = "", more: Link | None = None) -> Component:
    """The statements in the given order, under a line that says what they are about."""
    parts: list[Any] = [html.P(lead, className="sentences-lead")] if lead else []
    if items:
        parts.append(html.Ul([_line(item) for item in items], className="sentences"))
    if more is not None:
        way = dcc.Link(more.text, href=more.href, className="more-link")
        parts.append(html.P(way, className="view-foot"))
    return html.Div(parts, className="sentences-view")


def plain(items: Sequence[Sentence], otherwise: str) -> Component:
    """Statements as running text, each a link to its evidence; ``otherwise`` where there are none."""
    if not items:
        return html.P(otherwise, className="opening-none")
    lines = [html.Li(dcc.Link(one.text, href=one.href, className="opening-line")) for one in items]
    return html.Ul(lines, className="opening")


def _line(item: Sentence) -> Component:
    late = [html.Span(f"（数据{item.late}）", className="sentence-late")] if item.late else []
    body = html.Span([item.text, *late], className="sentence-text")
    sign = [html.Span(_sign(item.sign, item), className="sentence-sign")] if item.sign else []
    inside = [*sign, body]
    if item.href:
        return html.Li(dcc.Link(inside, href=item.href, className="sentence"))
    return html.Li(html.Div(inside, className="sentence"))


def _sign(sign: Light | Literal["up", "down"], item: Sentence) -> Component:
    """A light's shape, or an arrow; with the word beside it, so that colour only repeats it."""
    if sign == "up" or sign == "down":
        arrow = html.Span(className=f"arrow {sign}", **{"aria-hidden": "true"})
        return html.Span(
            [arrow, html.Span(item.word, className="change-text")], className=f"change {item.tone}"
        )
    return mark(sign, label=item.word)
