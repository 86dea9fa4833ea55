"""The machine door (接口): indicators, rows, dimensions, walls, health and headers over plain HTTP.

Everything here is generated from the declarations in ``queries``; this room knows no number, no SQL
and no screen.
"""

from __future__ import annotations

from flask import Flask

from api import (
    dimensions,
    errors,
    health,
    indicators,
    openapi,
    reconciliation,
    rows,
    signals,
    snapshots,
    walls,
)
from api.headers import secure
from api.health import mark_warm
from api.hosts import answer_own_names_only
from queries.service import Cockpit

__all__ = ["answer_own_names_only", "mark_warm", "register", "secure"]


def register(server: Flask, cockpit: Cockpit) -> None:
    """Mount ``/api/v1/…``, ``/healthz`` and ``/readyz`` on ``server``, answering from ``cockpit``."""
    for room in (indicators, rows, dimensions, reconciliation, signals, snapshots, walls, openapi):
        server.register_blueprint(room.blueprint(cockpit))
    server.register_blueprint(health.blueprint(cockpit))
    errors.install(server)
