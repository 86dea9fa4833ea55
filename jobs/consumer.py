"""The process that works on jobs: takes them from the queue, a few at a time, until it is stopped."""

from __future__ import annotations

import logging
import os
import threading

import sqlalchemy as sa

from data.engine import get_database
from data.guarded import Guard
from data.settings import Settings
from jobs import workers
from jobs.clock import keep_time
from jobs.queue import Queue, open_queue
from jobs.running import work_as
from store import Store, open_store
from store.jobs import job

log = logging.getLogger(__name__)

#: Seconds between two looks into an empty queue that is a file.
_LOOK_EVERY = 0.4
#: Seconds between two looks for versions that were not looked at closely.
_VERIFY_SECONDS = 5.0
#: Seconds that a look at the schedules may still take when the process is to end.
_LAST_LOOK = 5.0


def work(settings: Settings) -> None:
    """Work on jobs until SIGTERM (breaks off what runs) or SIGINT (waits for it), then end the process.

    Raises ``StoreUnavailable`` where there is no store to work with.
    """
    store = open_store(settings)
    store.migrate()
    me = workers.register(store)
    work_as(me)
    workers.give_up(store)
    queue = open_queue(settings)
    _queue_again(store, queue)
    threading.Thread(target=_live, args=(store, me), daemon=True).start()
    threading.Thread(target=_verify, daemon=True, name="integrity").start()
    stop = threading.Event()
    clock = threading.Thread(target=keep_time, args=(settings, stop), name="clock", daemon=True)
    clock.start()
    queue.huey.create_consumer(workers=settings.job_threads, max_delay=_LOOK_EVERY).run()
    stop.set()
    clock.join(timeout=_LAST_LOOK)
    workers.leave(store, me)
    # Threads that were broken off may be deep in a database; the usual end would wait or crash there.
    os._exit(0)


def _queue_again(store: Store, queue: Queue) -> None:
    """Put jobs that wait, but are not in the queue, back: a queue may be lost, jobs are not."""
    with store.read() as connection:
        waiting = [id for (id,) in connection.execute(sa.select(job.c.id).where(job.c.state == "queued"))]
    there = queue.waiting()
    for id in waiting:
        if id not in there:
            queue.put(id)


def _live(store: Store, me: str) -> None:
    pause, guard = threading.Event(), Guard("后台处理程序的状态", log)
    while not pause.wait(workers.BEAT_SECONDS):
        with guard.step():
            workers.beat(store, me)


def _verify() -> None:
    """Look at every version in the background: a job shall not be the first to meet a damaged one."""
    pause, guard = threading.Event(), Guard("核对数据版本", log)
    while True:
        with guard.step():
            get_database().verify()
        pause.wait(_VERIFY_SECONDS)
