"""Addresses of the wall: its document, a scene's data, a figure's detail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from flask import Blueprint, Response, request

from components.answers import json_answer
from components.board.sheet import GONE
from components.wall.detail import detail_payload
from components.wall.document import document
from components.wall.payload import CHOSEN, PATH
from components.wall.scenes import WALLS, Kind, Wall
from components.wall.sent import scene_text
from data.engine import DatabaseUnavailable
from queries.cache import release
from queries.filters import FilterError
from queries.indicators import UnknownIndicator
from queries.pin import VERSION


def blueprint(wall: Wall, index: Callable[[], str], prefix: str = "/") -> Blueprint:
    """The three routes; ``index`` gives Dash's own page, which names the files that both share."""
    WALLS[PATH] = wall
    routes = Blueprint("wall", __name__)
    routes.add_url_rule(PATH, "screen", lambda: _page(wall, index(), prefix))
    routes.add_url_rule(f"{PATH}/scene", "scene", lambda: _scene(wall))
    routes.add_url_rule(f"{PATH}/detail", "detail", _detail)
    return routes


def _page(wall: Wall, index: str, prefix: str) -> Response:
    answer = Response(document(wall, index, prefix, release()), mimetype="text/html")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _scene(wall: Wall) -> Response:
    """A scene's tiles; 404 for a scene that is no longer there, 400 for filters that can't be read."""
    kind: Any = request.args.get("kind", "normal")
    if kind not in get_args(Kind):
        return _refused(f"kind={kind!r}：应为 {'、'.join(get_args(Kind))} 之一", 400)
    try:
        scene = wall.scene(request.args.get("scene", wall.scenes[0].key))
    except LookupError:
        return _refused(GONE, 404)
    chosen = {name: request.args[name] for name in (*CHOSEN, VERSION) if request.args.get(name)}
    try:
        return json_answer(scene_text(wall, scene, kind, chosen))
    except FilterError as error:
        return _refused(str(error), 400)


def _detail() -> Response:
    """A figure's detail, or the reason in words why there is none."""
    try:
        return json_answer(detail_payload(request.args.to_dict()))
    except (UnknownIndicator, FilterError) as error:
        return _refused(str(error), 400)
    except DatabaseUnavailable as error:
        return _refused(str(error), 503)


def _refused(reason: str, status: int) -> Response:
    return json_answer({"error": reason}, status)
