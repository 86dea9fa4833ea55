"""GET /api/v1/signals: what is over its threshold in the current version, and what has returned."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from access import current_scope
from api import parameters
from api.answers import number, passing_response
from api.errors import ApiError, guard
from data.engine import DatabaseUnavailable
from queries.indicators import get
from queries.service import Cockpit
from queries.thresholds import LEVELS
from readers.signals import STATES, Signal, Signals
from store import StoreUnavailable, get_store

ALLOWED = ("state", "level", "code", "department")
#: What ``state`` chooses; without it all that stand.
CHOICES = {**{str(state): word for state, word in STATES.items()}, "all": "全部"}


def blueprint(cockpit: Cockpit) -> Blueprint:
    """The route, answering from ``cockpit`` and the operational database."""
    routes = Blueprint("api_signals", __name__, url_prefix="/api/v1")
    routes.register_error_handler(Exception, guard)
    routes.add_url_rule("/signals", "signals", lambda: signals(cockpit))
    return routes


def signals(cockpit: Cockpit) -> Response:
    """The signals asked for; nothing is kept by anybody, for they change with thresholds too."""
    parameters.require_known(request.args, ALLOWED)
    state = parameters.read_choice(request.args, "state", CHOICES)
    level = parameters.read_choice(request.args, "level", {str(k): word for k, word in LEVELS.items()})
    given = parameters.given(request.args)
    code, department = (given.get(name, [""])[0] for name in ("code", "department"))
    if code:
        get(code)
    try:
        inbox = Signals(get_store())
        with suppress(DatabaseUnavailable):
            inbox.renew(cockpit)
        found, last = inbox.listed("", scope=current_scope()), inbox.last()
    except StoreUnavailable as problem:
        raise ApiError(503, "store_unavailable", str(problem)) from problem
    chosen = [
        one
        for one in found
        if _is_asked(one, state)
        and level in (None, one.level)
        and code in ("", one.code)
        and (not department or department in one.departments)
    ]
    publication = cockpit.state()
    return passing_response(
        {
            "version": last.version,
            "business_date": last.business_date and last.business_date.isoformat(),
            "demonstration": publication.publication.is_demonstration,
            "stale": not publication.live,
            "checked_at": _moment(last.checked_at),
            "compared": last.count,
            "signals": [_json(one) for one in chosen],
        }
    )


def _is_asked(one: Signal, state: str | None) -> bool:
    return state == "all" or (one.ended is None if state is None else one.state == state)


def _json(one: Signal) -> dict[str, Any]:
    return {
        "id": one.id,
        "code": one.code,
        "name": one.name,
        "unit": one.unit,
        "pillar": one.pillar,
        "owner": one.owner,
        "dimension": one.by or None,
        "member": one.member or None,
        "member_name": one.member_name or None,
        "level": one.level,
        "state": one.state,
        "threshold": one.phrase,
        "limit": number(one.limit),
        "value": number(one.value),
        "compared": number(one.compared),
        "measured": number(one.measured),
        "before": number(one.before),
        "since_version": one.opened_version,
        "since": one.opened_on.isoformat(),
        "opened_at": _moment(one.opened_at),
        "ended": one.ended,
        "ended_version": one.ended_version,
        "ended_on": one.ended_on and one.ended_on.isoformat(),
        "ended_value": number(one.ended_value),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="milliseconds") if moment else None
