"""What routes of pages answer: JSON that no browser keeps, and a refusal of requests from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, Response, request

from access.writes import FOREIGN, is_own
from components.board.sheet import Query
from store import StoreUnavailable


def as_text(body: Mapping[str, Any]) -> str:
    """What is sent, as compact JSON."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def json_answer(body: Mapping[str, Any] | str, status: int = 200) -> Response:
    """A body (or its finished text) as JSON."""
    text = body if isinstance(body, str) else as_text(body)
    answer = Response(text, status, content_type="application/json; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def own_pages_only() -> Response | None:
    """Before a request: one that changes something must come from a page of this server."""
    return json_answer({"error": FOREIGN}, 403) if request.method == "POST" and not is_own(request) else None


def keeping(name: str, *refusals: type[Exception]) -> Blueprint:
    """Routes for what readers keep: from own pages only; ``refusals`` and what is gone or away in words."""
    routes = Blueprint(name, __name__)
    routes.before_request(own_pages_only)
    routes.register_error_handler(StoreUnavailable, lambda problem: _refused(str(problem), 503))
    routes.register_error_handler(LookupError, lambda problem: _refused(str(problem.args[0]), 404))
    for kind in refusals:
        routes.register_error_handler(kind, lambda problem: _refused(str(problem), 400))
    return routes


def _refused(error: str, status: int) -> Response:
    return json_answer({"error": error}, status)


def for_pages(name: str, prefix: str, view: Callable[[str, Query], Response]) -> Blueprint:
    """One route below ``prefix`` for every page: ``view`` gets the page's path and the query."""
    routes = Blueprint(name, __name__)

    def answer(page: str) -> Response:
        return view(f"/{page}", parse_qs(request.query_string.decode(errors="replace")))

    routes.add_url_rule(f"{prefix}/", "home", answer, defaults={"page": ""})
    routes.add_url_rule(f"{prefix}/<path:page>", "page", answer)
    return routes
