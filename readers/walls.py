"""The walls (大屏) that were seen: the last heartbeat of each, shared by every server process.

Of two processes that write at once the later one wins: both tell of the same seconds.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from store import StoreUnavailable, get_store
from store.walls import wall as table

log = logging.getLogger(__name__)

WallState = Literal["正常", "失联", "画面落后"]
#: How long a wall may be silent, or show another edition than the current one, before it is said.
PATIENCE = timedelta(minutes=1)
#: How old a row may be while nothing but times, memory and counts of refreshes has changed.
WRITE_EVERY = timedelta(seconds=15)
MOST_WALLS = 200
KEEP = timedelta(days=90)

_failing = threading.Event()


@dataclass(frozen=True)
class Heartbeat:
    """What a wall says of itself; None where it cannot know, or has painted nothing yet.

    ``edition`` and ``release`` are those of the picture it shows, ``painted_at`` is the moment (ISO
    8601 with offset) of its last complete painting, ``size`` its ``width``x``height`` in pixels,
    ``refreshes``, ``errors`` and ``offline_seconds`` count from its last start.
    """

    wall: str
    scene: str
    edition: str | None
    release: str | None
    painted_at: str | None
    memory_mb: float | None
    size: str
    refreshes: int
    errors: int
    offline_seconds: float
    name: str | None = None


@dataclass(frozen=True)
class Wall:
    """The last heartbeat of a wall, when and from where it came, and since when it lags behind."""

    heartbeat: Heartbeat
    seen_at: datetime
    address: str
    behind_since: datetime | None

    def state(self, now: datetime) -> WallState:
        """失联 where it was silent for a minute, 画面落后 where it lags for more than one, else 正常."""
        if now - self.seen_at > PATIENCE:
            return "失联"
        if self.behind_since is not None and now - self.behind_since > PATIENCE:
            return "画面落后"
        return "正常"


def note(heartbeat: Heartbeat, address: str, current: str | None, now: datetime) -> None:
    """Remember that a wall was seen ``now``, while ``current`` was the edition to show.

    Never raises: a database that is away or full must not keep a wall from its answer; it is an error
    in the log, once an outage.
    """
    mine = sa.select(table).where(table.c.wall == heartbeat.wall)
    try:
        with get_store().read() as connection:
            before = _read(connection.execute(mine).one_or_none())
        wall = Wall(heartbeat, now, address, _behind_since(heartbeat, current, before, now))
        if before is None or not _is_told(before, wall):
            _write(wall)
        _failing.clear()
    except sa.exc.IntegrityError:
        # Another process has just written of the same wall for the first time.
        return
    except StoreUnavailable as error:
        if not _failing.is_set():
            _failing.set()
            log.error("大屏的心跳未能写入：%s", error)


def walls(now: datetime) -> list[Wall]:
    """Walls seen within ``KEEP``, the one seen last first. Raises ``StoreUnavailable``.

    What another release wrote and this one cannot read is left out.
    """
    kept = sa.select(table).where(table.c.seen_at >= now - KEEP)
    newest = kept.order_by(table.c.seen_at.desc(), table.c.wall).limit(MOST_WALLS)
    with get_store().read() as connection:
        rows = connection.execute(newest).all()
    return [wall for row in rows if (wall := _read(row))]


def _read(row: sa.Row[Any] | None) -> Wall | None:
    if row is None:
        return None
    try:
        return Wall(Heartbeat(**row.heartbeat), row.seen_at, row.address, row.behind_since)
    except TypeError as error:
        log.warning("不能读取大屏 %s 的心跳，等它再次出现时重写：%s", row.wall, error)
        return None


def _write(wall: Wall) -> None:
    said = asdict(wall.heartbeat)
    row = {"heartbeat": said, "seen_at": wall.seen_at, "address": wall.address}
    row |= {"behind_since": wall.behind_since}
    name = wall.heartbeat.wall
    with get_store().write() as connection:
        if not connection.execute(sa.update(table).where(table.c.wall == name).values(row)).rowcount:
            connection.execute(sa.insert(table).values(row | {"wall": name}))
            _forget(connection, wall.seen_at)


def _forget(connection: sa.Connection, now: datetime) -> None:
    """Remove the walls beyond the limits, those that were seen longest ago first."""
    newest = sa.select(table.c.wall).order_by(table.c.seen_at.desc(), table.c.wall).limit(MOST_WALLS)
    kept = [name for (name,) in connection.execute(newest)]
    beyond = sa.or_(table.c.seen_at < now - KEEP, table.c.wall.not_in(kept))
    connection.execute(sa.delete(table).where(beyond))


def _behind_since(
    heartbeat: Heartbeat, current: str | None, before: Wall | None, now: datetime
) -> datetime | None:
    if current is None or heartbeat.edition == current:
        return None
    return before.behind_since if before and before.behind_since else now


def _is_told(before: Wall, wall: Wall) -> bool:
    """Whether the row says enough: it is young, and nothing but what always runs has changed."""
    is_young = timedelta(0) <= wall.seen_at - before.seen_at < WRITE_EVERY
    return is_young and _lasting(before) == _lasting(wall)


def _lasting(wall: Wall) -> tuple[object, ...]:
    said = wall.heartbeat
    shown = (said.name, said.scene, said.edition, said.release, said.size, said.errors)
    return (*shown, wall.address, wall.behind_since)
