"""The publication that a delivery was about to become, noted before it is made current."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; older programs refuse a newer schema, so there is no way back."""
    op.add_column("delivery", sa.Column("edition", sa.Text))
