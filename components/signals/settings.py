"""The thresholds of all indicators: what is proposed, what holds, who changed it, and the form to do so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash.development.base_component import Component

from components.markup.templates import fragment
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
    histories = {s.rule.id: thresholds.history(s.rule.id) for s in shown if s.change}
    entries = [_entry(s, histories.get(s.rule.id, [])) for s in shown]
    values = {"choices": _choices(every, pillar, own), "entries": entries, "path": _PATH}
    return [fragment("components/signals/thresholds.html", **values, longest=LONGEST_REASON)]


def _choices(every: Sequence[Setting], pillar: str, own: str) -> Component:
    pillars = list(dict.fromkeys(s.rule.indicator.pillar for s in every))
    links = [_link("全部", {}, not pillar and not own)]
    links += [_link(name, {"pillar": name}, name == pillar) for name in pillars]
    links.append(_link(f"已调整 {sum(s.is_own for s in every)}", {"own": "1"}, bool(own)))
    return choice(Choice("板块", tuple(links)))


def _link(word: str, query: dict[str, str], chosen: bool) -> Link:
    return Link(word, f"{_PATH}?{urlencode({'tab': 'thresholds', **query})}", chosen)


def _entry(setting: Setting, history: Sequence[Change]) -> dict[str, Any]:
    rule = setting.rule
    threshold = rule.threshold
    return {
        "id": rule.id,
        "href": catalogue_href(rule.code),
        "name": rule.indicator.name + (f"：各{DIMENSIONS[threshold.by].label}" if threshold.by else ""),
        "is_own": setting.is_own,
        "now": threshold.words(setting.limits),
        "proposed": threshold.words(),
        "changes": [_told(threshold, change) for change in history],
        "seen": setting.change.id if setting.change else "",
        "fields": _fields(threshold, setting.limits),
        "off": setting.limits.off,
    }


def _told(threshold: Threshold, change: Change) -> str:
    """One change in words: who, when, from what to what."""
    when = moment_zh(change.changed_at.replace(tzinfo=None))
    what = "恢复为建议值" if change.is_reset else f"改为：{threshold.words(change.limits)}"
    why = f"（{change.reason}）" if change.reason else ""
    return f"{when} {change.changed_by} {what}，原为：{threshold.words(change.before)}{why}"


def _fields(threshold: Threshold, limits: Limits) -> list[tuple[str, str, str]]:
    """Label, name and value of each limit."""
    if threshold.is_record:
        return [("连续多少个月的最高（最低）值", "watch", _typed(limits.watch))]
    unit = threshold.change_unit if threshold.is_change else threshold.unit
    verb = {"below": "低于", "above": "达到", "falls": "下降", "rises": "上升"}[threshold.kind]
    return [
        (f"{word}线：{verb}多少{unit}", level, _typed(limits.of(level))) for level, word in LEVELS.items()
    ]


def _typed(value: float | None) -> str:
    return "" if value is None else amount(value, "").replace(",", "")
