"""交付历史: what was delivered, which versions are kept, which one serves, and how to change that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.intake.elements import PATH, box, button, field, form, hidden, link, moment, said
from components.views.table import table
from data.versions import Publication
from frames.formats import date_zh
from frames.model import Column, Table
from intake.deliveries.records import CHANNELS, STATES, Delivery, Switch

_VERSIONS = (
    Column("version", "版本"),
    Column("state", "状态"),
    Column("as_of", "数据截至", "date"),
    Column("published", "发布时间", "date"),
    Column("title", "交付"),
    Column("action", "操作"),
)
_DELIVERIES = (
    Column("title", "交付"),
    Column("at", "时间"),
    Column("by", "交付人"),
    Column("channel", "方式"),
    Column("state", "结果"),
    Column("version", "版本"),
    Column("rows", "行数变化"),
    Column("moved", "指标变动"),
)
_SWITCHES = (
    Column("at", "时间"),
    Column("by", "操作人"),
    Column("from", "原版本"),
    Column("to", "现版本"),
    Column("channel", "方式"),
    Column("reason", "原因"),
)


def deliveries(found: Sequence[Delivery], title: str = "交付历史", note: str = "") -> Any:
    """A table of deliveries, each leading to its report."""
    if not found:
        return box(title, said("还没有交付。"))
    return box(title, table(Table(_DELIVERIES, tuple(_delivery(d) for d in found))), note=note)


def _delivery(found: Delivery) -> dict[str, Any]:
    return {
        "title": found.title,
        "at": moment(found.created_at),
        "by": found.delivered_by,
        "channel": CHANNELS.get(found.channel, found.channel),
        "state": STATES[found.state],
        "version": found.version,
        "rows": _rows(found),
        "moved": f"{len(moved)} 个" if (moved := (found.report or {}).get("moved")) else "",
        "_href": f"{PATH}?d={found.id}",
    }


def _rows(found: Delivery) -> str:
    told = found.report or {}
    counts = {"added": "新增", "changed": "修改", "closed": "停用", "deleted": "删除", "refused": "拒收"}
    parts = []
    for name, label in counts.items():
        total = sum(change[name] for change in told.get("changes", ()))
        parts += [f"{label} {total:,}"] if total else []
    if "tables" in told:
        parts.append(f"整套 {told['rows']:,}")
    if not parts and found.state == "refused":
        parts.append(f"问题 {told.get('problem_total', 0):,} 处")
    return "，".join(parts)


def versions(kept: Sequence[Publication], current: str, damaged: Mapping[str, str]) -> Any:
    """The versions that are kept; each but the current one can be made to serve, if it isn't ``damaged``."""
    rows = []
    for one in kept:
        here, broken = one.version == current, one.version in damaged
        way = "撤回到此版本" if int(one.version) < int(current) else "恢复此版本"
        row: dict[str, Any] = {
            "version": one.version,
            "state": "损坏" if broken else "● 当前" if here else "保留",
            "as_of": one.business_date,
            "published": one.published_at,
            "title": one.delivery_title,
            "action": "" if here or broken else way,
        }
        if row["action"]:
            row["_hrefs"] = {"action": f"{PATH}?view=history&to={one.version}"}
        rows.append(row)
    said_of = "".join(f"；版本 {version} {reason}" for version, reason in damaged.items())
    note = f"切换版本不删除任何数据，可随时再切换回来{said_of}"
    return box("保留的版本", table(Table(_VERSIONS, tuple(rows))), note=note)


def confirm(target: Publication, current: Publication) -> Any:
    """Asks before another version serves, naming it."""
    back = int(target.version) < int(current.version)
    what = "撤回" if back else "恢复"
    words = [
        html.P(
            [
                f"{what}后，驾驶舱将显示",
                html.B(f"版本 {target.version}"),
                f"：{target.delivery_title or '未命名'}，数据截至 {date_zh(target.business_date)}，"
                f"发布于 {moment(target.published_at)}。",
            ]
        ),
        html.P(
            f"当前的版本 {current.version}（{current.delivery_title or '未命名'}，数据截至 "
            f"{date_zh(current.business_date)}）仍然保留，可以再恢复。"
        ),
    ]
    asked = form(
        "/versions",
        [
            hidden("to", target.version),
            hidden("from", current.version),
            field("原因（必填）", "reason", required=True),
            html.Div(
                [button(f"确认{what}到版本 {target.version}"), link("不改变", f"{PATH}?view=history")],
                className="form-actions",
            ),
        ],
    )
    return box(f"{what}到版本 {target.version}", [*words, asked])


def switches(found: Sequence[Switch]) -> Any:
    """Who changed the version that serves, and why."""
    rows = tuple(
        {
            "at": moment(one.at),
            "by": one.switched_by,
            "from": one.from_version,
            "to": one.to_version,
            "channel": CHANNELS.get(one.channel, one.channel),
            "reason": one.reason,
        }
        for one in found
    )
    return box("撤回与恢复记录", table(Table(_SWITCHES, rows)) if rows else said("还没有撤回或恢复过版本。"))
