"""What a statement may take: it ends when its time or memory is over, says so, and the next one runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from data.engine import QueryStopped, open_database
from data.limits import Watch, allowing
from data.settings import Settings

Publish = Callable[..., str]
#: Hours of work, no memory, on both engines.
ENDLESS = {
    "duckdb": "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range % 7 = b.range % 5",
    "postgresql": "SELECT pg_sleep(3600)",
}
PERSON = {"person": [{"id": "p1", "name": "王一", "is_academician": False}]}


def test_a_statement_ends_when_its_time_is_over(settings: Settings, publish: Publish) -> None:
    version = publish(settings, PERSON)
    database = open_database(replace(settings, query_seconds=1))
    with (
        pytest.raises(QueryStopped, match=r"查询超过 1 秒，已停止：请缩短期间.*COCKPIT_QUERY_SECONDS"),
        database.connect(version) as connection,
    ):
        connection.execute(sa.text(ENDLESS[database.dialect]))
    # The same connection, from the pool, serves the next reader, for longer than the first's time.
    with database.connect(version) as connection:
        assert connection.execute(sa.text("SELECT 1")).scalar_one() == 1
    began = time.monotonic()
    with (
        pytest.raises(QueryStopped, match="查询超过 2 秒"),
        allowing(2),
        database.connect(version) as connection,
    ):
        connection.execute(sa.text(ENDLESS[database.dialect]))
    assert time.monotonic() - began >= 1.9
    database.close()


def test_a_connection_may_be_held_longer_than_its_statements(settings: Settings, publish: Publish) -> None:
    version = publish(settings, PERSON)
    database = open_database(replace(settings, query_seconds=1))
    with database.connect(version) as connection:
        for _ in range(3):
            time.sleep(0.6)
            assert connection.execute(sa.text("SELECT 1")).scalar_one() == 1
    database.close()


def test_memory_is_bounded(duckdb_settings: Settings, publish: Publish) -> None:
    version = publish(duckdb_settings, PERSON)
    database = open_database(replace(duckdb_settings, query_memory_mb=64))
    with (
        pytest.raises(QueryStopped, match=r"查询所需内存超过 64 MB，已停止.*COCKPIT_QUERY_MEMORY_MB"),
        database.connect(version) as connection,
    ):
        connection.execute(sa.text("SELECT list(a.range) FROM range(100000000) a"))
    with database.connect(version) as connection:
        assert connection.execute(sa.text("SELECT 1")).scalar_one() == 1
        limits = "SELECT value FROM duckdb_settings() WHERE name = 'max_temp_directory_size'"
        assert connection.execute(sa.text(limits)).scalar_one() == "244.1 MiB"
    database.close()


def test_nothing_is_stopped_once_it_has_ended() -> None:
    watch, stopped = Watch(), []
    with watch.held(0.0, lambda: stopped.append("first")) as hold:
        while not hold.is_over:
            time.sleep(0.01)
    before = len(stopped)
    with watch.held(60.0, lambda: stopped.append("second")):
        time.sleep(0.6)
    assert before
    assert stopped == ["first"] * before
