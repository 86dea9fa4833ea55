"""/healthz and /readyz: alive, ready, degraded – each with its reason."""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

import api
from api import health
from data.engine import DatabaseUnavailable
from data.settings import Settings
from tests.api.conftest import Site, mount
from tests.support.processes import free_port
from tests.support.small import publish


@pytest.fixture(autouse=True)
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts in a process that isn't warm."""
    monkeypatch.setattr(health, "_warm", threading.Event())
    monkeypatch.setattr(health, "_told", "")


def test_alive_without_anything(nowhere: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def touched() -> None:
        raise AssertionError("healthz touched the database")

    monkeypatch.setattr(nowhere.cockpit.database, "current", touched)
    response = nowhere.client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"alive": True})


def test_ready_once_warm(site: Site) -> None:
    cold = site.client.get("/readyz")
    assert cold.status_code == 503
    assert cold.json["checks"]["warm"] == {"ok": False, "reason": "进程仍在预热"}
    assert cold.json["degraded"] is False
    api.mark_warm()
    warm = site.client.get("/readyz")
    assert warm.status_code == 200
    assert warm.json == {
        "ready": True,
        "degraded": False,
        "version": "000001",
        "checks": {
            name: {"ok": True, "reason": ""} for name in ("database", "version", "store", "cache", "warm")
        },
    }
    assert warm.headers["Cache-Control"] == "no-store"


def test_many_askers_at_once_do_not_disturb_each_other(site: Site) -> None:
    api.mark_warm()
    with ThreadPoolExecutor(8) as pool:
        client = site.client.application.test_client
        answers = list(pool.map(lambda _: client().get("/readyz").status_code, range(40)))
    assert set(answers) == {200}


def test_without_a_publication_nothing_can_be_shown(nowhere: Site) -> None:
    api.mark_warm()
    found = nowhere.client.get("/readyz")
    assert found.status_code == 503
    assert (found.json["ready"], found.json["degraded"], found.json["version"]) == (False, False, None)
    assert "还没有任何发布版本" in found.json["checks"]["database"]["reason"]


def test_a_database_that_goes_away_leaves_a_degraded_cockpit(duckdb_settings: Settings) -> None:
    publish(duckdb_settings, {})
    site = mount(duckdb_settings)
    api.mark_warm()
    assert site.client.get("/readyz").status_code == 200
    site.cockpit.database.close()
    shutil.rmtree(duckdb_settings.home / "unified")
    found = site.client.get("/readyz")
    assert found.status_code == 503
    assert (found.json["ready"], found.json["degraded"], found.json["version"]) == (False, True, "000001")
    assert found.json["checks"]["database"]["ok"] is False
    assert found.json["checks"]["cache"]["ok"] is True


def test_a_version_that_cannot_be_opened_is_not_ready(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(_: str) -> None:
        raise DatabaseUnavailable("数据库服务器连接不上", "测试")

    api.mark_warm()
    monkeypatch.setattr(site.cockpit.database, "connect", away)
    found = site.client.get("/readyz")
    assert found.status_code == 503
    assert found.json["checks"]["database"]["reason"] == "数据库服务器连接不上：原因见服务日志"
    assert found.json["degraded"] is True
    assert "尚未就绪" in caplog.text


def test_a_server_that_is_not_there(duckdb_settings: Settings) -> None:
    url = f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"
    site = mount(replace(duckdb_settings, database_url=url))
    found = site.client.get("/readyz")
    assert found.status_code == 503
    assert "数据库服务器连接不上" in found.json["checks"]["database"]["reason"]
    assert found.json["degraded"] is False


def test_a_cache_that_does_not_answer(duckdb_settings: Settings) -> None:
    publish(duckdb_settings, {})
    site = mount(replace(duckdb_settings, cache_url=f"redis://127.0.0.1:{free_port()}/0"))
    api.mark_warm()
    found = site.client.get("/readyz")
    assert found.status_code == 200
    assert (found.json["ready"], found.json["degraded"]) == (True, True)
    assert found.json["checks"]["cache"]["reason"].startswith("缓存不能写入或读出")
    assert found.json["checks"]["database"]["ok"] is True
    site.cockpit.database.close()
