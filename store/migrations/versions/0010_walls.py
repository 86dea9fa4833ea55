"""The walls that were seen, which used to be files of one machine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.base import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table; files of earlier releases are carried over when a home is opened (store/carry.py)."""
    op.create_table(
        "wall",
        sa.Column("wall", sa.String(80), primary_key=True),
        sa.Column("heartbeat", sa.JSON, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("behind_since", Moment),
    )
