"""Deliveries in the operational database: entered, moved from state to state, listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa

from data.settings import Settings
from jobs import Jobs
from store import open_store
from store.base import now
from store.deliveries import delivery, switch

State = Literal[
    "looking", "ready", "publishing", "published", "same", "read", "refused", "failed", "cancelled"
]
#: What a clerk reads of each.
STATES: Mapping[str, str] = {
    "looking": "正在试算",
    "ready": "待发布",
    "publishing": "正在发布",
    "published": "已发布",
    "same": "没有变化",
    "read": "已转入审核",
    "refused": "未导入",
    "failed": "未完成",
    "cancelled": "已取消",
}
#: States in which a job is at work.
AT_WORK: tuple[State, ...] = ("looking", "publishing")
CHANNELS: Mapping[str, str] = {"page": "页面", "command": "命令行", "review": "动态审核"}


@dataclass(frozen=True)
class Delivery:
    """One delivery. ``files`` are name, bytes and sha256; ``report`` as of ``deliveries.report``.

    ``version`` is the publication that it became; ``error`` (Chinese) why it did not get further.
    """

    id: str
    channel: str
    title: str
    delivered_by: str
    files: Sequence[Mapping[str, Any]]
    options: Mapping[str, Any]
    state: State
    job: str | None
    report: Mapping[str, Any] | None
    error: str
    version: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class Switch:
    """Another version was made to serve: by whom, when, from which to which, and why."""

    id: str
    at: datetime
    switched_by: str
    channel: str
    from_version: str | None
    to_version: str
    reason: str


class Records:
    """The deliveries of one installation. Every method raises ``StoreUnavailable``."""

    def __init__(self, settings: Settings) -> None:
        self._store = open_store(settings)
        self._jobs = Jobs(settings)

    def enter(self, title: str, by: str, files: Sequence[Mapping[str, Any]], **more: Any) -> str:
        """Enter a delivery (``more``: other columns) and return its id."""
        values = {"id": uuid4().hex, "channel": "page", "options": {}, "state": "looking"} | more
        values |= {"title": title, "delivered_by": by, "files": list(files)}
        with self._store.write() as connection:
            connection.execute(sa.insert(delivery).values({"created_at": now()} | values))
        return str(values["id"])

    def one(self, id: str) -> Delivery:
        """A delivery; raises ``LookupError``. What a killed process left behind is put in order."""
        with self._store.read() as connection:
            row = connection.execute(sa.select(delivery).where(delivery.c.id == id)).one_or_none()
        if row is None:
            raise LookupError(f"没有交付 {id}")
        found = Delivery(**row._mapping)
        return self._in_order(found) if found.state in AT_WORK and found.job else found

    def newest(self, limit: int = 50) -> list[Delivery]:
        """The newest deliveries, those that wait or were refused among them."""
        query = sa.select(delivery).order_by(delivery.c.created_at.desc(), delivery.c.id).limit(limit)
        with self._store.read() as connection:
            found = [Delivery(**row._mapping) for row in connection.execute(query)]
        return [self._in_order(d) if d.state in AT_WORK and d.job else d for d in found]

    def by_version(self, version: str) -> Delivery | None:
        """The delivery that became a version."""
        query = (
            sa.select(delivery).where(delivery.c.version == version).order_by(delivery.c.created_at.desc())
        )
        with self._store.read() as connection:
            row = connection.execute(query.limit(1)).one_or_none()
        return Delivery(**row._mapping) if row else None

    def move(self, id: str, states: Sequence[State], **values: Any) -> bool:
        """Change a delivery that is in one of ``states``; False where it is no longer.

        Of two that want the same at once only one succeeds.
        """
        here = sa.and_(delivery.c.id == id, delivery.c.state.in_(states))
        with self._store.write() as connection:
            return connection.execute(sa.update(delivery).where(here).values(values)).rowcount == 1

    def note_switch(self, by: str, channel: str, before: str | None, after: str, reason: str) -> None:
        """Remember that another version serves now."""
        values = {"id": uuid4().hex, "at": now(), "switched_by": by, "channel": channel, "reason": reason}
        values |= {"from_version": before, "to_version": after}
        with self._store.write() as connection:
            connection.execute(sa.insert(switch).values(values))

    def switches(self, limit: int = 20) -> list[Switch]:
        """The newest changes of the version that serves."""
        query = sa.select(switch).order_by(switch.c.at.desc()).limit(limit)
        with self._store.read() as connection:
            return [Switch(**row._mapping) for row in connection.execute(query)]

    def _in_order(self, found: Delivery) -> Delivery:
        """A delivery whose job has ended without a word goes no further."""
        try:
            job = self._jobs.job(found.job or "")
            over, error = job.state in ("failed", "cancelled"), job.error
            state = "cancelled" if job.state == "cancelled" else "failed"
        except LookupError:
            over, error, state = True, "处理记录已不在", "failed"
        if not over:
            return found
        self.move(found.id, AT_WORK, state=state, error=error, finished_at=now())
        return self.one(found.id)
