"""The thresholds of all indicators: what is proposed, what holds, who changed it, and the form to do so."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from components.markup import element
from components.saved.forms import action
from components.views.choosing import choice
from frames.controls import Choice, Link
from frames.formats import moment_zh
from frames.links import catalogue_href
from queries.dimensions import DIMENSIONS
from queries.thresholds import LEVELS, Limits, Threshold, amount
from readers.thresholds import LONGEST_REASON, Change, Setting, Thresholds
from store import get_store

_PATH = "/signals"


def settings(asked: dict[str, str]) -> list[Component]:
    """Every threshold of the pillar that an address asks for, under the ways to choose one."""
    thresholds = Thresholds(get_store())
    every = list(thresholds.settings().values())
    pillar, own = asked.get("pillar", ""), asked.get("own", "")
    shown = [s for s in every if pillar in ("", s.rule.indicator.pillar) and (not own or s.is_own)]
    body: list[Component] = [_choices(every, pillar, own)]
    if not shown:
        body.append(html.P("没有调整过的阈值", className="state-reason"))
    histories = {s.rule.id: thresholds.history(s.rule.id) for s in shown if s.change}
    entries = [_entry(s, histories.get(s.rule.id, [])) for s in shown]
    body.append(html.Div(entries, className="views"))
    return [html.Section(body, className="tile span-12", **{"aria-label": "阈值"})]


def _choices(every: Sequence[Setting], pillar: str, own: str) -> Component:
    pillars = list(dict.fromkeys(s.rule.indicator.pillar for s in every))
    links = [_link("全部", {}, not pillar and not own)]
    links += [_link(name, {"pillar": name}, name == pillar) for name in pillars]
    links.append(_link(f"已调整 {sum(s.is_own for s in every)}", {"own": "1"}, bool(own)))
    return choice(Choice("板块", tuple(links)))


def _link(word: str, query: dict[str, str], chosen: bool) -> Link:
    return Link(word, f"{_PATH}?{urlencode({'tab': 'thresholds', **query})}", chosen)


def _entry(setting: Setting, history: Sequence[Change]) -> Component:
    rule = setting.rule
    name = rule.indicator.name + (f"：各{DIMENSIONS[rule.threshold.by].label}" if rule.threshold.by else "")
    mark = html.Span("已调整", className="view-start") if setting.is_own else None
    head = [dcc.Link(name, href=catalogue_href(rule.code), className="view-link"), mark]
    now = html.Div(rule.threshold.words(setting.limits), className="threshold-now")
    facts = [html.Small(f"建议值（待确认）：{rule.threshold.words()}")] if setting.is_own else []
    if history:
        facts.append(html.Small(_told(rule.threshold, history[0])))
    left = html.Div([html.Div([h for h in head if h]), now, *facts])
    actions, version = [_change(setting)], setting.change.id if setting.change else ""
    if setting.is_own:
        actions.append(action(f"{_PATH}/thresholds/{rule.id}/reset", "恢复建议值", seen=version))
    if len(history) > 1:
        actions.append(_history(rule.threshold, history))
    return html.Article(
        [left, html.Div(actions, className="view-actions")], className="view-entry", key=rule.id + version
    )


def _told(threshold: Threshold, change: Change) -> str:
    """One change in words: who, when, from what to what."""
    when = moment_zh(change.changed_at.replace(tzinfo=None))
    what = "恢复为建议值" if change.is_reset else f"改为：{threshold.words(change.limits)}"
    why = f"（{change.reason}）" if change.reason else ""
    return f"{when} {change.changed_by} {what}，原为：{threshold.words(change.before)}{why}"


def _history(threshold: Threshold, history: Sequence[Change]) -> Component:
    lines = [html.Li(_told(threshold, change)) for change in history]
    summary = html.Summary(f"历次调整 {len(history)}", className="button quiet")
    panel = html.Div(html.Ol(lines, className="threshold-history"), className="view-form")
    return html.Details([summary, panel], className="info view-menu")


def _seen(setting: Setting) -> Component:
    return dcc.Input(type="hidden", name="seen", value=setting.change.id if setting.change else "")


def _change(setting: Setting) -> Component:
    threshold = setting.rule.threshold
    off = element("input", type="checkbox", name="off", value="1", defaultChecked=setting.limits.off)
    form = html.Form(
        [
            _seen(setting),
            *_fields(threshold, setting.limits),
            html.Label([off, html.Span("停用，不再判断")], className="check"),
            _field("说明（可不填）", "reason", "", maxLength=LONGEST_REASON),
            html.P(className="form-trouble", role="alert"),
            html.Div(
                [
                    html.Small(f"建议值：{threshold.words()}"),
                    html.Button("保存", type="submit", className="button"),
                ],
                className="view-foot-line",
            ),
        ],
        action=f"{_PATH}/thresholds/{setting.rule.id}",
        method="post",
        className="view-form",
        **{"data-views": "change"},
    )
    return html.Details([html.Summary("调整", className="button quiet"), form], className="info view-menu")


def _fields(threshold: Threshold, limits: Limits) -> list[Component]:
    if threshold.is_record:
        return [_field("连续多少个月的最高（最低）值", "watch", _typed(limits.watch))]
    unit = threshold.change_unit if threshold.is_change else threshold.unit
    verb = {"below": "低于", "above": "达到", "falls": "下降", "rises": "上升"}[threshold.kind]
    return [
        _field(f"{word}线：{verb}多少{unit}", level, _typed(limits.of(level)))
        for level, word in LEVELS.items()
    ]


def _typed(value: float | None) -> str:
    return "" if value is None else amount(value, "").replace(",", "")


def _field(label: str, name: str, value: str, **props: int) -> Component:
    field = dcc.Input(
        name=name, value=value, autoComplete="off", className="view-name", **({"maxLength": 20} | props)
    )
    return html.Label([html.Span(label, className="field-label"), field])
