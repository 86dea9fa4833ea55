"""What routes of pages answer: JSON that no browser keeps, and a refusal of requests from elsewhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException, UnsupportedMediaType

from access.refusals import answer
from access.writes import FOREIGN, is_own
from components.board.sheet import Query

log = logging.getLogger(__name__)

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


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
    """Before a request: one that changes something comes from a page of this server, and as a form."""
    if request.method != "POST":
        return None
    if not is_own(request):
        return json_answer({"error": FOREIGN}, 403)
    if request.content_length and request.mimetype not in _FORMS:
        raise UnsupportedMediaType(f"内容类型应为 {' 或 '.join(_FORMS)}")
    return None


def refusing(routes: Blueprint, kinds: Mapping[type[Exception], int]) -> Blueprint:
    """Answer what the routes raise with its own words: each kind of exception with a status.

    What isn't there (``LookupError``) is 404. HTTP errors and what is away are the server's matter.
    """
    statuses: dict[type[Exception], int] = {LookupError: 404, **kinds}
    for kind, status in statuses.items():
        routes.register_error_handler(kind, partial(_refused, status=status))
    return routes


def keeping(name: str, *refusals: type[Exception]) -> Blueprint:
    """Routes for what readers keep: from own pages only; ``refusals`` and what is gone in words."""
    routes = Blueprint(name, __name__)
    routes.before_request(own_pages_only)
    return refusing(routes, dict.fromkeys(refusals, 400))


def _refused(problem: Exception, status: int) -> Response:
    if isinstance(problem, HTTPException):
        return answer(problem)
    if isinstance(problem, (KeyError, IndexError)):
        log.error("请求 %s 中有不认识的值", request.path, exc_info=problem)
        return json_answer({"error": "请求中有不认识的值，没有执行；请刷新页面后重试"}, 400)
    return json_answer({"error": str(problem.args[0] if problem.args else problem)}, status)


def for_pages(name: str, prefix: str, view: Callable[[str, Query], Response]) -> Blueprint:
    """One route below ``prefix`` for every page: ``view`` gets the page's path and the query."""
    routes = Blueprint(name, __name__)

    def answer(page: str) -> Response:
        return view(f"/{page}", parse_qs(request.query_string.decode(errors="replace")))

    routes.add_url_rule(f"{prefix}/", "home", answer, defaults={"page": ""})
    routes.add_url_rule(f"{prefix}/<path:page>", "page", answer)
    return routes
