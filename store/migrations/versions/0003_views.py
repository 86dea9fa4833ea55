"""Views that readers saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.base import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table; older programs refuse a newer schema, so there is no way back."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("is_start", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_saved_view_reader", "saved_view", ["reader", "created_at"])
