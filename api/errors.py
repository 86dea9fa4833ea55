"""Errors of the API: one JSON shape, whatever went wrong.

``{"error": {"code", "message", …}}`` with, for a bad parameter, ``parameter`` and ``expected`` (what
would be right: the values, or the form), and for something unknown ``nearest``.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from api.answers import passing_response
from data.engine import DatabaseUnavailable, QueryStopped
from queries.evaluate import BadQuestion
from queries.indicators import INDICATORS, UnknownIndicator
from queries.scope import ScopeRefused

log = logging.getLogger(__name__)

PREFIX = "/api/"
_MESSAGES = {
    400: "请求格式不正确",
    404: "没有这个地址，可用地址见 /api/v1/openapi.json",
    406: "不能以所要求的格式回答",
    413: "请求过大",
    414: "地址过长",
}
#: Methods worth naming; HEAD and OPTIONS come by themselves.
_ASKING = ("GET", "POST")


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
    """Answer every error under ``/api/`` as JSON; other addresses keep their own handling."""
    # Without this rule an unknown address would reach the catch-all of the pages.
    server.add_url_rule("/api/", "api_nowhere", _nowhere)
    server.add_url_rule("/api/<path:rest>", "api_nowhere", _nowhere)
    server.register_error_handler(HTTPException, _http)


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
    if isinstance(error, DatabaseUnavailable):
        response = _response(503, {"code": "database_unavailable", "message": str(error)})
        response.headers["Retry-After"] = "5"
        return response
    log.exception("接口出错：%s", request.full_path, exc_info=error)
    return _response(500, {"code": "internal", "message": "服务器内部错误，详情见服务日志"})


def _nowhere(rest: str = "") -> Response:
    return _response(404, {"code": "unknown_address", "message": _MESSAGES[404]})


def _http(error: HTTPException) -> Response | HTTPException:
    return _plain(error) if request.path.startswith(PREFIX) else error


def _plain(error: HTTPException) -> Response:
    status = error.code or 500
    methods = _methods(error)
    message = _MESSAGES.get(status, error.name)
    if methods:
        message = f"该地址只接受 {'、'.join(m for m in methods if m in _ASKING)} 请求"
    response = _response(status, {"code": error.name.lower().replace(" ", "_"), "message": message})
    if methods:
        response.headers["Allow"] = ", ".join(methods)
    return response


def _methods(error: HTTPException) -> list[str]:
    return sorted(error.valid_methods or ()) if isinstance(error, MethodNotAllowed) else []


def _response(status: int, body: dict[str, Any]) -> Response:
    return passing_response({"error": body}, status)
