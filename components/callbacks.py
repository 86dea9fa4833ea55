"""Dash's own addresses: what no page of this server asks there is refused in words before it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import Response, request
from werkzeug.exceptions import BadRequest, NotFound

from access.refusals import answer, has_controls

_UPDATE = "/_dash-update-component"
_STALE = "请求内容与页面不符，没有执行；请刷新页面后重试"


def check_requests(dash_app: Dash) -> None:
    """Refuse files that no component has (404) and callbacks that no page declares (400)."""
    server = dash_app.server
    draw = server.view_functions[_UPDATE]

    def checked() -> Any:
        _check(_body(), dash_app.callback_map)
        return draw()

    server.view_functions[_UPDATE] = checked
    server.register_error_handler(DependencyException, _no_such_file)


def _no_such_file(error: Exception) -> Response:
    return answer(NotFound("没有这个文件：程序可能已经更新，请刷新页面"))


def _body() -> object:
    try:
        return request.get_json()
    except RecursionError as error:
        raise BadRequest(_STALE) from error


def _check(body: object, declared: Mapping[str, Mapping[str, Any]]) -> None:
    """Whether the body is a declared callback's, with its inputs as the browser sends them."""
    if not isinstance(body, dict) or not isinstance(output := body.get("output"), str):
        raise BadRequest(_STALE)
    callback = declared.get(output)
    if callback is None or "callback" not in callback or _joined(body.get("outputs")) != output:
        raise BadRequest(_STALE)
    for name in ("inputs", "state"):
        if _names(body.get(name, [])) != [(i["id"], i["property"]) for i in callback[name]]:
            raise BadRequest(_STALE)
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(name, str) for name in changed):
        raise BadRequest(_STALE)
    # The only inputs that there are: the parts of the address.
    if not all(_is_of_address(one.get("property"), one.get("value")) for one in body["inputs"]):
        raise BadRequest(_STALE)


def _joined(outputs: object) -> str | None:
    """The outputs as Dash names them together."""
    many = outputs if isinstance(outputs, list) else [outputs]
    names = _names(many)
    told = [f"{id}.{prop}" for id, prop in names or ()]
    return f"..{'...'.join(told)}.." if isinstance(outputs, list) else told[0] if told else None


def _names(given: object) -> Sequence[tuple[str, str]] | None:
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        return None
    return [(one.get("id"), one.get("property")) for one in given]


def _is_of_address(part: object, value: object) -> bool:
    if not isinstance(value, str) or has_controls(value):
        return False
    return value.startswith("/") if part == "pathname" else not value or value.startswith("?")
