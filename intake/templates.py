"""Templates (填报模板) made from the schema: instructions, a sheet to fill in, drop-down lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Column, Table

from data.ddl import Kind, kind
from data.engine import DatabaseUnavailable, open_database
from data.schema import delivery_tables, references
from data.settings import Settings
from intake.sheets import OPERATION
from intake.spreadsheet import FILL, HEAD

#: Rows that the drop-down lists cover.
_ROWS = 5000
#: Longer lists are no help in a drop-down; the name can be written all the same.
_MOST_CHOICES = 300
_LISTS = "代码表"
_OPERATIONS = ("新增", "修改", "删除")
_FORMS: dict[Kind, str] = {
    "text": "文字",
    "date": "日期，如 2022-12-30",
    "moment": "时间，如 2022-12-30 08:00:00",
    "integer": "整数",
    "number": "数字",
    "flag": "是 或 否",
}
_RULES = (
    "只填写“{sheet}”工作表，一行一条；带 * 的列必填。列可以增减次序，不用的列可以删除。",
    "不填编号时，按业务主键识别已有的行：已有的更新，没有的新增。没有列出的行保持不变。",
    "空单元格不改动已有的值；要清空，请在上传后的“选项”中勾选“空单元格清空原值”。",
    "有下拉列表的列从列表中选择，也可以填写代码或名称。",
    "“操作”列留空即新增或修改；填“删除”则删除该行（仍被引用的行不能删除）。行结束时请填写结束日期，不要删除。",
    "导入后，不能导入的行连同原因写入“拒收行”表格，改正后再次导入即可。",
)


def write_template(table: Table, path: Path, codes: Mapping[str, Sequence[str]]) -> None:
    """Write the template of one table; ``codes`` maps tables that it refers to to their names."""
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    guide.title = "填写说明"
    _explain(guide, table)
    page = book.create_sheet(str(table.info["zh"])[:31])
    lists = book.create_sheet(_LISTS)
    _fill_in(page, lists, table, codes)
    book.active = 1
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def read_codes(settings: Settings) -> dict[str, list[str]]:
    """Names in every list that a column may refer to, of the current version; empty without one."""
    with closing(open_database(settings)) as database:
        try:
            with database.connect(database.current().version) as connection:
                return {t.name: found for t in _listed() if (found := _names(connection, t))}
        except DatabaseUnavailable:
            return {}


def _listed() -> list[Table]:
    return [t for t in delivery_tables() if t.info["subject"] == "代码表" and "name" in t.info["known_by"]]


def _names(connection: sa.Connection, table: Table) -> list[str]:
    order = [table.c.sort] if "sort" in table.c else list(table.primary_key)
    query = sa.select(table.c.name).order_by(*order).limit(_MOST_CHOICES + 1)
    found = [str(name) for (name,) in connection.execute(query)]
    return found if len(found) <= _MOST_CHOICES and len(set(found)) == len(found) else []


def _explain(guide: Worksheet, table: Table) -> None:
    guide.append([f"{table.info['zh']}填报模板（{table.name}）"])
    guide["A1"].font = HEAD
    for rule in _RULES:
        guide.append([rule.format(sheet=table.info["zh"])])
    keys = ["＋".join(str(table.columns[n].info["zh"]) for n in k) for k in table.info["identified_by"]]
    if keys:
        guide.append([f"业务主键：{'；或 '.join(keys)}"])
    guide.append([])
    guide.append(["栏目", "是否必须", "填写格式", "补充"])
    for cell in guide[guide.max_row]:
        cell.font, cell.fill = HEAD, FILL
    targets = {column.name: other for column, other, _ in references(table)}
    for column in table.columns:
        guide.append([str(column.info["zh"]), _needed(column), _form(column, targets), _note(column)])
    for letter, width in zip("ABCD", (24, 12, 36, 60), strict=True):
        guide.column_dimensions[letter].width = width


def _needed(column: Column[object]) -> str:
    if column.primary_key and column.table.info["identified_by"]:
        return "可空"
    return "" if column.nullable else "必填"


def _form(column: Column[object], targets: Mapping[str, Table]) -> str:
    other = targets.get(column.name)
    if other is not None:
        return f"{other.info['zh']}的代码或编号" + ("，或名称" if other.info["known_by"] else "")
    return _FORMS[kind(column)]


def _note(column: Column[object]) -> str:
    unit = f"单位：{column.info['unit']}" if column.info["unit"] else ""
    return "；".join(part for part in (unit, column.info["note"]) if part)


def _fill_in(page: Worksheet, lists: Worksheet, table: Table, codes: Mapping[str, Sequence[str]]) -> None:
    targets = {column.name: other.name for column, other, _ in references(table)}
    choices: list[tuple[str, Sequence[str]]] = []
    for column in table.columns:
        offered = column.info["choices"] or codes.get(targets.get(column.name, ""), ())
        offered = ("是", "否") if kind(column) == "flag" else offered
        star = "*" if _needed(column) == "必填" else ""
        choices.append((f"{column.info['zh']}{star}", offered))
    choices.append((OPERATION, _OPERATIONS))
    for position, (label, offered) in enumerate(choices, start=1):
        letter = get_column_letter(position)
        head = page.cell(1, position, label)
        head.font, head.fill, head.alignment = HEAD, FILL, Alignment(wrap_text=True)
        # As text, so that a spreadsheet makes no numbers of codes and no serials of days.
        page.column_dimensions[letter].number_format = "@"
        page.column_dimensions[letter].width = max(12, 2 * len(label) + 4)
        if offered:
            _offer(page, lists, letter, label.rstrip("*"), offered)
    page.freeze_panes = "A2"


def _offer(page: Worksheet, lists: Worksheet, letter: str, label: str, offered: Sequence[str]) -> None:
    column = 1 if lists.max_row == 1 and lists.cell(1, 1).value is None else lists.max_column + 1
    lists.cell(1, column, label).font = HEAD
    for row, choice in enumerate(offered, start=2):
        lists.cell(row, column, choice)
    place = get_column_letter(column)
    choices = f"'{_LISTS}'!${place}$2:${place}${len(offered) + 1}"
    rule = DataValidation("list", formula1=choices, allow_blank=True)
    rule.showErrorMessage = False
    page.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_ROWS}")
