"""Table: plain HTML; order and pages are links, so it prints, is accessible, holds any number of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.views.lights import mark
from frames.cells import NUMERIC, cell_words, light_of, pager_words
from frames.formats import number
from frames.model import Column, Pager, Table


def table(frame: Table) -> Component:
    """Draw rows with a sticky header, right-aligned tabular digits and a pager under them."""
    head = html.Thead(html.Tr([_header(c) for c in frame.columns]))
    body = html.Tbody([_row(frame.columns, row) for row in frame.rows])
    parts: list[Any] = [html.Caption(frame.caption)] if frame.caption else []
    parts += [head, body]
    if frame.total_row is not None:
        parts.append(html.Tfoot(_row(frame.columns, frame.total_row)))
    grid = html.Table(parts, className="data-table listing" if _is_listing(frame) else "data-table")
    inside: list[Any] = [html.Div(grid, className="table-scroll", tabIndex=0, role="region")]
    if frame.pager:
        inside.append(_pager(frame.pager))
    return html.Div(inside, className="table-view")


def _is_listing(frame: Table) -> bool:
    """Whether rows are things with several words (a phone stacks them), not members with figures."""
    return sum(c.kind not in NUMERIC for c in frame.columns) > 2


def _header(column: Column) -> Component:
    unit = html.Span(f"（{column.unit}）", className="unit") if column.unit else None
    label: list[Any] = [column.label, unit] if unit else [column.label]
    content: Any = label
    if column.sort_href:
        sign = html.Span(className=f"sort-sign {column.sorted or 'none'}", **{"aria-hidden": "true"})
        content = dcc.Link([*label, sign], href=column.sort_href, className="sort-link")
    elif column.href:
        content = dcc.Link(label, href=column.href)
    words = {"asc": "ascending", "desc": "descending"}
    state = {"aria-sort": words[column.sorted]} if column.sorted else {}
    return html.Th(content, scope="col", className=_align(column), **state)


def _align(column: Column) -> str:
    return "num" if column.kind in NUMERIC else "day" if column.kind == "date" else "txt"


def _row(columns: tuple[Column, ...], row: Mapping[str, object]) -> Component:
    cells = [_cell(c, row, first=i == 0) for i, c in enumerate(columns)]
    chosen = {"className": "is-chosen", "aria-current": "true"} if row.get("_chosen") else {}
    return html.Tr(cells, **chosen)


def _cell(column: Column, row: Mapping[str, object], *, first: bool) -> Component:
    value = row.get(column.key)
    content: Any = _content(column, value)
    href = (row.get("_href") if first else None) or _own_link(column, row)
    if isinstance(href, str):
        content = dcc.Link(content, href=href)
    extra = {"title": _exact(column, value)} if column.kind in NUMERIC and value is not None else {}
    return html.Td(content, className=_align(column), **extra, **{"data-label": column.label})


def _own_link(column: Column, row: Mapping[str, object]) -> object:
    links = row.get("_hrefs")
    return links.get(column.key) if isinstance(links, Mapping) else None


def _content(column: Column, value: object) -> Any:
    light = light_of(column, value)
    return mark(light) if light else cell_words(column, value)


def _exact(column: Column, value: object) -> str:
    unit = "%" if column.kind == "percent" else column.unit
    return number(value, unit).exact if isinstance(value, (int, float)) else str(value)


def _pager(pager: Pager) -> Component:
    links = [
        _page("首页", pager.first_href),
        _page("上一页", pager.prev_href),
        html.Span(f"第 {pager.page:,} / {pager.pages:,} 页", className="pager-here"),
        _page("下一页", pager.next_href),
        _page("末页", pager.last_href),
    ]
    total = html.Span(pager_words(pager), className="pager-total")
    inside: list[Any] = [total, html.Span(links, className="pager-links")] if pager.pages > 1 else [total]
    return html.Nav(inside, className="pager", **{"aria-label": "分页"})


def _page(word: str, href: str | None) -> Component:
    if href:
        return dcc.Link(word, href=href)
    return html.Span(word, className="is-off", **{"aria-disabled": "true"})
