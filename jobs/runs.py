"""Every time that something scheduled was made, or should have been: waiting, running, done, failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa

from data.settings import Settings
from store import open_store
from store.base import now
from store.jobs import job
from store.schedules import schedule_run

State = Literal["waiting", "running", "done", "failed"]
WORDS: Mapping[State, str] = {
    "waiting": "等待执行",
    "running": "正在执行",
    "done": "已完成",
    "failed": "未完成",
}
#: Minutes after a failure until the next attempt; after the last of these it stays failed.
BACK_OFF = (1, 5, 15, 60)
#: A run that was taken and given to no job by then belongs to a process that died in between.
_ORPHAN = timedelta(minutes=3)
#: How long the history goes back.
KEPT = timedelta(days=400)

#: ``{"way": "mail" | "webhook", "to", "state": "sending" | "sent" | "failed" | "unknown", "error"}``
Delivery = Mapping[str, str]


@dataclass(frozen=True)
class Run:
    """One run. ``missed`` counts earlier occasions that it makes up for; ``error`` says why it failed."""

    id: str
    schedule: str
    name: str
    occasion: str
    planned_for: datetime
    missed: int
    state: State
    attempts: int
    next_attempt_at: datetime | None
    job: str | None
    started_at: datetime | None
    ended_at: datetime | None
    artefact: str | None
    code: str
    deliveries: Sequence[Delivery]
    error: str

    @property
    def words(self) -> str:
        """Its state in Chinese."""
        return "等待重试" if self.state == "waiting" and self.error else WORDS[self.state]

    @property
    def is_trouble(self) -> bool:
        """Whether something went wrong that nobody has put right yet."""
        return self.state == "failed" or (self.state == "waiting" and bool(self.error))

    @property
    def by_hand(self) -> bool:
        """Whether somebody wanted it now."""
        return self.occasion.startswith("hand:")


def enter(
    connection: sa.Connection,
    schedule: str,
    name: str,
    occasion: str,
    planned_for: datetime,
    moment: datetime,
    missed: int = 0,
) -> str | None:
    """Enter a run that waits; None where the occasion has its run already. Returns its id."""
    same = sa.and_(schedule_run.c.schedule == schedule, schedule_run.c.occasion == occasion)
    if connection.execute(sa.select(schedule_run.c.id).where(same)).first():
        return None
    id = uuid4().hex
    values = {
        "id": id,
        "schedule": schedule,
        "name": name,
        "occasion": occasion,
        "planned_for": planned_for,
        "missed": missed,
        "state": "waiting",
        "next_attempt_at": moment,
        "deliveries": [],
    }
    connection.execute(sa.insert(schedule_run).values(values))
    return id


class Runs:
    """The runs of one installation. Every method raises ``StoreUnavailable`` where the store is away."""

    def __init__(self, settings: Settings) -> None:
        self._store = open_store(settings)

    def ask(self, schedule: str, name: str) -> Run:
        """A run that somebody wants now."""
        moment = now()
        with self._store.write() as connection:
            id = enter(connection, schedule, name, f"hand:{uuid4().hex}", moment, moment)
        assert id is not None
        return self.one(id)

    def one(self, id: str) -> Run:
        """One run; raises ``LookupError``."""
        found = self._find(sa.select(schedule_run).where(schedule_run.c.id == id))
        if not found:
            raise LookupError(f"没有执行记录 {id}")
        return found[0]

    def newest(self, limit: int = 30, schedule: str = "") -> list[Run]:
        """The runs planned last, of one schedule or all."""
        order = (schedule_run.c.planned_for.desc(), schedule_run.c.id)
        query = sa.select(schedule_run).order_by(*order).limit(limit)
        return self._find(query.where(schedule_run.c.schedule == schedule) if schedule else query)

    def latest(self) -> dict[str, Run]:
        """The newest run of each schedule, by its id."""
        c = schedule_run.c
        newest = sa.select(c.schedule, sa.func.max(c.planned_for).label("at")).group_by(c.schedule).subquery()
        same = sa.and_(c.schedule == newest.c.schedule, c.planned_for == newest.c.at)
        return {run.schedule: run for run in self._find(sa.select(schedule_run).join(newest, same))}

    def take(self, moment: datetime) -> list[str]:
        """The runs whose time has come, each taken by one process only."""
        waits = sa.and_(schedule_run.c.state == "waiting", schedule_run.c.next_attempt_at <= moment)
        values = {
            "state": "running",
            "attempts": schedule_run.c.attempts + 1,
            "started_at": moment,
            "next_attempt_at": None,
            "job": None,
        }
        with self._store.write() as connection:
            taken = sa.update(schedule_run).where(waits).values(values).returning(schedule_run.c.id)
            return [id for (id,) in connection.execute(taken)]

    def take_one(self, id: str, moment: datetime) -> bool:
        """Take one run that waits; whether nobody else has."""
        mine = sa.and_(schedule_run.c.id == id, schedule_run.c.state == "waiting")
        values = {"state": "running", "attempts": schedule_run.c.attempts + 1, "started_at": moment}
        return self._change(mine, **values, next_attempt_at=None, job=None)

    def note(self, id: str, **values: Any) -> None:
        """Keep what is known of a run so far: its job, artefact, code, deliveries."""
        self._change(schedule_run.c.id == id, **values)

    def put_back(self, id: str, error: str, moment: datetime) -> None:
        """It could not even begin; again in a minute, and not counted as an attempt."""
        mine = sa.and_(schedule_run.c.id == id, schedule_run.c.state == "running")
        values = {"state": "waiting", "attempts": schedule_run.c.attempts - 1, "error": error}
        self._change(mine, **values, next_attempt_at=moment + timedelta(minutes=1))

    def done(self, id: str) -> None:
        """It was made and has arrived everywhere."""
        self._change(schedule_run.c.id == id, state="done", ended_at=now(), error="", next_attempt_at=None)

    def failed(self, id: str, error: str, moment: datetime) -> None:
        """This attempt failed: another one follows after a while, or none."""
        run = self.one(id)
        if run.state != "running":
            return
        again = run.attempts <= len(BACK_OFF)
        wait = timedelta(minutes=BACK_OFF[run.attempts - 1]) if again else None
        self._change(
            sa.and_(schedule_run.c.id == id, schedule_run.c.state == "running"),
            state="waiting" if again else "failed",
            next_attempt_at=moment + wait if wait else None,
            ended_at=moment,
            error=error,
        )

    def recover(self, moment: datetime) -> None:
        """Runs whose process is gone have failed: their job is over and said so, or never was."""
        c = schedule_run.c
        query = sa.select(c.id, job.c.state, job.c.error, c.started_at, c.job)
        query = query.join_from(schedule_run, job, c.job == job.c.id, isouter=True).where(
            c.state == "running"
        )
        with self._store.read() as connection:
            found = connection.execute(query).all()
        for row in found:
            orphan = row.state is None and row.started_at < moment - _ORPHAN
            if orphan or row.state in ("failed", "cancelled", "done"):
                self.failed(row.id, row.error or "处理进程中断", moment)

    def tidy(self, moment: datetime) -> None:
        """Forget runs that are over for longer than a year."""
        old = sa.and_(schedule_run.c.ended_at < moment - KEPT, schedule_run.c.state.in_(("done", "failed")))
        with self._store.write() as connection:
            connection.execute(sa.delete(schedule_run).where(old))

    def _change(self, which: sa.ColumnElement[bool], **values: Any) -> bool:
        with self._store.write() as connection:
            return bool(connection.execute(sa.update(schedule_run).where(which).values(values)).rowcount)

    def _find(self, query: sa.Select[Any]) -> list[Run]:
        with self._store.read() as connection:
            return [Run(**row._mapping) for row in connection.execute(query)]
