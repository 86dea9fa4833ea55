"""Deliveries that wait for another import, are called off, or lose the process that works on them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from data.lock import import_lock
from data.settings import Settings
from data.versions import FileVersions
from jobs import Jobs
from jobs.workers import BROKEN_OFF
from store import open_store
from store.jobs import worker
from tests.deliveries.conftest import desk_over
from tests.deliveries.desk import SECONDS, activities


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.03)


def test_waiting_cancelled_and_killed(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    with desk_over(settings, tmp_path / "log") as desk:
        jobs = Jobs(settings)
        with import_lock(FileVersions(settings.home).folder, "夜间导入", 0.0, lambda what, share: None):
            id = desk.id_in(desk.upload(("活动.csv", activities("等一等"))))
            phase = lambda: jobs.job(desk.records.one(id).job or "").phase  # noqa: E731
            until(lambda: "等待另一次导入结束（“夜间导入”" in phase())
            assert "等待另一次导入结束（“夜间导入”" in desk.page(d=id)
            desk.post(f"/deliveries/{id}/cancel")
            assert desk.settled(id).state == "cancelled"

            assert desk.post(f"/deliveries/{id}/look").status_code == 200
            until(lambda: "等待另一次导入结束" in phase())
            with open_store(settings).read() as connection:
                os.kill(connection.execute(sa.select(worker.c.pid)).scalar_one(), signal.SIGKILL)
            broken = desk.settled(id)
            assert (broken.state, broken.error) == ("failed", BROKEN_OFF)
            words = desk.page(d=id)
            assert BROKEN_OFF in words
            assert "后台处理程序没有运行" in words
        assert desk.version() == "000001"
