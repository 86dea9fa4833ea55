"""The clock of schedules: beside the jobs of a worker, a look a minute at what is due."""

from __future__ import annotations

import logging
import threading

from data.engine import DatabaseUnavailable, get_database
from data.guarded import Guard
from data.settings import Settings
from jobs.queue import QueueUnavailable
from jobs.runs import Runs
from jobs.schedules import Schedules
from jobs.service import Jobs
from jobs.workers import give_up
from store import open_store
from store.base import now

log = logging.getLogger(__name__)

#: The kind of job that makes and delivers what is due.
RUN = "schedule.run"
EVERY_SECONDS = 60.0


def keep_time(settings: Settings, stop: threading.Event, every: float = EVERY_SECONDS) -> None:
    """Look at once and then again and again until ``stop``; goes on whatever happens."""
    guard = Guard("定期任务", log)
    while True:
        with guard.step():
            tick(settings)
        if stop.wait(every):
            return


def tick(settings: Settings) -> int:
    """Start everything that is due now; how many runs were started. Safe in many processes at once."""
    schedules, runs, moment, edition = Schedules(settings), Runs(settings), now(), current_edition()
    if schedules.is_idle(moment, edition):
        return 0
    give_up(open_store(settings))
    runs.recover(moment)
    if schedules.claim(moment, edition):
        runs.tidy(moment)
    taken = runs.take(moment)
    for id in taken:
        start(settings, id)
    return len(taken)


def run_now(settings: Settings, id: str) -> str:
    """Run a schedule at once, whatever its rhythm; the id of the run. Raises ``LookupError``."""
    found, runs = Schedules(settings).one(id), Runs(settings)
    asked = runs.ask(found.id, found.name)
    if runs.take_one(asked.id, now()):
        start(settings, asked.id)
    return asked.id


def start(settings: Settings, id: str) -> None:
    """Hand a run that was taken to the workers; where that cannot be, it waits for the next look."""
    runs = Runs(settings)
    run = runs.one(id)
    try:
        job = Jobs(settings).submit(RUN, {"run": id}, f"定期：{run.name}", "定期")
    except QueueUnavailable as error:
        runs.put_back(id, str(error), now())
        return
    runs.note(id, job=job.id)


def current_edition() -> str:
    """The publication that serves now; "" where nobody can tell, or an older one stands in for it."""
    try:
        serving = get_database().serving()
        return "" if serving.trouble else serving.publication.edition
    except DatabaseUnavailable:
        return ""
