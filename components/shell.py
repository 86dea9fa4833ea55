"""Shell: navigation, page header with data-as-of and version, and the content grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from frames.formats import date_zh, moment_zh


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation; ``icon`` is a file name in ``assets/icons`` without ending.

    ``apart`` leads to a document of its own (the wall), not to another page of this one.
    """

    label: str
    href: str
    icon: str
    apart: bool = False


@dataclass(frozen=True)
class DataState:
    """Which data the page shows. ``stale`` holds a sentence when the database is away.

    ``newest_href`` leads from a page that is pinned to an older version to the newest data.
    """

    business_date: date | None = None
    version: str = ""
    published_at: datetime | None = None
    demonstration: bool = False
    stale: str = ""
    newest_href: str | None = None


def shell(
    nav: Sequence[NavItem],
    content: Any,
    *,
    brand: str = "领导驾驶舱",
    owner: str = "北京市科学技术协会",
    groups: Sequence[tuple[str, Sequence[NavItem]]] = (),
) -> Component:
    """The frame of every report page; ``shell.js`` marks the current entry and folds the navigation."""
    sections = [_links(nav)] + [_group(name, items) for name, items in groups]
    side = html.Nav(
        [_brand(brand, owner), html.Div(sections, className="nav-scroll"), _fold()],
        className="side-nav",
        id="side-nav",
        **{"aria-label": "主导航"},
    )
    bar = html.Div([_drawer(), html.Span(brand, className="bar-brand")], className="top-bar")
    skip = html.A("跳到主要内容", href="#content", className="skip-link")
    main = html.Main(content, id="content", className="content", tabIndex=-1)
    veil = html.Div(className="nav-veil", **{"data-action": "nav-close"})
    return html.Div([skip, bar, side, veil, main], className="shell")


def _brand(brand: str, owner: str) -> Component:
    mark = html.Span(className="brand-mark", **{"aria-hidden": "true"})
    words = html.Span([html.B(brand), html.Small(owner)], className="brand-words")
    return dcc.Link([mark, words], href="/", className="brand")


def _links(items: Sequence[NavItem]) -> Component:
    return html.Ul([html.Li(_entry(item)) for item in items], className="nav-list")


def _group(name: str, items: Sequence[NavItem]) -> Component:
    return html.Div([html.P(name, className="nav-group"), _links(items)])


def _entry(item: NavItem) -> Component:
    icon = html.Span(className=f"icon icon-{item.icon}", **{"aria-hidden": "true"})
    link = html.A if item.apart else dcc.Link
    return link(
        [icon, html.Span(item.label, className="nav-label")],
        href=item.href,
        className="nav-link-item",
        title=item.label,
    )


def _fold() -> Component:
    icon = html.Span(className="icon icon-fold", **{"aria-hidden": "true"})
    attributes = {"data-action": "nav-fold", "aria-expanded": "true", "aria-controls": "side-nav"}
    return html.Button(
        [icon, html.Span("收起导航", className="nav-label")], className="nav-fold", **attributes
    )


def _drawer() -> Component:
    icon = html.Span(className="icon icon-menu", **{"aria-hidden": "true"})
    attributes = {"data-action": "nav-open", "aria-label": "打开导航", "aria-controls": "side-nav"}
    return html.Button(icon, className="icon-button", **attributes)


def page(title: str, children: Any, **head: Any) -> Component:
    """A page of its own: what ``top`` makes of ``head``, then a grid of tiles."""
    return html.Div([*top(title, **head), html.Div(children, className="grid")], className="page")


def top(
    title: str,
    *,
    data: DataState | None = None,
    lead: Any = None,
    filter_bar: Component | None = None,
    breadcrumb: Component | None = None,
    actions: Sequence[Component] = (),
    filters: str = "",
) -> list[Component]:
    """What stands above a page's grid: header, filter bar, two or three sentences (``lead``).

    ``filters`` is the sentence printed at the top in place of the filter bar.
    """
    parts: list[Any] = [breadcrumb] if breadcrumb is not None else []
    parts.append(header(title, data or DataState(), actions))
    if filter_bar is not None:
        parts.append(filter_bar)
    if filters:
        parts.append(html.P(f"筛选条件：{filters}", className="print-filters"))
    if lead:
        parts.append(html.P(lead, className="lead-text"))
    return parts


def header(title: str, data: DataState, actions: Sequence[Component] = ()) -> Component:
    """Page title, data-as-of, version and the 演示数据 mark."""
    facts: list[Any] = []
    if data.demonstration:
        facts.append(demonstration())
    if data.business_date:
        facts.append(html.Span(["数据截至 ", html.B(date_zh(data.business_date))]))
    if data.version:
        facts += _version(data)
    if data.stale:
        facts.append(html.Span(data.stale, className="stale-badge", role="status"))
    return html.Header(
        [
            html.H1(title, className="page-title"),
            html.Div(facts, className="page-facts"),
            html.Div(list(actions), className="page-actions"),
        ],
        className="page-head",
    )


def _version(data: DataState) -> list[Component]:
    when = {"title": f"发布于 {moment_zh(data.published_at)}"} if data.published_at else {}
    if data.newest_href is None:
        return [html.Span(f"版本 {data.version}", **when)]
    # A plain link: out of the archive everything is read anew.
    way = html.A("看最新版本", href=data.newest_href, className="newest-link")
    return [html.Span([f"存档版本 {data.version}", way], className="archive-badge", role="status", **when)]


def demonstration() -> Component:
    """The mark of demonstration data: quiet, unmistakable, printed too."""
    return html.Span("演示数据", className="demo-badge", title="本页为演示数据，不是真实业务数据")


def breadcrumb(trail: Sequence[tuple[str, str | None]]) -> Component:
    """Where the reader stands: (name, link) from the top; the last has no link."""
    items = [
        html.Li(dcc.Link(name, href=href) if href else html.Span(name, **{"aria-current": "page"}))
        for name, href in trail
    ]
    return html.Nav(html.Ol(items, className="trail"), className="breadcrumbs", **{"aria-label": "位置"})
