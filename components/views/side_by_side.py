"""Side by side: indicators down, members across; each value with what it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.views.card import goal_line, said_change
from frames.formats import DASH, change, difference, number
from frames.model import Compared, ComparedRow

#: A member's name and where it leads.
Head = tuple[str, str | None]


def side_by_side(rows: Sequence[ComparedRow], heads: Sequence[Head]) -> Component:
    """Draw the table; the best and the last of the members compared carry a shape and a word."""
    first = [_head("指标", None), _head("全市", None)]
    top = html.Thead(html.Tr([*first, *(_head(*one) for one in heads)]))
    body = html.Tbody([_row(row, heads) for row in rows])
    grid = html.Table([top, body], className="data-table compared")
    box = html.Div(
        grid, className="table-scroll", tabIndex=0, role="region", **{"aria-label": "并排对比表，可左右滚动"}
    )
    return html.Div(box, className="table-view")


def _head(name: str, href: str | None) -> Component:
    words = dcc.Link(name, href=href) if href else name
    return html.Th(words, scope="col", className="txt" if name == "指标" else "num")


def _row(row: ComparedRow, heads: Sequence[Head]) -> Component:
    name = html.Th(
        [html.Span(row.name), html.Small(f"单位：{row.unit}")], scope="row", className="txt compared-name"
    )
    average = html.Span([html.Span("平均 "), number(row.average, row.unit).full], className="compared-line")
    lines = [_value(row.whole, row), _year(row.whole, row), average, *_goal(row.whole)]
    whole = html.Td(lines, className="num", **{"data-label": "全市"})
    cells = [_cell(cell, row, head[0]) for cell, head in zip(row.cells, heads, strict=True)]
    return html.Tr([name, whole, *cells])


def _cell(cell: Compared, row: ComparedRow, label: str) -> Component:
    apart: list[Any] = [html.Span("较平均 "), difference(cell.apart, row.unit)]
    lines = [_value(cell, row), _year(cell, row), html.Span(apart, className="compared-line"), _place(cell)]
    return html.Td(
        [*lines, *_goal(cell)],
        className="num" + (" is-marked" if cell.mark else ""),
        **{"data-label": label},
    )


def _goal(cell: Compared) -> list[Component]:
    return [html.Span(goal_line(cell.goal), className="compared-line")] if cell.goal else []


def _value(cell: Compared, row: ComparedRow) -> Component:
    shown = number(cell.value, row.unit)
    words = html.B(shown.full)
    link = dcc.Link(words, href=cell.href) if cell.href and cell.value is not None else words
    inside: list[Any] = [_mark(cell.mark), link] if cell.mark else [link]
    return html.Span(inside, className="compared-value", title=shown.exact)


def _mark(word: str) -> Component:
    shape = "up" if word in ("居首", "最高") else "down"
    sign = html.Span(className=f"arrow {shape}", **{"aria-hidden": "true"})
    return html.Span([sign, word], className=f"standing-mark {'first' if shape == 'up' else 'last'}")


def _year(cell: Compared, row: ComparedRow) -> Component:
    found = said_change("同比", change(cell.value, cell.year_before, row.unit, row.better))
    if not cell.before_href:
        return html.Span(found, className="compared-line")
    return html.Span(dcc.Link(found, href=cell.before_href, title="看上年同期"), className="compared-line")


def _place(cell: Compared) -> Component:
    if cell.place is None:
        return html.Span(["位次 ", DASH], className="compared-line")
    words = f"{'并列' if cell.place.tied else ''}第 {cell.place.number} / {cell.place.of} 位"
    return html.Span(
        dcc.Link(words, href=cell.place_href) if cell.place_href else words, className="compared-line"
    )
