"""What a delivery of whole tables changes: each against the same table of the version before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import Table

from data.ddl import quoted, sql_type
from data.intake_limits import Limits
from data.lock import Progress
from intake.delivery import DeliveredTable, Delivery
from intake.merge.compare import Changes, alter, told
from intake.merge.effects import Compared, Effect, prepare_gone
from intake.merge.world import former
from intake.staging import Workbench
from intake.target import Target


def replaced(
    bench: Workbench, delivery: Delivery, target: Target, limits: Limits, progress: Progress
) -> tuple[Changes, ...]:
    """Count what becomes of the rows of every delivered table that the version before has.

    The delivery has been checked: its text is what the tables take.
    """
    known = [d for d in delivery.tables if target.columns(d.table)]
    found = []
    for number, delivered in enumerate(known):
        progress(f"比较 {delivered.file}", number / len(known))
        found.append(_replaced(bench, delivered, target, limits, partial(_to_come, bench, delivery, target)))
    return tuple(found)


def _replaced(
    bench: Workbench,
    delivered: DeliveredTable,
    target: Target,
    limits: Limits,
    to_come: Callable[[Table, list[str]], str],
) -> Changes:
    table = delivered.table
    rows, was = _rows(delivered), former(target, bench, table)
    same = " AND ".join(f"w.{k}::VARCHAR = n.{k}" for k in (quoted(c.name) for c in table.primary_key))
    alter(bench, table, rows, was)
    prepare_gone(bench, table, f"SELECT w.* FROM ({was}) w ANTI JOIN ({rows}) n ON {same}")
    added = f"SELECT n.* FROM ({rows}) n ANTI JOIN ({was}) w ON {same}"
    return _counted(bench, table, Compared(bench, table, was, added, to_come).effects(limits))


def _to_come(bench: Workbench, delivery: Delivery, target: Target, table: Table, columns: list[str]) -> str:
    """SELECT of columns of a table as the delivery leaves it, as text; no rows where it is nowhere."""
    staged = next((d for d in delivery.tables if d.table is table), None)
    there = frozenset(staged.columns) if staged else target.columns(table)
    have = [c for c in columns if c in there]
    source = quoted(table.name) if staged else target.relation(bench, table, have) if have else "(SELECT 1)"
    names = (quoted(c) if c in there else f"NULL AS {quoted(c)}" for c in columns)
    return f"SELECT {', '.join(names)} FROM {source}" + ("" if have else " WHERE false")


def _counted(bench: Workbench, table: Table, effects: Sequence[Effect]) -> Changes:
    counts = {effect.kind: effect.count for effect in effects}
    received = bench.number(f"SELECT count(*) FROM {quoted(table.name)}")
    altered, ended = bench.rows("SELECT count(*), count(*) FILTER (closes) FROM altered")[0]
    added = counts.get("added", 0)
    return Changes(
        table=table.name,
        label=str(table.info["zh"]),
        received=received,
        added=added,
        changed=counts.get("changed", 0),
        closed=int(str(ended)),
        deleted=counts.get("closed", 0) - int(str(ended)),
        same=received - added - int(str(altered)),
        **told(effects),
    )


def _rows(delivered: DeliveredTable) -> str:
    """SQL of the staged rows in the form that ``alter`` takes; a column that the file lacks is empty."""
    columns = ", ".join(
        f"CAST({quoted(c.name)} AS {sql_type(c, 'duckdb')})::VARCHAR AS {quoted(c.name)}"
        if c.name in delivered.columns
        else f"NULL::VARCHAR AS {quoted(c.name)}"
        for c in delivered.table.columns
    )
    return f"SELECT 0 AS part, {columns} FROM {quoted(delivered.table.name)}"
