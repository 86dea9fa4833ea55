"""What the next version will hold: incoming rows over those of the version it builds on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, Table

from data.ddl import create_table, quoted, sql_type
from intake.merge import verdicts
from intake.staging import Workbench
from intake.target import Target


def former(target: Target, bench: Workbench, table: Table) -> str:
    """SELECT of all columns of the version before, typed; NULL where it lacks one. The table is there."""
    there = target.columns(table)
    relation = target.relation(bench, table, [c.name for c in table.columns if c.name in there])
    values = ((c, quoted(c.name) if c.name in there else "NULL") for c in table.columns)
    typed = ", ".join(f"CAST({v} AS {sql_type(c, 'duckdb')}) AS {quoted(c.name)}" for c, v in values)
    return f"SELECT {typed} FROM {relation}"


@dataclass
class World:
    """The workbench, the version that the delivery builds on, and the tables that come in.

    ``merged`` are the tables whose incoming rows are ready in ``new_<table>``; their former rows
    are in ``was_<table>``.
    """

    bench: Workbench
    target: Target
    merged: list[Table] = field(default_factory=list)

    def bring(self, table: Table) -> None:
        """Make ``was_<table>``: the rows of the version before, typed; none where there is none."""
        name = quoted("was_" + table.name)
        there = self.target.columns(table)
        definition = create_table(table, "main", "duckdb").replace(" NOT NULL", "")
        self.bench.run(definition.replace(f"main.{quoted(table.name)}", name, 1))
        if there:
            self.bench.run(f"INSERT INTO {name} {former(self.target, self.bench, table)}")

    def rows(self, table: Table, columns: Sequence[str]) -> str:
        """SELECT of those columns over all rows that the next version may hold, as text."""
        names = ", ".join(f"{quoted(c)}::VARCHAR AS {quoted(c)}" for c in columns)
        if table not in self.merged:
            there = self.target.columns(table)
            if not there.issuperset(columns):
                nothing = ", ".join(f"NULL::VARCHAR AS {quoted(c)}" for c in columns)
                return f"SELECT {nothing} WHERE false"
            return f"SELECT {names} FROM {self.target.relation(self.bench, table, list(columns))}"
        keys = [quoted(c.name) for c in table.primary_key]
        same = " AND ".join(f"w.{k}::VARCHAR = t.{k}" for k in keys)
        touched = (
            f"SELECT {', '.join(keys)} FROM ({verdicts.live(table)}) "
            f"UNION ALL SELECT {', '.join(keys)} FROM ({verdicts.deletions(table)})"
        )
        return (
            f"SELECT {names} FROM ({verdicts.live(table)}) UNION ALL "
            f"SELECT {names} FROM {quoted('was_' + table.name)} w ANTI JOIN ({touched}) t ON {same}"
        )

    def keys(self, table: Table, key: Column[object]) -> str:
        """SELECT of the keys of the next version's rows, as ``key``."""
        return f"SELECT {quoted(key.name)} AS key FROM ({self.rows(table, [key.name])})"
