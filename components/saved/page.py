"""``/views`` (我的视图): the reader's saved views, and what of a shared one is gone."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from access import current_reader
from components import shell
from components.board.page import BOARDS, data_state, known_state, said
from components.board.sheet import Query, Sheet
from components.saved import forms
from components.saved.check import Checked, check
from components.saved.menu import PATH
from components.states import broken
from frames.formats import moment_zh
from frames.links import DRILL, EXPLORE
from queries.service import get_cockpit
from readers.saved import LONGEST_NAME, SavedView, SavedViews
from store import StoreUnavailable, get_store

TITLE = "我的视图"
_TITLES = {DRILL: "数据下钻", EXPLORE: "自助分析"}
LEAD = "保存的页面连同筛选条件。链接可以发给同事；日期没有固定的视图总是显示最新数据。"
NONE = "还没有保存的视图：在任一页面右上角点“保存视图”。"


def lay_out(query: Query) -> Sheet:
    """The list; with ``id`` first what has become of that view."""
    top = shell.top(TITLE, data=data_state(known_state(get_cockpit())), lead=LEAD)
    try:
        views = SavedViews(get_store())
        parts = [*_asked(views, query.get("id", [""])[0]), _list(views.of(current_reader().name))]
    except StoreUnavailable as problem:
        parts = [said(broken(str(problem), PATH, what="视图暂时读不出来"))]
    return Sheet(top, said=parts)


def _asked(views: SavedViews, id: str) -> list[Component]:
    if not id:
        return []
    try:
        view = views.get(id)
    except LookupError as problem:
        return [said(broken(str(problem.args[0]), PATH, what="打不开这个视图", way="看我的视图"))]
    found = check(view)
    return [_changed(view, found)] if found.gone else []


def _changed(view: SavedView, found: Checked) -> Component:
    way = [dcc.Link("按其余条件打开", href=found.address, className="button")] if found.address else []
    return html.Div(
        [
            html.H2(f"视图“{view.name}”与现在的页面不完全相符", className="tile-title"),
            html.Ul([html.Li(words) for words in found.gone]),
            *way,
        ],
        className="tile span-12 view-changed",
        role="alert",
    )


def _list(views: list[SavedView]) -> Component:
    body: Any = html.Div([_entry(view) for view in views], className="views") if views else html.P(NONE)
    return html.Section([body], className="tile span-12", **{"aria-label": TITLE})


def _entry(view: SavedView) -> Component:
    found = check(view)
    mark = html.Span("首页", className="view-start") if view.is_start else None
    changed = html.Small("；".join(found.gone), className="view-gone") if found.gone else None
    facts = f"{_page(view.path)}　{view.words}　{moment_zh(view.created_at.replace(tzinfo=None))} 保存"
    head = [html.A(view.name, href=f"/view/{view.id}", className="view-link"), mark]
    left = html.Div([html.Div([h for h in head if h]), html.Small(facts), *([changed] if changed else [])])
    return html.Article([left, html.Div(_actions(view), className="view-actions")], className="view-entry")


def _page(path: str) -> str:
    board = BOARDS.get(path)
    return board.title if board else _TITLES.get(path, path)


def _actions(view: SavedView) -> list[Component]:
    at = f"{PATH}/saved/{view.id}"
    start = "不再作首页" if view.is_start else "设为首页"
    return [
        forms.action(f"{at}/start", start, on="" if view.is_start else "1"),
        html.Button("复制链接", type="button", className="button quiet", **{"data-copy": f"/view/{view.id}"}),
        forms.rename(f"{at}/rename", view.name, LONGEST_NAME),
        forms.action(f"{at}/remove", "删除", ask=f"删除视图“{view.name}”？"),
    ]
