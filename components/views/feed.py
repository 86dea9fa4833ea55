"""Feed: 工作动态 as a list of dated lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from frames.formats import date_zh
from frames.model import FeedItem


def feed(items: Sequence[FeedItem]) -> Component:
    """Dated lines in the given order (newest first by custom); the year shows once per run."""
    return html.Ol([_line(item) for item in items], className="feed")


def _line(item: FeedItem) -> Component:
    title: Any = dcc.Link(item.title, href=item.href) if item.href else item.title
    notes: list[Any] = [html.Span(item.tag, className="tag")] if item.tag else []
    if item.source:
        notes.append(html.Span(item.source, className="feed-source"))
    when = html.Time(
        f"{item.day.month}月{item.day.day}日", dateTime=item.day.isoformat(), title=date_zh(item.day)
    )
    return html.Li([when, html.Div([html.Span(title, className="feed-title"), *notes])])
