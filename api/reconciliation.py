"""GET /api/v1/reconciliation: every published figure beside what the database says now."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from access import current_scope
from api import parameters
from api.answers import conditional, number
from api.catalogue import publication_json
from api.errors import guard
from queries.indicators import get
from queries.reconcile import VERDICTS, Compared, Reconciliation, reconcile
from queries.service import Cockpit, State

ALLOWED = ("verdict", "source", "code", "q")


def blueprint(cockpit: Cockpit) -> Blueprint:
    """The route, answering from ``cockpit``."""
    routes = Blueprint("api_reconciliation", __name__, url_prefix="/api/v1")
    routes.register_error_handler(Exception, guard)
    routes.add_url_rule("/reconciliation", "reconciliation", lambda: reconciliation(cockpit))
    return routes


def reconciliation(cockpit: Cockpit) -> Response:
    """The figures asked for, and how many of all have each verdict."""
    parameters.require_known(request.args, ALLOWED)
    verdict = (
        parameters.read_choice(request.args, "verdict", {str(v): word for v, word in VERDICTS.items()}) or ""
    )
    given = parameters.given(request.args)
    source, code, search = (given.get(name, [""])[0] for name in ("source", "code", "q"))
    if code:
        get(code)
    state, scope = cockpit.state(), current_scope()
    chosen = {"verdict": verdict, "source": source, "code": code, "search": search}
    key = {"reconciliation": chosen, "state": publication_json(state), "scope": scope.key()}

    def answer() -> dict[str, Any]:
        return _json(state, reconcile(cockpit, scope, state.publication.version), chosen)

    return conditional(key, answer)


def _json(state: State, found: Reconciliation, chosen: dict[str, str]) -> dict[str, Any]:
    return {
        "version": found.version,
        "business_date": state.publication.business_date.isoformat(),
        "demonstration": state.publication.is_demonstration,
        "stale": not state.live,
        "total": len(found.figures),
        "counts": dict(found.counts),
        "figures": [_figure(figure) for figure in found.select(**chosen)],
    }


def _figure(found: Compared) -> dict[str, Any]:
    figure, indicator = found.figure, found.indicator
    return {
        "key": figure.key,
        "name": figure.name,
        "code": figure.code,
        "indicator": indicator.name if indicator else None,
        "owner": indicator.owner if indicator else None,
        "text": found.text,
        "value": number(figure.value),
        "unit": figure.unit or found.unit,
        "precision": figure.precision,
        "condition": found.condition,
        "start": figure.start.isoformat(),
        "as_of": figure.as_of.isoformat(),
        "source": figure.source,
        "quote": figure.quote,
        "now": number(found.now),
        "now_unit": found.unit,
        "published": number(found.published),
        "difference": number(found.difference),
        "share": number(found.share),
        "order": list(found.order),
        "verdict": found.verdict,
        "conclusion": found.conclusion,
        "reason": found.reason,
    }
