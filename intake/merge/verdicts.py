"""Verdicts on rows: refused (with reasons), noted (kept, with a warning), dropped (said twice)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import Table

from data.ddl import literal, quoted
from data.tables.base import metadata
from intake.merge.parts import Part
from intake.report import LISTED, Problem, in_column
from intake.staging import Workbench

_BATCH = 10_000
_COLUMNS = (
    "seq BIGINT DEFAULT nextval('verdict_seq'), part INTEGER, row_no INTEGER, table_name VARCHAR, "
    "column_name VARCHAR, value VARCHAR, reason VARCHAR, expected VARCHAR"
)


def prepare(bench: Workbench) -> None:
    """Make the tables ``refused``, ``noted`` and ``dropped``."""
    bench.run("CREATE SEQUENCE verdict_seq")
    bench.run(f"CREATE TABLE refused ({_COLUMNS})")
    bench.run(f"CREATE TABLE noted ({_COLUMNS})")
    bench.run("CREATE TABLE dropped (part INTEGER, row_no INTEGER)")


def give(
    bench: Workbench,
    verdict: str,
    table: Table,
    column: str,
    reason: str,
    expected: str,
    source: str,
    value: str | None = None,
) -> None:
    """Add a verdict (``refused`` or ``noted``) for every row of ``source`` (SQL after FROM).

    ``source`` gives ``part`` and ``row_no``, and, where ``value`` (SQL) isn't given, the column.
    In ``reason`` and ``expected``, ``{value}`` stands for the value.
    """
    shown = value if value is not None else quoted(column)
    bench.run(
        f"INSERT INTO {verdict} (part, row_no, table_name, column_name, value, reason, expected) "
        f"SELECT part, row_no, ?, ?, ({shown})::VARCHAR, ?, ? FROM {source}",
        table.name,
        column,
        reason,
        expected,
    )


def problems(bench: Workbench, verdict: str, parts: Sequence[Part], limit: int = LISTED) -> list[Problem]:
    """The first verdicts in the order of the files; one a cell."""
    found = bench.rows(f"{_each_once(verdict)} ORDER BY part, row_no, seq LIMIT ?", limit)
    return [_problem(parts, line) for line in found]


def by_row(bench: Workbench, parts: Sequence[Part], part: Part) -> Iterator[tuple[int, list[Problem]]]:
    """The refused rows of a sheet in their order, each with everything that is wrong with it."""
    lines = stream(bench, f"{_each_once('refused', part.number)} ORDER BY row_no, seq")
    for row, told in groupby(lines, key=lambda line: int(str(line[1]))):
        yield row, [_problem(parts, line) for line in told]


def stream(bench: Workbench, sql: str) -> Iterator[tuple[object, ...]]:
    """Rows of an answer that may be long."""
    cursor = bench.connection.cursor()
    try:
        cursor.execute(sql)
        while batch := cursor.fetchmany(_BATCH):
            yield from batch
    finally:
        cursor.close()


def _each_once(verdict: str, part: int | None = None) -> str:
    where = "" if part is None else f" WHERE part = {part}"
    return (
        "SELECT part, row_no, table_name, column_name, value, reason, expected, seq FROM "
        f"(SELECT * FROM {verdict}{where} QUALIFY row_number() OVER "
        "(PARTITION BY part, row_no, column_name ORDER BY seq) = 1)"
    )


def _problem(parts: Sequence[Part], line: Sequence[object]) -> Problem:
    part, row, table, column, value, reason, expected, _ = line
    declared = metadata.tables[str(table)].columns[str(column)]
    number = int(str(part))
    place = parts[number].place if number >= 0 else f"整表交付的 {table}"
    shown = None if value is None else str(value)
    return in_column(place, declared, int(str(row)), shown, str(reason), str(expected or ""))


def count(bench: Workbench, verdict: str, table: Table | None = None) -> int:
    """How many rows have such a verdict."""
    where = f" WHERE table_name = {literal(table.name)}" if table is not None else ""
    return bench.number(f"SELECT count(DISTINCT (part, row_no)) FROM {verdict}{where}")


def live(table: Table) -> str:
    """SELECT of a table's incoming rows that are to be written."""
    return f"{_kept(table)} AND NOT coalesce(n.is_deletion, false)"


def deletions(table: Table) -> str:
    """SELECT of a table's incoming rows that ask for a deletion."""
    return f"{_kept(table)} AND coalesce(n.is_deletion, false)"


def _kept(table: Table) -> str:
    rows = "SELECT part, row_no FROM refused UNION ALL SELECT part, row_no FROM dropped"
    return (
        f"SELECT n.* FROM {quoted('new_' + table.name)} n "
        f"ANTI JOIN ({rows}) v ON n.part = v.part AND n.row_no = v.row_no WHERE true"
    )
