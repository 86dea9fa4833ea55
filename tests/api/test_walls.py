"""Heartbeats of walls: the answer, what the administrator sees, what is kept."""

from __future__ import annotations

import json
import logging
import resource
import shutil
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data.settings import Settings
from queries import cache
from readers import walls
from store import get_store
from store.base import ZONE
from store.walls import wall as table
from tests.api.beats import BEAT, assert_fits, beat
from tests.api.conftest import Site, mount
from tests.support.server import live_server
from tests.support.small import publish


def seen(site: Site) -> list[dict[str, Any]]:
    response = site.client.get("/api/v1/walls")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert_fits("Walls", response.json)
    found: list[dict[str, Any]] = response.json["walls"]
    return found


def states(site: Site) -> dict[str, str]:
    return {wall["wall"]: wall["state"] for wall in seen(site)}


def shift(wall: str, seconds: float, *fields: str) -> None:
    """Put the moments of a wall's row back by ``seconds``, as if that time had passed."""
    with get_store().write() as connection:
        mine = table.c.wall == wall
        row = connection.execute(sa.select(table).where(mine)).one()
        earlier = {field: row._mapping[field] - timedelta(seconds=seconds) for field in fields}
        connection.execute(sa.update(table).where(mine).values(earlier))


def kept() -> dict[str, Any]:
    """What is kept of each wall."""
    with get_store().read() as connection:
        return {row.wall: row._mapping for row in connection.execute(sa.select(table))}


# What a wall learns


def test_a_wall_learns_what_is_current(site: Site) -> None:
    before = datetime.now(ZONE)
    news = beat(site)
    assert_fits("News", news)
    assert news["edition"] == site.cockpit.cache.edition("000001")
    assert (news["version"], news["live"], news["release"]) == ("000001", True, cache.release())
    now = datetime.fromisoformat(news["now"])
    assert now.utcoffset() == timedelta(hours=8)
    assert before - timedelta(milliseconds=1) <= now <= datetime.now(ZONE)


def test_without_any_database_the_wall_can_say_so(nowhere: Site) -> None:
    news = beat(nowhere, edition=None, painted_at=None, release=None, memory_mb=None, name=None)
    assert (news["edition"], news["version"], news["live"]) == (None, None, False)
    assert_fits("News", news)
    assert states(nowhere) == {"lobby-1": "正常"}


def test_a_database_that_goes_away_leaves_the_last_edition(duckdb_settings: Settings) -> None:
    publish(duckdb_settings, {})
    site = mount(duckdb_settings)
    first = beat(site)
    site.cockpit.database.close()
    shutil.rmtree(duckdb_settings.home / "unified")
    after = beat(site)
    assert (after["edition"], after["live"]) == (first["edition"], False)


def test_a_changed_file_of_the_browser_or_the_program_is_a_new_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "ROOT", tmp_path)
    found = set()
    for name in ("api/a.py", "components/c.js", "assets/map/m.geojson", "app.py", "requirements.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for text in ("one", "two"):
            path.write_text(text)
            found.add(cache.release.__wrapped__())
    assert len(found) == 10
    (tmp_path / "components" / "c.pyc").write_bytes(b"x")
    (tmp_path / "components" / ".c.js.swp").write_bytes(b"x")
    assert cache.release.__wrapped__() in found


# What the administrator sees


def test_the_administrator_sees_every_wall_the_last_one_first(embedded: Site, home: Path) -> None:
    beat(embedded)
    beat(embedded, wall="hall", name=None, memory_mb=None)
    shift("lobby-1", 7.5, "seen_at")
    hall, lobby = seen(embedded)
    assert (hall["wall"], hall["name"], hall["memory_mb"]) == ("hall", None, None)
    expected = BEAT | {"painted_at": "2026-11-20T08:00:00.500+08:00", "address": "127.0.0.1", "state": "正常"}
    assert {name: lobby[name] for name in expected} == expected
    assert 7 <= lobby["age_seconds"] < 60
    assert set(lobby) == set(expected) | {"seen_at", "age_seconds"}


def test_a_silent_wall_is_lost_after_a_minute(embedded: Site, home: Path) -> None:
    beat(embedded)
    shift("lobby-1", 61, "seen_at")
    assert states(embedded) == {"lobby-1": "失联"}
    beat(embedded)
    assert states(embedded) == {"lobby-1": "正常"}


def test_a_wall_that_shows_an_old_publication_lags_behind(duckdb_settings: Settings, home: Path) -> None:
    publish(duckdb_settings, {})
    site = mount(duckdb_settings)
    old = beat(site)["edition"]
    beat(site, edition=old)
    publish(duckdb_settings, {})
    new = beat(site, edition=old)["edition"]
    assert new != old
    assert states(site) == {"lobby-1": "正常"}
    shift("lobby-1", 61, "behind_since")
    beat(site, edition=old)
    assert states(site) == {"lobby-1": "画面落后"}
    beat(site, edition=new)
    assert states(site) == {"lobby-1": "正常"}
    site.cockpit.database.close()


def test_a_wall_that_never_painted_lags_behind_too(embedded: Site, home: Path) -> None:
    beat(embedded, edition=None, painted_at=None)
    shift("lobby-1", 61, "behind_since")
    assert states(embedded) == {"lobby-1": "画面落后"}


# What is kept


def test_a_row_is_written_when_something_changes_or_every_fifteen_seconds(embedded: Site) -> None:
    def written() -> datetime:
        moment: datetime = kept()["lobby-1"]["seen_at"]
        return moment

    beat(embedded)
    first = written()
    running = {"painted_at": "2026-11-20T08:00:09Z", "memory_mb": 99, "refreshes": 13, "offline_seconds": 2}
    beat(embedded, **running)
    assert written() == first
    shift("lobby-1", 16, "seen_at")
    beat(embedded, **running)
    assert seen(embedded)[0]["memory_mb"] == 99
    for changed in ({"scene": "party"}, {"errors": 1}, {"size": "1x1"}, {"release": "b"}, {"name": "二层"}):
        before = written()
        beat(embedded, **changed)
        assert written() != before, changed


def test_two_hundred_walls_are_kept_and_the_oldest_forgotten(embedded: Site) -> None:
    for number in range(walls.MOST_WALLS):
        beat(embedded, wall=f"wall-{number:03}")
    shift("wall-007", 3600, "seen_at")
    beat(embedded, wall="newcomer")
    names = set(kept())
    assert len(names) == walls.MOST_WALLS
    assert "newcomer" in names
    assert "wall-007" not in names


def test_a_wall_is_forgotten_after_ninety_days(embedded: Site) -> None:
    beat(embedded)
    shift("lobby-1", walls.KEEP.total_seconds() + 1, "seen_at")
    assert seen(embedded) == []
    beat(embedded, wall="newcomer")
    assert set(kept()) == {"newcomer"}


@pytest.mark.parametrize("damage", [{}, {"wall": "lobby-1"}, {"of": "another release"}])
def test_what_another_release_wrote_is_left_out_and_written_again(embedded: Site, damage: Any) -> None:
    beat(embedded)
    with get_store().write() as connection:
        connection.execute(sa.update(table).values(heartbeat=damage))
    assert seen(embedded) == []
    beat(embedded)
    assert states(embedded) == {"lobby-1": "正常"}


@contextmanager
def no_room() -> Iterator[None]:
    """A limit on file size stands in for a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_logged_once_and_the_wall_gets_its_answer(
    embedded: Site, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    beat(embedded, wall="earlier")
    with caplog.at_level(logging.ERROR), no_room():
        answers = [beat(embedded) for _ in range(3)]
    assert all(answer["live"] for answer in answers)
    said = [r.getMessage() for r in caplog.records if r.name == walls.__name__]
    assert [one.startswith("大屏的心跳未能写入") for one in said] == [True]
    assert set(kept()) == {"earlier"}
    beat(embedded)
    assert set(states(embedded)) == {"earlier", "lobby-1"}


# Several server processes


@pytest.mark.slow
def test_server_processes_share_what_they_see(duckdb_settings: Settings) -> None:
    publish(duckdb_settings, {})
    with live_server(duckdb_settings) as one, live_server(duckdb_settings) as other:
        for round_ in range(3):
            assert ask(one, {"errors": round_})["version"] == "000001"
            assert ask(other)["walls"][0]["errors"] == round_
        with ThreadPoolExecutor(8) as pool:
            said = [(one if n % 2 else other, {"errors": n, "wall": f"wall-{n % 3}"}) for n in range(120)]
            read = pool.submit(lambda: [len(ask(one)["walls"]) for _ in range(60)])
            answers = list(pool.map(lambda job: ask(*job), said))
        assert {answer["live"] for answer in answers} == {True}
        assert read.result() == sorted(read.result()), "a wall was missing for a moment"
        found = ask(other)["walls"]
    assert {wall["wall"] for wall in found} == {"lobby-1", "wall-0", "wall-1", "wall-2"}


def ask(base: str, changed: dict[str, Any] | None = None) -> Any:
    """The answer to a heartbeat, or the list of walls where nothing is said."""
    body = None if changed is None else json.dumps(BEAT | changed).encode()
    request = urllib.request.Request(f"{base}/api/v1/walls", body, {"Content-Type": "application/json"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=30) as answer:
        return json.load(answer)
