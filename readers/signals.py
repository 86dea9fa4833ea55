"""The inbox of signals (信号): what crossed its threshold, since which version, read by whom, gone again.

Crossing is told once, in one row, as long as it lasts; what has returned stays as 已恢复.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from queries.dimensions import DIMENSIONS
from queries.indicators import INDICATORS
from queries.scope import Scope
from queries.service import Cockpit
from queries.thresholds import Level
from readers.checking import EndedBy, renew
from store import Store
from store.base import now
from store.signals import signal, signal_check, signal_read

#: How many are listed at most: nobody reads more, and the graver and newer ones come first.
MOST = 500

State = Literal["new", "standing", "ended"]
#: new: crossed with the version that was looked at last; standing: with an earlier one.
STATES: dict[State, str] = {"new": "新出现", "standing": "仍未恢复", "ended": "已恢复"}
#: Why one is over.
ENDS: dict[EndedBy, str] = {
    "recovered": "已恢复",
    "no_value": "已无数值，不再判断",
    "adjusted": "阈值或口径调整后不再越线",
    "removed": "指标或阈值已取消",
}


@dataclass(frozen=True)
class Signal:
    """One crossing, with everything that is said of it; nothing needs the indicator to be there still.

    ``value`` is the last one seen, ``before`` that of the version before it crossed, ``compared`` what a
    change or a record is reckoned from. ``limit`` was crossed, ``phrase`` says it (“低于 90%”).
    """

    id: str
    rule: str
    code: str
    name: str
    unit: str
    pillar: str
    owner: str
    by: str
    member: str
    member_name: str
    level: Level
    limit: float | None
    phrase: str
    value: float | None
    compared: float | None
    measured: float | None
    before: float | None
    opened_version: str
    opened_on: date
    opened_at: datetime
    raised_at: datetime
    seen_version: str
    seen_on: date
    ended: EndedBy | None
    ended_version: str | None
    ended_on: date | None
    ended_at: datetime | None
    ended_value: float | None
    is_read: bool = False
    state: State = "standing"

    @property
    def departments(self) -> tuple[str, ...]:
        """Who has to do with it: the department it is about, and the one that answers for the number."""
        own = (self.member_name,) if self.by == "department" else ()
        return (*own, self.owner)

    @property
    def subject(self) -> str:
        """“超期未办结”, “超期未办结（科普部）”."""
        return f"{self.name}（{self.member_name}）" if self.member_name else self.name

    @property
    def is_known(self) -> bool:
        """Whether its indicator is still declared, so that it can be opened."""
        return self.code in INDICATORS and (not self.by or self.by in DIMENSIONS)


@dataclass(frozen=True)
class Check:
    """Which version was looked at last, and how many numbers were held against thresholds."""

    version: str
    business_date: date | None
    checked_at: datetime | None
    count: int


class Signals:
    """The inbox over a store. Every method raises ``StoreUnavailable`` where the store is away."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def renew(self, cockpit: Cockpit) -> None:
        """Hold the current version against the thresholds, once; nothing with the database away."""
        renew(self._store, cockpit)

    def last(self) -> Check:
        """What was looked at last; its version is empty where nothing ever was."""
        with self._store.read() as connection:
            row = connection.execute(sa.select(signal_check)).one()
        return Check(row.version, row.business_date, row.checked_at, row._mapping["count"])

    def listed(self, reader: str, *, scope: Scope) -> list[Signal]:
        """Standing signals, the graver and newer first, then those that are over, the last one first."""
        order = (signal.c.ended_at.is_not(None), signal.c.ended_at.desc(), signal.c.level, _newest())
        return [s for s in self._find(reader, sa.true(), *order) if is_visible(s, scope)]

    def standing(self, *, scope: Scope) -> list[Signal]:
        """What is over its threshold in the version looked at last: for briefings and schedules."""
        found = self._find("", signal.c.ended.is_(None), signal.c.level, _newest())
        return [s for s in found if is_visible(s, scope)]

    def unread(self, reader: str, *, scope: Scope) -> int:
        """How many standing signals a reader has not read since they came or grew graver."""
        found = self._find(reader, signal.c.ended.is_(None))
        return sum(not s.is_read and is_visible(s, scope) for s in found)

    def read(self, reader: str, ids: Iterable[str] | None = None, *, scope: Scope) -> int:
        """Mark signals as read by a reader, all that are standing by default; how many were not yet."""
        wanted = None if ids is None else set(ids)
        fresh = [s.id for s in self.listed(reader, scope=scope) if not s.is_read]
        chosen = [id for id in fresh if wanted is None or id in wanted]
        with self._store.write() as connection:
            mine = sa.and_(signal_read.c.reader == reader, signal_read.c.signal.in_(chosen))
            connection.execute(sa.delete(signal_read).where(mine))
            if chosen:
                rows = [{"signal": id, "reader": reader, "read_at": now()} for id in chosen]
                connection.execute(sa.insert(signal_read), rows)
        return len(chosen)

    def _find(self, reader: str, where: sa.ColumnElement[bool], *order: Any) -> list[Signal]:
        mine = sa.and_(signal_read.c.signal == signal.c.id, signal_read.c.reader == reader)
        wanted = sa.select(signal, signal_read.c.read_at).outerjoin(signal_read, mine).where(where)
        with self._store.read() as connection:
            version = connection.execute(sa.select(signal_check.c.version)).scalar_one()
            rows = connection.execute(wanted.order_by(*order, signal.c.id).limit(MOST)).all()
        return [_signal(dict(row._mapping), version) for row in rows]


def _newest() -> sa.UnaryExpression[Any]:
    return signal.c.raised_at.desc()


def _signal(values: dict[str, Any], version: str) -> Signal:
    read_at = values.pop("read_at")
    state: State = "standing"
    if values["ended"] is not None:
        state = "ended"
    elif values["opened_version"] == version:
        state = "new"
    return Signal(**values, is_read=read_at is not None and read_at >= values["raised_at"], state=state)


def is_visible(found: Signal, scope: Scope) -> bool:
    """Whether a reader's scope lets a signal be seen: only of members that are all of what it allows."""
    if not scope.limits:
        return True
    return len(scope.limits) == 1 and any(
        found.by == dimension and found.member in codes for dimension, codes in scope.limits
    )
