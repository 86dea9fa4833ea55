"""``/mine`` (我的页面): what the reader pinned, in the reader's own order."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from access import current_reader
from components import shell
from components.archive.menu import menu as shot_menu
from components.board.page import data_state, known_state, said
from components.board.sheet import Query, Sheet
from components.mine.tiles import shown
from components.states import broken
from frames.links import EXPLORE, MINE
from queries.service import get_cockpit
from readers.mine import MyPage
from store import StoreUnavailable, get_store

TITLE = "我的页面"
LEAD = "钉在这里的内容各带自己的条件，总是显示最新数据。没有启用登录时，本机的人共用这一页。"
_TIMES = ("as_of", "version")


def lay_out(query: Query) -> Sheet:
    """The pinned tiles; a day or a version in the address holds for all that have none of their own."""
    asked = urlencode({name: query[name][0] for name in _TIMES if query.get(name)})
    top = shell.top(
        TITLE,
        data=data_state(known_state(get_cockpit())),
        lead=LEAD,
        actions=[shot_menu(MINE, asked), dcc.Link("自助分析", href=EXPLORE, className="button quiet")],
    )
    try:
        pinned = MyPage(get_store(), current_reader().name).tiles()
    except StoreUnavailable as problem:
        return Sheet(top, said=[said(broken(str(problem), MINE, what="我的页面暂时读不出来"))], kept=False)
    if not pinned:
        return Sheet(top, said=[_nothing()], kept=False)
    found = {one.id: shown(one, one is pinned[0], one is pinned[-1]) for one in pinned}
    tiles = {name: one.tile for name, one in found.items()}
    actions = {name: one.actions for name, one in found.items()}
    return Sheet(top, tiles, asked, actions=actions, title=TITLE, kept=False)


def _nothing() -> Component:
    sign = html.Span(className="state-icon icon-pin", **{"aria-hidden": "true"})
    words = html.P("还没有钉住的内容：在各页任一块的“导出”里点“钉到我的页面”，或先做一个自助分析。")
    way = dcc.Link("去做一个自助分析", href=EXPLORE, className="button")
    return said(html.Div([sign, words, way], className="state state-empty", role="status"))
