"""What is made again and again: kept, looked at, and found due by exactly one of many processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from data.settings import Settings
from jobs.occasions import Timing, due_until, next_occasion
from jobs.runs import enter
from store import open_store
from store.base import now
from store.schedules import schedule, schedule_run

GONE = "没有这个定期任务：可能已被删除"


@dataclass(frozen=True)
class Schedule:
    """One thing that comes again: ``what`` is made (with ``params``), when, and to whom it goes besides
    the archive. ``next_at`` is None while it is off and for what comes with publications."""

    id: str
    name: str
    what: str
    params: Mapping[str, Any]
    timing: Timing
    mail: tuple[str, ...]
    webhook: str
    is_on: bool
    created_by: str
    created_at: datetime
    next_at: datetime | None
    seen: str

    def is_late(self, moment: datetime, by: float = 300.0) -> bool:
        """Whether it was due more than ``by`` seconds ago, and nobody has noticed."""
        return self.next_at is not None and (moment - self.next_at).total_seconds() > by


class Schedules:
    """The schedules of one installation. Every method raises ``StoreUnavailable`` where the store is away."""

    def __init__(self, settings: Settings) -> None:
        self._store = open_store(settings)

    def add(
        self,
        name: str,
        what: str,
        params: Mapping[str, Any],
        timing: Timing,
        by: str,
        mail: Sequence[str] = (),
        webhook: str = "",
        edition: str = "",
    ) -> Schedule:
        """Keep a schedule; ``edition`` is the publication of now, which does not count as a new one."""
        id, moment = uuid4().hex, now()
        values = {
            "id": id,
            "name": name,
            "what": what,
            "params": dict(params),
            "rhythm": timing.rhythm,
            "timing": _kept(timing),
            "mail": list(mail),
            "webhook": webhook,
            "is_on": True,
            "created_by": by,
            "created_at": moment,
            "next_at": next_occasion(timing, moment),
            "seen": edition,
        }
        with self._store.write() as connection:
            connection.execute(sa.insert(schedule).values(values))
        return self.one(id)

    def all(self) -> list[Schedule]:
        """Every schedule, the newest first."""
        return self._find(sa.select(schedule).order_by(schedule.c.created_at.desc(), schedule.c.id))

    def one(self, id: str) -> Schedule:
        """One schedule, by its id or the beginning of it (8 letters); raises ``LookupError`` in words."""
        mine = schedule.c.id.startswith(id, autoescape=True) if len(id) >= 8 else schedule.c.id == id
        found = self._find(sa.select(schedule).where(mine))
        if len(found) != 1:
            raise LookupError(GONE)
        return found[0]

    def turn(self, id: str, on: bool, edition: str = "") -> None:
        """Let it rest or go on; what was due meanwhile is not made up for. Raises ``LookupError``."""
        found = self.one(id)
        values: dict[str, Any] = {"is_on": on, "next_at": next_occasion(found.timing, now()) if on else None}
        if on and edition:
            values["seen"] = edition
        with self._store.write() as connection:
            connection.execute(sa.update(schedule).where(schedule.c.id == found.id).values(values))

    def remove(self, id: str) -> Schedule:
        """Forget a schedule; what it made, and its history, stay. Raises ``LookupError``."""
        found = self.one(id)
        waits = sa.and_(schedule_run.c.schedule == found.id, schedule_run.c.state == "waiting")
        over = {"state": "failed", "error": "定期任务已删除", "ended_at": now(), "next_attempt_at": None}
        with self._store.write() as connection:
            connection.execute(sa.delete(schedule).where(schedule.c.id == found.id))
            connection.execute(sa.update(schedule_run).where(waits).values(over))
        return found

    def claim(self, moment: datetime, edition: str = "") -> int:
        """Enter a run for everything that is due and not taken yet; returns how many.

        Of several processes one gets each occasion: whoever moves ``next_at`` (or ``seen``) on. Occasions
        that were missed are made up for once, with the last of them; how many there were is kept.
        """
        due = sa.and_(schedule.c.is_on, schedule.c.next_at <= moment)
        published = sa.and_(schedule.c.is_on, schedule.c.rhythm == "publication", schedule.c.seen != edition)
        count = 0
        with self._store.write() as connection:
            for row in connection.execute(sa.select(schedule).where(due)).all():
                count += _claim_day(connection, row, moment)
            if edition:
                for row in connection.execute(sa.select(schedule).where(published)).all():
                    count += _claim_publication(connection, row, edition, moment)
        return count

    def is_idle(self, moment: datetime, edition: str) -> bool:
        """Whether there is nothing to do: one small query."""
        c, r = schedule.c, schedule_run.c
        news = sa.and_(c.rhythm == "publication", c.seen != edition) if edition else sa.false()
        due = sa.select(c.id).where(c.is_on, sa.or_(c.next_at <= moment, news))
        waits = sa.and_(r.state == "waiting", r.next_attempt_at <= moment)
        begun = sa.select(r.id).where(sa.or_(waits, r.state == "running"))
        with self._store.read() as connection:
            return connection.execute(sa.union_all(due, begun).limit(1)).first() is None

    def _find(self, query: sa.Select[Any]) -> list[Schedule]:
        with self._store.read() as connection:
            return [_read(row._mapping) for row in connection.execute(query)]


def _claim_day(connection: sa.Connection, row: sa.Row[Any], moment: datetime) -> int:
    timing = _timing(row.timing)
    there, last = due_until(timing, row.next_at, moment)
    mine = sa.and_(schedule.c.id == row.id, schedule.c.next_at == row.next_at)
    following = next_occasion(timing, max(last, moment))
    if not connection.execute(sa.update(schedule).where(mine).values(next_at=following)).rowcount:
        return 0
    entered = enter(connection, row.id, row.name, last.isoformat(), last, moment, missed=there - 1)
    return int(entered is not None)


def _claim_publication(connection: sa.Connection, row: sa.Row[Any], edition: str, moment: datetime) -> int:
    mine = sa.and_(schedule.c.id == row.id, schedule.c.seen == row.seen)
    if not connection.execute(sa.update(schedule).where(mine).values(seen=edition)).rowcount:
        return 0
    # Nothing is entered for a version that was served before and is again.
    return int(enter(connection, row.id, row.name, edition, moment, moment) is not None)


def _kept(timing: Timing) -> dict[str, Any]:
    return vars(timing) | {"at": f"{timing.at:%H:%M}"}


def _timing(kept: Mapping[str, Any]) -> Timing:
    return Timing(**{**kept, "at": time.fromisoformat(kept["at"])})


def _read(row: sa.RowMapping) -> Schedule:
    values = {name: value for name, value in row.items() if name != "rhythm"}
    return Schedule(**{**values, "timing": _timing(row["timing"]), "mail": tuple(row["mail"])})
