"""指标目录 ``/catalog``: every indicator with its 口径, its value, its published figures, its uses."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from access import current_scope
from components import shell
from components.archive.menu import menu as shot_menu
from components.board import catalogue as view
from components.board.page import data_state, known_state
from components.board.sheet import Query, Sheet, register_page
from components.tile import broken
from data.engine import DatabaseUnavailable
from frames.links import CATALOGUE, GOVERNANCE, RECONCILIATION, catalogue_href
from pages.screen import WALL
from queries.evaluate import Number, Question
from queries.filters import Filters
from queries.indicators import INDICATORS, UnknownIndicator, get
from queries.pin import pinned
from queries.reconcile import reconcile
from queries.scope import ScopeRefused
from queries.service import Cockpit, get_cockpit

TITLE = "指标目录"


def lay_out(query: Query) -> Sheet:
    """The indicators that an address asks for: one (``i``), or those of a pillar and a search."""
    cockpit = get_cockpit()
    state = known_state(cockpit)
    code, pillar, search = (view.asked(query, name) for name in ("i", "pillar", "q"))
    try:
        body = _one(code, cockpit) if code else _many(pillar, search, cockpit)
    except UnknownIndicator as error:
        near = [dcc.Link(get(c).name, href=catalogue_href(c), className="chip-link") for c in error.nearest]
        wrong = broken(str(error), CATALOGUE, what="没有这个指标", way="全部指标")
        body = [html.Div(wrong, className="tile span-12"), html.Div(near, className="span-12")]
    top = shell.top(
        TITLE,
        data=data_state(state),
        filters="；".join(part for part in (code, pillar, search) if part),
        lead="每个指标只声明一次：各页面、大屏、接口和导出用的都是这里的口径。",
        breadcrumb=shell.breadcrumb([GOVERNANCE, (TITLE, None)]),
        actions=[
            shot_menu(CATALOGUE, urlencode(query, doseq=True)),
            dcc.Link("口径对账", href=RECONCILIATION, className="button quiet"),
        ],
    )
    return Sheet(top, said=body, place=code)


def _one(code: str, cockpit: Cockpit) -> list[Component]:
    indicator = get(code)
    back = dcc.Link("全部指标", href=CATALOGUE, className="chip-link")
    standing = _standing(cockpit, [code], whole=True)
    found = view.section(indicator.pillar, [indicator], standing)
    return [html.Div(back, className="span-12"), *_away(standing), found]


def _many(pillar: str, search: str, cockpit: Cockpit) -> list[Component]:
    pillar = pillar if pillar in view.pillars() else ""
    found = view.found_by(search, pillar)
    standing = _standing(cockpit, [i.code for i in INDICATORS.values() if i.listed])
    head = html.Div(view.choices(pillar, search), className="span-12")
    if not found:
        nothing = html.P("没有符合条件的指标", className="state-reason")
        return [head, html.Div(nothing, className="tile span-12")]
    sections = [(name, [i for i in found if i.pillar == name]) for name in view.pillars()]
    return [
        head,
        *_away(standing),
        *(view.section(name, members, standing) for name, members in sections if members),
    ]


def _away(standing: view.Standing) -> list[Component]:
    """What is said where there are no values to show."""
    if not standing.away:
        return []
    return [html.Div(broken(standing.away, CATALOGUE, what="暂时没有数值"), className="tile span-12")]


def _standing(cockpit: Cockpit, codes: list[str], whole: bool = False) -> view.Standing:
    """Values and published figures; none where the database is away."""
    try:
        filters = Filters.default(cockpit.state().publication.business_date, pinned())
        reconciled = reconcile(cockpit, current_scope())
        return view.Standing(_values(cockpit, codes, filters), filters, reconciled, WALL, whole)
    except DatabaseUnavailable as error:
        return view.Standing({}, None, None, WALL, whole, str(error))


def _values(cockpit: Cockpit, codes: list[str], filters: Filters) -> dict[str, Number]:
    """The indicators' numbers; those that the reader's scope refuses are left out."""
    scope = current_scope()
    version = cockpit.state().publication.version

    def ask() -> dict[str, Number]:
        found: dict[str, Number] = {}
        for code in codes:
            try:
                found[code] = cockpit.ask(Question(code, filters, scope=scope), version).value
            except ScopeRefused:
                continue
        return found

    key = {"codes": codes, "filters": filters.key(), "scope": scope.key()}
    values: dict[str, Number] = cockpit.cache.get_or_compute(version, "catalogue", key, ask)
    return values


register_page(__name__, CATALOGUE, TITLE, lay_out)
