"""/healthz: the process lives. /readyz: it can answer readers now – and if not, why."""

from __future__ import annotations

import logging
import threading
from typing import Any

from flask import Blueprint, Response, request

from api.answers import passing_response
from data.engine import DatabaseUnavailable
from queries.service import Cockpit

log = logging.getLogger(__name__)

_warm = threading.Event()
_cache_turn = threading.Lock()
#: Two processes may write the cache's mark at once; the next try tells them apart from an outage.
_CACHE_TRIES = 3


def mark_warm() -> None:
    """Say that this process has done what isn't safe or quick at the first request."""
    _warm.set()


def blueprint(cockpit: Cockpit) -> Blueprint:
    """The two routes; only ``/readyz`` touches ``cockpit``."""
    routes = Blueprint("health", __name__)
    routes.add_url_rule("/healthz", "healthz", healthz)
    routes.add_url_rule("/readyz", "readyz", lambda: readyz(cockpit))
    return routes


def healthz() -> Response:
    """200 as long as the process answers at all."""
    return passing_response({"alive": True}, 200)


def readyz(cockpit: Cockpit) -> Response:
    """200 where database and cache answer and the process is warm; else 503 with each reason.

    ``degraded``: the database is away, but pages still show the last good data, marked as such.
    """
    checks = {"database": database_check(cockpit), "cache": cache_check(cockpit), "warm": warm_check()}
    ready = all(check["ok"] for check in checks.values())
    body = {
        "ready": ready,
        "degraded": not checks["database"]["ok"] and _last_version(cockpit) is not None,
        "version": _last_version(cockpit),
        "checks": checks,
    }
    if not ready:
        reasons = "；".join(check["reason"] for check in checks.values() if not check["ok"])
        log.warning("尚未就绪（%s）：%s", request.remote_addr, reasons)
    return passing_response(body, 200 if ready else 503)


def database_check(cockpit: Cockpit) -> dict[str, Any]:
    """Whether the current version can be opened now (a server is asked over a live connection)."""
    try:
        version = cockpit.database.current().version
        with cockpit.database.connect(version):
            pass
    except DatabaseUnavailable as error:
        return _check(str(error))
    except Exception as error:
        log.exception("检查数据库时出错")
        return _check(f"数据库检查出错：{type(error).__name__}")
    return _check()


def cache_check(cockpit: Cockpit) -> dict[str, Any]:
    """Whether what is written to the cache can be read again."""
    with _cache_turn:
        if any(cockpit.cache.answers() for _ in range(_CACHE_TRIES)):
            return _check()
    return _check("缓存不能写入或读出：请检查 COCKPIT_CACHE_URL 或 COCKPIT_HOME/cache")


def warm_check() -> dict[str, Any]:
    """Whether ``mark_warm`` was called in this process."""
    return _check() if _warm.is_set() else _check("进程仍在预热")


def _last_version(cockpit: Cockpit) -> str | None:
    try:
        return cockpit.state().publication.version
    except DatabaseUnavailable:
        return None


def _check(reason: str = "") -> dict[str, Any]:
    return {"ok": not reason, "reason": reason}
