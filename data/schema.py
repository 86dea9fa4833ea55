"""The schema of the unified database: every table of domain.md §1, by subject.

The schema is the contract (数据目录): ``docs/data-catalogue.md`` is generated from it, intake
checks deliveries against it, and a deployment may stand views in place of its tables.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Table

from data.tables import (  # noqa: F401 - importing registers the tables
    activities,
    governance,
    organisations,
    people,
    reference,
    services,
    supervision,
)
from data.tables.base import metadata

#: Written by the publication itself; never part of a delivery.
INTERNAL = frozenset({"publication", "row_change"})


def delivery_tables() -> list[Table]:
    """Tables that a delivery may bring, in declaration order by subject."""
    return [t for t in metadata.tables.values() if t.name not in INTERNAL]


def version_tables() -> list[Table]:
    """Tables that a version takes from deliveries and from the version before: all but its own row."""
    return [t for t in metadata.tables.values() if t.name != "publication"]


def references(table: Table) -> list[tuple[Column[Any], Table, Column[Any]]]:
    """Each (column, referenced table, referenced column) of ``table``."""
    found = []
    for column in table.columns:
        if target := column.info.get("ref"):
            name, key = target.split(".")
            other = metadata.tables[name]
            found.append((column, other, other.columns[key]))
    return found


def required_columns(table: Table) -> list[Column[Any]]:
    """Columns that every delivered row must fill."""
    return [c for c in table.columns if not c.nullable]
