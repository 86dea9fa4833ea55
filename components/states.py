"""What stands in a tile's place of content: loading, no data, broken, stale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from frames.formats import date_zh
from frames.tile import Skeleton

EMPTY = "当前条件下没有数据"
BROKEN = "这部分内容暂时无法显示"


def loading(kind: Skeleton = "chart") -> Component:
    """Grey shapes of what is coming."""
    count = {"chart": 9, "cards": 4, "table": 6, "bars": 6, "lines": 3}[kind]
    shapes = [html.Span(className="bone") for _ in range(count)]
    words = html.Span("正在载入", className="visually-hidden")
    return html.Div([*shapes, words], className=f"skeleton {kind}", role="status", **{"aria-busy": "true"})


def empty(clear_href: str | None = None) -> Component:
    """No rows: says so, and offers the way out."""
    way: list[Any] = (
        [dcc.Link("清除筛选条件", href=clear_href, className="button quiet")] if clear_href else []
    )
    sign = html.Span(className="state-icon icon-empty", **{"aria-hidden": "true"})
    return html.Div([sign, html.P(EMPTY), *way], className="state state-empty", role="status")


def begin(what: str, steps: Sequence[str], example: tuple[str, str] | None = None) -> Component:
    """Nothing is chosen yet: how to begin, step by step, and an example (words, address) to start from."""
    sign = html.Span(className="state-icon icon-empty", **{"aria-hidden": "true"})
    way: list[Any] = [dcc.Link(example[0], href=example[1], className="button quiet")] if example else []
    listed = html.Ol([html.Li(step) for step in steps], className="state-steps")
    return html.Div([sign, html.P(what), listed, *way], className="state state-empty", role="status")


def broken(
    message: str = "", retry_href: str | None = None, *, what: str = BROKEN, way: str = "重新载入"
) -> Component:
    """A failed tile: ``what`` is wrong, the reason in Chinese, and a way out; the page stands."""
    sign = html.Span(className="state-icon icon-broken", **{"aria-hidden": "true"})
    parts: list[Any] = [sign, html.P(what)]
    if message:
        parts.append(html.P(message, className="state-reason"))
    if retry_href:
        parts.append(html.A(way, href=retry_href, className="button quiet"))
    return html.Div(parts, className="state state-error", role="alert")


def stale(as_of: date | None, message: str = "") -> Component:
    """The line over a last good value: up to when the data go, and that the link is down."""
    since = f"数据截至 {date_zh(as_of)}，" if as_of else ""
    return html.P(
        f"{since}{message or '连接中断，显示的是最近一次的结果'}", className="stale-note", role="status"
    )
