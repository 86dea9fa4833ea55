"""Which table a sheet is for: told by the clerk, by its name, or by its columns; never by a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from pathlib import PurePath

from sqlalchemy import Column, Table

from data.schema import required_columns
from intake.formats import FileProblem, RawSheet
from intake.report import readable
from intake.sheets.headers import SEARCHED, Header, find_header
from intake.sheets.labels import plain, sheet_tables, shown, table_names

#: Sheets that explain and hold no rows.
_EXPLAINS = re.compile(r"说明|须知|填报要求|代码表|字典|readme", re.I)
#: A sheet that names fewer columns than this needs a name as well.
_TELLING = 3
_AROUND = re.compile(r"^[\d年月日._\-()第季度周期]+|[\d年月日._\-()第季度周期]+$")


class Ambiguous(FileProblem):
    """A sheet that may be for more than one table."""


def assign(sheet: RawSheet, told: Mapping[str, str]) -> tuple[Table, Header] | None:
    """The table and header of a sheet; None for a sheet that is empty or only explains.

    ``told`` maps file or sheet names to table names (English or Chinese). Raises ``FileProblem``
    naming what is missing, or ``Ambiguous`` naming the tables it may be for.
    """
    rows = list(islice(sheet.rows(), SEARCHED))
    if not any(any(row.cells) for row in rows):
        return None
    table = _told(sheet, told)
    if table is None and _EXPLAINS.search(sheet.name):
        return None
    found = [(t, header) for t in sheet_tables() if (header := find_header(rows, t))]
    table = table if table is not None else _named(sheet.name)
    if table is not None:
        header = next((h for t, h in found if t is table), None)
        if header is None:
            raise FileProblem(f"找不到 {_both(table)} 的表头", f"含有{_some_columns(table)}等列名的一行")
        return table, header
    table = _named(PurePath(sheet.file).stem)
    if table is not None and (header := next((h for t, h in found if t is table), None)):
        keys = {c.name for c in table.primary_key}
        if not missing_columns(table, header) or keys <= set(header.columns.values()):
            return table, header
    return _by_columns(sheet, found, table)


def _told(sheet: RawSheet, told: Mapping[str, str]) -> Table | None:
    for name in (sheet.name, sheet.file, PurePath(sheet.file).stem, ""):
        if name in told:
            table = table_names().get(plain(told[name]))
            if table is None:
                raise FileProblem(f"没有“{told[name]}”这个表", "数据目录中的表名")
            return table
    return None


def _named(name: str) -> Table | None:
    """The table whose name a sheet or a file bears, dates and numbers around it aside."""
    bare = _AROUND.sub("", plain(name))
    for candidate in (plain(name), bare, bare.removesuffix("表"), bare + "表"):
        if candidate in table_names():
            return table_names()[candidate]
    return None


def _by_columns(
    sheet: RawSheet, found: list[tuple[Table, Header]], named: Table | None
) -> tuple[Table, Header]:
    """The one table whose required columns are there; ``named`` is what the file's name says."""
    whole = [(t, h) for t, h in found if not missing_columns(t, h)]
    whole = [(t, h) for t, h in whole if len(h.columns) >= _TELLING or _mentions(sheet, t)]
    if not whole:
        raise _unknown([(t, h) for t, h in found if t is named] or found)
    most = max(len(h.columns) for _, h in whole)
    best = [(t, h) for t, h in whole if len(h.columns) == most]
    if len(best) > 1:
        best = [(t, h) for t, h in best if _mentions(sheet, t)] or best
    if len(best) > 1:
        names = "、".join(_both(t) for t, _ in best)
        right = "把工作表改名为表名，或用 --table 指明"
        raise Ambiguous(f"可能是 {names}，不能确定", right)
    return best[0]


def _mentions(sheet: RawSheet, table: Table) -> bool:
    text = plain(sheet.name) + plain(PurePath(sheet.file).stem)
    return any(plain(n) in text for n in (table.name, table.info["zh"], *table.info["aliases"]))


def missing_columns(table: Table, header: Header) -> list[Column[object]]:
    """Required columns that the header lacks; an identifier may be lacking where a business key is there."""
    there = set(header.columns.values())
    keyed = any(there.issuperset(names) for names in table.info["identified_by"])
    return [
        c for c in required_columns(table) if c.name not in there and not (c.primary_key and keyed)
    ]  # fmt: skip


def _unknown(found: list[tuple[Table, Header]]) -> FileProblem:
    if not found:
        return FileProblem(
            "找不到表头：没有一行有两个以上的列名与数据目录相符", "首行为数据目录中的列名（见模板）"
        )
    table, header = max(found, key=lambda f: (len(f[1].columns), -len(missing_columns(*f))))
    lacking = "、".join(_lacking(c, table) for c in missing_columns(table, header))
    right = "数据目录中某个表的全部必填列，或以表名命名的工作表"
    if not lacking:
        return FileProblem(f"列太少，不能确定是不是 {_both(table)}", "以表名命名的工作表，或用 --table 指明")
    labels = "、".join(f"“{readable(header.labels[p])}”" for p in header.unknown)
    reason = f"不认识的工作表：最接近 {_both(table)}，但缺少列 {lacking}"
    return FileProblem(reason + (f"；没有认出的列名 {labels}" if labels else ""), right, header.row)


def _lacking(column: Column[object], table: Table) -> str:
    """A column that is missing; of an identifier also what would do instead."""
    keys = ["、".join(shown(table.columns[n]) for n in names) for names in table.info["identified_by"]]
    return f"{shown(column)}（或 {'；或 '.join(keys)}）" if column.primary_key and keys else shown(column)


def _both(table: Table) -> str:
    return f"{table.name}（{table.info['zh']}）"


def _some_columns(table: Table) -> str:
    return "、".join(shown(c) for c in list(table.columns)[:4])
