"""What is made again and again (定期), and every time that it was, or should have been, made."""

from __future__ import annotations

import sqlalchemy as sa

from store.base import Moment, metadata

schedule = sa.Table(
    "schedule",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("what", sa.String(20), nullable=False),
    sa.Column("params", sa.JSON, nullable=False),
    sa.Column("rhythm", sa.String(12), nullable=False),
    sa.Column("timing", sa.JSON, nullable=False),
    sa.Column("mail", sa.JSON, nullable=False),
    sa.Column("webhook", sa.Text, nullable=False, server_default=""),
    sa.Column("is_on", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    # When it is due next; None for what comes with publications, and while it is off.
    sa.Column("next_at", Moment),
    # The publication that was seen last, by what comes with publications.
    sa.Column("seen", sa.Text, nullable=False, server_default=""),
    sa.Index("ix_schedule_next_at", "next_at"),
)

schedule_run = sa.Table(
    "schedule_run",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("schedule", sa.String(32), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    # What makes it one occasion: planned moment, publication, or somebody's click.
    sa.Column("occasion", sa.Text, nullable=False),
    sa.Column("planned_for", Moment, nullable=False),
    sa.Column("missed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_attempt_at", Moment),
    sa.Column("job", sa.String(32)),
    sa.Column("started_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("artefact", sa.String(32)),
    sa.Column("code", sa.String(16), nullable=False, server_default=""),
    sa.Column("deliveries", sa.JSON, nullable=False),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("schedule", "occasion"),
    sa.Index("ix_schedule_run_state", "state", "next_attempt_at"),
    sa.Index("ix_schedule_run_planned_for", "planned_for"),
)
