"""The review list of bulletins (动态审核): what was read and what became of it, only ever appended."""

from __future__ import annotations

import sqlalchemy as sa

from store.base import Moment, metadata

bulletin_event = sa.Table(
    "bulletin_event",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    # read, corrected, approved or refused; of one item, or of those that were read together.
    sa.Column("event", sa.String(12), nullable=False),
    sa.Column("what", sa.JSON, nullable=False),
    # File, line and digest of an event that an earlier release wrote into a file.
    sa.Column("carried_from", sa.Text, unique=True),
)
