"""Views that readers saved: an address under a name."""

from __future__ import annotations

import sqlalchemy as sa

from store.base import Moment, metadata

saved_view = sa.Table(
    "saved_view",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("is_start", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index("ix_saved_view_reader", "reader", "created_at"),
)
