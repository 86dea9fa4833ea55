"""The report of a delivery: what became of the rows, what is wrong, which indicators move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from components.intake.effects import details
from components.intake.elements import PATH, box, download, said
from components.views.table import table
from frames.formats import date_zh, number
from frames.model import Column, Pager, Table
from intake.deliveries.records import Delivery
from intake.report import LISTED

_COUNTS = {
    "received": "收到",
    "added": "新增",
    "changed": "修改",
    "emptied": "清空值",
    "renamed": "改名",
    "closed": "停用",
    "deleted": "删除",
    "same": "不变",
    "refused": "拒收",
    "noted": "提醒",
}
_CHANGES = (Column("label", "数据表"), *(Column(k, t, "number") for k, t in _COUNTS.items()))
_PROBLEMS = (
    Column("place", "文件与工作表"),
    Column("row", "行", "number"),
    Column("column", "列"),
    Column("value", "填写内容"),
    Column("reason", "问题"),
    Column("right", "应为"),
)
_MOVED = (
    Column("name", "指标"),
    Column("before", "发布前", "number"),
    Column("after", "发布后", "number"),
    Column("unit", "单位"),
    Column("share", "变动"),
    Column("word", "核对"),
)
#: Values longer than this say no more in a table.
_LONGEST = 60


def report(found: Delivery, dry: bool) -> list[Any]:
    """The tiles of a report; ``dry`` says that nothing is published yet."""
    told = found.report or {}
    parts: list[Any] = []
    if told.get("bulletins"):
        parts.append(_bulletins(told["bulletins"]))
    if told.get("changes") or told.get("remarks"):
        parts += [_changes(told, dry), *details(told)]
    if told.get("rows") or told.get("tables"):
        parts.append(_whole(told))
    if told.get("problems"):
        parts.append(_problems(found, told))
    if told.get("moved"):
        parts.append(_moved(told["moved"], dry))
    if told.get("noted"):
        parts.append(_noted(told))
    return parts


def _changes(told: Mapping[str, Any], dry: bool) -> Any:
    # Reports of earlier releases count neither values nor names.
    rows = tuple({"emptied": None, "renamed": None} | c for c in told.get("changes", ()))
    inside: list[Any] = [table(Table(_CHANGES, rows))] if rows else []
    if told.get("remarks"):
        inside.append(html.Ul([html.Li(r) for r in told["remarks"]], className="intake-remarks"))
    note = f"数据截至 {date_zh(date.fromisoformat(told['as_of']))}；" + (
        "尚未发布，数据库没有改变" if dry else "按业务主键合并"
    )
    return box("发布后各表的变化" if dry else "各表的变化", inside, note=note)


def _whole(told: Mapping[str, Any]) -> Any:
    if "tables" in told:
        words = f"整套交付：{told['tables']} 个表，{told['rows']:,} 行；沿用 {told['carried']} 个表"
        listed = told.get("changes", ())
        return box(
            "各表的变化", [said(words), table(Table(_CHANGES, tuple(listed)))] if listed else said(words)
        )
    rows = told["rows"]
    words = f"业务活动 {rows.get('activity', 0)} 项，稿件 {rows.get('article', 0)} 篇"
    return box("各表的变化", [said(words), *(said(r) for r in told.get("remarks", ()))])


def _problems(found: Delivery, told: Mapping[str, Any]) -> Any:
    rows, total = told["problems"], told.get("problem_total", 0)
    note = f"共 {total:,} 行没有导入" if "why" not in told else "这份交付没有导入，数据库没有改变"
    more = f"；列出前 {LISTED} 处，全部见下载的表格" if len(rows) >= LISTED else ""
    actions = []
    if told.get("refused_file"):
        label = "下载全部行和原因" if told.get("is_whole") else "下载拒收行"
        actions = [download(label, f"{PATH}/deliveries/{found.id}/refused.xlsx")]
        more += f"；{_way_on(found, told)}"
    return box("需要改正的问题", _listed(rows), note=note + more, actions=actions)


def _way_on(found: Delivery, told: Mapping[str, Any]) -> str:
    """What to do with the spreadsheet that is offered, such that no row is lost."""
    if told.get("is_whole"):
        return "下载的表格是交来的全部行，末两列为原行号和拒收原因：改正有原因的行，再整份上传"
    if "why" in told:
        return "行数过多，下载的只有拒收行：请在原文件中改正，再整份上传"
    good = {
        "refused": "其余各行与数据库一致",
        "ready": "其余各行点“发布”后才导入",
        "published": "其余各行已导入",
    }
    return f"{good.get(found.state, '其余各行不受影响')}；下载的只有拒收行，末列为原因，改正后上传即可"


def _noted(told: Mapping[str, Any]) -> Any:
    total = told.get("noted_total", len(told["noted"]))
    head = html.Summary(f"提醒 {total:,} 行：已收下，请核对")
    return box("提醒", html.Details([head, _listed(told["noted"])], className="intake-more"))


def _listed(rows: Sequence[Mapping[str, Any]]) -> Any:
    shown = [{**r, "place": r["file"], "value": _short(r["value"])} for r in rows]
    return table(Table(_PROBLEMS, tuple(shown)))


def _short(text: str) -> str:
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"


def _moved(moved: Sequence[Mapping[str, Any]], dry: bool) -> Any:
    rows = [
        {
            "name": f"{m['name']}（{m['code']}）",
            "before": m["before"],
            "after": m["after"],
            "unit": m["unit"],
            "share": _share(m),
            "word": "▲ 超过限度" if m["beyond"] else "",
        }
        for m in moved
    ]
    beyond = sum(m["beyond"] for m in moved)
    note = f"{len(rows)} 个指标变动" + (
        f"，其中 {beyond} 个超过限度，需核对后才能发布" if beyond and dry else ""
    )
    return box("指标变动", table(Table(_MOVED, tuple(rows), Pager(len(rows)))), note=note)


def _share(moved: Mapping[str, Any]) -> str:
    share = moved["share"]
    if share is None:
        return "—"
    unit = "百分点" if moved["is_rate"] else "%"
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{number(abs(share)).text} {unit}".strip()


def _bulletins(read: Sequence[Mapping[str, Any]]) -> Any:
    lines: list[Any] = []
    for one in read:
        if one["error"]:
            lines.append(said(one["error"], "bad"))
            continue
        old = one["items"] - one["added"]
        words = f"{one['file']}：读到 {one['items']} 条，转入审核 {one['added']} 条"
        lines.append(said(words + (f"，{old} 条此前已在列表中" if old else ""), "good"))
        lines += [said(f"{one['file']}：{notice}") for notice in one["notices"]]
    from_here = html.P(html.A("前往动态审核", href=f"{PATH}?view=review", className="more-link"))
    return box("工作动态", [*lines, from_here])
