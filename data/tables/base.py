"""The metadata object that every table of the unified database registers with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, MetaData, Table

metadata = MetaData()


def table(name: str, zh: str, subject: str, *columns: Column[Any], note: str = "") -> Table:
    """Declare a table with its Chinese name and the subject it is listed under in 数据目录."""
    info = {"zh": zh, "subject": subject, "note": note}
    return Table(name, metadata, *columns, info=info, comment=zh)
