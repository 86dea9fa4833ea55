"""Checks of single rows, generated from the schema: required values, types, dates in order.

Every check is an SQL predicate that is true for a wrong row. A table's checks are counted in one
scan; only those that found something are asked for examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Column, Table
from stdnum.cn import uscc

from data.ddl import Kind, kind, literal, quoted, sql_type
from intake.delivery import DeliveredTable
from intake.report import LISTED, Findings, in_column
from intake.staging import ROW_NUMBER, Workbench
from intake.vocabulary import VOCABULARIES

_FORMATS: dict[Kind, tuple[str, str]] = {
    "date": (r"\d{4}-\d{2}-\d{2}", "形如 2022-12-30 的日期"),
    "moment": (r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}", "形如 2022-12-30 08:00:00 的时间"),
    "integer": (r"-?\d+", "整数"),
    "number": (r"-?\d+(\.\d+)?([eE][+-]?\d+)?", "数字（不带千位分隔符和单位）"),
    "flag": (r"true|false", "true 或 false"),
}

#: The first date of a pair never lies after the second, wherever a table has both.
_ORDERED = (
    ("valid_from", "valid_to"),
    ("period_start", "period_end"),
    ("registered_from", "registered_to"),
    ("starts_on", "ends_on"),
    ("starts_on", "completed_on"),
    ("registered_on", "closed_on"),
    ("opened_on", "closed_on"),
    ("accepted_on", "solved_on"),
    ("recorded_on", "approved_on"),
    ("added_on", "removed_on"),
    ("initiated_on", "first_deadline"),
    ("period_start", "as_of"),
)


@dataclass(frozen=True)
class Check:
    """A predicate (true: wrong) about a column, with the words for a row that fails it."""

    column: Column[object]
    wrong: str
    reason: str
    expected: str


def check_rows(bench: Workbench, delivered: DeliveredTable, findings: Findings) -> None:
    """Add every row problem of one staged table to ``findings``."""
    name = quoted(delivered.table.name)
    prepare_uscc(bench, name, delivered.columns)
    checks = list(row_checks(delivered.table, delivered.columns))
    counts = ", ".join(f"count_if({c.wrong})" for c in checks)
    totals = bench.rows(f"SELECT {counts} FROM {name}")[0]
    for check, total in zip(checks, totals, strict=True):
        if total:
            _add(bench, delivered, check, int(str(total)), findings)


def _add(bench: Workbench, delivered: DeliveredTable, check: Check, total: int, findings: Findings) -> None:
    column = quoted(check.column.name)
    examples = bench.rows(
        f"SELECT {ROW_NUMBER}, {column} FROM {quoted(delivered.table.name)} "
        f"WHERE {check.wrong} ORDER BY rowid LIMIT {LISTED}"
    )
    problems = [
        in_column(
            delivered.file,
            check.column,
            int(str(row)),
            None if value is None else str(value),
            check.reason,
            check.expected,
        )
        for row, value in examples
    ]
    findings.add(problems, total)


def row_checks(table: Table, delivered: tuple[str, ...]) -> Iterator[Check]:
    """The checks of a table's rows, as far as the delivered columns go."""
    for name in delivered:
        column = table.columns[name]
        if not column.nullable:
            yield Check(column, f"{quoted(name)} IS NULL", "必填的值为空", _meaning(column))
        yield from _format_checks(column)
        yield from _list_checks(column)
        if name == "uscc":
            wrong = f"{quoted(name)} IN (SELECT code FROM bad_uscc)"
            yield Check(column, wrong, "值{value}校验不通过", "18 位统一社会信用代码（GB 32100-2015）")
    yield from _order_checks(table, delivered)


def _format_checks(column: Column[object]) -> Iterator[Check]:
    name, what = quoted(column.name), kind(column)
    if what == "text":
        yield Check(column, f"contains({name}, chr(0))", "值{value}含有空字符", "可见的文字")
        return
    pattern, expected = _FORMATS[what]
    type_ = sql_type(column, "duckdb")
    fits = f"regexp_full_match({name}, '{pattern}') AND TRY_CAST({name} AS {type_}) IS NOT NULL"
    if what == "number":
        fits += f" AND isfinite(TRY_CAST({name} AS DOUBLE))"
    yield Check(column, f"{name} IS NOT NULL AND NOT ({fits})", f"值{{value}}不是{_noun(what)}", expected)


def _list_checks(column: Column[object]) -> Iterator[Check]:
    """A value that is not in the column's declared list of codes, or in its vocabulary."""
    name, codes = quoted(column.name), column.info["codes"]
    words = VOCABULARIES.get(column.info["reads"])
    known = sorted(codes or (words.known if words else None) or ())
    if known:
        wrong = f"{name} NOT IN ({', '.join(map(literal, known))})"
        expected = f"{'、'.join(known)} 之一" if codes or not words else words.expected
        yield Check(column, wrong, "值{value}不在代码表中", expected)


def _noun(what: Kind) -> str:
    nouns = {"date": "有效日期", "moment": "有效时间", "integer": "可用的整数", "number": "数字"}
    return nouns.get(what, "是否值")


def _order_checks(table: Table, delivered: tuple[str, ...]) -> Iterator[Check]:
    for first, second in _ORDERED:
        if first in delivered and second in delivered:
            early, late = (f"TRY_CAST({quoted(n)} AS DATE)" for n in (first, second))
            label = table.columns[first].info["zh"]
            yield Check(
                table.columns[second],
                f"{early} > {late}",
                f"值{{value}}早于同一行的 {first}（{label}）",
                f"不早于{label}的日期",
            )


def _is_uscc(code: str) -> bool:
    return len(code) == 18 and code == code.upper() and bool(uscc.is_valid(code))


def _meaning(column: Column[object]) -> str:
    """What an empty cell should hold."""
    zh, note = column.info["zh"], column.info["note"]
    if kind(column) == "flag":
        return "是（true）或否（false）"
    return f"{zh}（{note}）" if note else str(zh)


def prepare_uscc(bench: Workbench, source: str, columns: tuple[str, ...]) -> None:
    """Fill ``bad_uscc`` with the distinct codes of ``source`` whose form or check character is wrong."""
    bench.run("CREATE OR REPLACE TEMP TABLE bad_uscc (code VARCHAR)")
    if "uscc" not in columns:
        return
    cursor = bench.connection.cursor()
    cursor.execute(f"SELECT DISTINCT uscc FROM {source} WHERE uscc IS NOT NULL")
    while batch := cursor.fetchmany(10_000):
        bad = [code for (code,) in batch if not _is_uscc(code)]
        if bad:
            bench.run("INSERT INTO bad_uscc SELECT unnest(?)", bad)
