"""Deliveries in the operational database: entered, moved from state to state, listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa

from data.engine import DatabaseUnavailable
from data.settings import Settings
from data.versions import Publication
from intake.deliveries.lineage import came_to_be
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
    """One delivery. ``files`` are name, bytes and sha256; ``report`` as of ``intake.deliveries.report``.

    ``version`` is the publication that it became, ``edition`` the one that it was last about to become;
    ``error`` (Chinese) why it did not get further.
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
    edition: str | None = None


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


@dataclass(frozen=True)
class Work:
    """What a job is to do with a delivery: its kind, the state meanwhile, the words for it.

    ``values`` are other columns that change with it.
    """

    kind: str
    state: State
    words: str
    params: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


class NotNow(RuntimeError):
    """A delivery is in another state than is needed."""


class Records:
    """The deliveries of one installation. Every method raises ``StoreUnavailable``."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = open_store(settings)
        self._jobs = Jobs(settings)

    def enter(self, title: str, by: str, files: Sequence[Mapping[str, Any]], **more: Any) -> str:
        """Enter a delivery (``more``: other columns) and return its id."""
        values = {"id": uuid4().hex, "channel": "page", "options": {}, "state": "failed"} | more
        values |= {"title": title, "delivered_by": by, "files": list(files)}
        with self._store.write() as connection:
            connection.execute(sa.insert(delivery).values({"created_at": now()} | values))
        return str(values["id"])

    def start(self, id: str, states: Sequence[State], work: Work, by: str) -> None:
        """Have a job work on a delivery that is in one of ``states``: both are noted in one act, or neither.

        Of two that want the same at once only one succeeds. Raises ``NotNow``, ``QueueUnavailable``.
        """
        before = self.one(id)
        taken: dict[str, Any] = {"state": work.state, "error": "", "finished_at": None, **work.values}

        def along(connection: sa.Connection, job: str) -> None:
            here = sa.and_(delivery.c.id == id, delivery.c.state.in_(states))
            change = sa.update(delivery).where(here).values(taken | {"job": job})
            if not connection.execute(change).rowcount:
                raise NotNow(f"这份交付不在可以{work.words}的状态，请刷新页面查看")

        def back(connection: sa.Connection, job: str) -> None:
            values = {"state": before.state, "job": before.job, "error": "任务队列暂时不能使用，请稍后重试"}
            connection.execute(sa.update(delivery).where(delivery.c.job == job).values(values))

        title = f"{work.words}：{before.title}"
        self._jobs.submit(work.kind, {"delivery": id, **work.params}, title, by, along, back)

    def close(self, found: Delivery, state: State, **values: Any) -> None:
        """Note what a delivery's job came to; nothing where another job has taken it since.

        That it was published stands whatever else was said meanwhile.
        """
        mine = sa.and_(delivery.c.job == found.job, delivery.c.state.in_(AT_WORK))
        here = delivery.c.state != "published" if state == "published" else mine
        values = {"state": state, "error": "", "finished_at": now()} | values
        with self._store.write() as connection:
            change = sa.update(delivery).where(delivery.c.id == found.id, here)
            connection.execute(change.values(values))

    def announce(self, found: Delivery, publication: Publication) -> None:
        """Note which publication a delivery is about to become, so that nobody has to guess afterwards."""
        mine = sa.and_(delivery.c.id == found.id, delivery.c.job == found.job, delivery.c.state.in_(AT_WORK))
        with self._store.write() as connection:
            change = sa.update(delivery).where(mine).values(edition=publication.edition)
            if not connection.execute(change).rowcount:
                raise NotNow("这份交付已不在处理中")

    def one(self, id: str) -> Delivery:
        """A delivery; raises ``LookupError``. What a killed process left behind is put in order."""
        return self._in_order(self._plain(id))

    def newest(self, limit: int = 50) -> list[Delivery]:
        """The newest deliveries, those that wait or were refused among them."""
        query = sa.select(delivery).order_by(delivery.c.created_at.desc(), delivery.c.id).limit(limit)
        return [self._in_order(found) for found in self._find(query)]

    def settle(self) -> None:
        """Put every delivery in order whose job is gone or has ended without a word."""
        for found in self._find(sa.select(delivery).where(delivery.c.state.in_(AT_WORK))):
            self._in_order(found)

    def by_version(self, version: str) -> Delivery | None:
        """The delivery that became a version."""
        query = (
            sa.select(delivery).where(delivery.c.version == version).order_by(delivery.c.created_at.desc())
        )
        return next(iter(self._find(query.limit(1))), None)

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

    def _plain(self, id: str) -> Delivery:
        found = self._find(sa.select(delivery).where(delivery.c.id == id))
        if not found:
            raise LookupError(f"没有交付 {id}")
        return found[0]

    def _find(self, query: sa.Select[Any]) -> list[Delivery]:
        with self._store.read() as connection:
            return [Delivery(**row._mapping) for row in connection.execute(query)]

    def _in_order(self, found: Delivery) -> Delivery:
        """A delivery whose job is over goes on as what it became, or as one that can be looked at again."""
        if found.state not in AT_WORK:
            return found
        state, error = self._ended(found.job)
        if not state:
            return found
        # The job may have closed it between the two looks.
        now_is = self._plain(found.id)
        if now_is.state not in AT_WORK or now_is.job != found.job:
            return now_is
        try:
            came = self.published(now_is)
        except DatabaseUnavailable:
            return replace(now_is, error="数据库暂时不能读取，恢复后将自动核对是否已经发布")
        if came:
            self.close(now_is, "published", version=came)
        else:
            self.close(now_is, state, error=error)
        return self._plain(found.id)

    def published(self, found: Delivery) -> str | None:
        """The version that a delivery became, though nobody was left to note it; else None.

        Raises ``DatabaseUnavailable``.
        """
        return came_to_be(self._settings, found.edition) if found.edition else None

    def _ended(self, id: str | None) -> tuple[State | None, str]:
        """How a delivery's job ended, and why; None while it waits or works."""
        try:
            job = self._jobs.job(id or "")
        except LookupError:
            return "failed", "处理没有开始，或记录已不在；请重新试算"
        if not job.is_over:
            return None, ""
        if job.state == "cancelled":
            return "cancelled", ""
        return "failed", job.error or "处理结束时没有留下结果，请重新试算"
