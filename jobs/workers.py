"""The processes that work on jobs: who is alive, and what becomes of the jobs of those who are not."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from store import Store
from store.base import now
from store.jobs import job, worker

#: How often a worker says that it lives, and how long silence means that it does not.
BEAT_SECONDS = 2.0
DEAD = timedelta(seconds=20)
BROKEN_OFF = "处理进程中断，请重新提交"
#: How long jobs that are over stay.
KEPT = timedelta(days=180)


def register(store: Store) -> str:
    """Enter this process as a worker; returns its id."""
    id = uuid4().hex
    with store.write() as connection:
        _enter(connection, id)
        connection.execute(sa.delete(job).where(job.c.finished_at < now() - KEPT))
    return id


def beat(store: Store, id: str) -> None:
    """Say that a worker lives, and give up the jobs of those that do not."""
    with store.write() as connection:
        told = connection.execute(sa.update(worker).where(worker.c.id == id).values(seen_at=now()))
        if not told.rowcount:  # it was silent for so long that others took it off the list
            _enter(connection, id)
    give_up(store)


def leave(store: Store, id: str) -> None:
    """Take a worker off the list; what it still worked on has broken off."""
    with store.write() as connection:
        _break_off(connection, [id])


def alive(store: Store) -> int:
    """How many workers there are."""
    with store.read() as connection:
        return sum(not _is_dead(row) for row in connection.execute(sa.select(worker)))


def give_up(store: Store) -> None:
    """End the running jobs of workers that are gone as failed."""
    with store.read() as connection:
        dead = [row.id for row in connection.execute(sa.select(worker)) if _is_dead(row)]
        known = sa.select(worker.c.id)
        lost = sa.select(job.c.worker).where(job.c.state == "running", job.c.worker.not_in(known))
        dead += [id for (id,) in connection.execute(lost)]
    if dead:
        with store.write() as connection:
            _break_off(connection, dead)


def _enter(connection: sa.Connection, id: str) -> None:
    moment = now()
    values = {"id": id, "host": socket.gethostname(), "pid": os.getpid(), "started_at": moment}
    connection.execute(sa.insert(worker).values(values | {"seen_at": moment}))


def _break_off(connection: sa.Connection, workers: Sequence[str]) -> None:
    theirs = sa.and_(job.c.state == "running", job.c.worker.in_(workers))
    over = {"state": "failed", "error": BROKEN_OFF, "finished_at": now()}
    connection.execute(sa.update(job).where(theirs).values(over))
    connection.execute(sa.delete(worker).where(worker.c.id.in_(workers)))


def _is_dead(row: Any) -> bool:
    if row.seen_at < now() - DEAD:
        return True
    return row.host == socket.gethostname() and not _exists(row.pid)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        # Killed, but not yet buried by the process that started it.
        stat = Path(f"/proc/{pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:
        return True
