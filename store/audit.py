"""The audit trail (审计): one row for each access worth remembering, appended and never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from store.base import Moment, metadata, storable

if TYPE_CHECKING:
    from store.engine import Store

audit_entry = sa.Table(
    "audit_entry",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    # File, line and digest of an entry that an earlier release wrote into a file.
    sa.Column("carried_from", sa.Text, unique=True),
    sa.Index("ix_audit_entry_at", "at"),
)

_NAMES = ("reader", "action", "subject")


class AuditTrail:
    """The audit trail of one installation. Every method raises ``StoreUnavailable``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def append(
        self, at: datetime, reader: str, action: str, subject: str, detail: Mapping[str, Any], wait: float
    ) -> None:
        """Add an entry, waiting at most ``wait`` seconds for others who write."""
        row = {"at": at, "reader": reader, "action": action, "subject": subject}
        row = {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}
        with self._store.write(wait) as connection:
            connection.execute(sa.insert(audit_entry).values(row | {"detail": dict(detail)}))

    def entries(
        self, since: datetime | None = None, until: datetime | None = None, **names: str
    ) -> Iterator[dict[str, Any]]:
        """Entries in the order in which they were made, from ``since`` on and before ``until``.

        ``names``: the ``reader``, ``action`` (or its beginning, as ``export``) or ``subject`` wanted.
        Moments are ISO 8601 text.
        """
        c = audit_entry.c
        query = sa.select(c.at, c.reader, c.action, c.subject, c.detail).order_by(c.id)
        query = query.where(c.at >= since) if since else query
        query = query.where(c.at < until) if until else query
        for name in _NAMES:
            if wanted := names.get(name):
                fits = c[name].startswith(wanted, autoescape=True) if name == "action" else c[name] == wanted
                query = query.where(fits)
        with self._store.read() as connection:
            for row in connection.execute(query.execution_options(yield_per=1000)):
                yield {**row._mapping, "at": row.at.isoformat(timespec="milliseconds")}
