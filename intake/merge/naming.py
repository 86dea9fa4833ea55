"""References by name: 海淀区, an old code or 北京某某学会 instead of the key, where that is unambiguous."""

from __future__ import annotations

from sqlalchemy import Column, Table

from data.ddl import literal, quoted
from data.schema import references
from data.tables.base import metadata
from intake.merge import verdicts
from intake.merge.world import World


def resolve(world: World, table: Table, columns: tuple[str, ...]) -> None:
    """Replace names in the reference columns of ``in_<table>`` by keys; refuse ambiguous ones.

    References of the table to itself wait until its rows have their keys: ``resolve_own``.
    """
    for column, target, key in references(table):
        if column.name in columns and target is not table and target.info["known_by"]:
            _resolve(world, quoted("in_" + table.name), table, column, target, key)


def resolve_own(world: World, table: Table, columns: tuple[str, ...]) -> None:
    """As ``resolve``, for references of ``new_<table>`` to the table itself."""
    for column, target, key in references(table):
        if column.name in columns and target is table and target.info["known_by"]:
            _resolve(world, quoted("new_" + table.name), table, column, target, key)


def _resolve(
    world: World, rows: str, table: Table, column: Column[object], target: Table, key: Column[object]
) -> None:
    bench, name = world.bench, quoted(column.name)
    keys = world.keys(target, key)
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE unknown AS SELECT DISTINCT {name} AS label FROM {rows} r "
        f"ANTI JOIN ({keys}) k ON r.{name} = k.key WHERE {name} IS NOT NULL"
    )
    if not bench.number("SELECT count(*) FROM unknown"):
        return
    bench.run(
        "CREATE OR REPLACE TEMP TABLE naming AS SELECT label, min(key) AS key, count(DISTINCT key) AS n, "
        f"bool_and(is_old) AS is_old FROM ({_labels(world, target, key)}) JOIN unknown USING (label) "
        "GROUP BY label"
    )
    source = f"(SELECT r.part, r.row_no, r.{name} FROM {rows} r JOIN naming m ON r.{name} = m.label "
    right = f"{target.info['zh']}的{key.info['zh']}"
    reason = f"值{{value}}在 {target.name}（{target.info['zh']}）中对应不止一行"
    verdicts.give(bench, "refused", table, column.name, reason, right, source + "WHERE n > 1)")
    old = "值{value}是旧代码或旧名称，已换成现行代码"
    verdicts.give(bench, "noted", table, column.name, old, "", source + "WHERE n = 1 AND is_old)")
    bench.run(f"UPDATE {rows} SET {name} = m.key FROM naming m WHERE {name} = m.label AND m.n = 1")


def _labels(world: World, target: Table, key: Column[object]) -> str:
    """SELECT of every label that leads to a row of ``target``."""
    selects = []
    for known in target.info["known_by"]:
        before, name, after = _around(known)
        table, leads = target, key
        if "." in name:
            other, name = name.split(".")
            table = metadata.tables[other]
            leads = next(c for c, to, _ in references(table) if to is target)
        selects.append(
            f"SELECT {literal(before)} || {quoted(name)} || {literal(after)} AS label, "
            f"{quoted(leads.name)} AS key, {table is not target} AS is_old "
            f"FROM ({world.rows(table, [name, leads.name])})"
        )
    return " UNION ALL ".join(selects)


def _around(known: str) -> tuple[str, str, str]:
    """A text with a column's name in braces: what stands before, the name, what stands after."""
    before, brace, rest = known.partition("{")
    name, _, after = rest.partition("}")
    return (before, name, after) if brace else ("", known, "")
