"""The walls (大屏) that were seen: the last heartbeat of each."""

from __future__ import annotations

import sqlalchemy as sa

from store.base import Moment, metadata

wall = sa.Table(
    "wall",
    metadata,
    sa.Column("wall", sa.String(80), primary_key=True),
    sa.Column("heartbeat", sa.JSON, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("behind_since", Moment),
)
