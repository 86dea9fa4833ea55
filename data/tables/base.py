"""The metadata object that every table of the unified database registers with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, MetaData, Table

metadata = MetaData()


def table(
    name: str,
    zh: str,
    subject: str,
    *columns: Column[Any],
    note: str = "",
    aliases: tuple[str, ...] = (),
    identified_by: tuple[str, ...] = (),
    known_by: tuple[str, ...] = (),
) -> Table:
    """Declare a table with its Chinese name and the subject it is listed under in 数据目录.

    ``aliases`` are other names of files and sheets that hold it. ``identified_by`` lists business
    keys, each as column names with commas between: what tells a row where a spreadsheet has no
    identifier. ``known_by`` are the columns by which rows of other tables may name a row of this
    one instead of its key: a column, a text around one (``北京市{name}``), or ``table.column`` of a
    table of old codes that leads here.
    """
    info: dict[str, Any] = {"zh": zh, "subject": subject, "note": note, "aliases": aliases}
    info |= {"identified_by": tuple(tuple(k.split(",")) for k in identified_by), "known_by": known_by}
    return Table(name, metadata, *columns, info=info, comment=zh)
