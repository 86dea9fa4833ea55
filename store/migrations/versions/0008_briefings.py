"""Briefings from draft to issue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.base import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table; older programs refuse a newer schema, so there is no way back."""
    op.create_table(
        "briefing",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("number", sa.Integer),
        sa.Column("total", sa.Integer),
        sa.Column("issued_on", sa.Date),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("edited_by", sa.Text, nullable=False),
        sa.Column("edited_at", Moment, nullable=False),
        sa.Column("reviewed_by", sa.Text, nullable=False, server_default=""),
        sa.Column("reviewed_at", Moment),
        sa.Column("issued_by", sa.Text, nullable=False, server_default=""),
        sa.Column("issued_at", Moment),
        sa.UniqueConstraint("series", "year", "number", name="uq_briefing_number"),
        sa.UniqueConstraint("series", "total", name="uq_briefing_total"),
    )
    op.create_index("ix_briefing_edited_at", "briefing", ["edited_at"])
