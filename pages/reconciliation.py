"""口径对账 ``/reconciliation``: every published figure beside what the database says now."""

from __future__ import annotations

from urllib.parse import urlencode

from dash import dcc

from access import current_scope
from components import shell
from components.archive.menu import menu as shot_menu
from components.board.catalogue import asked
from components.board.page import data_state, known_state, said
from components.board.sheet import Query, Sheet, register_page
from components.states import BROKEN, broken
from data.engine import DatabaseUnavailable
from frames import reconciliation as view
from frames.context import Context
from frames.kinds import Remark, Several
from frames.links import CATALOGUE, GOVERNANCE, RECONCILIATION
from frames.tiles import Drawn, Tile
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
    return Sheet(top, {"figures": _tile(chosen)}, kept, title=TITLE)


def _tile(chosen: dict[str, str]) -> Tile:
    def draw(context: Context) -> Drawn:
        return _drawn(reconcile(context.cockpit, context.scope, context.version), **chosen)

    return Tile("公布数字与现库", (), draw, span=12, skeleton="table", linked=False)


def _drawn(found: Reconciliation, verdict: str, document: str, i: str, q: str) -> Drawn:
    verdict = verdict if verdict in VERDICTS else ""
    source = document if document in found.sources else ""
    figures = sorted(found.select(verdict, source, i, q), key=lambda f: view.URGENT.index(f.verdict))
    none = Remark("没有符合条件的公布数字" if found.figures else _NONE, "empty")
    head, shown = view.list_head(found, verdict, source, q), view.lines(figures) if figures else none
    table = view.taken_away(figures) if figures else None
    return Drawn(Several((head, shown, view.rules())), table=table)


register_page(__name__, RECONCILIATION, TITLE, lay_out)
