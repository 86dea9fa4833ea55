"""Schedules as they run: made, archived, delivered once; what fails is said and tried again."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pptx import Presentation

from briefings.schedules.work import UNSURE, params_of
from data.settings import ROOT, Settings
from jobs import JobFailed, Jobs
from jobs.clock import run_now, tick
from jobs.occasions import Timing
from jobs.running import run as work_on
from jobs.runs import Run, Runs
from jobs.schedules import Schedule, Schedules
from queries.service import get_cockpit
from store import open_store
from store.artefacts import Archive, Wanted
from store.base import ZONE, now
from store.schedules import schedule
from tests.pages.screen import screen_over
from tests.support.hooks import hook_server
from tests.support.processes import running
from tests.support.server import environment
from tests.support.small import publish
from tests.support.smtp import MailServer, mail_server
from tests.support.world import AS_OF, world

SLIDES = {"page": "/screen", "query": "", "scene": "morning"}
TO = "zhang@example.cn"


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def add(settings: Settings, what: str = "slides", **more: object) -> Schedule:
    given = {"params": SLIDES, "timing": Timing("daily"), **more}
    return Schedules(settings).add("晨会材料", what, by="张三", edition="x", **given)  # type: ignore[arg-type]


def now_here(settings: Settings, one: Schedule) -> Run:
    """Run a schedule now, the job in this process."""
    id = run_now(settings, one.id)
    work_on(open_store(settings), str(Runs(settings).one(id).job))
    return Runs(settings).one(id)


def again(settings: Settings, run: Run) -> Run:
    """The next attempt of a run, at its time."""
    assert run.next_attempt_at is not None
    assert Runs(settings).take(run.next_attempt_at) == [run.id]
    asked = Jobs(settings).submit("schedule.run", {"run": run.id}, "定期", "定期")
    work_on(open_store(settings), asked.id)
    return Runs(settings).one(run.id)


@pytest.fixture
def mails() -> Iterator[MailServer]:
    """A mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def office(own_settings: Settings, mails: MailServer) -> Iterator[Settings]:
    """The small world with a mail server, and the application in this process."""
    settings = replace(own_settings, smtp_url=f"smtp://127.0.0.1:{mails.port}")
    with screen_over(settings):
        yield settings


def test_a_machine_that_was_off_makes_up_once_and_brings_it_to_all(
    own_settings: Settings, mails: MailServer, tmp_path: Path
) -> None:
    with hook_server() as hook:
        settings = replace(
            own_settings, smtp_url=f"smtp://127.0.0.1:{mails.port}", webhook_key="k",
            webhook_hosts=f"127.0.0.1:{hook.port}",
        )  # fmt: skip
        one = add(settings, mail=(TO,), webhook=hook.url)
        long_ago = now() - timedelta(days=10)
        with open_store(settings).write() as connection:
            connection.execute(sa.update(schedule).where(schedule.c.id == one.id).values(next_at=long_ago))
        for log in ("first", "second"):  # started again, it does nothing twice
            with running([sys.executable, "worker.py"], lambda: Jobs(settings).workers() > 0,
                         log=tmp_path / log, cwd=ROOT, env=environment(settings)):  # fmt: skip
                until(lambda: Runs(settings).newest() and Runs(settings).newest()[0].state == "done")
        (run,) = Runs(settings).newest()
        (kept,) = Archive(settings).find()
        assert (run.code, run.artefact) == (kept.code, kept.id)
        assert run.missed in (9, 10)
        assert kept.maker == "定期：晨会材料"
        ((to, message),) = mails.messages
        (attached,) = message.iter_attachments()
        assert (to, attached.get_content()) == (TO, Archive(settings).read(kept))
        assert Presentation(io.BytesIO(attached.get_content())).slides
        assert [path for path, _, _ in hook.received] == ["/told"]
        assert [d["state"] for d in run.deliveries] == ["sent", "sent"]


def test_who_was_not_reached_is_tried_again_and_nobody_gets_it_twice(
    office: Settings, mails: MailServer
) -> None:
    mails.refuses.add("li@example.cn")
    run = now_here(office, add(office, mail=(TO, "li@example.cn")))
    assert (run.state, run.words) == ("waiting", "等待重试")
    assert "li@example.cn：邮件服务器没有接受：no such user" in run.error
    mails.refuses.clear()
    run = again(office, run)
    assert (run.state, run.error, run.attempts) == ("done", "", 2)
    assert [to for to, _ in mails.messages] == [TO, "li@example.cn"]
    assert len(Archive(office).find()) == 1, "the paper was not made again"


def test_what_may_have_arrived_is_not_sent_again(office: Settings, mails: MailServer) -> None:
    mails.hangs_up = True
    run = now_here(office, add(office, mail=(TO,)))
    assert run.state == "done"
    assert run.deliveries[0]["state"] == "unknown"
    assert UNSURE in run.deliveries[0]["error"]
    # Killed in the middle of sending: the next attempt finds it so.
    mails.hangs_up = False
    run = now_here(office, add(office, mail=(TO,)))
    sending = [{**run.deliveries[0], "state": "sending"}]
    Runs(office).note(run.id, state="waiting", next_attempt_at=now(), deliveries=sending)
    run = again(office, Runs(office).one(run.id))
    assert (run.state, run.deliveries[0]["state"]) == ("done", "unknown")
    assert len(mails.messages) == 2


def test_a_paper_that_cannot_be_made_says_why_and_when_it_is_tried_again(office: Settings) -> None:
    run = now_here(office, add(office, params={"page": "/gone", "query": "", "scene": ""}))
    assert run.state == "waiting"
    assert run.error.startswith("没有页面“/gone”")
    assert run.next_attempt_at is not None
    assert run.ended_at is not None
    assert run.next_attempt_at - run.ended_at == timedelta(minutes=1)
    assert Archive(office).find() == []


def test_conditions_stay_and_the_day_follows_the_data(office: Settings) -> None:
    one = add(office, params={"page": "/members", "query": "district=110108", "scene": ""})
    first = now_here(office, one)
    publish(office, world(), business_date="2022-12-31", demonstration=True)
    second = now_here(office, one)
    found = [Archive(office).get(run.code) for run in (first, second)]
    assert [paper.version for paper in found] == ["000001", "000002"]
    assert [paper.query for paper in found] == [
        "district=110108&as_of=2022-12-30", "district=110108&as_of=2022-12-31"
    ]  # fmt: skip


def test_a_new_publication_is_made_for_by_the_next_look(office: Settings) -> None:
    edition = get_cockpit().publication().edition
    one = Schedules(office).add("随发布", "slides", SLIDES, Timing("publication"), "张三", edition=edition)
    assert tick(office) == 0
    publish(office, world(), business_date=AS_OF, demonstration=True)
    until(lambda: tick(office) == 1)  # processes ask for the version now and then
    assert tick(office) == 0
    (run,) = Runs(office).newest()
    work_on(open_store(office), str(run.job))
    assert (run.schedule, Archive(office).find()[0].version) == (one.id, "000002")


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_briefing_is_about_the_period_just_ended(office: Settings, form: str) -> None:
    run = now_here(office, add(office, "briefing", params={"kind": "monthly", "format": form}))
    assert run.state == "done", run.error
    (kept,) = Archive(office).find(Wanted(kind="briefing"))
    assert kept.kind == f"briefing.{form}"
    assert "2022年11月" in kept.title, "the demonstration's data go to 30 December 2022"
    assert kept.maker == "定期：晨会材料"


def test_a_briefing_waits_for_its_data(own_settings: Settings) -> None:
    publish(own_settings, world(), business_date=AS_OF)  # not made up: its days are the calendar's
    with screen_over(own_settings):
        one = add(own_settings, "briefing", params={"kind": "monthly", "format": "docx"})
        run = Runs(own_settings).ask(one.id, one.name)
        planned = replace(run, planned_for=datetime(2023, 1, 1, 8, tzinfo=ZONE))
        with pytest.raises(JobFailed, match="数据截至2022年12月30日，2022年12月的数据还不完整"):
            params_of(one, planned)
        planned = replace(run, planned_for=datetime(2022, 12, 1, 8, tzinfo=ZONE))
        assert params_of(one, planned) | {"by": ""} == {
            "kind": "monthly", "format": "docx", "by": "", "year": 2022, "month": 11
        }  # fmt: skip


@pytest.mark.browser
def test_a_snapshot_is_drawn_by_the_worker(own_settings: Settings, tmp_path: Path) -> None:
    params = {"page": "/members", "query": "district=110108", "scene": "", "format": "pdf", "paper": "a4"}
    one = add(own_settings, "snapshot", params=params)
    with running([sys.executable, "worker.py"], lambda: Jobs(own_settings).workers() > 0,
                 log=tmp_path / "log", cwd=ROOT, env=environment(own_settings)):  # fmt: skip
        id = run_now(own_settings, one.id)
        until(lambda: Runs(own_settings).one(id).ended_at)
    run = Runs(own_settings).one(id)
    assert run.state == "done", run.error
    kept = Archive(own_settings).get(run.code)
    assert (kept.kind, kept.maker, kept.page) == ("snapshot.pdf", "定期：晨会材料", "/members")
    assert "district=110108" in kept.query
    assert Archive(own_settings).read(kept).startswith(b"%PDF")
