"""口径对账 ``/reconciliation``: every published figure beside what the database says now."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from access import current_scope
from components import shell
from components.archive.menu import menu as shot_menu
from components.board import reconciliation as view
from components.board.catalogue import asked
from components.board.page import data_state, known_state, said
from components.board.sheet import Query, Sheet, register_page
from components.board.tiles import Drawn, Tile
from components.states import BROKEN, broken
from data.engine import DatabaseUnavailable
from frames.context import Context
from frames.links import CATALOGUE, GOVERNANCE, RECONCILIATION
from queries.reconcile import VERDICTS, Reconciliation, reconcile
from queries.service import get_cockpit

TITLE = "口径对账"
_NONE = "还没有公布数字。可以像其他数据一样交付：表“公布数字”（published_figure）。"
#: ``document``, not ``source``: that is a dimension of tasks.
_CHOICES = ("verdict", "document", "i", "q")


def lay_out(query: Query) -> Sheet:
    """The summary, and the figures that an address asks for as a tile that can be taken away."""
    cockpit = get_cockpit()
    try:
        found = reconcile(cockpit, current_scope())
    except DatabaseUnavailable as error:
        wrong = said(broken(str(error), RECONCILIATION, what=BROKEN))
        return Sheet(shell.top(TITLE, data=data_state(known_state(cockpit))), said=[wrong])
    chosen = {name: asked(query, name) for name in _CHOICES}
    top = shell.top(
        TITLE,
        data=data_state(cockpit.state()),
        filters="；".join(VERDICTS.get(text, text) for text in chosen.values() if text),  # type: ignore[call-overload]
        lead=f"{found.summary}。每个公布数字都按它自己的日期、期间和口径，与当前版本的数据比对。",
        breadcrumb=shell.breadcrumb([GOVERNANCE, (TITLE, None)]),
        actions=[
            shot_menu(RECONCILIATION, urlencode(query, doseq=True)),
            dcc.Link("指标目录", href=CATALOGUE, className="button quiet"),
        ],
    )
    kept = urlencode({name: text for name, text in chosen.items() if text})
    return Sheet(top, {"figures": _tile(chosen)}, kept)


def _tile(chosen: dict[str, str]) -> Tile:
    def draw(context: Context) -> Drawn:
        return _drawn(reconcile(context.cockpit, context.scope, context.version), **chosen)

    return Tile("公布数字与现库", (), draw, span=12, skeleton="table", linked=False)


def _drawn(found: Reconciliation, verdict: str, document: str, i: str, q: str) -> Drawn:
    verdict = verdict if verdict in VERDICTS else ""
    source = document if document in found.sources else ""
    figures = sorted(found.select(verdict, source, i, q), key=lambda f: view.URGENT.index(f.verdict))
    body: list[Component] = [view.choices(found, verdict, source, q)]
    if figures:
        body.append(view.figures_table(figures))
    else:
        body.append(html.P("没有符合条件的公布数字" if found.figures else _NONE, className="state-reason"))
    return Drawn([*body, view.rules()], table=view.taken_away(figures) if figures else None)


register_page(__name__, RECONCILIATION, TITLE, lay_out)
