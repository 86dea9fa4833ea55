"""What is made again and again, and its runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.base import Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables; older programs refuse a newer schema, so there is no way back."""
    op.create_table(
        "schedule",
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
        sa.Column("next_at", Moment),
        sa.Column("seen", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_schedule_next_at", "schedule", ["next_at"])
    op.create_table(
        "schedule_run",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("schedule", sa.String(32), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
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
    )
    op.create_index("ix_schedule_run_state", "schedule_run", ["state", "next_attempt_at"])
    op.create_index("ix_schedule_run_planned_for", "schedule_run", ["planned_for"])
