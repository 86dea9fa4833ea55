"""Checks across rows: keys occur once, and references point at something that is there."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from sqlalchemy import Column, Table

from data.ddl import quoted
from data.schema import delivery_tables, references, required_columns
from intake.delivery import DeliveredTable, Delivery
from intake.report import LISTED, Findings, Problem, in_column
from intake.staging import ROW_NUMBER, Workbench

#: Up to so many allowed codes are listed in a message.
_LISTED_CODES = 30


class Base(Protocol):
    """The version that a delivery builds on, as the checks need it."""

    version: str | None

    def columns(self, table: Table) -> frozenset[str]:
        """Columns that the table has there; empty when the table isn't there."""

    def relation(self, bench: Workbench, table: Table, columns: list[str]) -> str:
        """A relation in the workbench holding those columns of the table's rows, as text."""


def check_keys(bench: Workbench, delivered: DeliveredTable, findings: Findings) -> None:
    """Add a problem for every row whose primary key stood in an earlier row of the file."""
    keys = [c.name for c in delivered.table.primary_key]
    name, columns = quoted(delivered.table.name), ", ".join(map(quoted, keys))
    filled = " AND ".join(f"{quoted(k)} IS NOT NULL" for k in keys)
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT {columns}, min(rowid) AS first_id, count(*) AS n "
        f"FROM {name} WHERE {filled} GROUP BY {columns} HAVING count(*) > 1"
    )
    total = bench.number("SELECT coalesce(sum(n - 1), 0)::BIGINT FROM repeated")
    if not total:
        return
    values = " || '、' || ".join(f"s.{quoted(k)}" for k in keys)
    found = bench.rows(
        f"SELECT s.rowid + 2, {values}, r.first_id + 2 FROM {name} s JOIN repeated r USING ({columns}) "
        f"WHERE s.rowid > r.first_id ORDER BY s.rowid LIMIT {LISTED}"
    )
    column = delivered.table.columns[keys[-1]]
    reason, expected = "值{value}与第 {other} 行重复", "不重复的值"
    problems = [
        replace(
            in_column(delivered.file, column, int(str(row)), str(value), reason, expected),
            other=int(str(first)),
        )
        for row, value, first in found
    ]
    findings.add(problems, total)


def check_references(bench: Workbench, delivery: Delivery, base: Base, findings: Findings) -> None:
    """Check references out of delivered tables, and out of carried-over ones into them."""
    staged = {d.table.name: d for d in delivery.tables}
    for table in delivery_tables():
        for column, target, key in references(table):
            delivered = staged.get(table.name)
            if delivered and column.name in delivered.columns:
                keys = _keys(bench, staged, base, target, key)
                if _missing(bench, quoted(table.name), quoted(column.name), keys, quoted(key.name)):
                    _report_rows(bench, delivered, column, target, keys, findings)
            elif not delivered and target.name in staged and column.name in base.columns(table):
                source = base.relation(bench, table, [column.name])
                keys = _keys(bench, staged, base, target, key)
                if _missing(bench, source, quoted(column.name), keys, quoted(key.name)):
                    _report_carried(bench, base, table, column, target, findings)


def check_carried(bench: Workbench, delivery: Delivery, base: Base, findings: Findings) -> None:
    """A table can only be carried over when the older version has all its required columns."""
    staged = {d.table.name for d in delivery.tables}
    for table in delivery_tables():
        there = base.columns(table)
        if table.name in staged or not there:
            continue
        for column in required_columns(table):
            if column.name not in there:
                reason = f"版本 {base.version} 的这个表没有必填的列，不能沿用"
                file = f"{table.name}.csv"
                findings.add([Problem(file, None, column.name, None, reason, "随本次交付提供的文件")])


def _keys(
    bench: Workbench, staged: dict[str, DeliveredTable], base: Base, target: Table, key: Column[object]
) -> str:
    """Relation that holds the allowed values, in a column named like ``key``."""
    if target.name in staged:
        return quoted(target.name)
    if key.name in base.columns(target):
        return base.relation(bench, target, [key.name])
    return f"(SELECT NULL::VARCHAR AS {quoted(key.name)} WHERE false)"


def _missing(bench: Workbench, source: str, column: str, keys: str, key: str) -> int:
    """Put the distinct values of a column that ``keys`` lacks into ``missing``; count them."""
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE missing AS SELECT DISTINCT s.{column} AS value FROM {source} s "
        f"ANTI JOIN {keys} k ON s.{column} = k.{key} WHERE s.{column} IS NOT NULL"
    )
    return bench.number("SELECT count(*) FROM missing")


def _report_rows(
    bench: Workbench,
    delivered: DeliveredTable,
    column: Column[object],
    target: Table,
    keys: str,
    findings: Findings,
) -> None:
    name = quoted(column.name)
    join = f"FROM {quoted(delivered.table.name)} s SEMI JOIN missing m ON s.{name} = m.value"
    total = bench.number(f"SELECT count(*) {join}")
    found = bench.rows(f"SELECT {ROW_NUMBER}, {name} {join} ORDER BY rowid LIMIT {LISTED}")
    reason = f"值{{value}}不在 {target.name} 中"
    expected = _allowed(bench, target, keys)
    problems = [
        in_column(delivered.file, column, int(str(row)), str(value), reason, expected) for row, value in found
    ]
    findings.add(problems, total)


def _report_carried(
    bench: Workbench, base: Base, table: Table, column: Column[object], target: Table, findings: Findings
) -> None:
    total = bench.number("SELECT count(*) FROM missing")
    found = bench.rows(f"SELECT value FROM missing ORDER BY value LIMIT {LISTED}")
    file = f"{table.name}.csv（沿用版本 {base.version}）"
    reason = f"值{{value}}在本次交付的 {target.name}.csv 中已没有"
    problems = [
        in_column(file, column, None, str(value), reason, f"{target.name}.csv 中仍有的值")
        for (value,) in found
    ]
    findings.add(problems, total)


def _allowed(bench: Workbench, target: Table, keys: str) -> str:
    key = target.primary_key.columns.values()[0]
    name = quoted(key.name)
    codes = bench.rows(
        f"SELECT DISTINCT {name} FROM {keys} WHERE {name} IS NOT NULL ORDER BY 1 LIMIT {_LISTED_CODES + 1}"
    )
    if 0 < len(codes) <= _LISTED_CODES:
        return f"{'、'.join(str(code) for (code,) in codes)} 之一"
    return f"{target.name}（{target.info['zh']}）中已有的 {key.name}（{key.info['zh']}）"
