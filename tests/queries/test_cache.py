"""The answer cache: keys, single flight, a store that is away, and publications."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from threading import Barrier
from time import monotonic, sleep

import pytest

from data.engine import DatabaseUnavailable, open_database
from data.settings import Settings
from queries.cache import REPLY_SECONDS, AnswerCache, cache_key
from queries.evaluate import Question
from queries.filters import Filters
from queries.scope import EVERYTHING, Scope
from queries.service import Cockpit
from tests.queries import flight
from tests.support.processes import free_port
from tests.support.redis_server import redis_server
from tests.support.small import publish
from tests.support.world import AS_OF, world
from tests.support.world_tables import Tables

FILTERS = Filters.default(date(2022, 12, 30))


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """A Redis server of this file's own."""
    with redis_server() as url:
        yield url


@pytest.fixture(params=["files", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty cache, once with each store."""
    if request.param == "files":
        return Settings(home=tmp_path)
    import redis

    url: str = request.getfixturevalue("redis_url")
    with redis.Redis.from_url(url) as client:
        client.flushall()
    return Settings(home=tmp_path, cache_url=url)


def test_another_release_never_shows_an_answer_of_the_last(
    store: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = AnswerCache(store)
    old.keep("000001", "answer", "question", 1)
    assert old.peek("000001", "answer", "question") == 1
    monkeypatch.setattr("queries.cache.release", lambda: "a changed definition")
    new = AnswerCache(store)
    assert new.peek("000001", "answer", "question") is None
    assert new.get_or_compute("000001", "answer", "question", lambda: 2) == 2
    assert old.peek("000001", "answer", "question") == 1


def test_a_key_tells_everything_apart_that_changes_an_answer() -> None:
    base = Question("ZZ01", FILTERS, scope=EVERYTHING)
    questions = [
        base,
        replace(base, code="ZZ02"),
        replace(base, by=("district",)),
        replace(base, by=("district", "org_type")),
        replace(base, by=("org_type", "district")),
        replace(base, interval="month"),
        replace(base, interval="week"),
        replace(base, filters=FILTERS.with_dim("district", ["110108"])),
        replace(base, filters=FILTERS.with_dim("org_type", ["110108"])),
        replace(base, filters=FILTERS.with_dim("district", [""])),
        replace(base, filters=replace(FILTERS, as_of=date(2022, 12, 29))),
        replace(base, filters=replace(FILTERS, period=replace(FILTERS.period, start=date(2022, 2, 1)))),
        replace(base, scope=Scope((("district", ("110108",)),))),
        replace(base, scope=Scope((("org_type", ("110108",)),))),
    ]
    keys = {cache_key("000001", "answer", q.key()) for q in questions}
    keys |= {cache_key("000002", "answer", base.key()), cache_key("000001", "rows", base.key())}
    assert len(keys) == len(questions) + 2


def test_a_key_holds_nothing_that_changes_no_answer() -> None:
    base = Question("ZZ01", FILTERS.with_dim("district", ["110108", "110105"]), scope=EVERYTHING)
    same = [
        Question("ZZ01", FILTERS.with_dim("district", ["110105", "110108"]), scope=EVERYTHING),
        Question("ZZ01", replace(base.filters, preset="custom", pinned=True), scope=EVERYTHING),
        Question(
            "ZZ01", base.filters.with_dim("industry", ["it"]), scope=EVERYTHING
        ),  # no dimension of ZZ01: ignored
    ]
    assert {cache_key("1", "answer", q.key()) for q in same} == {cache_key("1", "answer", base.key())}


def test_sixty_four_threads_compute_once(store: Settings, tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert flight.ask_together(store, log, 64, Barrier(1)) == [42] * 64
    assert len(log.read_text().splitlines()) == 1


def test_sixty_four_callers_in_four_processes_compute_once(store: Settings, tmp_path: Path) -> None:
    log, context = tmp_path / "log", multiprocessing.get_context("spawn")
    together, results = context.Barrier(4), context.Queue()
    arguments = (store, log, 16, together, results)
    processes = [context.Process(target=flight.run, args=arguments, daemon=True) for _ in range(4)]
    for process in processes:
        process.start()
    answers = [answer for _ in processes for answer in results.get(timeout=60)]
    for process in processes:
        process.join(30)
    results.close()
    results.join_thread()
    assert answers == [42] * 64
    assert len(log.read_text().splitlines()) == 1


def test_a_stored_nothing_is_an_answer(store: Settings) -> None:
    cache, calls = AnswerCache(store), []
    for _ in range(2):
        assert cache.get_or_compute("1", "answer", {}, lambda: calls.append(1)) is None
    assert len(calls) == 1


def test_an_error_is_not_stored_and_frees_the_way(store: Settings) -> None:
    cache = AnswerCache(store)

    def fail() -> int:
        raise DatabaseUnavailable("weg")

    for _ in range(2):
        with pytest.raises(DatabaseUnavailable):
            cache.get_or_compute("1", "answer", {}, fail)
    assert cache.get_or_compute("1", "answer", {}, lambda: 7) == 7


def test_a_working_store_says_so(store: Settings) -> None:
    assert AnswerCache(store).answers()


def test_without_redis_answers_are_computed_each_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache = AnswerCache(Settings(home=tmp_path, cache_url=f"redis://127.0.0.1:{free_port()}/0"))
    numbers = count()
    assert [cache.get_or_compute("1", "answer", {}, lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]
    assert not cache.answers()
    assert sum("缓存不可用" in message for message in caplog.messages) == 1


def test_a_redis_that_hangs_costs_seconds_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cache = AnswerCache(
            Settings(home=tmp_path, cache_url=f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        )
        started, numbers = monotonic(), count()
        given = [cache.get_or_compute("1", "answer", n, lambda: next(numbers)) for n in range(20)]
        assert given == list(range(20))
        assert not cache.answers()
        assert monotonic() - started < 2 * REPLY_SECONDS + 2


def test_redis_is_used_again_when_it_is_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.cache.AWAY_SECONDS", 0.2)
    url = f"redis://127.0.0.1:{free_port()}/0"
    cache = AnswerCache(Settings(home=tmp_path, cache_url=url))
    assert not cache.answers()
    cache._cache, cache._redis = AnswerCache(Settings(home=tmp_path))._cache, None
    assert cache.get_or_compute("1", "answer", {}, lambda: 1) == 1
    assert cache.peek("1", "answer", {}) is None
    sleep(0.25)
    assert cache.answers()


def test_without_its_folder_answers_are_computed_each_time(tmp_path: Path) -> None:
    cache = AnswerCache(Settings(home=tmp_path))
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "cache").write_text("a file is in the way")
    numbers = count()
    assert [cache.get_or_compute("1", "answer", {}, lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]
    assert not cache.answers()


@pytest.mark.parametrize("damage", [b"", b"\0\0", b"\0\0\0\0junk", b"\0\0\0\0cqueries.cache\nGone\n."])
def test_a_damaged_value_is_computed_again(tmp_path: Path, damage: bytes) -> None:
    cache, folder = AnswerCache(Settings(home=tmp_path)), tmp_path / "cache" / "answers"
    assert cache.answers()
    others = set(folder.iterdir())
    assert cache.get_or_compute("1", "answer", {}, lambda: 1) == 1
    for path in set(folder.iterdir()) - others:
        path.write_bytes(damage)
    assert cache.get_or_compute("1", "answer", {}, lambda: 2) == 2
    assert cache.get_or_compute("1", "answer", {}, lambda: 3) == 2


def test_the_oldest_files_go_beyond_the_limits(tmp_path: Path) -> None:
    cache, folder = AnswerCache(Settings(home=tmp_path)), tmp_path / "cache" / "answers"
    for n in range(10):
        before = set(folder.iterdir())
        cache.keep("1", "answer", n, "x" * 1000)
        (path,) = set(folder.iterdir()) - before
        os.utime(path, (n, n))
    assert cache.tidy() == 0
    assert cache.tidy(most_files=6) == 4
    assert [n for n in range(10) if cache.peek("1", "answer", n)] == [4, 5, 6, 7, 8, 9]
    assert cache.tidy(most_bytes=3500) == 3
    assert [n for n in range(10) if cache.peek("1", "answer", n)] == [7, 8, 9]
    shutil.rmtree(folder)
    assert cache.tidy() == 0


def _fewer() -> Tables:
    """The small world without the society of a thousand."""
    rows = world()
    rows["membership"] = [m for m in rows["membership"] if m["society_id"] not in ("S7", "S8")]
    return rows


def _open(settings: Settings) -> Cockpit:
    return Cockpit(open_database(settings), AnswerCache(settings))


def test_a_publication_is_seen_and_the_old_version_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.server.POLL_SECONDS", 0.0)
    first = publish(settings, world(), business_date=AS_OF)
    cockpit, other = _open(settings), _open(settings)
    question = Question("RC01", FILTERS, scope=EVERYTHING)
    assert [c.ask(question).value for c in (cockpit, other)] == [1005, 1005]
    second = publish(settings, _fewer(), business_date=AS_OF)
    for reader in (cockpit, other):
        answer = reader.ask(question)
        assert (answer.value, answer.version) == (5, second)
        assert reader.ask(question, first).value == 1005
        reader.database.close()


def test_a_database_made_anew_shows_nothing_of_the_old_one(duckdb_settings: Settings) -> None:
    publish(duckdb_settings, world(), business_date=AS_OF)
    question = Question("RC01", FILTERS, ("organisation",), scope=EVERYTHING)
    before = _open(duckdb_settings)
    assert len(before.ask(question).rows or []) == 5
    before.database.close()
    shutil.rmtree(duckdb_settings.home / "unified")
    version = publish(duckdb_settings, _fewer(), business_date=AS_OF)
    after = _open(duckdb_settings)
    assert version == "000001"
    assert len(after.ask(question).rows or []) == 3
    after.database.close()


def test_names_in_a_running_process_are_those_of_the_database_made_anew(duckdb_settings: Settings) -> None:
    rows = world()
    publish(duckdb_settings, rows, business_date=AS_OF)
    cockpit = _open(duckdb_settings)
    (before,) = cockpit.names("organisation", ["S1"])
    cockpit.database.close()
    shutil.rmtree(duckdb_settings.home / "unified")
    rows["organisation"] = [{**row, "name": f"{row['name']}（新）"} for row in rows["organisation"]]
    assert publish(duckdb_settings, rows, business_date=AS_OF) == cockpit.state().publication.version
    assert cockpit.names("organisation", ["S1"]) == [f"{before}（新）"]
    cockpit.database.close()


def test_with_the_database_away_the_last_good_answers_stay(duckdb_settings: Settings) -> None:
    publish(duckdb_settings, world(), business_date=AS_OF)
    cockpit = _open(duckdb_settings)
    known, unknown = Question("RC01", FILTERS, scope=EVERYTHING), Question("RC02", FILTERS, scope=EVERYTHING)
    assert cockpit.state().live
    assert cockpit.ask(known).value == 1005
    cockpit.database.close()
    away = duckdb_settings.home / "away"
    (duckdb_settings.home / "unified").rename(away)
    for reader in (cockpit, _open(duckdb_settings)):  # one that saw it, and a process started since
        state = reader.state()
        assert (state.live, state.publication.version) == (False, "000001")
        assert reader.ask(known).value == 1005
        with pytest.raises(DatabaseUnavailable):
            reader.ask(unknown)
    away.rename(duckdb_settings.home / "unified")
    assert cockpit.state().live
    assert cockpit.ask(unknown).value == 2007
    cockpit.database.close()


def test_nothing_ever_seen_is_said(duckdb_settings: Settings) -> None:
    with pytest.raises(DatabaseUnavailable, match="还没有任何发布版本"):
        _open(duckdb_settings).state()
