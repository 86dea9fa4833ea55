"""What readers pinned to their own page: a tile of a page, under that page's conditions."""

from __future__ import annotations

import sqlalchemy as sa

from store.base import Moment, metadata

mine_tile = sa.Table(
    "mine_tile",
    metadata,
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
    sa.Index("ix_mine_tile_reader", "reader", "place"),
)
