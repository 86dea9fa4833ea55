"""Signals (信号): thresholds that readers set, what crossed them and since when, and who has read it."""

from __future__ import annotations

import sqlalchemy as sa

from store.base import Moment, metadata

#: Every change of a threshold, never overwritten; the newest one of a rule holds, a reset undoes them all.
threshold_change = sa.Table(
    "threshold_change",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("rule", sa.String(80), nullable=False),
    sa.Column("watch", sa.Float),
    sa.Column("alert", sa.Float),
    sa.Column("is_off", sa.Boolean, nullable=False),
    sa.Column("is_reset", sa.Boolean, nullable=False),
    sa.Column("old_watch", sa.Float),
    sa.Column("old_alert", sa.Float),
    sa.Column("old_off", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("changed_by", sa.Text, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Index("ix_threshold_change_rule", "rule", "changed_at"),
)

#: One row for each time that a threshold was crossed: from the version that did to the one that ended it.
signal = sa.Table(
    "signal",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("rule", sa.String(80), nullable=False),
    sa.Column("code", sa.String(40), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("pillar", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("by", sa.String(40), nullable=False),
    sa.Column("member", sa.Text, nullable=False),
    sa.Column("member_name", sa.Text, nullable=False),
    sa.Column("level", sa.String(8), nullable=False),
    sa.Column("limit", sa.Float),
    sa.Column("phrase", sa.Text, nullable=False),
    sa.Column("value", sa.Float),
    sa.Column("compared", sa.Float),
    sa.Column("measured", sa.Float),
    sa.Column("before", sa.Float),
    sa.Column("opened_version", sa.String(12), nullable=False),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("raised_at", Moment, nullable=False),
    sa.Column("seen_version", sa.String(12), nullable=False),
    sa.Column("seen_on", sa.Date, nullable=False),
    sa.Column("ended", sa.String(12)),
    sa.Column("ended_version", sa.String(12)),
    sa.Column("ended_on", sa.Date),
    sa.Column("ended_at", Moment),
    sa.Column("ended_value", sa.Float),
    sa.Index("ix_signal_ended_at", "ended_at"),
)

signal_read = sa.Table(
    "signal_read",
    metadata,
    sa.Column("signal", sa.String(32), primary_key=True),
    sa.Column("reader", sa.Text, primary_key=True),
    sa.Column("read_at", Moment, nullable=False),
)

#: What was looked at last: one row, there from the beginning; whoever looks holds it.
signal_check = sa.Table(
    "signal_check",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("edition", sa.Text, nullable=False),
    sa.Column("version", sa.String(12), nullable=False),
    sa.Column("rules", sa.Text, nullable=False),
    sa.Column("business_date", sa.Date),
    sa.Column("checked_at", Moment),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("values", sa.JSON, nullable=False),
)
