"""Looking at a version: its numbers held against the thresholds, and what that changes in the inbox."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa

from data.engine import Publication
from queries.indicators.parts import uses_period
from queries.scope import EVERYTHING
from queries.service import Cockpit
from queries.signals import Judged, judge, rules
from queries.thresholds import Limits
from readers.thresholds import Thresholds
from store import Store
from store.base import now
from store.signals import signal, signal_check, signal_read

EndedBy = Literal["recovered", "no_value", "adjusted", "removed"]
#: How long what is over stays in the inbox.
KEPT = timedelta(days=400)
#: Levels sort as their names do: the graver first.
_GRAVITY = {"watch": 0, "alert": 1}

_Row = sa.RowMapping


def renew(store: Store, cockpit: Cockpit) -> None:
    """Look at the current version, unless that was done with the same thresholds and program.

    Any number of processes may do so at once: one of them writes. Nothing happens while the database
    is away. Raises ``StoreUnavailable``, and ``DatabaseUnavailable`` where nothing was ever published.
    """
    state = cockpit.newest()
    if not state.live or state.trouble:
        return  # an older version that stands in says nothing new
    publication = state.publication
    limits = Thresholds(store).limits()
    digest = _digest(limits, cockpit.cache.release)
    with store.read() as connection:
        if _is_done(connection.execute(sa.select(signal_check)).one()._mapping, publication, digest):
            return
    judged = list(judge(cockpit, limits, publication.version, scope=EVERYTHING))
    with store.write() as connection:
        # Whoever holds the row writes; on SQLite the transaction itself waits.
        last = connection.execute(sa.select(signal_check).with_for_update()).one()._mapping
        # What was published meanwhile is looked at by whoever saw it; an older look comes too late.
        if _is_done(last, publication, digest) or cockpit.newest().publication != publication:
            return
        _Ledger(connection, publication, last).enter(judged, limits)
        values = {_key(j.rule.id, j.member): j.value for j in judged}
        connection.execute(
            sa.update(signal_check).values(
                edition=publication.edition,
                version=publication.version,
                rules=digest,
                business_date=publication.business_date,
                checked_at=now(),
                count=len(judged),
                values=values,
            )
        )
        _forget(connection)


def _digest(limits: Mapping[str, Limits], release: str) -> str:
    said = json.dumps([release, {id: asdict(found) for id, found in sorted(limits.items())}])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _is_done(last: _Row, publication: Publication, digest: str) -> bool:
    return (last["edition"], last["rules"]) == (publication.edition, digest)


def _key(rule: str, member: str) -> str:
    return f"{rule}\n{member}"


class _Ledger:
    """What one look changes: within a transaction that nobody else looks in."""

    def __init__(self, connection: sa.Connection, publication: Publication, last: _Row) -> None:
        self._connection = connection
        self._publication = publication
        self._is_new_edition = last["edition"] != publication.edition
        self._before: Mapping[str, Any] = last["values"] if self._is_new_edition else {}
        standing = connection.execute(sa.select(signal).where(signal.c.ended.is_(None)))
        self._standing = {_key(row.rule, row.member): row._mapping for row in standing}

    def enter(self, judged: Sequence[Judged], limits: Mapping[str, Limits]) -> None:
        """Open what is crossed, go on with what still is, end the rest."""
        crossed = {_key(j.rule.id, j.member): j for j in judged if j.level}
        for key, found in crossed.items():
            if key in self._standing:
                self._go_on(self._standing[key], found, limits)
            else:
                self._open(found, limits)
        seen = {_key(j.rule.id, j.member): j for j in judged}
        for key, row in self._standing.items():
            if key not in crossed:
                self._end(row, seen.get(key), limits)

    def _open(self, found: Judged, limits: Mapping[str, Limits]) -> None:
        indicator, moment = found.rule.indicator, now()
        values = {
            "id": uuid4().hex,
            "rule": found.rule.id,
            "code": indicator.code,
            "name": indicator.name,
            "unit": indicator.unit,
            "pillar": indicator.pillar,
            "owner": indicator.owner,
            "by": found.rule.threshold.by,
            "member": found.member,
            "member_name": found.member_name,
            "before": self._before.get(_key(found.rule.id, found.member)),
            "opened_version": self._publication.version,
            "opened_on": self._publication.business_date,
            "opened_at": moment,
            "raised_at": moment,
        }
        self._connection.execute(sa.insert(signal).values(values | self._seen(found, limits)))

    def _go_on(self, row: _Row, found: Judged, limits: Mapping[str, Limits]) -> None:
        assert found.level is not None
        raised = {"raised_at": now()} if _GRAVITY[found.level] > _GRAVITY[row["level"]] else {}
        mine = signal.c.id == row["id"]
        self._connection.execute(sa.update(signal).where(mine).values(self._seen(found, limits) | raised))

    def _seen(self, found: Judged, limits: Mapping[str, Limits]) -> dict[str, Any]:
        assert found.level is not None
        limit = limits[found.rule.id].of(found.level)
        return {
            "level": found.level,
            "limit": limit,
            "phrase": found.rule.threshold.phrase(limit or 0),
            "value": found.value,
            "compared": found.compared,
            "measured": found.measured,
            "seen_version": self._publication.version,
            "seen_on": self._publication.business_date,
        }

    def _end(self, row: _Row, found: Judged | None, limits: Mapping[str, Limits]) -> None:
        value = found.value if found else 0 if _counts(row["rule"]) else None
        measured = found.measured if found else value
        values = {
            "ended": self._why(row, measured, limits),
            "ended_version": self._publication.version,
            "ended_on": self._publication.business_date,
            "ended_at": now(),
            "ended_value": value,
        }
        self._connection.execute(sa.update(signal).where(signal.c.id == row["id"]).values(values))

    def _why(self, row: _Row, measured: float | None, limits: Mapping[str, Limits]) -> EndedBy:
        if row["rule"] not in limits:
            return "removed"
        if limits[row["rule"]].off or not self._is_new_edition:
            return "adjusted"
        return "no_value" if measured is None else "recovered"


def _counts(rule: str) -> bool:
    """Whether a member without rows has none of it (and not: nothing to reckon from)."""
    found = rules().get(rule)
    return found is not None and found.indicator.kind == "stock" and not uses_period(found.code)


def _forget(connection: sa.Connection) -> None:
    old = sa.select(signal.c.id).where(signal.c.ended_at < now() - KEPT)
    connection.execute(sa.delete(signal_read).where(signal_read.c.signal.in_(old)))
    connection.execute(sa.delete(signal).where(signal.c.ended_at < now() - KEPT))
