"""Schedules: each occasion is taken once, whatever happens; what failed is tried again and seen."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.settings import ROOT, Settings
from jobs import Jobs
from jobs.clock import keep_time
from jobs.occasions import Timing
from jobs.runs import BACK_OFF, Run, Runs
from jobs.schedules import Schedule, Schedules
from store import open_store
from store.base import now
from store.jobs import job
from store.schedules import schedule, schedule_run
from tests.support.postgres import drop_database, new_database
from tests.support.server import environment

CLAIM = """
import sys
from data.settings import Settings
from jobs.schedules import Schedules
from store.base import now
found = Schedules(Settings.from_env())
found.all()
print("ready", flush=True)
sys.stdin.readline()
print(found.claim(now(), "000002@x"))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an empty operational database."""
    home = Settings(home=tmp_path / "home")
    if request.param == "sqlite":
        yield home
        return
    url = new_database(request.getfixturevalue("pg_server"))
    try:
        yield replace(home, store_url=url)
    finally:
        open_store(replace(home, store_url=url)).close()
        drop_database(url)


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Settings of a file of its own."""
    return Settings(home=tmp_path / "home")


def add(settings: Settings, timing: Timing, edition: str = "000001@x") -> Schedule:
    return Schedules(settings).add("周报", "slides", {"page": "/"}, timing, "张三", edition=edition)


def due_since(settings: Settings, one: Schedule, moment: datetime) -> None:
    """As if the machine had been off since."""
    with open_store(settings).write() as connection:
        connection.execute(sa.update(schedule).where(schedule.c.id == one.id).values(next_at=moment))


def last_eight() -> datetime:
    """Today's or yesterday's 08:00, whichever is over."""
    moment = now().replace(hour=8, minute=0, second=0, microsecond=0)
    return moment if moment <= now() else moment - timedelta(days=1)


def test_of_many_processes_one_gets_each_occasion(settings: Settings) -> None:
    daily, published = add(settings, Timing("daily")), add(settings, Timing("publication"))
    due_since(settings, daily, last_eight())
    started = [
        subprocess.Popen([sys.executable, "-c", CLAIM], cwd=ROOT, env=environment(settings), text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(4)
    ]  # fmt: skip
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    claimed = [int(process.communicate("go\n")[0]) for process in started]
    assert sum(claimed) == 2
    runs = Runs(settings).newest()
    assert sorted(run.schedule for run in runs) == sorted([daily.id, published.id])


def test_a_machine_that_was_off_makes_up_once(settings: Settings) -> None:
    one = add(settings, Timing("daily"))
    last = last_eight()
    due_since(settings, one, last - timedelta(days=9))
    assert Schedules(settings).claim(now()) == 1
    (run,) = Runs(settings).newest()
    assert (run.planned_for, run.missed, run.state) == (last, 9, "waiting")
    assert Schedules(settings).one(one.id).next_at == last + timedelta(days=1)
    assert Schedules(settings).claim(now()) == 0


def test_a_publication_is_made_for_once_also_after_it_was_taken_back(own: Settings) -> None:
    one = add(own, Timing("publication"), edition="000001@x")
    found = Schedules(own)
    assert one.next_at is None
    assert [found.claim(now(), edition) for edition in ("000001@x", "", "000002@x", "000002@x")] == [
        0,
        0,
        1,
        0,
    ]
    assert [found.claim(now(), edition) for edition in ("000003@x", "000002@x", "000004@x")] == [1, 0, 1]
    occasions = {run.occasion for run in Runs(own).newest()}
    assert occasions == {"000002@x", "000003@x", "000004@x"}


def test_what_rests_is_not_due_and_nothing_is_made_up_for(own: Settings) -> None:
    one, found = add(own, Timing("daily")), Schedules(own)
    found.turn(one.id, False)
    assert (found.one(one.id).is_on, found.one(one.id).next_at) == (False, None)
    assert found.claim(now() + timedelta(days=3)) == 0
    found.turn(one.id, True)
    following = found.one(one.id).next_at
    assert following is not None
    assert following > now()
    news = add(own, Timing("publication"), edition="000001@x")
    found.turn(news.id, False)
    assert found.claim(now(), "000002@x") == 0
    found.turn(news.id, True, "000002@x")
    assert found.claim(now(), "000002@x") == 0


def waiting(settings: Settings) -> Run:
    one = add(settings, Timing("daily"))
    return Runs(settings).ask(one.id, one.name)


def test_what_failed_is_tried_again_later_and_later_and_then_stays_failed(own: Settings) -> None:
    runs, run = Runs(own), waiting(own)
    moment = now()
    for minutes in BACK_OFF:
        assert runs.take(moment) == [run.id]
        runs.failed(run.id, "对方没有应答", moment)
        run = runs.one(run.id)
        assert (run.state, run.words, run.is_trouble, run.error) == (
            "waiting",
            "等待重试",
            True,
            "对方没有应答",
        )
        assert run.next_attempt_at == moment + timedelta(minutes=minutes)
        assert runs.take(moment) == [], "not before its time"
        moment = run.next_attempt_at
    assert runs.take(moment) == [run.id]
    runs.failed(run.id, "对方没有应答", moment)
    run = runs.one(run.id)
    assert (run.state, run.is_trouble, run.next_attempt_at) == ("failed", True, None)
    assert run.attempts == len(BACK_OFF) + 1
    assert runs.take(moment + timedelta(days=1)) == []


def test_a_run_whose_process_died_is_tried_again(own: Settings) -> None:
    runs, run = Runs(own), waiting(own)
    moment = now()
    assert runs.take(moment) == [run.id]
    runs.recover(moment)
    assert runs.one(run.id).state == "running", "it was only just taken"
    runs.recover(moment + timedelta(minutes=4))
    assert runs.one(run.id).words == "等待重试"
    again = runs.one(run.id).next_attempt_at
    assert again is not None
    assert runs.take(again) == [run.id]
    asked = Jobs(own).submit("schedule.run", {"run": run.id}, "定期", "定期")
    runs.note(run.id, job=asked.id)
    runs.recover(again + timedelta(days=1))
    assert runs.one(run.id).state == "running", "its job still waits"
    with open_store(own).write() as connection:
        broken = {"state": "failed", "error": "处理进程中断，请重新提交"}
        connection.execute(sa.update(job).where(job.c.id == asked.id).values(broken))
    runs.recover(again)
    assert (runs.one(run.id).state, runs.one(run.id).error) == ("waiting", "处理进程中断，请重新提交")


def test_a_removed_schedule_leaves_its_history_and_nothing_to_do(own: Settings) -> None:
    one = add(own, Timing("daily"))
    run = Runs(own).ask(one.id, one.name)
    assert Schedules(own).remove(one.id[:8]).name == "周报"
    with pytest.raises(LookupError, match="没有这个定期任务"):
        Schedules(own).one(one.id)
    assert (Runs(own).one(run.id).state, Runs(own).one(run.id).error) == ("failed", "定期任务已删除")


def test_history_of_more_than_a_year_is_forgotten(own: Settings) -> None:
    run = waiting(own)
    Runs(own).take(now())
    Runs(own).done(run.id)
    Runs(own).tidy(now())
    assert Runs(own).newest()
    with open_store(own).write() as connection:
        connection.execute(sa.update(schedule_run).values(ended_at=now() - timedelta(days=401)))
    Runs(own).tidy(now())
    assert Runs(own).newest() == []


def test_the_clock_starts_what_is_due_and_stops_when_told(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(own).items():
        monkeypatch.setenv(name, value)
    one = add(own, Timing("daily"))
    due_since(own, one, last_eight())
    stop = threading.Event()
    clock = threading.Thread(target=keep_time, args=(own, stop, 0.05))
    clock.start()
    until = time.monotonic() + 30
    while not any(run.job for run in Runs(own).newest()):
        assert time.monotonic() < until
        time.sleep(0.02)
    stop.set()
    clock.join(30)
    assert not clock.is_alive()
    (run,) = Runs(own).newest()
    asked = Jobs(own).job(str(run.job))
    assert (asked.kind, asked.params, asked.state) == ("schedule.run", {"run": run.id}, "queued")
    assert len(Jobs(own).jobs()) == 1


def test_looking_in_vain_is_one_query(own: Settings) -> None:
    add(own, Timing("daily"))
    add(own, Timing("publication"), edition="000001@x")
    asked: list[str] = []
    engine = open_store(own)._engine
    sa.event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert Schedules(own).is_idle(now(), "000001@x")
    assert len([q for q in asked if q.startswith("SELECT")]) == 1
    assert not Schedules(own).is_idle(now(), "000002@x")
    assert not Schedules(own).is_idle(now() + timedelta(days=2), "000001@x")
