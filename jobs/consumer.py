"""The process that works on jobs: takes them from the queue, a few at a time, until it is stopped."""

from __future__ import annotations

import logging
import os
import threading
from datetime import timedelta

import sqlalchemy as sa

from data.engine import get_database
from data.guarded import Guard
from data.settings import Settings
from jobs import workers
from jobs.clock import keep_time
from jobs.queue import Queue, open_queue
from jobs.running import work_as
from store import Store, open_store
from store.base import now
from store.jobs import job

log = logging.getLogger(__name__)

#: Seconds between two looks into an empty queue that is a file.
_LOOK_EVERY = 0.4
#: Seconds between two looks for versions that were not looked at closely.
_VERIFY_SECONDS = 5.0
#: A job that waits for so long without being in the queue is put there; so many beats between two looks.
_LOST = timedelta(seconds=10)
_BEATS_A_LOOK = 5
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
    queue_again(store, queue)
    threading.Thread(target=_live, args=(store, queue, me), daemon=True).start()
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


def queue_again(store: Store, queue: Queue, waits: timedelta = timedelta()) -> None:
    """Put jobs that wait for longer than that, but are not in the queue, back.

    A queue may be lost, and who asked may die before the queue knows; jobs stand in the store.
    """
    wanted = sa.and_(job.c.state == "queued", job.c.created_at <= now() - waits)
    with store.read() as connection:
        waiting = [id for (id,) in connection.execute(sa.select(job.c.id).where(wanted))]
    if waiting:
        there = queue.waiting()
        for id in waiting:
            if id not in there:
                queue.put(id)


def _live(store: Store, queue: Queue, me: str) -> None:
    pause, guard, beats = threading.Event(), Guard("后台处理程序的状态", log), 0
    while not pause.wait(workers.BEAT_SECONDS):
        beats += 1
        with guard.step():
            workers.beat(store, me)
            if beats % _BEATS_A_LOOK == 0:
                queue_again(store, queue, _LOST)


def _verify() -> None:
    """Look at every version in the background: a job shall not be the first to meet a damaged one."""
    pause, guard = threading.Event(), Guard("核对数据版本", log)
    while True:
        with guard.step():
            get_database().verify()
        pause.wait(_VERIFY_SECONDS)
