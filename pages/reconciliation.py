"""口径对账 ``/reconciliation``: every published figure beside what the database says now."""

from __future__ import annotations

import dash
from dash import dcc, html
from dash.development.base_component import Component

from access import current_scope
from components import shell
from components.board import reconciliation as view
from components.board.catalogue import asked
from components.board.page import data_state
from components.links import CATALOGUE, GOVERNANCE, RECONCILIATION
from components.markup import Markup
from components.states import BROKEN
from components.tile import broken
from data.engine import DatabaseUnavailable
from queries.reconcile import VERDICTS, Reconciliation, reconcile
from queries.service import State, get_cockpit

TITLE = "口径对账"
_NONE = "还没有公布数字。可以像其他数据一样交付：表“公布数字”（published_figure）。"


def layout(**query: str | list[str]) -> Component:
    """The summary, ways to choose, and the figures that an address asks for."""
    try:
        cockpit = get_cockpit()
        state = cockpit.state()
        found = reconcile(cockpit, current_scope())
    except DatabaseUnavailable as error:
        wrong = html.Div(broken(str(error), RECONCILIATION, what=BROKEN), className="tile span-12")
        return shell.page(TITLE, [wrong])
    return _page(found, state, query)


def _page(found: Reconciliation, state: State, query: dict[str, str | list[str]]) -> Component:
    verdict, source, code, search = (asked(query, name) for name in ("verdict", "source", "i", "q"))
    verdict = verdict if verdict in VERDICTS else ""
    source = source if source in found.sources else ""
    figures = sorted(found.select(verdict, source, code, search), key=lambda f: view.URGENT.index(f.verdict))
    body: list[Component] = [view.choices(found, verdict, source, search)]
    if figures:
        body.append(view.figures_table(figures))
    else:
        body.append(html.P("没有符合条件的公布数字" if found.figures else _NONE, className="state-reason"))
    body.append(view.rules())
    inside = html.Section(
        [html.H2("公布数字与现库", className="tile-title"), html.Div(body, className="tile-body")],
        className="tile span-12",
        **{"aria-label": "公布数字与现库"},
    )
    return shell.page(
        TITLE,
        Markup(inside),
        data=data_state(state),
        lead=f"{found.summary}。每个公布数字都按它自己的日期、期间和口径，与当前版本的数据比对。",
        breadcrumb=shell.breadcrumb([GOVERNANCE, (TITLE, None)]),
        actions=[dcc.Link("指标目录", href=CATALOGUE, className="button quiet")],
    )


dash.register_page(__name__, path=RECONCILIATION, title=TITLE, name=TITLE, layout=layout)
