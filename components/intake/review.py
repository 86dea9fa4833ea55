"""动态审核: what was read from bulletins, each value with where and how surely, to approve or refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from components.intake.elements import box, button, choice, element, field, form, hidden, said, tick
from data.bulletins.normal import words
from data.bulletins.review import STATES, Entry
from data.bulletins.rules import DOUBTFUL

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
#: Without these an item cannot become an activity.
_NEEDED = ("title", "host", "date", "component", "kind")
#: What is only for the reviewer's eyes.
_TOLD = {"column": "栏目", "headcount": "人数", "leaders": "领导", "signed": "供稿单位"}
_LISTED = 50

Choices = Mapping[str, Sequence[tuple[str, str]]]


def waiting(entries: Sequence[Entry], choices: Choices) -> Any:
    """The items that wait. ``choices`` are (code, name) of districts and components."""
    if not entries:
        return box(
            "待审核",
            said("没有待审核的条目。把每周动态（Word、PDF 或文本）交付到本页，读出的条目会列在这里。"),
        )
    shown = entries[:_LISTED]
    doubtful = sum(bool(_doubts(entry)) for entry in entries)
    note = f"{len(entries)} 条待审核，其中 {doubtful} 条有需要核对的内容；通过后成为业务活动和工作动态"
    note += f"；先列出 {_LISTED} 条" if len(entries) > _LISTED else ""
    whole = [entry for entry in shown if all(entry.value(name) for name in _NEEDED)]
    every = [_together(whole)] if len(whole) > 1 else []
    return box("待审核", [*every, *(_entry(entry, choices) for entry in shown)], note=note)


def _together(whole: Sequence[Entry]) -> Any:
    inside = [*(hidden("id", entry.id) for entry in whole), hidden("action", "approve")]
    agreed = tick("已逐条核对", "agreed", required=True)
    label = button(f"通过全部 {len(whole)} 条并发布", quiet=True)
    return form("/review", [*inside, html.Div([agreed, label], className="form-actions")])


def _entry(entry: Entry, choices: Choices) -> Any:
    doubts = _doubts(entry)
    about = f"{entry.file}，出刊 {entry.issued or '日期不明'}"
    head = html.Div(
        [
            html.H3(entry.value("title"), className="review-title"),
            html.P(
                [about, *([f"；请核对：{'、'.join(doubts)}"] if doubts else [])], className="review-about"
            ),
        ]
    )
    told = [_told(entry, name, label) for name, label in _TOLD.items() if getattr(entry.item, name)]
    fields = [_field(entry, name, choices) for name in _FIELDS]
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
    more = html.Details([html.Summary("不采用…"), refuse], className="intake-more")
    return element("article", [head, own, more], className="review-entry", key=entry.id)


def _field(entry: Entry, name: str, choices: Choices) -> Any:
    label, kind = _FIELDS[name]
    value = entry.value(name)
    if kind in choices:
        listed = [("", "—"), *choices[kind]]
        listed += [(value, value)] if value and value not in dict(listed) else []
        control = choice(label, name, listed, value)
    else:
        control = field(label, name, value, kind)
    return html.Div([control, _source(entry, name)], className=f"review-field field-{name}")


def _source(entry: Entry, name: str) -> Any:
    if name in entry.values:
        return html.Span("已改正", className="read-from")
    found = getattr(entry.item, name, None)
    if found is None:
        return html.Span(
            "文中没有读到" if name not in ("date_end", "department") else "", className="read-from"
        )
    doubt = found.confidence < DOUBTFUL
    sign = "▲ 请核对，" if doubt else ""
    where = f"{sign}可信度 {found.confidence:.0%}，第 {found.line} 行：“{words(found.quote)}”"
    return html.Span(where, className="read-from doubtful" if doubt else "read-from")


def _told(entry: Entry, name: str, label: str) -> Any:
    found = getattr(entry.item, name)
    several = found if isinstance(found, tuple) else (found,)
    unit = entry.item.headcount_unit.value if name == "headcount" and entry.item.headcount_unit else ""
    said_so = [f"{one.value}{unit}（可信度 {one.confidence:.0%}，第 {one.line} 行）" for one in several]
    return html.P(
        [html.Span(f"{label}：", className="field-label"), "；".join(said_so)], className="review-told"
    )


def _doubts(entry: Entry) -> list[str]:
    """Labels of the fields that are to be checked: unsure, or missing where an activity needs them."""
    unsure = []
    for name, (label, _) in _FIELDS.items():
        found = getattr(entry.item, name, None)
        if name in entry.values:
            continue
        needed = name in _NEEDED and found is None
        if needed or (found is not None and found.confidence < DOUBTFUL):
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
