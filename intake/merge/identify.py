"""Which row of the database an incoming row is: by its key, or by what the table is identified by."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table

from data.ddl import kind, literal, quoted
from intake.merge import verdicts
from intake.merge.parts import Part
from intake.merge.world import World

#: Characters of a made key's fingerprint: no two among a billion rows.
_DIGITS = 20
#: What to do where they were meant to.
_TO_CLEAR = "要清空，请用 --clear-blank"


def identify(world: World, table: Table, columns: tuple[str, ...]) -> None:
    """Give every row of ``in_<table>`` without a key the key of the row it is, or a new one.

    A new key is a fingerprint of the business key, so that the same row gets the same one again.
    """
    keys = table.info["identified_by"]
    if not keys:
        return
    (key,) = (c.name for c in table.primary_key)
    rows, was = quoted("in_" + table.name), quoted("was_" + table.name)
    if key not in columns:
        world.bench.run(f"ALTER TABLE {rows} ADD COLUMN {quoted(key)} VARCHAR")
    usable = [names for names in keys if set(names) <= set(columns)]
    for position, names in enumerate(usable):
        _find(world, table, key, names, [n for earlier in usable[:position] for n in earlier])
    for names in usable:
        made = f"'N' || upper(left(md5({literal(table.name)} || chr(31) || {_text(names)}), {_DIGITS}))"
        refused = "SELECT part, row_no FROM refused"
        found = f"SELECT part, row_no, {made} AS found FROM {rows} WHERE {quoted(key)} IS NULL"
        sound = (
            f"SELECT f.* FROM ({found} AND {_filled(names)}) f ANTI JOIN ({refused}) v USING (part, row_no)"
        )
        _give_keys(world, table, key, sound)
    if key in columns and usable:
        _note_likely_doubles(world, table, key, usable[0], was)


def _find(world: World, table: Table, key: str, names: Sequence[str], earlier: Sequence[str]) -> None:
    """Take the key of the one row of the version before that has the same business key."""
    bench, rows, was = world.bench, quoted("in_" + table.name), quoted("was_" + table.name)
    there = set(world.target.columns(table))
    if not there.issuperset(names):
        return
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE told AS SELECT {_text(names)} AS label, min({quoted(key)}) AS key, "
        f"count(*) AS n FROM {was} WHERE {_filled(names)} GROUP BY 1"
    )
    open_rows = f"{rows} r JOIN told ON {_text(names, 'r')} = told.label WHERE r.{quoted(key)} IS NULL"
    words = " + ".join(str(table.columns[n].info["zh"]) for n in names)
    verdicts.give(
        bench, "refused", table, key, f"值{{value}}（{words}）在数据库中对应不止一行",
        f"{table.columns[key].info['zh']}",
        f"(SELECT r.part, r.row_no, {_shown(names, 'r')} AS shown FROM {open_rows} AND told.n > 1)", "shown",
    )  # fmt: skip
    # A row that a stronger key tells apart is another row, whatever its name.
    apart = "".join(f" AND coalesce(w.{quoted(n)}::VARCHAR = r.{quoted(n)}, true)" for n in earlier)
    former = f" JOIN {was} w ON w.{quoted(key)} = told.key" if earlier else ""
    _give_keys(
        world, table, key,
        f"SELECT r.part, r.row_no, told.key AS found FROM {rows} r JOIN told "
        f"ON {_text(names, 'r')} = told.label{former} "
        f"WHERE r.{quoted(key)} IS NULL AND told.n = 1 AND {_filled(names, 'r')}{apart}",
    )  # fmt: skip


def _give_keys(world: World, table: Table, key: str, found: str) -> None:
    """Fill the key of the rows that ``found`` (part, row_no, found) names.

    By a new table: an UPDATE of a million rows by a join took a minute, this takes a second.
    """
    rows, name = quoted("in_" + table.name), quoted(key)
    world.bench.run(
        f"CREATE TABLE keyed AS SELECT r.* REPLACE (coalesce(r.{name}, f.found) AS {name}) FROM {rows} r "
        f"LEFT JOIN ({found}) f ON r.part = f.part AND r.row_no = f.row_no"
    )
    world.bench.run(f"DROP TABLE {rows}")
    world.bench.run(f"ALTER TABLE keyed RENAME TO {rows}")


def _note_likely_doubles(world: World, table: Table, key: str, names: Sequence[str], was: str) -> None:
    rows = quoted("in_" + table.name)
    source = (
        f"(SELECT r.part, r.row_no, w.{quoted(key)} AS other FROM {rows} r JOIN {was} w "
        f"ON {_text(names, 'r')} = {_text(names, 'w')} AND r.{quoted(key)} <> w.{quoted(key)} "
        f"WHERE {_filled(names, 'r')})"
    )
    words = " + ".join(str(table.columns[n].info["zh"]) for n in names)
    reason = f"与数据库中的行{{value}}疑似重复（{words}相同）"
    verdicts.give(world.bench, "noted", table, key, reason, "", source, "other")


def _text(names: Sequence[str], table: str = "") -> str:
    """SQL of a business key as one text."""
    before = f"{table}." if table else ""
    return " || chr(31) || ".join(f"coalesce({before}{quoted(n)}::VARCHAR, '')" for n in names)


def _shown(names: Sequence[str], table: str) -> str:
    return "concat_ws('、', " + ", ".join(f"{table}.{quoted(n)}" for n in names) + ")"


def _filled(names: Sequence[str], table: str = "") -> str:
    """SQL: the business key says something (its first column does)."""
    before = f"{table}." if table else ""
    return f"{before}{quoted(names[0])} IS NOT NULL"


def complete(
    world: World, table: Table, parts: Sequence[Part], columns: tuple[str, ...], clear_blank: bool
) -> str:
    """Make ``new_<table>``: every column; those that a sheet lacks keep the value they had.

    So do empty cells, unless ``clear_blank``; answers how many of them did so (Chinese), or "".
    """
    keys = [c.name for c in table.primary_key]
    same = " AND ".join(f"w.{quoted(k)}::VARCHAR = n.{quoted(k)}" for k in keys)
    there = set(columns) | set(keys)
    chosen = []
    for column in table.columns:
        name = quoted(column.name)
        lacking = [str(p.number) for p in parts if column.name not in p.header.columns.values()]
        if column.name in keys:
            chosen.append(f"n.{name}" if column.name in there else f"NULL::VARCHAR AS {name}")
        elif column.name not in columns:
            chosen.append(f"w.{name}::VARCHAR AS {name}")
        elif not clear_blank:
            chosen.append(f"coalesce(n.{name}, w.{name}::VARCHAR) AS {name}")
        elif lacking:
            former = f"n.part IN ({', '.join(lacking)}) THEN w.{name}::VARCHAR"
            chosen.append(f"CASE WHEN {former} ELSE n.{name} END AS {name}")
        else:
            chosen.append(f"n.{name}")
    rows = quoted("in_" + table.name)
    if not set(keys) <= _columns_of(world, "in_" + table.name):
        same = "false"
    joined = f"FROM {rows} n LEFT JOIN {quoted('was_' + table.name)} w ON {same}"
    kept = "" if clear_blank else _kept(world, table, parts, columns, joined)
    world.bench.run(
        f"CREATE TABLE {quoted('new_' + table.name)} AS SELECT n.part, n.row_no, n.is_deletion, "
        f"w.{quoted(keys[0])} IS NOT NULL AS is_known, {', '.join(chosen)} "
        f"{joined}"
    )
    world.bench.run(f"DROP TABLE {rows}")
    world.merged.append(table)
    return kept


def _kept(world: World, table: Table, parts: Sequence[Part], columns: Sequence[str], joined: str) -> str:
    """How many empty cells leave a value as it is, by column."""
    keys = {c.name for c in table.primary_key}
    counts = {}
    for name in (n for n in columns if n not in keys):
        having = ", ".join(str(p.number) for p in parts if name in p.header.columns.values())
        here = f"NOT coalesce(n.is_deletion, false) AND n.part IN ({having})"
        counts[name] = f"count_if({here} AND n.{quoted(name)} IS NULL AND w.{quoted(name)} IS NOT NULL)"
    if not counts:
        return ""
    found = world.bench.rows(f"SELECT {', '.join(counts.values())} {joined}")[0]
    told = {name: int(str(n)) for name, n in zip(counts, found, strict=True) if n}
    if not told:
        return ""
    listed = "、".join(f"{table.columns[n].info['zh']} {count:,}" for n, count in told.items())
    return f"{table.info['zh']}：{sum(told.values()):,} 个空单元格没有改动原值（{listed}）；{_TO_CLEAR}"


def _columns_of(world: World, name: str) -> set[str]:
    found = world.bench.rows("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", name)
    return {str(column) for (column,) in found}


def dates(table: Table) -> list[str]:
    """Names of a table's day columns."""
    return [c.name for c in table.columns if kind(c) == "date"]
