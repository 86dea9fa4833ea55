"""``/explore`` (自助分析) as a sheet: form, chart, table; wrong addresses are said, with a way out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from access import current_scope
from components import shell
from components.archive.menu import menu as shot_menu
from components.board.filters import filter_bar_for
from components.board.page import data_state, known_state, said
from components.board.sheet import Query, Sheet
from components.explore.form import form
from components.saved.menu import menu
from components.states import BROKEN, broken
from data.engine import DatabaseUnavailable
from frames.explore.fitting import fitted
from frames.explore.state import Exploration, wrong
from frames.explore.tiles import CHART, tiles_of
from frames.links import EXPLORE
from queries.evaluate import BadQuestion, Question
from queries.filters import FilterError, Filters
from queries.indicators import UnknownIndicator, dimensions, get
from queries.service import get_cockpit

TITLE = "自助分析"
LEAD = "选指标、分组和图形；在图上框选或点击，只看选中的。每个数字都能点到明细。"


def lay_out(query: Query) -> Sheet:
    """What an address asks for."""
    try:
        asked = Exploration.parse(query)
        problem = wrong(asked)
        cockpit = get_cockpit()
        filters = cockpit.filters(query)
        if problem:
            way = fitted(asked).url(EXPLORE, filters)
            return _wrong(problem, "这个组合画不出来", way, "按最接近的组合显示")
        return _sheet(fitted(asked), filters, examples=not query.get("i"))
    except UnknownIndicator as error:
        near = [dcc.Link(get(c).name, href=f"{EXPLORE}?i={c}", className="chip-link") for c in error.nearest]
        return _wrong(str(error), "没有这个指标", EXPLORE, "重新开始", html.Div(near, className="span-12"))
    except FilterError as error:
        return _wrong(str(error), "筛选条件无法识别", EXPLORE, "清除筛选条件")
    except BadQuestion as error:
        way = fitted(asked.with_(interval="month")).url(EXPLORE, filters)
        return _wrong(str(error), "时间间隔太细", way, "改为按月")
    except DatabaseUnavailable as error:
        return _wrong(str(error), BROKEN, EXPLORE, "重新载入")


def _wrong(message: str, what: str, way: str, word: str, *more: Component) -> Sheet:
    top = shell.top(TITLE, data=data_state(known_state(get_cockpit())))
    return Sheet(top, said=[said(broken(message, way, what=what, way=word)), *more], wrong=message)


def _sheet(asked: Exploration, filters: Filters, examples: bool) -> Sheet:
    cockpit = get_cockpit()
    for code in asked.codes:
        # Refuses now, for the whole page, what each tile would refuse.
        Question(code, filters, asked.by, asked.interval or None, scope=current_scope())
    query = asked.query()
    known = [d for d in dimensions(asked.code) if not asked.second or d in dimensions(asked.second)]
    pin = html.Button("钉到我的页面", type="button", className="button quiet", **{"data-pin": CHART})
    canonical = urlencode({**filters.query(), **query})
    saving = menu(asked.title, EXPLORE, filters, cockpit, **query)
    actions: list[Any] = [pin, shot_menu(EXPLORE, canonical), saving]
    top = shell.top(
        TITLE,
        data=data_state(cockpit.state()),
        actions=actions,
        filter_bar=filter_bar_for(EXPLORE, tuple(known), filters, cockpit, **query),
        filters=cockpit.sentence(filters, asked.code),
        lead=LEAD,
    )
    return Sheet(top, tiles_of(asked), canonical, said=[form(asked, filters, examples)], title=TITLE)
