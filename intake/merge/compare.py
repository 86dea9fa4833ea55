"""What a delivery changes: rows added, changed, closed and deleted, and the old values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table

from data.ddl import literal, quoted, sql_type
from data.intake_limits import Limits
from intake.merge import verdicts
from intake.merge.effects import ENDS, Compared, Effect, prepare_gone
from intake.merge.world import World
from intake.staging import Workbench

#: Rows that nobody delivered: what a full delivery closes or deletes by leaving it out.
ABSENT = -1


@dataclass(frozen=True)
class Changes:
    """Rows of one table, counted by what becomes of them; ``missing`` are kept though not delivered.

    ``emptied`` counts values, ``renamed`` the changed rows that go by another name than before;
    ``effects`` show what happens to what was there.
    """

    table: str
    label: str
    received: int
    added: int = 0
    changed: int = 0
    closed: int = 0
    deleted: int = 0
    same: int = 0
    refused: int = 0
    noted: int = 0
    missing: int = 0
    emptied: int = 0
    renamed: int = 0
    effects: tuple[Effect, ...] = ()

    @property
    def written(self) -> int:
        """Rows of the database that are not as they were."""
        return self.added + self.changed + self.closed + self.deleted


def prepare(bench: Workbench) -> None:
    """Make ``changes``: one line for each old value that a delivery replaces or ends."""
    bench.run(
        "CREATE TABLE changes (part INTEGER, table_name VARCHAR, row_key VARCHAR, kind VARCHAR, "
        "column_name VARCHAR, old_value VARCHAR, new_value VARCHAR)"
    )


def add_absent(world: World, table: Table, as_of: date, delete: bool) -> int:
    """Close (or delete) the rows that a full delivery of the table leaves out, as of that day.

    A table without an end date can only lose rows where ``delete`` says so; how many are left out
    and stay for that reason is the answer.
    """
    bench, was, new = world.bench, quoted("was_" + table.name), quoted("new_" + table.name)
    keys = [quoted(c.name) for c in table.primary_key]
    same = " AND ".join(f"w.{k}::VARCHAR = n.{k}" for k in keys)
    chosen, where, closes = [], "", "valid_to" in table.columns
    for column in table.columns:
        name = quoted(column.name)
        if column.name == "valid_to":
            chosen.append(f"greatest(w.valid_from, DATE '{as_of}')::VARCHAR")
            where = f"WHERE w.valid_to IS NULL OR w.valid_to > DATE '{as_of}'"
        else:
            chosen.append(f"w.{name}::VARCHAR")
    if not closes and not delete:
        return bench.number(f"SELECT count(*) FROM {was} w ANTI JOIN {new} n ON {same}")
    bench.run(
        f"INSERT INTO {new} SELECT {ABSENT}, 0, {'false' if closes else 'true'}, true, "
        f"{', '.join(chosen)} FROM {was} w ANTI JOIN {new} n ON {same} {where}"
    )
    return 0


def compare(world: World, table: Table, limits: Limits) -> Changes:
    """Count what becomes of the table's rows and put the old values into ``changes``."""
    bench, name = world.bench, table.name
    was = f"SELECT * FROM {quoted('was_' + name)}"
    alter(bench, table, verdicts.live(table), was)
    for c in (c for c in table.columns if not c.primary_key):
        old, now = quoted("old_" + c.name), quoted("now_" + c.name)
        bench.run(
            f"INSERT INTO changes SELECT part, {literal(name)}, row_key, "
            f"if(closes, 'closed', 'changed'), {literal(c.name)}, {old}, {now} "
            f"FROM altered WHERE {old} IS DISTINCT FROM {now}"
        )
    same = _same(table, "n")
    key = f"concat_ws('、', {', '.join(f'n.{quoted(c.name)}' for c in table.primary_key)})"
    gone = ", ".join(f"w.{quoted(c.name)}" for c in table.columns)
    bench.run(
        f"INSERT INTO changes SELECT n.part, {literal(name)}, {key}, 'deleted', NULL, "
        f"to_json(struct_pack({_packed(table)}))::VARCHAR, NULL "
        f"FROM ({verdicts.deletions(table)}) n JOIN (SELECT {gone} FROM ({was}) w) w ON {same}"
    )
    prepare_gone(
        bench, table, f"SELECT w.* FROM ({was}) w SEMI JOIN ({verdicts.deletions(table)}) n ON {same}"
    )
    added = f"SELECT * FROM ({verdicts.live(table)}) WHERE NOT is_known"
    return _counted(bench, table, Compared(bench, table, was, added, world.rows).effects(limits))


def alter(bench: Workbench, table: Table, rows: str, was: str) -> None:
    """Make ``altered``: the rows that differ from those before, each value before and after.

    ``rows`` is SQL of the rows to come (``part`` and all columns, as text), ``was`` of those before.
    """
    # TRY_CAST: refused rows, which are left out, may hold anything wherever the cast is computed.
    columns = [c for c in table.columns if not c.primary_key]
    pairs = "".join(
        f", w.{quoted(c.name)}::VARCHAR AS {quoted('old_' + c.name)}, "
        f"TRY_CAST(n.{quoted(c.name)} AS {sql_type(c, 'duckdb')})::VARCHAR AS {quoted('now_' + c.name)}"
        for c in columns
    )
    differs = " OR ".join(
        f"TRY_CAST(n.{quoted(c.name)} AS {sql_type(c, 'duckdb')}) IS DISTINCT FROM w.{quoted(c.name)}"
        for c in columns
    )
    key = f"concat_ws('、', {', '.join(f'n.{quoted(c.name)}' for c in table.primary_key)})"
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE altered AS SELECT n.part, {key} AS row_key, {_closes(table)} AS closes"
        f"{pairs} FROM ({rows}) n JOIN ({was}) w ON {_same(table, 'n')} WHERE {differs or 'false'}"
    )


def _same(table: Table, alias: str) -> str:
    """SQL: a row before (``w``) and one that comes in have the same key."""
    keys = [quoted(c.name) for c in table.primary_key]
    return " AND ".join(f"w.{k}::VARCHAR = {alias}.{k}" for k in keys)


def _closes(table: Table) -> str:
    """SQL: the row was open, or had a later end, and now has this one."""
    ends = [quoted(n) for n in ENDS if n in table.columns]
    tests = [f"(n.{e} IS NOT NULL AND (w.{e} IS NULL OR TRY_CAST(n.{e} AS DATE) < w.{e}))" for e in ends]
    return " OR ".join(tests) or "false"


def _packed(table: Table) -> str:
    return ", ".join(f"{quoted(c.name)} := w.{quoted(c.name)}" for c in table.columns)


def _counted(bench: Workbench, table: Table, effects: tuple[Effect, ...]) -> Changes:
    live, gone = verdicts.live(table), verdicts.deletions(table)
    new = quoted("new_" + table.name)
    received = bench.number(f"SELECT count(*) FROM {new} WHERE part <> {ABSENT}")
    written, added = bench.rows(f"SELECT count(*), count(*) FILTER (NOT is_known) FROM ({live})")[0]
    altered, closed = bench.rows("SELECT count(*), count(*) FILTER (closes) FROM altered")[0]
    deleted = bench.number(f"SELECT count(*) FROM ({gone})")
    return Changes(
        table=table.name,
        label=str(table.info["zh"]),
        received=received,
        added=int(str(added)),
        changed=int(str(altered)) - int(str(closed)),
        closed=int(str(closed)),
        deleted=deleted,
        same=int(str(written)) - int(str(added)) - int(str(altered)),
        refused=verdicts.count(bench, "refused", table),
        noted=verdicts.count(bench, "noted", table),
        missing=_missing(bench, table),
        **told(effects),
    )


def told(effects: Sequence[Effect]) -> dict[str, Any]:
    """What ``Changes`` say of effects."""
    counts = {effect.kind: effect.count for effect in effects}
    return {
        "effects": tuple(effects),
        "emptied": counts.get("emptied", 0),
        "renamed": counts.get("renamed", 0),
    }


def _missing(bench: Workbench, table: Table) -> int:
    keys = [quoted(c.name) for c in table.primary_key]
    same = " AND ".join(f"w.{k}::VARCHAR = n.{k}" for k in keys)
    was, new = quoted("was_" + table.name), quoted("new_" + table.name)
    return bench.number(f"SELECT count(*) FROM {was} w ANTI JOIN {new} n ON {same}")


def merge(world: World, table: Table) -> None:
    """Make ``<table>``: all rows of the next version, typed, for the publication to take."""
    bench = world.bench
    typed = ", ".join(
        f"TRY_CAST({quoted(c.name)} AS {sql_type(c, 'duckdb')}) AS {quoted(c.name)}" for c in table.columns
    )
    names = ", ".join(quoted(c.name) for c in table.columns)
    keys = [quoted(c.name) for c in table.primary_key]
    same = " AND ".join(f"w.{k}::VARCHAR = t.{k}" for k in keys)
    touched = (
        f"SELECT {', '.join(keys)} FROM ({verdicts.live(table)}) "
        f"UNION ALL SELECT {', '.join(keys)} FROM ({verdicts.deletions(table)})"
    )
    bench.run(
        f"CREATE TABLE {quoted(table.name)} AS SELECT {typed} FROM ({verdicts.live(table)}) "
        f"UNION ALL SELECT {names} FROM {quoted('was_' + table.name)} w ANTI JOIN ({touched}) t ON {same}"
    )
    bench.run(f"DROP TABLE {quoted('new_' + table.name)}")
    bench.run(f"DROP TABLE {quoted('was_' + table.name)}")
