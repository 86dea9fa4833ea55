"""The archive of pictures and documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.base import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table; older programs refuse a newer schema, so there is no way back."""
    op.create_table(
        "artefact",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("tile", sa.Text, nullable=False),
        sa.Column("version", sa.String(12), nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("business_date", sa.Date, nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("indicators", sa.Text, nullable=False),
        sa.Column("maker", sa.Text, nullable=False),
        sa.Column("made_as", sa.JSON, nullable=False),
        sa.Column("is_demonstration", sa.Boolean, nullable=False),
        sa.Column("is_issued", sa.Boolean, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_artefact_created_at", "artefact", ["created_at"])
    op.create_index("ix_artefact_page", "artefact", ["page"])
    op.create_index("ix_artefact_version", "artefact", ["version"])
