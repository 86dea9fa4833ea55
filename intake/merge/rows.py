"""From sheets to ``in_<table>``: the rows of all its sheets, columns by name, values put right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Column, Table

from data import values
from data.ddl import Kind, kind, quoted
from intake.merge import verdicts
from intake.merge.load import raw_name
from intake.merge.parts import Part
from intake.staging import Workbench
from intake.vocabulary import VOCABULARIES

_BATCH = 10_000
#: Characters that ``values.text`` takes away or changes, and error values: worth a closer look.
_ODD = (
    r"^\s|\s$|[\x{00}-\x{1f}\x{7f}-\x{a0}\x{1680}\x{2000}-\x{200f}\x{2028}-\x{202f}\x{205f}-\x{2060}\x{3000}"
    r"\x{feff}\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}]|^#[A-Z]"
)
#: Codes that may be numbers in disguise, or stand for nothing.
_ODD_CODE = r"^\d+\.0+$|^\d(\.\d+)?[eE]\+?\d+$|^(-{1,2}|—{1,2}|–|/|无|空|N/A|n/a|NULL|null)$"
_PLAIN: dict[Kind, str] = {
    "date": r"(1[89]|20|21)\d{2}-\d{2}-\d{2}",
    "moment": r"(1[89]|20|21)\d{2}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}",
    "integer": r"-?\d{1,9}",
    "number": r"-?\d{1,15}(\.\d{1,15})?",
    "flag": r"true|false",
}
#: Text columns that hold codes though they are neither keys nor references.
_CODES = frozenset({"uscc", "mobile", "checksum", "indicator_code"})


def delivered_columns(table: Table, parts: Sequence[Part]) -> tuple[str, ...]:
    """Columns of the table that at least one of the sheets has, in the table's order."""
    there = {name for part in parts for name in part.header.columns.values()}
    return tuple(c.name for c in table.columns if c.name in there)


def gather(bench: Workbench, table: Table, parts: Sequence[Part]) -> None:
    """Make ``in_<table>``: part, row_no, is_deletion and the delivered columns, as canonical text.

    Values that cannot be read are refused and stay as they are, for the messages.
    """
    columns = delivered_columns(table, parts)
    odd = []
    for part in parts:
        bench.run(f"CREATE TEMP VIEW {quoted(f'view_{part.number}')} AS {_selected(part)}")
    union = " UNION ALL BY NAME ".join(f"SELECT * FROM {quoted(f'view_{p.number}')}" for p in parts)
    bench.run(f"CREATE TABLE text_rows AS {union}")
    for name in columns:
        if _read_odd(bench, table.columns[name]):
            odd.append(name)
            _refuse_bad(bench, table, name)
    joins = "".join(f" LEFT JOIN {_odd(n)} o_{n} ON t.{quoted(n)} = o_{n}.old" for n in odd)
    chosen = ", ".join(_chosen(n, n in odd) for n in columns)
    bench.run(
        f"CREATE TABLE {quoted('in_' + table.name)} AS "
        f"SELECT t.part, t.row_no, t.operation = '删除' AS is_deletion, {chosen} FROM text_rows t{joins}"
    )
    _refuse_operations(bench, table)
    for part in parts:
        bench.run(f"DROP VIEW {quoted(f'view_{part.number}')}")
    for name in odd:
        bench.run(f"DROP TABLE {_odd(name)}")
    bench.run("DROP TABLE text_rows")


def _selected(part: Part) -> str:
    header = part.header
    operation = f"trim(c{header.operation})" if header.operation is not None else "NULL::VARCHAR"
    columns = ", ".join(f"c{position} AS {quoted(name)}" for position, name in header.columns.items())
    return (
        f"SELECT {part.number}::INTEGER AS part, row_no, {operation} AS operation, {columns} "
        f"FROM {quoted(raw_name(part))}"
    )


def _odd(name: str) -> str:
    return quoted(f"odd_{name}")


def _chosen(name: str, is_odd: bool) -> str:
    column = quoted(name)
    if not is_odd:
        return f"t.{column}"
    return f"CASE WHEN o_{name}.old IS NULL THEN t.{column} ELSE o_{name}.new END AS {column}"


def _read_odd(bench: Workbench, column: Column[object]) -> int:
    """Put each distinct value that isn't canonical through its reader, into ``odd_<column>``."""
    name, read = quoted(column.name), reader(column)
    bench.run(
        f"CREATE TABLE {_odd(column.name)} (old VARCHAR, new VARCHAR, reason VARCHAR, expected VARCHAR)"
    )
    cursor = bench.connection.cursor()
    cursor.execute(f"SELECT DISTINCT {name} FROM text_rows WHERE {name} IS NOT NULL AND {_is_odd(column)}")
    total = 0
    while batch := cursor.fetchmany(_BATCH):
        rows = [_read(read, old) for (old,) in batch]
        bench.run(
            f"INSERT INTO {_odd(column.name)} SELECT unnest(?), unnest(?), unnest(?), unnest(?)",
            *(list(values_) for values_ in zip(*rows, strict=True)),
        )
        total += len(rows)
    if not total:
        bench.run(f"DROP TABLE {_odd(column.name)}")
    return total


def _read(read: Callable[[str], str], old: str) -> tuple[str, str | None, str | None, str | None]:
    try:
        return old, read(old) or None, None, None
    except values.BadValue as error:
        return old, old, str(error), error.expected


def _is_odd(column: Column[object]) -> str:
    name = quoted(column.name)
    if column.info["codes"] or column.info["reads"]:
        return "true"
    if kind(column) != "text":
        return f"NOT regexp_full_match({name}, '{_PLAIN[kind(column)]}')"
    odd = f"regexp_matches({name}, '{_ODD}')"
    if _is_code(column):
        odd += f" OR regexp_matches({name}, '{_ODD_CODE}')"
    if column.name == "uscc":
        odd += f" OR NOT regexp_full_match({name}, '[0-9A-Z]*')"
    return f"({odd})"


def _is_code(column: Column[object]) -> bool:
    return bool(column.primary_key or column.info["ref"] or column.name in _CODES)


def reader(column: Column[object]) -> Callable[[str], str]:
    """What turns a cell of the column into the catalogue's form."""
    if codes := column.info["codes"]:
        return lambda value: values.listed(value, codes)
    if words := VOCABULARIES.get(column.info["reads"]):
        return words.read
    what, unit = kind(column), str(column.info["unit"]).partition("（")[0]
    if what == "text":
        if column.name == "uscc":
            return values.credit_code
        return values.code if _is_code(column) else values.text
    if what == "integer":
        return lambda value: values.integer(value, unit)
    if what == "number":
        return lambda value: values.number(value, unit)
    return {"date": values.day, "moment": values.moment, "flag": values.flag}[what]


def _refuse_bad(bench: Workbench, table: Table, name: str) -> None:
    """A refusal for every row whose value could not be read."""
    bench.run(
        "INSERT INTO refused (part, row_no, table_name, column_name, value, reason, expected) "
        f"SELECT t.part, t.row_no, ?, ?, o.old, o.reason, o.expected FROM text_rows t "
        f"JOIN {_odd(name)} o ON t.{quoted(name)} = o.old WHERE o.reason IS NOT NULL",
        table.name,
        name,
    )


def _refuse_operations(bench: Workbench, table: Table) -> None:
    key = next(iter(table.primary_key)).name
    source = "text_rows WHERE operation IS NOT NULL AND operation NOT IN ('删除', '新增', '修改', '保留')"
    verdicts.give(
        bench, "refused", table, key, "操作{value}不认识", "空、新增、修改 或 删除", source, "operation"
    )
