"""The review list of bulletins, which used to be a file of one machine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.base import Moment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table; a file of an earlier release is carried over when a home is opened (store/carry.py)."""
    op.create_table(
        "bulletin_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("event", sa.String(12), nullable=False),
        sa.Column("what", sa.JSON, nullable=False),
        sa.Column("carried_from", sa.Text, unique=True),
    )
