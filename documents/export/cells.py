"""A table's values as they go into files: numbers stay numbers, days stay days, text stays text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from documents.export.content import Row
from frames.cells import cell_words
from frames.model import Column

Kind = Literal["text", "whole", "number", "percent", "date", "none"]


@dataclass(frozen=True)
class Cell:
    """One value and how it is written; a percentage is a share of one."""

    kind: Kind
    value: str | float | date | None = None


_NONE = Cell("none")


def cell(column: Column, row: Row) -> Cell:
    """The value of a column in a row."""
    value = row.get(column.key)
    if value is None or value == "":
        return _NONE
    if isinstance(value, bool):
        return Cell("text", "是" if value else "否")
    if isinstance(value, (int, float)):
        return _number(value, is_share=column.kind == "percent" or _is_rate(column, row))
    if column.kind == "date" and isinstance(value, str):
        return Cell("date", date.fromisoformat(value))
    if isinstance(value, date):
        return Cell("date", value)
    if column.kind == "light":
        return Cell("text", cell_words(column, value))
    return Cell("text", str(value))


def _is_rate(column: Column, row: Row) -> bool:
    """Where rows have units of their own, a number of the unit % is a rate."""
    return column.kind == "number" and row.get("unit") == "%"


def _number(value: float, *, is_share: bool) -> Cell:
    if is_share:
        return Cell("percent", value / 100)
    return Cell("whole" if float(value).is_integer() else "number", value)
