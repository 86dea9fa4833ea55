"""/api/v1/walls: a wall says how it is and learns what is new, in one request; who runs them sees all."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from api import heartbeat, parameters
from api.answers import passing_response
from api.errors import ApiError, guard
from data.engine import DatabaseUnavailable
from queries.cache import release
from queries.service import Cockpit
from readers import walls
from store.base import ZONE

_JSON = "application/json"


def blueprint(cockpit: Cockpit) -> Blueprint:
    """The two routes, answering from ``cockpit``."""
    routes = Blueprint("api_walls", __name__, url_prefix="/api/v1")
    routes.register_error_handler(Exception, guard)
    routes.add_url_rule("/walls", "listing", lambda: listing(cockpit))
    routes.add_url_rule("/walls", "beat", lambda: beat(cockpit), methods=["POST"])
    return routes


def beat(cockpit: Cockpit) -> Response:
    """Take a wall's heartbeat and tell it what is current; needs no database."""
    parameters.require_known(request.args, ())
    said = heartbeat.read(_body())
    now = datetime.now(ZONE)
    news = _news(cockpit, now)
    walls.note(said, request.remote_addr or "", news["edition"], now)
    return passing_response(news)


def listing(cockpit: Cockpit) -> Response:
    """What is current, and every wall with its state, the one seen last first."""
    parameters.require_known(request.args, ())
    now = datetime.now(ZONE)
    found = [_wall_json(wall, now) for wall in walls.walls(now)]
    return passing_response({**_news(cockpit, now), "walls": found})


def _body() -> bytes:
    # A page of another site may post plain text unasked, but JSON only if this server allowed it.
    if request.mimetype != _JSON:
        raise ApiError(415, "unsupported_media_type", f"内容类型应为 {_JSON}", expected=[_JSON])
    request.max_content_length = heartbeat.MOST_BYTES
    return request.get_data(cache=False)


def _news(cockpit: Cockpit, now: datetime) -> dict[str, Any]:
    try:
        state = cockpit.state()
    except DatabaseUnavailable:
        state = None
    return {
        "edition": state and state.publication.edition,
        "version": state and state.publication.version,
        "live": state is not None and state.live,
        "release": release(),
        "now": now.isoformat(timespec="milliseconds"),
    }


def _wall_json(wall: walls.Wall, now: datetime) -> dict[str, Any]:
    return {
        **asdict(wall.heartbeat),
        "seen_at": wall.seen_at.isoformat(timespec="milliseconds"),
        "address": wall.address,
        "age_seconds": max(0, int((now - wall.seen_at).total_seconds())),
        "state": wall.state(now),
    }
