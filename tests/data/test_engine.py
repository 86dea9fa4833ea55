"""The readers' side: one version at a time, read-only, and plain words when there is none."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import engine, server
from data.engine import Database, DatabaseUnavailable, NothingPublished, open_database
from data.settings import Settings
from data.tables.people import person
from tests.support.processes import free_port

Publish = Callable[..., str]


def persons(number: int) -> dict[str, list[dict[str, object]]]:
    return {"person": [{"id": f"p{n}", "name": f"王{n}", "is_academician": False} for n in range(number)]}


def count(database: Database, version: str) -> int:
    with database.connect(version) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(person)).scalar_one()


def test_nothing_published(database: Database) -> None:
    with pytest.raises(NothingPublished, match="还没有任何发布版本：请先导入数据"):
        database.current()
    assert database.publications() == []
    with pytest.raises(DatabaseUnavailable):
        count(database, "000001")


def test_current_and_kept_versions(settings: Settings, publish: Publish) -> None:
    publish(settings, persons(1), business_date="2022-06-30", title="甲")
    publish(settings, persons(2), business_date="2022-12-30", title="乙", demonstration=True)
    database = open_database(settings)
    current = database.current()
    assert (current.version, current.business_date) == ("000002", date(2022, 12, 30))
    assert (current.is_demonstration, current.delivery_title) == (True, "乙")
    assert [p.version for p in database.publications()] == ["000002", "000001"]
    assert database.publications()[0] == current
    assert [count(database, v) for v in ("000001", "000002")] == [1, 2]
    database.close()


def test_new_version_is_seen_within_the_poll(
    settings: Settings, database: Database, publish: Publish
) -> None:
    publish(settings, persons(1))
    assert database.current().version == "000001"
    publish(settings, persons(2))
    until = time.monotonic() + 5
    while database.current().version != "000002":
        assert time.monotonic() < until
        time.sleep(0.05)


def test_readers_cannot_write(settings: Settings, database: Database, publish: Publish) -> None:
    version = publish(settings, persons(1))
    with database.connect(version) as connection, pytest.raises(sa.exc.DBAPIError):
        connection.execute(sa.delete(person))
    assert count(database, version) == 1


def test_server_sessions_are_set_for_reading(postgresql_settings: Settings, publish: Publish) -> None:
    version = publish(postgresql_settings, persons(1))
    database = open_database(postgresql_settings)
    with database.connect(version) as connection:
        shown = {name: connection.execute(sa.text(f"SHOW {name}")).scalar_one() for name in server._SESSION}
    database.close()
    assert shown == server._SESSION


def test_pruned_version_is_unavailable(settings: Settings, database: Database, publish: Publish) -> None:
    few = replace(settings, keep_versions=2)
    for number in range(1, 4):
        publish(few, persons(number))
    assert [p.version for p in database.publications()] == ["000003", "000002"]
    with pytest.raises(DatabaseUnavailable, match="000001"):
        count(database, "000001")
    assert publish(few, persons(4)) == "000004"


def test_sixteen_threads_and_more_versions_than_stay_open(
    settings: Settings, database: Database, publish: Publish
) -> None:
    versions = [publish(settings, persons(number)) for number in range(1, 7)]
    wrong: list[object] = []

    def work(offset: int) -> None:
        for step in range(20):
            version = versions[(offset + step) % len(versions)]
            try:
                if (found := count(database, version)) != int(version):
                    wrong.append((version, found))
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_open_files_are_bounded(duckdb_settings: Settings, publish: Publish) -> None:
    versions = [publish(duckdb_settings, persons(n)) for n in range(1, 8)]
    database = open_database(duckdb_settings)
    assert isinstance(database, engine._Embedded)
    for version in versions:
        count(database, version)
    assert list(database._open) == versions[-engine._OPEN_VERSIONS :]
    database.close()
    assert not database._open


def test_missing_and_broken_files(duckdb_settings: Settings, publish: Publish) -> None:
    version = publish(duckdb_settings, persons(1))
    unified = duckdb_settings.home / "unified"
    database = open_database(duckdb_settings)
    (unified / f"unified-{version}.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(DatabaseUnavailable, match="版本 000001 的数据文件损坏"):
        count(database, version)
    (unified / "current.json").write_text("{", "utf-8")
    with pytest.raises(DatabaseUnavailable, match=r"current\.json 读不出"):
        open_database(duckdb_settings).current()


def test_server_away_is_said_quickly_and_only_once() -> None:
    url = f"postgresql+psycopg://postgres@127.0.0.1:{free_port()}/postgres"
    database = open_database(Settings(home=Path("/nonexistent"), database_url=url))
    started = time.monotonic()
    for _ in range(20):
        with pytest.raises(DatabaseUnavailable, match="数据库服务器连接不上"):
            database.current()
    assert time.monotonic() - started < server.CONNECT_SECONDS + 1
    with pytest.raises(DatabaseUnavailable, match="数据库服务器连接不上"):
        count(database, "000001")


def test_get_database_reads_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COCKPIT_HOME", str(tmp_path))
    monkeypatch.setenv("COCKPIT_DATABASE_URL", "")
    engine.get_database.cache_clear()
    assert engine.get_database() is engine.get_database()
    assert engine.get_database().dialect == "duckdb"
    engine.get_database.cache_clear()
