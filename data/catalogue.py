"""The data catalogue (数据目录): ``docs/data-catalogue.md``, generated from the schema."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table

from data.ddl import Kind, kind
from data.schema import references
from data.settings import ROOT
from data.tables.base import metadata

PATH = ROOT / "docs" / "data-catalogue.md"

#: Order of subjects; others follow as they are declared.
_SUBJECTS = ("组织", "人才", "业务活动", "督查督办", "宣传展示", "科创服务", "党建", "数据治理", "代码表")

_INTRO = """# Data catalogue (数据目录)

What a *delivery* (交付) may hold, generated from `data/tables/` by `make docs`; do not edit.
A delivery is a folder with `manifest.json` and one `<table>.csv` a table.

## 交付的格式

- `manifest.json`：`{"title": "交付名称", "business_date": "2022-12-30", "demonstration": false}`；
  `business_date` 为数据截至日期，`demonstration` 可省略（否）。
- 每个表一个 CSV 文件，文件名为表名（如 `organisation.csv`）；UTF-8 编码，逗号分隔，首行为英文列名，列序不限。
- 空值留空。日期写作 `2022-12-30`，是否写作 `true`、`false`，数字不带千位分隔符和单位。
- 交付中的表整表替换；交付中没有的表沿用当前版本。选填的列可以整列省略。
- 引用的值须在本次交付或沿用的表中存在。有任何一处不符，整份交付不导入，数据库不变。
- 行号同电子表格：表头为第 1 行。
"""

_KINDS: dict[Kind, str] = {
    "text": "文字",
    "date": "日期",
    "moment": "时间",
    "integer": "整数",
    "number": "数字",
    "flag": "是否",
}
_MASKS = {"name": "只显示姓", "mobile": "显示前 3 后 4 位", "hidden": "不显示"}


def text() -> str:
    """The whole catalogue as Markdown."""
    return "\n".join([_INTRO, _overview(), *(_subject(name) for name in subjects())])


def write() -> None:
    """Write the catalogue to its place in docs/."""
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(text(), "utf-8")


def is_up_to_date() -> bool:
    """Whether the file in docs/ says what the schema says."""
    return PATH.exists() and PATH.read_text("utf-8") == text()


def subjects() -> list[str]:
    """Subjects of tables, in the order in which they are listed."""
    found = dict.fromkeys([*_SUBJECTS, *(t.info["subject"] for t in metadata.tables.values())])
    return [name for name in found if _tables(name)]


def _tables(subject: str) -> list[Table]:
    return [t for t in metadata.tables.values() if t.info["subject"] == subject]


def _overview() -> str:
    lines = ["## 目录", "", "| 主题 | 表 |", "|---|---|"]
    for subject in subjects():
        names = "、".join(f"[{t.info['zh']}](#{t.name})" for t in _tables(subject))
        lines.append(f"| {subject} | {names} |")
    return "\n".join([*lines, ""])


def _subject(subject: str) -> str:
    return "\n".join([f"## {subject}", "", *(_table(t) for t in _tables(subject))])


def _table(table: Table) -> str:
    note = table.info["note"]
    lines = [f'### {table.info["zh"]} `{table.name}` <a id="{table.name}"></a>', ""]
    lines += [note, ""] if note else []
    lines += [identified, ""] if (identified := _identified(table)) else []
    lines += ["| 列 | 名称 | 类型 | 必填 | 引用 | 说明 |", "|---|---|---|---|---|---|"]
    targets = {column.name: f"[{other.name}](#{other.name})" for column, other, _ in references(table)}
    lines += [_row(column, targets.get(column.name, "")) for column in table.columns]
    return "\n".join([*lines, ""])


def _identified(table: Table) -> str:
    """By what a spreadsheet without identifiers tells a row, and other tables name it."""
    keys = [" + ".join(f"`{name}`" for name in names) for names in table.info["identified_by"]]
    names = [f"`{name}`" for name in table.info["known_by"]]
    parts = [
        f"没有编号时，一行由 {'，或 '.join(keys)} 识别。" if keys else "",
        f"引用时可写 {'、'.join(names)}。" if names else "",
    ]
    return "".join(parts)


def _row(column: Column[object], target: str) -> str:
    info = column.info
    notes = [
        "主键" if column.primary_key else "",
        f"单位：{info['unit']}" if info["unit"] else "",
        info["note"],
        f"表头也可写作{'、'.join(info['aliases'])}" if info["aliases"] else "",
        f"个人信息，{_MASKS[info['mask']]}" if info["mask"] else "",
    ]
    required = "" if column.nullable else "是"
    note = "；".join(n for n in notes if n)
    return f"| `{column.name}` | {info['zh']} | {_kind(column)} | {required} | {target} | {note} |"


def _kind(column: Column[object]) -> str:
    if kind(column) == "integer" and isinstance(column.type, Integer):
        return "整数（64 位）" if isinstance(column.type, BigInteger) else "整数"
    return _KINDS[kind(column)]
