"""Sentences: a list of plain statements, each with a sign, a word and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.views.lights import mark
from frames.model import Sentence


def sentences(items: Sequence[Sentence], lead: str = "", more: Component | None = None) -> Component:
    """The statements in the given order, under a line that says what they are about."""
    parts: list[Any] = [html.P(lead, className="sentences-lead")] if lead else []
    if items:
        parts.append(html.Ul([_line(item) for item in items], className="sentences"))
    if more is not None:
        parts.append(html.P(more, className="view-foot"))
    return html.Div(parts, className="sentences-view")


def plain(items: Sequence[tuple[str, str]], otherwise: str) -> Component:
    """Statements as running text, each a link to its evidence; ``otherwise`` where there are none."""
    if not items:
        return html.P(otherwise, className="opening-none")
    lines = [html.Li(dcc.Link(text, href=href, className="opening-line")) for text, href in items]
    return html.Ul(lines, className="opening")


def _line(item: Sentence) -> Component:
    late = [html.Span(f"（数据{item.late}）", className="sentence-late")] if item.late else []
    body = html.Span([item.text, *late], className="sentence-text")
    inside = [html.Span(_sign(item), className="sentence-sign"), body]
    if item.href:
        return html.Li(dcc.Link(inside, href=item.href, className="sentence"))
    return html.Li(html.Div(inside, className="sentence"))


def _sign(item: Sentence) -> Component:
    """A light's shape, or an arrow; with the word beside it, so that colour only repeats it."""
    if item.sign == "up" or item.sign == "down":
        arrow = html.Span(className=f"arrow {item.sign}", **{"aria-hidden": "true"})
        return html.Span(
            [arrow, html.Span(item.word, className="change-text")], className=f"change {item.tone}"
        )
    return mark(item.sign, label=item.word)
