"""What was delivered and what became of it, by whatever way; and which version served when."""

from __future__ import annotations

import sqlalchemy as sa

from store.base import Moment, metadata

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("channel", sa.String(12), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("delivered_by", sa.Text, nullable=False),
    sa.Column("files", sa.JSON, nullable=False),
    sa.Column("options", sa.JSON, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("job", sa.String(32)),
    sa.Column("report", sa.JSON),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    sa.Column("version", sa.String(12)),
    sa.Column("edition", sa.Text),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("finished_at", Moment),
    sa.Index("ix_delivery_created_at", "created_at"),
)

switch = sa.Table(
    "switch",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("switched_by", sa.Text, nullable=False),
    sa.Column("channel", sa.String(12), nullable=False),
    sa.Column("from_version", sa.String(12)),
    sa.Column("to_version", sa.String(12), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index("ix_switch_at", "at"),
)
