"""What the database keeps of a delivery: who sent what, the refused rows, the replaced values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Table

from data.ddl import literal, quoted
from data.tables.base import metadata
from intake.merge import refusals
from intake.merge.options import Options
from intake.merge.parts import Part
from intake.merge.world import World
from intake.report import Findings, Problem

#: Tables that a delivery adds to without bringing them.
LEDGER = ("delivery", "rejected_row", "row_change")
_BATCH = 10_000


def known_files(world: World) -> dict[str, str]:
    """Fingerprint of every file that was taken in before, and when."""
    delivery = metadata.tables["delivery"]
    columns = ["sha256", "id", "delivered_on"]
    if not world.target.columns(delivery).issuperset(columns):
        return {}
    relation = world.target.relation(world.bench, delivery, columns)
    found = world.bench.rows(f"SELECT sha256, id, delivered_on FROM {relation} WHERE sha256 IS NOT NULL")
    return {str(sha): f"{day}，交付 {number}" for sha, number, day in found}


def sources(world: World, parts: Sequence[Part], options: Options, as_of: date) -> dict[int, str]:
    """The source of each part, where the table has one; refuses where it has several to choose from."""
    columns = ["code", "table_name", "valid_from", "valid_to"]
    rows = world.rows(metadata.tables["source"], columns)
    found = world.bench.rows(
        f"SELECT code, table_name FROM ({rows}) WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) "
        "ORDER BY code",
        as_of.isoformat(),
        as_of.isoformat(),
    )
    findings, chosen = Findings(), {}
    for part in parts:
        codes = [str(code) for code, table in found if table == part.table.name]
        if options.source in codes:
            codes = [options.source]
        if len(codes) > 1:
            reason = f"{part.table.info['zh']}有不止一个来源：{'、'.join(codes)}"
            findings.add([Problem(part.place, reason=reason, expected="用 --source 指明的一个来源")])
        if codes:
            chosen[part.number] = codes[0]
    findings.refuse_if_any()
    return chosen


def limits(world: World, default: float) -> dict[str, float]:
    """The share of refused rows (percent) that each source bears."""
    rows = world.rows(metadata.tables["source"], ["code", "refused_limit"])
    found = world.bench.rows(f"SELECT code, refused_limit::DOUBLE FROM ({rows})")
    return {str(code): default if limit is None else float(str(limit)) for code, limit in found}


def write(
    world: World,
    parts: Sequence[Part],
    chosen: Mapping[int, str],
    options: Options,
    version: str,
    delivered_on: date,
) -> list[Table]:
    """Make ``delivery``, ``rejected_row`` and ``row_change`` with what this delivery adds; return them."""
    bench = world.bench
    tables = [metadata.tables[name] for name in LEDGER]
    for table in tables:
        world.bring(table)
        bench.run(f"ALTER TABLE {quoted('was_' + table.name)} RENAME TO {quoted(table.name)}")
    ids = {part.number: f"V{version}-{n:03d}" for n, part in enumerate(parts, start=1)}
    for part in parts:
        if part.number in chosen:
            _add_delivery(world, part, ids[part.number], chosen[part.number], options, delivered_on)
    _add_rejected(world, parts, {n: ids[n] for n in chosen})
    numbers = " ".join(f"WHEN {n} THEN {literal(ids[n])}" for n in chosen)
    delivery = f"CASE part {numbers} END" if numbers else "NULL"
    bench.run(
        f"INSERT INTO row_change SELECT {literal(f'V{version}-')} || row_number() OVER (), {delivery}, "
        "table_name, row_key, kind, column_name, old_value, new_value, ? FROM changes",
        options.as_of,
    )
    return tables


def _add_delivery(
    world: World, part: Part, number: str, source: str, options: Options, delivered_on: date
) -> None:
    refused = f"SELECT count(DISTINCT row_no) FROM refused WHERE part = {part.number}"
    received = f"SELECT count(*) FROM {quoted(f'raw_{part.number}')}"
    columns = [c.name for c in metadata.tables["delivery"].columns]
    known = {
        "id": "?", "source_code": "?", "delivered_on": "?", "rows_received": f"({received})",
        "rows_refused": f"({refused})", "file_name": "?", "sha256": "?", "delivered_by": "?",
    }  # fmt: skip
    listed = ", ".join(known.get(c, "NULL") for c in columns)
    world.bench.run(
        f"INSERT INTO delivery SELECT {listed}",
        number, source, delivered_on, part.place, part.file.fingerprint, options.delivered_by,
    )  # fmt: skip


def _add_rejected(world: World, parts: Sequence[Part], ids: Mapping[int, str]) -> None:
    lines: list[tuple[object, ...]] = []
    for number, delivery in ids.items():
        part, count = parts[number], 0
        for row in refusals.refused_rows(world.bench, parts, part):
            whole = refusals.content(part, row.cells)
            for problem in row.problems:
                count += 1
                # PostgreSQL keeps no NUL in a text.
                value = problem.value.replace("\0", "\\x00") if problem.value else problem.value
                place = (f"{delivery}-{count}", delivery, part.table.name, row.number, problem.column)
                lines.append((*place, value, refusals.reasons([problem]), whole))
            if len(lines) >= _BATCH:
                _insert(world, lines)
                lines = []
    _insert(world, lines)


def _insert(world: World, lines: list[tuple[object, ...]]) -> None:
    if lines:
        columns = [list(values) for values in zip(*lines, strict=True)]
        world.bench.run(
            f"INSERT INTO rejected_row SELECT {', '.join('unnest(?)' for _ in columns)}", *columns
        )
