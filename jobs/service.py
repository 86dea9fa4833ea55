"""Asking for work, looking at it, and calling it off: the whole interface for the rest of the cockpit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from data.settings import Settings
from jobs import workers
from jobs.model import Job
from jobs.queue import QueueUnavailable, open_queue
from store import open_store
from store.base import now
from store.jobs import job

#: Writes by a connection what belongs to the job of that id.
Along = Callable[[sa.Connection, str], None]


class Jobs:
    """The jobs of one installation. Every method raises ``StoreUnavailable`` where the store is away."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = open_store(settings)

    def submit(
        self,
        kind: str,
        params: Mapping[str, Any],
        title: str,
        by: str,
        along: Along | None = None,
        back: Along | None = None,
    ) -> Job:
        """Have work done; ``title`` says in Chinese what, ``by`` who asked. ``params`` must be JSON.

        ``along`` writes, in the same transaction, what has to stand as soon as the job does; what it raises
        undoes both. Raises ``QueueUnavailable``: then there is no such job, and ``back`` has taken back
        what ``along`` wrote. A process that dies in between leaves a job that waits for the next worker.
        """
        id = uuid4().hex
        values = {"id": id, "kind": kind, "title": title, "params": dict(params), "asked_by": by}
        with self._store.write() as connection:
            connection.execute(sa.insert(job).values(values | {"state": "queued", "created_at": now()}))
            if along:
                along(connection, id)
        try:
            open_queue(self._settings).put(id)
        except QueueUnavailable:
            with self._store.write() as connection:
                here = sa.and_(job.c.id == id, job.c.state == "queued")
                if connection.execute(sa.delete(job).where(here)).rowcount and back:
                    back(connection, id)
            raise
        return self.job(id)

    def job(self, id: str) -> Job:
        """One job; raises ``LookupError`` where there is none of that id."""
        found = self._find(sa.select(job).where(job.c.id == id))
        if not found:
            raise LookupError(f"没有任务 {id}")
        return found[0]

    def jobs(self, kind: str | None = None, limit: int = 50) -> list[Job]:
        """The newest jobs, of one kind or all."""
        query = sa.select(job).order_by(job.c.created_at.desc(), job.c.id).limit(limit)
        return self._find(query.where(job.c.kind == kind) if kind else query)

    def cancel(self, id: str) -> None:
        """Call a job off: at once while it waits, at its next step while it runs."""
        mine = job.c.id == id
        with self._store.write() as connection:
            over = {"state": "cancelled", "cancel_asked": True, "finished_at": now()}
            connection.execute(sa.update(job).where(mine, job.c.state == "queued").values(over))
            running = sa.and_(mine, job.c.state == "running")
            connection.execute(sa.update(job).where(running).values(cancel_asked=True))

    def workers(self) -> int:
        """How many processes work on jobs now; with none, jobs wait."""
        return workers.alive(self._store)

    def _find(self, query: sa.Select[Any]) -> list[Job]:
        found = self._read(query)
        if any(one.state == "running" for one in found):
            # Whoever looks notices that a process is gone; no other one has to be there for that.
            workers.give_up(self._store)
            found = self._read(query)
        return found

    def _read(self, query: sa.Select[Any]) -> list[Job]:
        with self._store.read() as connection:
            return [Job(**row._mapping) for row in connection.execute(query)]


def get_jobs() -> Jobs:
    """The jobs of this process's installation, as the environment says."""
    return Jobs(Settings.from_env())
