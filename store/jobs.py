"""Jobs and the processes that work on them, as every process can read them."""

from __future__ import annotations

import sqlalchemy as sa

from store.base import Moment, metadata

job = sa.Table(
    "job",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(80), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("params", sa.JSON, nullable=False),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("phase", sa.Text, nullable=False, server_default=""),
    sa.Column("share", sa.Float, nullable=False, server_default="0"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("cancel_asked", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("result", sa.JSON),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    sa.Column("worker", sa.String(32)),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("finished_at", Moment),
    sa.Index("ix_job_kind", "kind", "created_at"),
    sa.Index("ix_job_state", "state"),
)

worker = sa.Table(
    "worker",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
)
