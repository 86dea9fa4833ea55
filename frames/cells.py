"""How the values of a table's cells read, on screens and on slides alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import get_args

from frames.formats import DASH, date_zh, moment_zh, number
from frames.model import Column, ColumnKind, Light, Pager
from queries.dimensions import LIGHTS

#: Kinds of column whose values are set to the right.
NUMERIC: tuple[ColumnKind, ...] = ("number", "percent")


def head_words(column: Column) -> str:
    """A column's label with its unit."""
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def light_of(column: Column, value: object) -> Light | None:
    """The light that a cell shows, if it shows one."""
    return next((k for k in get_args(Light) if k == value), None) if column.kind == "light" else None


def cell_words(column: Column, value: object) -> str:
    """A value as it reads in a table; a light as its word."""
    if value is None or value == "":
        return DASH
    if light := light_of(column, value):
        return LIGHTS[light]
    if isinstance(value, datetime):
        return moment_zh(value)
    if isinstance(value, date):
        return date_zh(value)
    if column.kind == "percent" and isinstance(value, (int, float)):
        return number(value, "%").full
    if column.kind == "number" and isinstance(value, (int, float)):
        return f"{value:,}" if isinstance(value, int) else number(value).exact
    return str(value)


def pager_words(pager: Pager) -> str:
    """How many rows there are, and how many of them are listed."""
    first = f"，这里列出前 {pager.shown:,} 行" if pager.shown else ""
    return f"共 {pager.total:,} 行{first}"
