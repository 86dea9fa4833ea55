"""Refused rows that the database keeps, as the spreadsheet that a clerk corrects and sends again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.engine import open_database
from data.settings import Settings
from data.tables.base import metadata
from data.tables.governance import delivery, rejected_row
from intake.sheets import REASON
from intake.spreadsheet import Sheet, write


def write_kept(path: Path, settings: Settings, deliveries: Sequence[str] = ()) -> int:
    """Write the refused rows of those deliveries (default: those of the last day) to ``path``.

    Returns how many rows there are. Raises ``LookupError`` when there is none, or when the rows
    came in before whole rows were kept.
    """
    with (
        closing(open_database(settings)) as database,
        database.connect(database.current().version) as connection,
    ):
        wanted = list(deliveries) or _last(connection)
        rows = _rows(connection, wanted)
    if not rows:
        named = f"：{'、'.join(deliveries)}" if deliveries else ""
        raise LookupError(f"没有保留的拒收行{named}")
    sheets: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        sheets.setdefault((row["table"], row["delivery"]), []).append(row["cells"])
    write(path, [_sheet(table, found) for (table, _), found in sheets.items()])
    return len(rows)


def _last(connection: sa.Connection) -> list[str]:
    day = sa.func.max(delivery.c.delivered_on)
    newest = sa.select(day).where(delivery.c.rows_refused > 0).scalar_subquery()
    query = sa.select(delivery.c.id).where(delivery.c.delivered_on == newest, delivery.c.rows_refused > 0)
    return [str(key) for (key,) in connection.execute(query.order_by(delivery.c.id))]


def _rows(connection: sa.Connection, deliveries: list[str]) -> list[dict[str, Any]]:
    """One entry a row: its cells with everything that is wrong with it under 拒收原因."""
    r = rejected_row.c
    query = (
        sa.select(r.delivery_id, r.table_name, r.row_no, r.reason, r.content)
        .where(r.delivery_id.in_(deliveries), r.content.is_not(None))
        .order_by(r.delivery_id, r.row_no, r.id)
    )
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for number, table, row, reason, content in connection.execute(query):
        entry = found.setdefault(
            (number, row), {"delivery": number, "table": table, "cells": {**json.loads(content), REASON: ""}}
        )
        cells = entry["cells"]
        cells[REASON] = f"{cells[REASON]}；{reason}" if cells[REASON] else reason
    return list(found.values())


def _sheet(table: str, rows: list[dict[str, str]]) -> Sheet:
    labels = list(dict.fromkeys(label for row in rows for label in row if label != REASON))
    header = [*labels, REASON]
    name = str(metadata.tables[table].info["zh"])
    return Sheet(name, header, [[row.get(label, "") for label in header] for row in rows])
