"""Tiles that readers pinned to their own page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.base import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table; older programs refuse a newer schema, so there is no way back."""
    op.create_table(
        "mine_tile",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("tile", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("is_wide", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_mine_tile_reader", "mine_tile", ["reader", "place"])
