"""Servers and workers that die between any two steps: every delivery goes on, and the history is true."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data.engine import open_database
from data.settings import Settings
from data.tables.governance import publication
from intake.bulletins.reading import read_text
from intake.bulletins.review import ReviewList
from intake.deliveries.inbox import Inbox, tidy
from intake.deliveries.records import AT_WORK, Delivery
from jobs import Jobs
from jobs.queue import QueueUnavailable
from store import Store, StoreUnavailable, open_store
from store.deliveries import delivery
from tests.deliveries.conftest import desk_over
from tests.deliveries.desk import Desk, activities
from tests.deliveries.dying import Mortal, mortal, work
from tests.support.files import rows

#: States from which a delivery can be looked at again.
LOOKABLE = ("same", "refused", "failed", "cancelled")
BULLETIN = """科协每周动态
2022年 第18期
2022年12月2日

北京甲学会召开NAME座谈会

11月30日，北京甲学会在中关村会议中心召开科技工作者座谈会，60余人参加座谈。（北京甲学会）
"""
_numbers = count(1)
#: The steps that decide what others see; ``COCKPIT_TEST_STEPS=all`` takes every one (docs/testing.md).
ALL = os.environ.get("COCKPIT_TEST_STEPS") == "all"
KINDS = ("",) if ALL else ("commit", "queue", "os.rename")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with nobody to do the work but who does it in a test; few versions are kept."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home=home, intake_movement=100_000, keep_versions=3)
    with desk_over(settings, home / "log", worker=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def process(desk: Desk) -> Iterator[Mortal]:
    """What servers and workers do, with an end."""
    with mortal(desk.settings) as opened:
        yield opened


def title() -> str:
    """A name that no other delivery has."""
    return f"活动第{next(_numbers)}次"


def uploaded(desk: Desk, name: str) -> str:
    """A delivery that waits to be looked at."""
    return desk.id_in(desk.upload((f"{name}.csv", activities(name))))


def looked_at(desk: Desk, name: str) -> str:
    """A delivery that waits to be published."""
    id = uploaded(desk, name)
    work(desk.settings)
    assert desk.records.one(id).state == "ready"
    return id


def asked_for(desk: Desk, name: str) -> str:
    """A delivery that is to be published."""
    id = looked_at(desk, name)
    assert desk.post(f"/deliveries/{id}/publish", {"agreed": "1"}).status_code == 200
    return id


def of(desk: Desk, name: str) -> Delivery | None:
    """The delivery of that name."""
    return next((d for d in desk.records.newest(500) if d.title == f"{name}.csv"), None)


def gone_on(desk: Desk, found: Delivery) -> Delivery:
    """A delivery after a worker has come back, and a clerk has done what the page offers."""
    for _ in range(4):
        assert desk.page(d=found.id)
        work(desk.settings)
        found = desk.records.one(found.id)
        assert found.state not in AT_WORK, found
        if found.state == "published":
            return found
        if found.state == "ready":
            answer = desk.post(f"/deliveries/{found.id}/publish", {"agreed": "1"})
        else:
            assert found.state in LOOKABLE, found
            assert found.error or found.state == "cancelled", "a clerk is told why"
            answer = desk.post(f"/deliveries/{found.id}/look")
        assert answer.status_code == 200, (found, answer.text)
    raise AssertionError(found)


def history_is_true(desk: Desk) -> None:
    """Every version but the first has one delivery that says so, and no delivery says so of another."""
    with closing(open_database(desk.settings)) as database:
        current = database.current().version
        with database.connect(current) as connection:
            versions = sorted(connection.execute(sa.select(publication.c.version)).scalars())
    told = sorted(str(d.version) for d in desk.records.newest(500) if d.state == "published")
    assert told == versions[1:]


def begun(desk: Desk, name: str) -> tuple[str, dict[str, Any]]:
    return "/deliveries", {"files": {f"{name}.csv": activities(name).decode()}}


def look(desk: Desk, name: str) -> tuple[str, dict[str, Any]]:
    return f"/deliveries/{looked_at(desk, name)}/look", {}


def publish(desk: Desk, name: str) -> tuple[str, dict[str, Any]]:
    return f"/deliveries/{looked_at(desk, name)}/publish", {"form": {"agreed": "1"}}


def cancel_look(desk: Desk, name: str) -> tuple[str, dict[str, Any]]:
    return f"/deliveries/{uploaded(desk, name)}/cancel", {}


def cancel_publish(desk: Desk, name: str) -> tuple[str, dict[str, Any]]:
    return f"/deliveries/{asked_for(desk, name)}/cancel", {}


def work_on_look(desk: Desk, name: str) -> tuple[str, dict[str, Any]]:
    uploaded(desk, name)
    return "work", {}


def work_on_publish(desk: Desk, name: str) -> tuple[str, dict[str, Any]]:
    asked_for(desk, name)
    return "work", {}


#: What is done, and before how many steps it can die; with ``COCKPIT_TEST_STEPS`` before any of them.
ACTIONS: dict[Callable[..., tuple[str, dict[str, Any]]], int] = {
    begun: 4,
    publish: 3,
    cancel_look: 1,
    work_on_look: 4,
    work_on_publish: 9,
}
ACTIONS = dict.fromkeys([*ACTIONS, look, cancel_publish], 40) if ALL else ACTIONS


@pytest.mark.parametrize(
    ("action", "last"),
    [(action, last) for action, most in ACTIONS.items() for last in range(most + 1)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_dead_before_any_step(desk: Desk, process: Mortal, action: Callable[..., Any], last: int) -> None:
    name = title()
    what, given = action(desk, name)
    told = process.do(what, last, KINDS, **given)
    assert ALL or told["died"] == (last < ACTIONS[action]), told
    found = of(desk, name)
    if found is None:
        # Nothing was entered: the clerk, who got no answer, uploads again.
        assert action is begun
        assert told["died"]
        found = desk.records.one(uploaded(desk, name))
    done = gone_on(desk, found)
    assert [r["title"] for r in rows(desk.settings, "activity") if r["title"] == name] == [name], told
    assert done.error == ""
    history_is_true(desk)


@pytest.mark.parametrize("last", range(40) if ALL else (3, 5, 6, 7))
def test_a_version_of_approved_items_has_a_delivery_whoever_died(
    desk: Desk, process: Mortal, last: int
) -> None:
    entries = ReviewList(desk.settings).add(read_text("18.txt", BULLETIN.replace("NAME", title())))
    asked = {"id": entries[0].id, "action": "approve", "host": "北京甲学会"}
    assert desk.post("/review", asked).status_code == 200
    process.do("work", last, KINDS)
    work(desk.settings)
    assert not [d for d in desk.records.newest(500) if d.state in AT_WORK]
    history_is_true(desk)
    assert desk.post("/review", asked).status_code in (200, 400)
    work(desk.settings)
    assert next(e for e in ReviewList(desk.settings).entries() if e.id == asked["id"]).state == "approved"
    history_is_true(desk)


def test_files_that_are_gone_or_other_ones_are_named(desk: Desk, tmp_path: Path) -> None:
    name = title()
    files = (f"{name}.csv", activities(name)), ("另一份.csv", activities(f"{name}补"))
    for damage, words in (
        (lambda folder: (folder / f"{name}.csv").unlink(), f"上传的文件 {name}.csv 已不在这台机器上"),
        (lambda folder: (folder / "另一份.csv").write_bytes(b"x"), "另一份.csv 与上传时不同"),
        (shutil.rmtree, f"上传的文件 另一份.csv、{name}.csv 已不在这台机器上（上传的文件保存 180 天）"),
    ):
        id = desk.id_in(desk.upload(*files))
        work(desk.settings)
        before = desk.version()
        damage(Inbox(desk.settings, id).folder)
        assert desk.post(f"/deliveries/{id}/publish", {"agreed": "1"}).status_code == 200
        for _ in ("published", "looked at again"):
            work(desk.settings)
            found = desk.records.one(id)
            assert (found.state, words in found.error, "请重新上传" in found.error) == ("failed", True, True)
            assert desk.version() == before
            page = desk.page(d=id)
            assert words in page
            assert "重新上传文件" in page
            assert "没有需要发布的变化" not in page
            assert desk.post(f"/deliveries/{id}/look").status_code == 200
        work(desk.settings)
    done = gone_on(desk, desk.records.one(desk.id_in(desk.upload(*files))))
    assert done.state == "published"


def test_after_half_a_year_and_on_a_second_machine_it_is_said(desk: Desk, tmp_path: Path) -> None:
    name = title()
    id = looked_at(desk, name)
    elsewhere = replace(desk.settings, home=tmp_path)
    lacking = Inbox(elsewhere, id).lacking(desk.records.one(id).files)
    assert f"{name}.csv 已不在这台机器上" in lacking
    folder = Inbox(desk.settings, id).folder
    os.utime(folder, (0, 0))
    tidy(desk.settings)
    assert not folder.exists()
    assert desk.post(f"/deliveries/{id}/publish", {"agreed": "1"}).status_code == 200
    work(desk.settings)
    found = desk.records.one(id)
    assert (found.state, "已不在这台机器上" in found.error) == ("failed", True)


def test_what_stands_at_work_without_a_job_is_put_in_order(desk: Desk) -> None:
    """As releases before this one left it, and as a queue that was lost leaves it."""
    for state in AT_WORK:
        for job in (None, "0" * 32):
            name = title()
            id = looked_at(desk, name)
            with open_store(desk.settings).write() as connection:
                here = sa.update(delivery).where(delivery.c.id == id)
                connection.execute(here.values(state=state, job=job))
            assert "请重新试算" in desk.page(d=id)
            assert gone_on(desk, desk.records.one(id)).state == "published"
    history_is_true(desk)


def test_a_queue_or_a_store_that_fails_leaves_all_as_it_was(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = title()
    id = looked_at(desk, name)
    jobs = len(Jobs(desk.settings).jobs(limit=1_000))

    def away(*_: object) -> None:
        raise QueueUnavailable("任务队列暂时不能使用：连接不上")

    monkeypatch.setattr("jobs.queue.Queue.put", away)
    answer = desk.post(f"/deliveries/{id}/publish", {"agreed": "1"})
    assert (answer.status_code, desk.records.one(id).state) == (503, "ready")
    assert len(Jobs(desk.settings).jobs(limit=1_000)) == jobs
    assert "任务队列暂时不能使用" in desk.page(d=id)
    monkeypatch.undo()

    # The store fails at each of its transactions in turn.
    whole = Store.write
    for last in count():
        calls = count()

        @contextmanager
        def write(store: Store, last: int = last, calls: Iterator[int] = calls) -> Iterator[sa.Connection]:
            if next(calls) == last:
                raise StoreUnavailable("运行库暂时不能使用")
            with whole(store) as connection:
                yield connection

        monkeypatch.setattr(Store, "write", write)
        answer = desk.post(f"/deliveries/{id}/publish", {"agreed": "1"})
        monkeypatch.undo()
        if answer.status_code == 200:
            break
        assert (answer.status_code, desk.records.one(id).state) == (503, "ready")
    assert last >= 1
    assert gone_on(desk, desk.records.one(id)).state == "published"


def test_what_a_worker_published_stands_though_it_was_taken_for_dead(desk: Desk) -> None:
    name = title()
    id = asked_for(desk, name)
    found = desk.records.one(id)
    desk.records.close(found, "failed", error="处理进程中断，请重新提交")
    assert desk.post(f"/deliveries/{id}/look").status_code == 200
    desk.records.close(found, "ready")
    assert desk.records.one(id).state == "looking", "the job that was given up says nothing of the next one"
    desk.records.close(found, "published", version="000099")
    assert (desk.records.one(id).state, desk.records.one(id).version) == ("published", "000099")
    work(desk.settings)
    assert desk.records.one(id).state == "published"
