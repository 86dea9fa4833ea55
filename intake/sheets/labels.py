"""The names under which columns and tables go: the catalogue's own, declared aliases, plain variants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from sqlalchemy import Column, Table

from data.ddl import kind
from data.schema import delivery_tables

#: A column of templates that says what to do with a row, and the one of refused rows that says why.
OPERATION = "操作"
REASON = "拒收原因"
#: A column of what is sent back that says in which row of the sheet it was sent.
SENT_ROW = "原行号"
#: Columns that number the lines of a sheet and say nothing, where the table has none so called.
LINE_NUMBERS = frozenset({"序号", "行号", SENT_ROW, "no", "no."})

#: Written by intake itself, so nobody sends them as a sheet.
_WRITTEN = frozenset({"delivery", "rejected_row"})

#: Remarks in brackets that say nothing of what the column is.
_REMARK = re.compile(
    r"\((?:必填|选填|可空|必填项|全称|yyyy[-/]?mm[-/]?dd|日期|文本|文本格式|是/否|下拉选择|选择)\)"
)
_NOISE = re.compile(r"[\s*:_\-'\"“”`]+")


def plain(label: str) -> str:
    """A label as it is compared: half-width, without spaces, marks and empty remarks, small letters."""
    found = unicodedata.normalize("NFKC", label).lower()
    return _NOISE.sub("", _REMARK.sub("", _NOISE.sub("", found)))


def sheet_tables() -> list[Table]:
    """Tables that a spreadsheet may bring."""
    return [t for t in delivery_tables() if t.name not in _WRITTEN]


@cache
def column_names(table: Table) -> dict[str, str]:
    """Plain label to column name; the catalogue's own names win over aliases and variants."""
    found: dict[str, str] = {}
    for level in (_own, _aliases, _variants):
        for column in table.columns:
            for label in level(column):
                found.setdefault(plain(label), column.name)
    return found


def _own(column: Column[object]) -> Iterator[str]:
    yield column.name
    yield column.info["zh"]
    if column.info["unit"]:
        yield f"{column.info['zh']}({column.info['unit']})"


def _aliases(column: Column[object]) -> Iterator[str]:
    yield from column.info["aliases"]


def _variants(column: Column[object]) -> Iterator[str]:
    """入会日期 is 入会时间; a reference to 学会 may be headed 学会名称, 学会代码 or 学会编号."""
    for label in (column.info["zh"], *column.info["aliases"]):
        if kind(column) in ("date", "moment") and label.endswith("日期"):
            yield label.removesuffix("日期") + "时间"
        if column.info["ref"]:
            yield from (label + ending for ending in ("名称", "代码", "编号"))
        if kind(column) == "flag":
            yield f"是否{label.removeprefix('是否')}"


@cache
def table_names() -> dict[str, Table]:
    """Plain name, Chinese name or alias of every table to the table."""
    found: dict[str, Table] = {}
    for table in sheet_tables():
        for label in (table.name, table.info["zh"], *table.info["aliases"]):
            found.setdefault(plain(label), table)
    return found


def shown(column: Column[object]) -> str:
    """A column's name for a clerk."""
    return str(column.info["zh"])
