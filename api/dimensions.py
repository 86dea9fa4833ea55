"""GET /api/v1/dimensions, /api/v1/dimensions/{code} and /api/v1/version."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from api import parameters
from api.answers import conditional
from api.catalogue import dimension_json, publication_json
from api.errors import ApiError, guard
from queries.dimensions import DIMENSIONS
from queries.filters import MISSING_LABEL
from queries.indicators import INDICATORS, dimensions
from queries.service import Cockpit, State


def blueprint(cockpit: Cockpit) -> Blueprint:
    """The routes, answering from ``cockpit``."""
    routes = Blueprint("api_dimensions", __name__, url_prefix="/api/v1")
    routes.register_error_handler(Exception, guard)
    routes.add_url_rule("/dimensions", "listing", listing)
    routes.add_url_rule("/dimensions/<code>", "members", lambda code: members(cockpit, code))
    routes.add_url_rule("/version", "version", lambda: version(cockpit))
    return routes


def listing() -> Response:
    """Every dimension, with the indicators that can be cut by it."""
    parameters.require_known(request.args, ())
    return conditional({"list": "dimensions"}, lambda: [_with_indicators(code) for code in DIMENSIONS])


def _with_indicators(code: str) -> dict[str, Any]:
    users = [i.code for i in INDICATORS.values() if i.listed and code in dimensions(i.code)]
    return {**dimension_json(DIMENSIONS[code]), "indicators": users}


def members(cockpit: Cockpit, code: str) -> Response:
    """Members of a short list in their order; of other dimensions null, and how to find them."""
    parameters.require_known(request.args, ())
    if code not in DIMENSIONS:
        near = parameters.nearest_dimensions(code)
        like = "、".join(f"{n['code']} {n['name']}" for n in near)
        message = f"没有维度“{code}”；相近的有：{like}"
        raise ApiError(404, "unknown_dimension", message, nearest=near)
    state = cockpit.state()
    question = {"members": code, "state": publication_json(state)}
    return conditional(question, lambda: _members_json(cockpit, state, code))


def _members_json(cockpit: Cockpit, state: State, code: str) -> dict[str, Any]:
    about = _with_indicators(code)
    found: list[dict[str, str]] | None = None
    hint = f"空值写作“{MISSING_LABEL}”"
    if about["listed"]:
        known = cockpit.labels(state.publication.version).members(code)
        found = [{"code": member, "name": name} for member, name in known.items()]
    elif about["indicators"]:
        hint = f"列表不在此列出，见 /api/v1/indicators/{about['indicators'][0]}?by={code}；{hint}"
    return {
        **about,
        "version": state.publication.version,
        "stale": not state.live,
        "members": found,
        "hint": hint,
    }


def version(cockpit: Cockpit) -> Response:
    """The current publication."""
    parameters.require_known(request.args, ())
    body = publication_json(cockpit.state())
    return conditional({"publication": body}, lambda: body)
