"""Deliveries and the changes of the version that serves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.base import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables; older programs refuse a newer schema, so there is no way back."""
    op.create_table(
        "delivery",
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
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("finished_at", Moment),
    )
    op.create_index("ix_delivery_created_at", "delivery", ["created_at"])
    op.create_table(
        "switch",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("switched_by", sa.Text, nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("from_version", sa.String(12)),
        sa.Column("to_version", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("ix_switch_at", "switch", ["at"])
