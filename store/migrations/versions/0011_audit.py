"""The audit trail, which used to be files of one machine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.base import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table; files of earlier releases are carried over when a home is opened (store/carry.py)."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("carried_from", sa.Text, unique=True),
    )
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
