"""``/views`` (我的视图): the reader's saved views, and what of a shared one is gone."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from access import current_reader
from components import shell
from components.board.page import BOARDS, data_state, known_state, said
from components.board.sheet import Query, Sheet
from components.markup.templates import fragment
from components.saved.check import check
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


def lay_out(query: Query) -> Sheet:
    """The list; with ``id`` first what has become of that view."""
    top = shell.top(TITLE, data=data_state(known_state(get_cockpit())), lead=LEAD)
    try:
        parts = _parts(SavedViews(get_store()), query.get("id", [""])[0])
    except StoreUnavailable as problem:
        parts = [said(broken(str(problem), PATH, what="视图暂时读不出来"))]
    return Sheet(top, said=parts)


def _parts(views: SavedViews, id: str) -> list[Component]:
    """The list, under what is to be said of the view that was asked for."""
    above, changed = [], None
    try:
        changed = _changed(views.get(id)) if id else None
    except LookupError as problem:
        above = [said(broken(str(problem.args[0]), PATH, what="打不开这个视图", way="看我的视图"))]
    entries = [_entry(view) for view in views.of(current_reader().name)]
    values = {"changed": changed, "entries": entries, "title": TITLE, "path": PATH, "longest": LONGEST_NAME}
    return [*above, fragment("components/saved/page.html", **values)]


def _changed(view: SavedView) -> dict[str, Any] | None:
    found = check(view)
    return {"view": view, "gone": found.gone, "address": found.address} if found.gone else None


def _entry(view: SavedView) -> dict[str, Any]:
    saved = moment_zh(view.created_at.replace(tzinfo=None))
    return {"view": view, "gone": check(view).gone, "page": _page(view.path), "saved": saved}


def _page(path: str) -> str:
    board = BOARDS.get(path)
    return board.title if board else _TITLES.get(path, path)
