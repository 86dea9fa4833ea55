"""Rows written as a table: a line of column names, then one tuple a row."""

from __future__ import annotations

from typing import Any

Tables = dict[str, list[dict[str, Any]]]


def table(columns: str, *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows as dicts; raises ``ValueError`` where a row has another length than ``columns``."""
    names = columns.split()
    return [dict(zip(names, row, strict=True)) for row in rows]
