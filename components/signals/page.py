"""``/signals`` (信号): what crossed its threshold and still does, and what has returned."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from access import current_reader
from components import shell
from components.archive.menu import menu as shot_menu
from components.board.page import data_state, known_state, said
from components.board.sheet import Query, Sheet
from components.markup.templates import fragment
from components.signals.settings import settings
from components.states import broken
from components.views.choosing import chip, choice
from components.views.lights import mark
from data.engine import DatabaseUnavailable
from frames.controls import Choice, Link
from frames.formats import moment_zh
from frames.links import member_href, rows_href
from frames.model import Light
from frames.words import signals as words
from queries.filters import Filters
from queries.indicators.parts import uses_period
from queries.service import Cockpit, get_cockpit
from queries.thresholds import LEVELS, Level
from readers.checking import EndedBy
from readers.signals import STATES, Signal, Signals
from store import StoreUnavailable, get_store

PATH = "/signals"
TITLE = "信号"
LEAD = "每次发布新数据后，各指标与阈值自动比对；越线只提示一次，直到恢复。阈值为建议值，可以调整。"
#: The lights whose shapes and colours the levels share.
_LIGHTS: dict[Level, Light] = {"watch": "yellow", "alert": "red"}
_SHOWN = {"": "未恢复", "unread": "未读", "ended": "已恢复", "all": "全部"}
THRESHOLDS = "thresholds"
READ = f"{PATH}/read"
#: Why one is over, in a word.
_ENDED: dict[EndedBy, str] = {
    "recovered": "已恢复",
    "no_value": "无数值",
    "adjusted": "阈值已调整",
    "removed": "已取消",
}


def lay_out(query: Query) -> Sheet:
    """The inbox under an address's choices, or (``tab=thresholds``) the thresholds."""
    asked = {name: values[0] for name, values in query.items() if values}
    cockpit = get_cockpit()
    is_settings = asked.get("tab") == THRESHOLDS
    tabs = [
        chip(Link("信号", PATH, not is_settings)),
        chip(Link("阈值", f"{PATH}?tab={THRESHOLDS}", is_settings)),
    ]
    chooser = html.Nav(tabs, className="dimension-chooser signal-tabs", **{"aria-label": "信号与阈值"})
    actions = [shot_menu(PATH, urlencode(asked))]
    top = shell.top(
        TITLE,
        data=data_state(known_state(cockpit)),
        lead=LEAD,
        actions=actions,
        filters="" if is_settings else _conditions(asked),
    )
    try:
        parts = settings(asked) if is_settings else _inbox(asked, cockpit)
    except StoreUnavailable as problem:
        parts = [said(broken(str(problem), PATH, what="信号暂时读不出来"))]
    return Sheet([*top, chooser], said=parts)


def _inbox(asked: dict[str, str], cockpit: Cockpit) -> list[Component]:
    inbox, reader = Signals(get_store()), current_reader()
    with suppress(DatabaseUnavailable):
        inbox.renew(cockpit)
    found = inbox.listed(reader.name, scope=reader.scope)
    check = inbox.last()
    values = {
        "groups": _groups(found, asked),
        "check": check,
        "checked": moment_zh(check.checked_at.replace(tzinfo=None)) if check.checked_at else "",
        "unread": sum(_is_unread(one) for one in found),
        "read": READ,
        "entries": [_entry(one, cockpit) for one in select(found, asked)],
        "nothing": _nothing(found, asked),
    }
    return [fragment("components/signals/inbox.html", **values)]


def select(found: Sequence[Signal], asked: dict[str, str]) -> list[Signal]:
    """The signals that an address asks for."""
    show = asked.get("show", "")
    return [
        one
        for one in found
        if (show == "all" or (one.ended is None) != (show == "ended"))
        and (show != "unread" or not one.is_read)
        and asked.get("level", one.level) == one.level
        and asked.get("pillar", one.pillar) == one.pillar
        and asked.get("department", one.owner) in one.departments
    ]


def _conditions(asked: dict[str, str]) -> str:
    """Which part of the list is shown, in words."""
    words = [_SHOWN.get(asked.get("show", ""), _SHOWN[""])]
    words += [word for level, word in LEVELS.items() if asked.get("level") == level]
    return "；".join([*words, *(asked[name] for name in ("pillar", "department") if name in asked)])


def _nothing(found: Sequence[Signal], asked: dict[str, str]) -> str:
    if any(name in asked for name in ("level", "pillar", "department")):
        return "所选条件下没有信号"
    words = {"": "没有越线的指标", "unread": "没有未读的信号", "ended": "还没有恢复过的信号"}
    return words.get(asked.get("show", ""), "还没有信号")


def _groups(found: Sequence[Signal], asked: dict[str, str]) -> list[Component]:
    """Links to a part of the list; the state is the address."""
    pillars = list(dict.fromkeys(one.pillar for one in found))
    departments = sorted({name for one in found for name in one.departments})
    levels = {str(level): word for level, word in LEVELS.items()}
    return [
        _group("状态", "show", _SHOWN, found, asked),
        _group("级别", "level", {"": "全部级别", **levels}, found, asked),
        _group("板块", "pillar", {"": "全部板块", **{p: p for p in pillars}}, found, asked),
        _group("部门", "department", {"": "全部部门", **{d: d for d in departments}}, found, asked),
    ]


def _group(
    label: str, name: str, values: dict[str, str], found: Sequence[Signal], asked: dict[str, str]
) -> Component:
    links = []
    for value, word in values.items():
        query = {**asked, name: value} if value else {k: v for k, v in asked.items() if k != name}
        query.pop("tab", None)
        href = f"{PATH}?{urlencode(query)}" if query else PATH
        links.append(Link(f"{word} {len(select(found, query))}", href, asked.get(name, "") == value))
    return choice(Choice(label, tuple(links)), named=True)


def _is_unread(one: Signal) -> bool:
    return one.ended is None and not one.is_read


def _entry(one: Signal, cockpit: Cockpit) -> dict[str, Any]:
    when = "本年" if one.is_known and uses_period(one.code) else ""
    return {
        "signal": one,
        "is_unread": _is_unread(one),
        "level": mark(_LIGHTS[one.level], label=LEVELS[one.level]),
        "text": words.crossed(one, when) if one.ended is None else words.ended(one, when),
        "href": _basis(one, cockpit),
        "facts": [words.since(one), one.pillar, *dict.fromkeys(one.departments)],
        "state": _ENDED[one.ended] if one.ended else STATES[one.state],
    }


def _basis(one: Signal, cockpit: Cockpit) -> str:
    """Where that stands which a signal rests on: of one that is over, as of the day it ended."""
    day = one.ended_on or one.seen_on
    if not one.is_known:
        return ""
    filters = Filters.default(day)
    with suppress(DatabaseUnavailable):
        if cockpit.state().publication.business_date != day:
            filters = replace(filters, pinned=True)
    return member_href(one.code, filters, one.by, one.member) if one.by else rows_href(one.code, filters)
