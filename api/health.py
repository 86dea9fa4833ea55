"""/healthz: the process lives. /readyz: it can answer readers now – and if not, why."""

from __future__ import annotations

import logging
import threading
from typing import Any

from flask import Blueprint, Response, request

from api.answers import passing_response
from data.engine import DatabaseUnavailable, NothingPublished, VersionDamaged
from data.guarded import Guard
from queries.service import Cockpit
from store import StoreUnavailable, get_store

log = logging.getLogger(__name__)

_warm = threading.Event()
_cache_turn = threading.Lock()
_told_turn = threading.Lock()
_told = ""
_database, _store = Guard("检查数据库", log), Guard("检查运行库", log)
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
    """200 where pages can be shown from the database and the process is warm; else 503.

    Every check says its reason. ``degraded``: pages are shown, but not as they should be: an older version
    stands in for a damaged one, the cache or the operational database is away, or the database itself is
    and pages show the last good data, marked as such. Reasons name no path and no address: the log does.
    """
    checks = {
        "database": database_check(cockpit),
        "version": version_check(cockpit),
        "store": store_check(),
        "cache": cache_check(cockpit),
        "warm": warm_check(),
    }
    wrong = [name for name, check in checks.items() if not check["ok"]]
    ready = not {"database", "warm"} & set(wrong)
    version = _last_version(cockpit)
    body = {
        "ready": ready,
        "degraded": version is not None and bool(set(wrong) - {"warm"}),
        "version": version,
        "checks": checks,
    }
    _tell("；".join(checks[name]["reason"] for name in wrong), ready)
    return passing_response(body, 200 if ready else 503)


def _tell(reasons: str, ready: bool) -> None:
    """Log what is wrong when it changes, not at every question."""
    global _told
    with _told_turn:
        if reasons != _told and reasons:
            log.warning(
                "%s（%s）：%s", "运行不完全正常" if ready else "尚未就绪", request.remote_addr, reasons
            )
        _told = reasons


def database_check(cockpit: Cockpit) -> dict[str, Any]:
    """Whether the version to show can be opened now (a server is asked over a live connection)."""
    try:
        version = cockpit.database.current().version
        with cockpit.database.connect(version):
            return _check()
    except (NothingPublished, VersionDamaged) as error:
        return _check(str(error))
    except DatabaseUnavailable as error:
        _database.tell(error)
        return _check(str(error))
    except Exception as error:
        _database.tell(error)
        return _check(f"数据库检查出错：{type(error).__name__}")


def version_check(cockpit: Cockpit) -> dict[str, Any]:
    """Whether the version that serves is the one published last."""
    try:
        return _check(cockpit.database.serving().trouble)
    except DatabaseUnavailable:
        return _check()  # said by the check of the database


def store_check() -> dict[str, Any]:
    """Whether the operational database answers: without it nothing can be delivered, kept or archived."""
    try:
        get_store().check()
    except StoreUnavailable as error:
        _store.tell(error)
        return _check("运行库不能使用：数据采集、简报、快照和信号暂停，原因见服务日志")
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
