"""The order in which readers look things up: members as their lists have them, words by pinyin."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, Subquery, case
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from queries.dimensions import DIMENSIONS


class by_pinyin(FunctionElement[Any]):
    """A text as ORDER BY needs it for the order of pinyin.

    DuckDB has the collation for Chinese inside it. A PostgreSQL server may be built without, but always
    knows GB18030, whose common characters stand in the order of pinyin; rarer ones follow.
    """

    type = String()
    inherit_cache = True


@compiles(by_pinyin, "duckdb")
def _collated(element: by_pinyin, compiler: SQLCompiler, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} COLLATE zh)"


@compiles(by_pinyin, "postgresql")
def _converted(element: by_pinyin, compiler: SQLCompiler, **options: Any) -> str:
    return f"convert_to({compiler.process(element.clauses, **options)}, 'GB18030')"


def in_reading_order(rows: Subquery, name: str) -> tuple[FromClause, list[ColumnElement[Any]]]:
    """(``rows``, with the list that a column's codes are from joined where the order needs it; the order)."""
    column = rows.c[name]
    d = DIMENSIONS.get(name)
    if d is None:
        return rows, [by_pinyin(column) if isinstance(column.type, String) else column]
    if d.members:
        return rows, [case({code: n for n, code in enumerate(d.members)}, value=column), column]
    if d.table is None:
        return rows, [column]
    listed = d.table.alias(f"list_of_{name}")
    first = by_pinyin(listed.c[d.name]) if d.large else listed.c.get("sort", listed.c[d.key])
    return rows.outerjoin(listed, listed.c[d.key] == column), [first, column]
