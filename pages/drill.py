"""下钻 ``/drill``: from a figure to the rows it counts."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from components import shell
from components.archive.menu import menu as shot_menu
from components.board.filters import filter_bar_for
from components.board.page import BOARDS, data_state, said
from components.board.sheet import Query, Sheet, register_page
from components.saved.menu import menu
from components.states import BROKEN
from components.tile import broken
from data.engine import DatabaseUnavailable
from frames.courses import DEFAULT_YEARS
from frames.drill import Drill, drill_tiles, trail_links
from frames.links import DRILL, EXPLORE, RECORDS, record_href
from queries.dimensions import DIMENSIONS
from queries.filters import MISSING, FilterError, Filters
from queries.indicators import UnknownIndicator, dimensions, get
from queries.service import get_cockpit

TITLE = "数据下钻"


def lay_out(query: Query) -> Sheet:
    """Figure, siblings, parts and rows for an address; errors are said in words."""
    if not query.get("i"):
        return _wrong("请从任一页面的数字、图形或“明细”进入", "还没有选定指标")
    try:
        return _sheet(Drill.parse(query), query)
    except UnknownIndicator as error:
        near = [dcc.Link(get(c).name, href=f"{DRILL}?i={c}", className="chip-link") for c in error.nearest]
        return _wrong(str(error), "没有这个指标", html.Div(near, className="span-12"))
    except FilterError as error:
        return _wrong(str(error), "筛选条件无法识别")
    except DatabaseUnavailable as error:
        return _wrong(str(error), BROKEN)


def _wrong(message: str, what: str, *more: Component) -> Sheet:
    return Sheet(shell.top(TITLE), said=[_message(message, what), *more], wrong=message)


def _sheet(drill: Drill, query: Query) -> Sheet:
    cockpit = get_cockpit()
    state = cockpit.state()
    filters = cockpit.filters(query)
    home = next((b for b in BOARDS.values() if b.title == drill.indicator.pillar), None)
    start = [("总览", filters.without(*drill.trail).url("/"))]
    if home:
        start.append((home.title, filters.without(*drill.trail).url(home.path)))
    trail = [*start, *trail_links(drill, filters, cockpit)]
    keep = {"i": drill.code} | ({"path": ",".join(drill.trail)} if drill.trail else {})
    keep |= {"years": str(drill.years)} if drill.years else {}
    up = drill.up(filters, len(drill.trail) - 1) if drill.trail else trail[-2][1]
    top = shell.top(
        drill.indicator.name,
        data=data_state(state),
        breadcrumb=shell.breadcrumb(trail),
        actions=[
            shot_menu(DRILL, urlencode(query, doseq=True)),
            menu(drill.indicator.name, DRILL, filters, cockpit, **keep),
            *_record(drill, filters),
            *_years(drill, filters),
            dcc.Link("自助分析", href=filters.url(EXPLORE, i=drill.code), className="button quiet"),
            dcc.Link("返回上一级", href=up or "/", className="button quiet"),
        ],
        filter_bar=filter_bar_for(DRILL, dimensions(drill.code), filters, cockpit, **keep),
        filters=cockpit.sentence(filters, drill.code),
        lead=f"口径：{drill.indicator.definition}",
    )
    place = " ".join([drill.code, *(f"{d}={filters.members.get(d)}" for d in drill.trail)])
    return Sheet(
        top,
        drill_tiles(drill),
        urlencode(query, doseq=True),
        drill.trail,
        place=place,
        title=drill.indicator.name,
    )


def _record(drill: Drill, filters: Filters) -> list[Component]:
    """The page of the record that the reader has come down to."""
    last = drill.trail[-1] if drill.trail else ""
    codes = filters.members.get(last, ())
    if last not in RECORDS or len(codes) != 1 or codes[0] == MISSING:
        return []
    words = f"{DIMENSIONS[last].label}详情"
    return [dcc.Link(words, href=record_href(last, codes[0], filters), className="button quiet")]


def _years(drill: Drill, filters: Filters) -> list[Component]:
    """The way to the course over earlier years, where it is not shown yet."""
    if drill.years:
        return []
    return [dcc.Link("历年同月对比", href=drill.href(filters, years=DEFAULT_YEARS), className="button quiet")]


def _message(text: str, what: str) -> Component:
    return said(broken(text, "/", what=what, way="回到总览"))


register_page(__name__, DRILL, TITLE, lay_out)
