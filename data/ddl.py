"""Tables of the schema as SQL text, for both engines: definitions and typed selections.

Primary keys and indexes are left out here. DuckDB gets none (an index of a million text keys
costs more memory than the data, and intake has checked the keys already); PostgreSQL gets them
after its tables are filled.
"""

from __future__ import annotations

from typing import Literal

import duckdb_sqlalchemy
from sqlalchemy import Boolean, Column, Date, DateTime, Double, Integer, String, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine.interfaces import Dialect

Engine = Literal["duckdb", "postgresql"]
Kind = Literal["text", "date", "moment", "integer", "number", "flag"]

_DIALECTS: dict[Engine, Dialect] = {
    "duckdb": duckdb_sqlalchemy.Dialect(),
    "postgresql": postgresql.dialect(),  # type: ignore[no-untyped-call]
}
_KINDS: tuple[tuple[type, Kind], ...] = (
    (Boolean, "flag"),
    (Date, "date"),
    (DateTime, "moment"),
    (Integer, "integer"),
    (Double, "number"),
    (String, "text"),
)


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL text literal, for the statements that take no parameters (ATTACH, COPY)."""
    return "'" + text.replace("'", "''") + "'"


def kind(column: Column[object]) -> Kind:
    """What a column holds, in the words of ``data/columns.py``."""
    for type_, name in _KINDS:
        if isinstance(column.type, type_):
            return name
    raise TypeError(f"column {column} has a type that intake cannot read: {column.type!r}")


def sql_type(column: Column[object], engine: Engine) -> str:
    """The column's type in the engine's words, with its collation."""
    return str(column.type.compile(dialect=_DIALECTS[engine]))


def create_table(table: Table, schema: str, engine: Engine) -> str:
    """CREATE TABLE in ``schema`` (as SQL) with types and NOT NULL, without keys."""
    columns = [
        f"{quoted(c.name)} {sql_type(c, engine)}{'' if c.nullable else ' NOT NULL'}" for c in table.columns
    ]
    return f"CREATE TABLE {schema}.{quoted(table.name)} ({', '.join(columns)})"


def typed_columns(table: Table, delivered: tuple[str, ...]) -> str:
    """SELECT list that turns staged text into the table's types (DuckDB)."""
    parts = []
    for column in table.columns:
        source = quoted(column.name) if column.name in delivered else "NULL"
        parts.append(f"CAST({source} AS {sql_type(column, 'duckdb')}) AS {quoted(column.name)}")
    return ", ".join(parts)


def carried_columns(table: Table, there: frozenset[str]) -> str:
    """SELECT list over an older version of the table, with NULL for columns it lacks."""
    return ", ".join(quoted(c.name) if c.name in there else "NULL" for c in table.columns)


def sort_order(table: Table) -> str:
    """ORDER BY that makes period filters skip row groups: first required date, then the key."""
    dates = [c.name for c in table.columns if kind(c) == "date" and not c.nullable]
    keys = [c.name for c in table.primary_key]
    return ", ".join(quoted(n) for n in dict.fromkeys([*dates[:1], *keys]))
