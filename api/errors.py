"""Errors of the API: one JSON shape, whatever went wrong.

``{"error": {"code", "message", …}}`` with, for a bad parameter, ``parameter`` and ``expected`` (what
would be right: the values, or the form), and for something unknown ``nearest``.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound, ServiceUnavailable

from access import refusals
from api.answers import passing_response
from data.unavailable import DatabaseUnavailable, QueryStopped, Unavailable
from jobs.queue import QueueUnavailable
from queries.evaluate import BadQuestion
from queries.indicators import INDICATORS, UnknownIndicator
from queries.scope import ScopeRefused
from store import StoreUnavailable

log = logging.getLogger(__name__)

PREFIX = "/api/"
#: What each thing that is away is called.
_AWAY = {
    DatabaseUnavailable: "database_unavailable",
    StoreUnavailable: "store_unavailable",
    QueueUnavailable: "queue_unavailable",
}
_NOWHERE = "没有这个地址，可用地址见 /api/v1/openapi.json"


class ApiError(Exception):
    """An answer other than the one asked for: HTTP status, machine code, Chinese message, details."""

    def __init__(self, status: int, code: str, message: str, **details: Any) -> None:
        self.status = status
        self.body = {"code": code, "message": message, **details}
        super().__init__(message)


class BadParameter(ApiError):
    """A parameter that cannot be used; ``expected`` lists the right values, or the right form."""

    def __init__(self, parameter: str, message: str, expected: Sequence[str]) -> None:
        super().__init__(400, "bad_parameter", message, parameter=parameter, expected=list(expected))


def install(server: Flask) -> None:
    """Answer every error in words: under ``/api/`` in the one JSON shape, elsewhere as readers need it.

    Bodies are bounded (``refusals.MOST_BODY``) for every route that sets no limit of its own.
    """
    server.config["MAX_CONTENT_LENGTH"] = server.config["MAX_FORM_MEMORY_SIZE"] = refusals.MOST_BODY
    server.config["MAX_FORM_PARTS"] = refusals.MOST_PARTS
    # Without this rule an unknown address would reach the catch-all of the pages.
    server.add_url_rule("/api/", "api_nowhere", _nowhere)
    server.add_url_rule("/api/<path:rest>", "api_nowhere", _nowhere)
    server.before_request(_plain_address)
    server.register_error_handler(HTTPException, _http)
    for away in (DatabaseUnavailable, StoreUnavailable, QueueUnavailable):
        server.register_error_handler(away, _away)


def guard(error: Exception) -> Response:
    """The response for any exception of a view; unexpected ones are logged."""
    if isinstance(error, ApiError):
        return _response(error.status, error.body)
    if isinstance(error, HTTPException):
        return _plain(error)
    if isinstance(error, UnknownIndicator):
        near = [{"code": c, "name": INDICATORS[c].name} for c in error.nearest]
        return _response(404, {"code": "unknown_indicator", "message": str(error), "nearest": near})
    if isinstance(error, ScopeRefused):
        return _response(403, {"code": "scope_refused", "message": str(error)})
    if isinstance(error, BadQuestion):
        return guard(BadParameter(error.parameter, str(error), ["更小的范围"]))
    if isinstance(error, QueryStopped):
        return _response(503, {"code": "query_stopped", "message": str(error)})
    if isinstance(error, Unavailable):
        away = next((name for kind, name in _AWAY.items() if isinstance(error, kind)), "unavailable")
        response = _response(503, {"code": away, "message": str(error)})
        response.headers["Retry-After"] = "5"
        return response
    log.exception("接口出错：%s", request.full_path, exc_info=error)
    return _response(500, {"code": "internal", "message": "服务器内部错误，详情见服务日志"})


def _nowhere(rest: str = "") -> Response:
    return _response(404, {"code": "unknown_address", "message": _NOWHERE})


def _plain_address() -> None:
    # No address of ours has them.
    if refusals.has_controls(request.path):
        raise NotFound("没有这个地址：其中有控制字符")


def _http(error: HTTPException) -> Response:
    return _plain(error) if request.path.startswith(PREFIX) else refusals.answer(error)


def _away(error: Exception) -> Response:
    return _http(ServiceUnavailable(str(error), retry_after=refusals.RETRY_SECONDS))


def _plain(error: HTTPException) -> Response:
    code = error.name.lower().replace(" ", "_")
    message = _NOWHERE if error.code == 404 else refusals.words(error)
    response = _response(error.code or 500, {"code": code, "message": message})
    response.headers.update(refusals.headers(error))
    return response


def _response(status: int, body: dict[str, Any]) -> Response:
    return passing_response({"error": body}, status)
