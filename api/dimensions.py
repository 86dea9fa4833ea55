"""GET /api/v1/dimensions, /api/v1/dimensions/{code}, its /members and /api/v1/version."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from access import current_scope
from api import parameters
from api.answers import conditional
from api.catalogue import dimension_json, labelled, publication_json
from api.errors import ApiError, BadParameter, guard
from queries.dimensions import DIMENSIONS
from queries.filters import MISSING_LABEL
from queries.finder import SEARCHED, finder
from queries.indicators import INDICATORS, dimensions
from queries.service import Cockpit, State


def blueprint(cockpit: Cockpit) -> Blueprint:
    """The routes, answering from ``cockpit``."""
    routes = Blueprint("api_dimensions", __name__, url_prefix="/api/v1")
    routes.register_error_handler(Exception, guard)
    routes.add_url_rule("/dimensions", "listing", listing)
    routes.add_url_rule("/dimensions/<code>", "members", lambda code: members(cockpit, code))
    routes.add_url_rule("/dimensions/<code>/members", "found", lambda code: found(cockpit, code))
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
    _require_dimension(code)
    state = cockpit.state()
    question = {"members": code, "state": publication_json(state)}
    return conditional(question, lambda: _members_json(cockpit, state, code))


def _require_dimension(code: str) -> None:
    if code not in DIMENSIONS:
        near = parameters.nearest_dimensions(code)
        like = "、".join(f"{n['code']} {n['name']}" for n in near)
        message = f"没有维度“{code}”；相近的有：{like}"
        raise ApiError(404, "unknown_dimension", message, nearest=near)


def _members_json(cockpit: Cockpit, state: State, code: str) -> dict[str, Any]:
    about = _with_indicators(code)
    found: list[dict[str, str]] | None = None
    hint = f"空值写作“{MISSING_LABEL}”"
    if about["listed"]:
        known = cockpit.labels(state.publication.version).members(code)
        found = [{"code": member, "name": name} for member, name in known.items()]
    elif code in SEARCHED:
        hint = f"列表不在此列出，按名称、简称、拼音查找见 /api/v1/dimensions/{code}/members?q=；{hint}"
    elif about["indicators"]:
        hint = f"列表不在此列出，见 /api/v1/indicators/{about['indicators'][0]}?by={code}；{hint}"
    return {
        **about,
        "version": state.publication.version,
        "stale": not state.live,
        "members": found,
        "hint": hint,
    }


#: Members found at a time by default, and at most.
FOUND, MOST_FOUND = 20, 100
#: Characters that are looked for.
LONGEST = 60


def found(cockpit: Cockpit, code: str) -> Response:
    """Members of a large list by name, short form, pinyin, first letters or code, the best first."""
    parameters.require_known(request.args, ("q", "limit"))
    _require_dimension(code)
    if code not in SEARCHED:
        near = [{"code": d, "name": DIMENSIONS[d].label} for d in sorted(SEARCHED)]
        right = "、".join(f"{n['code']} {n['name']}" for n in near)
        message = f"“{DIMENSIONS[code].label}”不能按名称查找，可以查找的有：{right}"
        raise ApiError(404, "unknown_dimension", message, nearest=near)
    text = parameters.given(request.args).get("q", [""])[0]
    if len(text) > LONGEST:
        raise BadParameter("q", f"参数 q：应不超过 {LONGEST} 个字", [f"1–{LONGEST} 个字"])
    limit = parameters.read_whole(request.args, "limit", FOUND, MOST_FOUND)
    state, scope = cockpit.state(), current_scope()
    question = {"found": [code, text, limit], "state": publication_json(state), "scope": scope.key()}
    return conditional(question, lambda: _found_json(cockpit, state, code, text, limit))


def _found_json(cockpit: Cockpit, state: State, code: str, text: str, limit: int) -> dict[str, Any]:
    version = state.publication.version
    members = finder(cockpit, code, version).find(text, limit, scope=current_scope())
    return {
        **labelled(code),
        "version": version,
        "stale": not state.live,
        "members": [{"code": m.code, "name": m.name, "hint": m.hint} for m in members],
    }


def version(cockpit: Cockpit) -> Response:
    """The current publication."""
    parameters.require_known(request.args, ())
    body = publication_json(cockpit.state())
    return conditional({"publication": body}, lambda: body)
