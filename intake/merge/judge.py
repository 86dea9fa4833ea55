"""Every check of incoming rows; what fails is refused row by row, and whatever builds on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Column, Table

from data.ddl import quoted
from data.schema import delivery_tables, references
from intake.checks import prepare_uscc, row_checks
from intake.merge import verdicts
from intake.merge.identify import dates
from intake.merge.parts import Part
from intake.merge.world import World
from intake.trees import circles

#: Days that speak of plans, or of the end of things, may lie ahead.
_PLANS = frozenset(
    {"day", "valid_to", "due_on", "new_deadline", "first_deadline", "ends_on", "starts_on", "registered_to"}
)
_LISTED_CODES = 30

#: A table, its column, and the table and column that it refers to.
_Reference = tuple[Table, Column[object], Table, Column[object]]


def check_values(world: World, table: Table, as_of: date) -> None:
    """Refuse rows by the schema's own checks; note days after ``as_of``."""
    bench, rows = world.bench, quoted("new_" + table.name)
    columns = tuple(c.name for c in table.columns)
    prepare_uscc(bench, rows, columns)
    checks = list(row_checks(table, columns))
    keys = {c.name for c in table.primary_key}
    tests = [
        c.wrong if c.column.name in keys else f"({c.wrong}) AND NOT coalesce(is_deletion, false)"
        for c in checks
    ]
    totals = bench.rows(f"SELECT {', '.join(f'count_if({t})' for t in tests)} FROM {rows}")[0]
    for check, test, total in zip(checks, tests, totals, strict=True):
        if total:
            source = f"{rows} WHERE {test}"
            expected = check.expected
            if check.column.name in keys and table.info["identified_by"] and "IS NULL" in check.wrong:
                # Where a part of the business key could not be read, that has been said already.
                source += " AND (part, row_no) NOT IN (SELECT (part, row_no) FROM refused)"
                expected += f"，或能识别一行的列：{_identifying(table)}"
            verdicts.give(bench, "refused", table, check.column.name, check.reason, expected, source)
    for name in dates(table):
        if name not in _PLANS:
            source = f"{rows} WHERE TRY_CAST({quoted(name)} AS DATE) > DATE '{as_of}'"
            verdicts.give(bench, "noted", table, name, f"值{{value}}晚于截至日期 {as_of}", "", source)


def _identifying(table: Table) -> str:
    keys = (
        "、".join(str(table.columns[n].info["zh"]) for n in names) for names in table.info["identified_by"]
    )
    return "；或 ".join(keys)


def check_doubles(world: World, table: Table, parts: Sequence[Part]) -> None:
    """Of rows with the same key the first counts: the same again is dropped, another is refused."""
    bench, rows = world.bench, quoted("new_" + table.name)
    keys = [quoted(c.name) for c in table.primary_key]
    columns = ", ".join(f"{quoted(c.name)} := {{0}}.{quoted(c.name)}" for c in table.columns)
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT {', '.join(keys)}, "
        f"min((part::BIGINT << 32) + row_no) AS first FROM ({_fine(table)}) "
        f"GROUP BY {', '.join(keys)} HAVING count(*) > 1"
    )
    if not bench.number("SELECT count(*) FROM repeated"):
        return
    whole = f"struct_pack(d := is_deletion, {columns})"
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE doubles AS SELECT s.part, s.row_no, f.part AS first_part, "
        f"f.row_no AS first_row, concat_ws('、', {', '.join(f's.{k}' for k in keys)}) AS shown, "
        f"{_of(whole, 's')} IS NOT DISTINCT FROM {_of(whole, 'f')} AS same "
        f"FROM ({_fine(table)}) s JOIN repeated USING ({', '.join(keys)}) "
        f"JOIN {rows} f ON (f.part::BIGINT << 32) + f.row_no = first "
        "WHERE (s.part::BIGINT << 32) + s.row_no > first"
    )
    bench.run("INSERT INTO dropped SELECT part, row_no FROM doubles WHERE same")
    column = list(table.primary_key)[-1].name
    for part in parts:
        place = f"{part.place} 第 "
        mine = f"FROM doubles WHERE first_part = {part.number} AND "
        for verdict, test, words in (
            ("noted", "same", "行完全相同，只导入一次"),
            ("refused", "NOT same", "行的主键{value}重复，内容不同"),
        ):
            bench.run(
                f"INSERT INTO {verdict} (part, row_no, table_name, column_name, value, reason, expected) "
                f"SELECT part, row_no, ?, ?, shown, ? || first_row || ?, ? {mine}{test}",
                table.name, column, f"与 {place}", f" {words}", "" if verdict == "noted" else "不重复的值",
            )  # fmt: skip


def _of(expression: str, alias: str) -> str:
    return expression.replace("{0}", alias).replace("d := is_deletion", f"d := {alias}.is_deletion")


def _fine(table: Table) -> str:
    return (
        f"SELECT n.* FROM {quoted('new_' + table.name)} n "
        "ANTI JOIN refused v ON n.part = v.part AND n.row_no = v.row_no"
    )


def check_deletions(world: World, table: Table) -> None:
    """Refuse deletions of rows that aren't there."""
    key = list(table.primary_key)[-1].name
    source = f"{quoted('new_' + table.name)} WHERE is_deletion AND NOT is_known"
    reason = "要删除的行{value}不在数据库中"
    verdicts.give(world.bench, "refused", table, key, reason, "数据库中已有的行", source)


def check_links(world: World) -> None:
    """Refuse rows whose references lead nowhere, and deletions of rows that others refer to.

    A refused row may be what another one refers to, so this goes on until nothing is found; only
    then it is known which rows may be referred to.
    """
    broken: dict[_Reference, None] = {}
    while True:
        before = verdicts.count(world.bench, "refused")
        for table in world.merged:
            for column, target, key in references(table):
                if _check_reference(world, table, column, target, key):
                    broken[table, column, target, key] = None
            _check_tree(world, table)
            _check_needed(world, table)
        if verdicts.count(world.bench, "refused") == before:
            break
    for table, column, target, key in broken:
        world.bench.run(
            "UPDATE refused SET expected = ? WHERE table_name = ? AND column_name = ? AND reason IN (?, ?)",
            _allowed(world, target, key),
            table.name,
            column.name,
            _unknown(target),
            _refused_itself(target),
        )


def _unknown(target: Table) -> str:
    return f"值{{value}}不在 {target.name}（{target.info['zh']}）中"


def _refused_itself(target: Table) -> str:
    return f"值{{value}}所指的 {target.name}（{target.info['zh']}）行被拒收"


def _refused_labels(world: World, target: Table, key: Column[object]) -> str:
    """SELECT of what the refused rows of this delivery may be called by, as ``label``."""
    if target not in world.merged:
        return "SELECT NULL::VARCHAR AS label WHERE false"
    names = [key.name, *(n for n in target.info["known_by"] if "." not in n)]
    rows = f"{quoted('new_' + target.name)} n SEMI JOIN refused v ON n.part = v.part AND n.row_no = v.row_no"
    return " UNION ".join(f"SELECT n.{quoted(name)}::VARCHAR AS label FROM {rows}" for name in names)


def _check_reference(
    world: World, table: Table, column: Column[object], target: Table, key: Column[object]
) -> bool:
    """Refuse rows whose ``column`` leads nowhere; answer whether there are any."""
    bench, name = world.bench, quoted(column.name)
    # Rows refused for another reason too: a clerk wants to hear everything at once.
    rows = (
        f"SELECT n.* FROM {quoted('new_' + table.name)} n ANTI JOIN "
        f"(SELECT part, row_no FROM refused WHERE column_name = '{column.name}') v "
        "ON n.part = v.part AND n.row_no = v.row_no WHERE NOT coalesce(n.is_deletion, false)"
    )
    bench.run(
        f"CREATE OR REPLACE TEMP TABLE missing AS SELECT DISTINCT s.{name} AS label "
        f"FROM ({rows}) s ANTI JOIN ({world.keys(target, key)}) k ON s.{name} = k.key "
        f"WHERE s.{name} IS NOT NULL"
    )
    if not bench.number("SELECT count(*) FROM missing"):
        return False
    # Kept before the verdicts: in a tree they refuse rows of this very table.
    bench.run(f"CREATE OR REPLACE TEMP TABLE turned_away AS {_refused_labels(world, target, key)}")
    for reason, kind in ((_refused_itself(target), "SEMI"), (_unknown(target), "ANTI")):
        labels = f"(SELECT m.label FROM missing m {kind} JOIN turned_away r ON m.label = r.label)"
        source = f"({rows}) s SEMI JOIN {labels} l ON s.{name} = l.label"
        verdicts.give(bench, "refused", table, column.name, reason, "", source)
    return True


def _allowed(world: World, target: Table, key: Column[object]) -> str:
    limit = _LISTED_CODES + 1
    names = [n for n in target.info["known_by"] if n == "name"]
    columns = [key.name, *names]
    shown = " || ' ' || ".join(quoted(c) for c in columns)
    found = world.bench.rows(
        f"SELECT DISTINCT {shown} FROM ({world.rows(target, columns)}) WHERE ({shown}) IS NOT NULL "
        f"ORDER BY 1 LIMIT {limit}"
    )
    if 0 < len(found) < limit:
        return f"{'、'.join(str(text) for (text,) in found)} 之一"
    ways = "、".join(
        ["编号", *(str(target.columns[n].info["zh"]) for n in target.info["known_by"] if "." not in n)]
    )
    return f"{target.name}（{target.info['zh']}）中已有的{ways}"


def _check_tree(world: World, table: Table) -> None:
    """Refuse incoming rows that would come to stand above themselves."""
    for column, target, key in references(table):
        if target is not table:
            continue
        name, own = quoted(column.name), quoted(key.name)
        rows = world.rows(table, [key.name, column.name])
        pairs = world.bench.rows(f"SELECT {own}, {name} FROM ({rows}) WHERE {name} IS NOT NULL")
        ringed = sorted(circles({str(low): str(up) for low, up in pairs}))
        if ringed:
            world.bench.run("CREATE OR REPLACE TEMP TABLE ringed AS SELECT unnest(?) AS key", ringed)
            source = f"({verdicts.live(table)}) s SEMI JOIN ringed r ON s.{own} = r.key"
            reason, right = "值{value}使上下级成环", "不在本行之下的一行"
            verdicts.give(world.bench, "refused", table, column.name, reason, right, source)


def _check_needed(world: World, table: Table) -> None:
    """Refuse deletions that would leave references without their row."""
    bench = world.bench
    if not bench.number(f"SELECT count(*) FROM ({verdicts.deletions(table)})"):
        return
    for other in delivery_tables():
        for column, target, key in references(other):
            if target is not table:
                continue
            name, own = quoted(column.name), quoted(key.name)
            source = (
                f"({verdicts.deletions(table)}) s SEMI JOIN ({world.rows(other, [column.name])}) o "
                f"ON s.{own} = o.{name}"
            )
            reason = f"不能删除{{value}}：{other.name}（{other.info['zh']}）中还有行引用它"
            right = (
                f"先删除这些行，或填写{table.columns['valid_to'].info['zh']}"
                if "valid_to" in table.columns
                else ""
            )
            verdicts.give(bench, "refused", table, key.name, reason, right or "先删除这些行", source)
