"""动态审核: what was read from bulletins, each value with where and how surely, to approve or refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.intake.elements import box, button, choice, element, field, form, hidden, said, tick
from intake.bulletins.normal import words
from intake.bulletins.publish import Standing
from intake.bulletins.review import STATES, Entry
from intake.bulletins.rules import SUGGESTED

#: Fields that a reviewer may put right, with their labels and the kind of input.
_FIELDS: Mapping[str, tuple[str, str]] = {
    "title": ("标题", "text"),
    "host": ("主办组织", "text"),
    "date": ("日期", "day"),
    "date_end": ("结束日期", "day"),
    "place": ("地点", "text"),
    "district": ("区", "district"),
    "component": ("业务组件", "component"),
    "kind": ("形式", "text"),
    "department": ("责任部门", "text"),
}
#: What is only for the reviewer's eyes.
_TOLD = {"column": "栏目", "headcount": "人数", "leaders": "领导", "signed": "供稿单位"}
_LISTED = 50
_UNKNOWN = Standing("")

Choices = Mapping[str, Sequence[tuple[str, str]]]


def waiting(entries: Sequence[Entry], choices: Choices, standings: Mapping[str, Standing]) -> Any:
    """The items that wait, a line each that opens.

    ``choices`` are (code, name) of districts and components; ``standings`` say what each item lacks,
    and are empty where the database is away.
    """
    if not entries:
        return box(
            "待审核",
            said("没有待审核的条目。把每周动态（Word、PDF 或文本）交付到本页，读出的条目会列在这里。"),
        )
    shown = entries[:_LISTED]
    doubtful = sum(bool(_doubts(entry)) for entry in entries)
    note = f"{len(entries)} 条待审核，其中 {doubtful} 条有需要核对的内容；通过后成为业务活动和工作动态"
    note += f"；先列出 {_LISTED} 条" if len(entries) > _LISTED else ""
    lines = [_entry(entry, choices, standings.get(entry.id, _UNKNOWN)) for entry in shown]
    return box("待审核", [_together(entries, standings), *lines], note=note)


def _together(entries: Sequence[Entry], standings: Mapping[str, Standing]) -> Any:
    whole = [entry for entry in entries if entry.id in standings and not standings[entry.id].lacks]
    rest = len(entries) - len(whole)
    if not standings:
        return said("数据库暂时连接不上，条目是否齐全无法核对。", "warn")
    if not whole:
        return said(f"{rest} 条都缺少内容，改正后才能通过；所缺的内容写在各条的行末。", "warn")
    inside = [*(hidden("id", entry.id) for entry in whole), hidden("action", "approve")]
    label = button(f"通过齐全的 {len(whole)} 条并发布", quiet=True)
    left = [html.Span(f"其余 {rest} 条缺少内容，留待改正", className="field-hint")] if rest else []
    actions = [tick("已逐条核对", "agreed", required=True), label, *left]
    inside.append(html.Div(actions, className="form-actions"))
    return form("/review", inside, key="together", **{"data-whole": "1"})


def _entry(entry: Entry, choices: Choices, standing: Standing) -> Any:
    doubts = _doubts(entry)
    about = f"{entry.file}，出刊 {entry.issued or '日期不明'}"
    about += f"；请核对：{'、'.join(doubts)}" if doubts else ""
    told = [_told(entry, name, label) for name, label in _TOLD.items() if getattr(entry.item, name)]
    fields = [_field(entry, name, choices, standing.hosts) for name in _FIELDS]
    actions = html.Div(
        [
            button("通过并发布", "action", "approve"),
            button("保存改正", "action", "save", quiet=True),
            tick("只作为稿件，不记为业务活动", "article_only"),
        ],
        className="form-actions",
    )
    own = form(
        "/review",
        [hidden("id", entry.id), html.Div(fields, className="review-fields"), *told, actions],
        key=entry.id,
        **{"data-keeps": entry.id},
    )
    refuse = form(
        "/review",
        [
            hidden("id", entry.id),
            hidden("action", "refuse"),
            field("不采用的原因", "reason", required=True),
            button("不采用", quiet=True),
        ],
        className="intake-form refuse-form",
        key=f"{entry.id}-refuse",
    )
    inside = [
        html.P(about, className="review-about"),
        _more("原文", html.Div(entry.text, className="review-text")),
        own,
        _more("不采用…", refuse),
    ]
    return html.Details(
        [_line(entry, standing, doubts), html.Div(inside, className="review-inside")],
        className="review-entry",
        key=entry.id,
    )


def _line(entry: Entry, standing: Standing, doubts: Sequence[str]) -> Any:
    """What is seen of an item while it is closed."""
    host, day = entry.value("host") or "主办组织不明", entry.value("date") or "日期不明"
    parts = [
        html.Span(entry.value("title"), className="review-title"),
        html.Span(day, className="review-day"),
        html.Span(host, className="review-host"),
    ]
    if standing.lacks:
        parts.append(html.Span(f"▲ {standing.lacks}", className="review-lacks"))
    elif doubts:
        parts.append(html.Span(f"请核对：{'、'.join(doubts)}", className="review-doubts"))
    return html.Summary(parts, className="review-line")


def _more(label: str, inside: Any) -> Any:
    return html.Details([html.Summary(label), inside], className="intake-more")


def _field(entry: Entry, name: str, choices: Choices, hosts: Sequence[str]) -> Any:
    label, kind = _FIELDS[name]
    value = entry.value(name)
    if kind in choices:
        listed = [("", "—"), *choices[kind]]
        listed += [(value, value)] if value and value not in dict(listed) else []
        control = choice(label, name, listed, value)
    else:
        control = field(label, name, value, kind)
    offered = [_offer(hosts)] if name == "host" and hosts else []
    return html.Div([control, *offered, _source(entry, name)], className=f"review-field field-{name}")


def _offer(hosts: Sequence[str]) -> Any:
    """Names that may be meant; a click puts one into the field (``intake.js``)."""
    buttons = [
        element("button", name, type="button", className="offer", **{"data-fill": name}) for name in hosts
    ]
    return html.Div([html.Span("数据库中相近的：", className="field-hint"), *buttons], className="offers")


def _source(entry: Entry, name: str) -> Any:
    if name in entry.values:
        return html.Span("已改正", className="read-from")
    found = getattr(entry.item, name, None)
    if found is None:
        return html.Span(
            "文中没有读到" if name not in ("date_end", "department") else "", className="read-from"
        )
    sign = "▲ 请核对，" if found.is_doubtful else ""
    how = "按标题推定" if found.rule in SUGGESTED else f"可信度 {found.confidence:.0%}"
    where = f"{sign}{how}，第 {found.line} 行：“{words(found.quote)}”"
    return html.Span(where, className="read-from doubtful" if found.is_doubtful else "read-from")


def _told(entry: Entry, name: str, label: str) -> Any:
    found = getattr(entry.item, name)
    several = found if isinstance(found, tuple) else (found,)
    unit = entry.item.headcount_unit.value if name == "headcount" and entry.item.headcount_unit else ""
    said_so = [f"{one.value}{unit}（可信度 {one.confidence:.0%}，第 {one.line} 行）" for one in several]
    return html.P(
        [html.Span(f"{label}：", className="field-label"), "；".join(said_so)], className="review-told"
    )


def _doubts(entry: Entry) -> list[str]:
    """Labels of the fields to check: read with little confidence, or at odds with each other."""
    day, last = entry.value("date"), entry.value("date_end")
    odd = {
        "date": bool(entry.issued) and day > entry.issued,
        "date_end": bool(last) and last < day,
    }
    unsure = []
    for name, (label, _) in _FIELDS.items():
        found = None if name in entry.values else getattr(entry.item, name, None)
        if odd.get(name) or (found is not None and found.is_doubtful):
            unsure.append(label)
    return unsure


def decided(entries: Sequence[Entry]) -> Any:
    """What was decided lately."""
    lines = [html.Li(_decision(entry)) for entry in entries]
    return box("近期审核结果", html.Ul(lines, className="intake-remarks"))


def _decision(entry: Entry) -> str:
    when = entry.decided_at[:16].replace("T", " ")
    end = f"（版本 {entry.version}）" if entry.version else f"（{entry.reason}）" if entry.reason else ""
    return f"{when}　{entry.decided_by or '—'}　{STATES[entry.state]}　{entry.value('title')}{end}"
