"""Jobs as they are used: asked for here, done by real processes, looked at from anywhere."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.settings import ROOT, Settings
from jobs import Job, Jobs
from jobs.queue import QueueUnavailable, open_queue
from jobs.workers import BROKEN_OFF
from tests.support.postgres import drop_database, new_database
from tests.support.processes import free_port, running
from tests.support.redis_server import redis_server
from tests.support.server import environment

SECONDS = 30


@contextmanager
def at_work(settings: Settings, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that works on jobs."""
    jobs = Jobs(settings)
    before = jobs.workers()
    with running(
        [sys.executable, "-m", "tests.jobs.kinds"],
        lambda: jobs.workers() > before,
        log=log,
        cwd=ROOT,
        env=environment(settings),
        seconds=SECONDS,
    ) as process:
        yield process


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.03)


def over(jobs: Jobs, job: Job) -> Job:
    until(lambda: jobs.job(job.id).is_over)
    return jobs.job(job.id)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A queue and a store in files, with two threads."""
    return Settings(home=tmp_path_factory.mktemp("home"), job_threads=2)


@pytest.fixture(scope="module")
def jobs(settings: Settings) -> Iterator[Jobs]:
    """Jobs that somebody works on."""
    with at_work(settings, settings.home / "log"):
        yield Jobs(settings)


def test_a_job_is_done_elsewhere_and_its_result_is_here(jobs: Jobs) -> None:
    asked = jobs.submit("add", {"a": 2, "b": 3}, "二加三", by="张三")
    assert (asked.kind, asked.title, asked.asked_by) == ("add", "二加三", "张三")
    done = over(jobs, asked)
    assert (done.state, done.share, done.result["sum"], done.error) == ("done", 1.0, 5, "")
    assert done.started_at is not None
    assert done.finished_at is not None
    assert done.created_at <= done.started_at <= done.finished_at
    assert jobs.jobs("add")[0].id == done.id


def test_as_many_run_at_once_as_there_are_threads(jobs: Jobs, tmp_path: Path) -> None:
    asked = [jobs.submit("hold", {"until": str(tmp_path / "go")}, "等", by="") for _ in range(3)]
    until(lambda: sum(jobs.job(j.id).phase == "等待文件" for j in asked) == 2)
    assert sorted(jobs.job(j.id).words for j in asked) == ["正在处理", "正在处理", "等待处理"]
    (tmp_path / "go").touch()
    assert {over(jobs, j).result for j in asked} == {"见到了"}


def test_a_job_can_be_called_off_while_it_runs_and_while_it_waits(jobs: Jobs, tmp_path: Path) -> None:
    until_go = {"until": str(tmp_path / "go")}
    first, second = (jobs.submit("hold", until_go, "等", by="") for _ in range(2))
    waiting = jobs.submit("add", {"a": 1, "b": 1}, "不再需要", by="")
    until(lambda: {jobs.job(j.id).state for j in (first, second)} == {"running"})
    jobs.cancel(waiting.id)
    assert jobs.job(waiting.id).state == "cancelled"
    for held in (first, second):
        jobs.cancel(held.id)
        assert over(jobs, held).state == "cancelled"
    assert over(jobs, jobs.submit("add", {"a": 1, "b": 1}, "之后", by="")).state == "done"
    assert jobs.job(waiting.id).state == "cancelled"


def test_what_cannot_be_taken_back_goes_to_its_end(jobs: Jobs, tmp_path: Path) -> None:
    sealed = jobs.submit("hold", {"until": str(tmp_path / "go"), "sealed": True}, "发布", by="")
    until(lambda: jobs.job(sealed.id).phase)
    jobs.cancel(sealed.id)
    (tmp_path / "go").touch()
    assert over(jobs, sealed).state == "done"


def test_a_failure_says_what_a_reader_can_use(jobs: Jobs, settings: Settings) -> None:
    refused = over(jobs, jobs.submit("refuse", {}, "打开", by=""))
    assert (refused.state, refused.error, refused.result) == ("failed", "文件“甲.xlsx”打不开", None)
    full = over(jobs, jobs.submit("full", {}, "没有地方", by=""))
    assert (full.state, full.error) == ("failed", "归档的文件没有写成（磁盘已满）")
    broken = over(jobs, jobs.submit("break", {}, "出错", by=""))
    assert (broken.state, broken.error) == ("failed", "程序出错，详情见服务日志")
    assert "secret detail" in (settings.home / "log").read_text()
    unknown = over(jobs, jobs.submit("nowhere", {}, "没有", by=""))
    assert "不认识“nowhere”" in unknown.error


def test_a_kind_that_says_so_is_tried_again(jobs: Jobs, tmp_path: Path) -> None:
    done = over(jobs, jobs.submit("stubborn", {"tried": str(tmp_path / "tried")}, "三次", by=""))
    assert (done.state, done.result, done.attempts) == ("done", 3, 3)


def test_a_job_that_is_not_there(jobs: Jobs) -> None:
    with pytest.raises(LookupError, match="没有任务 x"):
        jobs.job("x")
    jobs.cancel("x")


def test_a_killed_process_leaves_no_job_running_for_ever(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", job_threads=1)
    jobs = Jobs(settings)
    held = {"until": str(tmp_path / "never")}
    with at_work(settings, tmp_path / "log") as process:
        lost = jobs.submit("hold", held, "等", by="")
        waiting = jobs.submit("add", {"a": 1, "b": 2}, "在后面", by="")
        until(lambda: jobs.job(lost.id).state == "running")
        process.kill()
        process.wait()
        until(lambda: jobs.job(lost.id).state == "failed")
        assert jobs.job(lost.id).error == BROKEN_OFF
        assert jobs.workers() == 0
    # A lost queue loses no job: who works next puts those that wait back.
    open_queue(settings).huey.flush()
    with at_work(settings, tmp_path / "log") as process:
        assert over(jobs, waiting).result["sum"] == 3
        broken_off = jobs.submit("hold", held, "等", by="")
        until(lambda: jobs.job(broken_off.id).state == "running")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert (jobs.job(broken_off.id).state, jobs.workers()) == ("failed", 0)


def test_redis_as_queue_and_a_server_as_store(pg_server: object, tmp_path: Path) -> None:
    url = new_database(pg_server)  # type: ignore[arg-type]
    try:
        with redis_server() as address:
            settings = Settings(home=tmp_path / "home", store_url=url, jobs_url=address)
            with at_work(settings, tmp_path / "log"):
                jobs = Jobs(settings)
                assert over(jobs, jobs.submit("add", {"a": 4, "b": 5}, "和", by="")).result["sum"] == 9
    finally:
        drop_database(url)


def test_without_a_queue_there_is_no_job(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, jobs_url=f"redis://127.0.0.1:{free_port()}/0")
    jobs = Jobs(settings)
    with pytest.raises(QueueUnavailable, match="任务队列暂时不能使用"):
        jobs.submit("add", {"a": 1, "b": 1}, "和", by="")
    assert jobs.jobs() == []
