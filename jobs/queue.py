"""The queue of jobs: huey over a file, or over Redis. It carries ids only; the store knows the rest."""

from __future__ import annotations

import threading
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey

from data.settings import Settings
from data.unavailable import Unavailable, unavailable
from jobs.running import run
from store import open_store

FILE = "jobs.sqlite"


class QueueUnavailable(Unavailable):
    """The queue cannot be reached; the message (Chinese) says why."""


class Queue:
    """The queue that ``settings`` names, for those who ask for work and those who do it."""

    def __init__(self, settings: Settings) -> None:
        self.huey: Huey = _huey(settings)
        store = open_store(settings)

        def job(id: str) -> None:
            run(store, id)

        self._task: Any = self.huey.task(name="job")(job)

    def put(self, id: str) -> None:
        """Have a job run as soon as somebody is free; raises ``QueueUnavailable``."""
        try:
            self._task(id)
        except Exception as error:
            raise unavailable(QueueUnavailable, "任务队列暂时不能使用", error) from error

    def waiting(self) -> set[str]:
        """Ids of the jobs in the queue, those that wait for another attempt among them."""
        return {task.args[0] for task in [*self.huey.pending(), *self.huey.scheduled()]}


_queues: dict[tuple[str, str], Queue] = {}
_lock = threading.Lock()


def open_queue(settings: Settings) -> Queue:
    """The queue that ``settings`` names; one object for each in this process."""
    key = (settings.jobs_url, str(settings.home))
    with _lock:
        if key not in _queues:
            _queues[key] = Queue(settings)
        return _queues[key]


def _huey(settings: Settings) -> Huey:
    if settings.jobs_url:
        return RedisHuey("cockpit", url=settings.jobs_url, results=False)
    settings.home.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("cockpit", filename=str(settings.home / FILE), results=False)
