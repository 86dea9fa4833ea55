"""指标目录 in components: an entry for each indicator: 口径, value, published figures, where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from components.board.sheet import Query
from components.board.uses import uses
from components.views.choosing import list_head
from components.views.records import verdict_mark
from components.wall.scenes import Wall
from frames import reconciliation
from frames.controls import Choice, Link, ListHead, Search
from frames.formats import DASH, date_zh, number
from frames.links import CATALOGUE, EXPLORE, catalogue_href, rows_href
from queries.dimensions import DIMENSIONS
from queries.evaluate import Number
from queries.filters import Filters
from queries.indicators import INDICATORS, dimensions, get
from queries.indicators.parts import components, owned, users, uses_period
from queries.model import Indicator, Net
from queries.reconcile import VERDICTS, Compared, Reconciliation

_KINDS = {"stock": "存量", "flow": "流量", "ratio": "比率"}
_BETTER = {"up": "越高越好", "down": "越低越好", "none": "不论高低"}


@dataclass(frozen=True)
class Standing:
    """What the catalogue shows beside the declarations; without a database, nothing.

    ``values`` by code, as of ``filters.as_of`` and over its period.
    """

    values: Mapping[str, Number]
    filters: Filters | None
    reconciled: Reconciliation | None
    wall: Wall
    #: Whether an entry says everything, or only what a list of many has room for.
    whole: bool = False
    #: Why there are no values, where the database is away.
    away: str = ""

    @property
    def as_of(self) -> date | None:
        """The day of the values."""
        return self.filters.as_of if self.filters else None


def asked(query: Query, name: str) -> str:
    """The value of a parameter of an address, the first where it is repeated; empty without one."""
    return next(iter(query.get(name, ())), "")


def kind_name(indicator: Indicator) -> str:
    """存量, 流量, 净变动 or 比率."""
    return "净变动" if isinstance(indicator.measure, Net) else _KINDS[indicator.kind]


def found_by(search: str, pillar: str = "") -> list[Indicator]:
    """Listed indicators of a pillar in which (or in whose parts) every word of the search stands."""
    words = search.lower().split()
    return [
        i
        for i in INDICATORS.values()
        if i.listed and pillar in ("", i.pillar) and all(word in _searched(i) for word in words)
    ]


def _searched(indicator: Indicator) -> str:
    texts: list[str] = []
    for one in (indicator, *owned(indicator)):
        labels = [DIMENSIONS[d].label for d in dimensions(one.code)]
        texts += [one.code, one.name, one.definition, one.note, one.owner, one.system, one.unit, *labels]
    return "\n".join([*texts, indicator.pillar, kind_name(indicator)]).lower()


def pillars() -> list[str]:
    """Names of the pillars, in the catalogue's order."""
    return list(dict.fromkeys(i.pillar for i in INDICATORS.values() if i.listed))


def choices(pillar: str, search: str) -> Component:
    """Links to each pillar, and a search box; the state is the address."""
    counts = {name: len(found_by(search, name)) for name in pillars()}
    links = [_link(f"全部 {sum(counts.values())}", "", search, not pillar)]
    links += [_link(f"{name} {n}", name, search, name == pillar) for name, n in counts.items()]
    hint = "名称、编号、口径、部门，按回车"
    asked = Search("查找指标", hint, search, CATALOGUE, {"pillar": pillar})
    return list_head(ListHead((Choice("板块", tuple(links)),), asked))


def _link(text: str, pillar: str, search: str, chosen: bool) -> Link:
    query = {name: word for name, word in (("pillar", pillar), ("q", search)) if word}
    return Link(text, f"{CATALOGUE}?{urlencode(query)}" if query else CATALOGUE, chosen)


def section(title: str, indicators: Iterable[Indicator], standing: Standing) -> Component:
    """The entries of one pillar."""
    entries = [entry(i, standing) for i in indicators]
    way = "entries" if len(entries) > 1 else "entries single"
    return html.Section(
        [html.H2(title, className="tile-title"), html.Div(entries, className=way)],
        className="tile span-12",
        **{"aria-label": title},
    )


def entry(indicator: Indicator, standing: Standing) -> Component:
    """Everything to be said about one indicator; its code is the anchor."""
    head = [
        html.H3([indicator.name, html.Span(indicator.code, className="entry-code")], className="entry-name"),
        _value(indicator, standing),
    ]
    facts = [html.Dl(_facts(indicator, standing), className="entry-facts")]
    return html.Article(
        [html.Div(head, className="entry-head"), *facts], className="entry", id=indicator.code
    )


def _value(indicator: Indicator, standing: Standing) -> Component:
    if standing.filters is None or indicator.code not in standing.values:
        return html.P("暂无数值", className="entry-value none")
    shown = number(standing.values[indicator.code], indicator.unit)
    link = dcc.Link(shown.full, href=rows_href(indicator.code, standing.filters), title=shown.exact)
    since = "本年至" if uses_period(indicator.code) else "截至"
    until = f"{since}{date_zh(standing.as_of)}"
    return html.P([link, html.Small(until)], className="entry-value")


def _facts(indicator: Indicator, standing: Standing) -> list[Component]:
    note = f"；{indicator.note}" if indicator.note else ""
    short = [kind_name(indicator), f"单位 {indicator.unit}", _BETTER[indicator.better]]
    labels = "、".join(DIMENSIONS[d].label for d in dimensions(indicator.code))
    source = [
        indicator.owner,
        indicator.system,
        f"每{indicator.frequency}更新" if indicator.frequency else "",
    ]
    figures = standing.reconciled.of(indicator.code) if standing.reconciled else ()
    rows: list[tuple[str, Any]] = [
        ("口径", indicator.definition + note),
        ("类型", "，".join(short)),
        ("可分维度", labels or "不分"),
        ("自助分析", [dcc.Link("换分组和图形来看", href=f"{EXPLORE}?i={indicator.code}")]),
        ("责任与来源", "，".join(s for s in source if s)),
        ("组成", _codes(components(indicator), indicator)),
        ("参与计算", _codes(users(indicator.code))),
        ("附属", _codes(_others(indicator), indicator)),
        ("公布数字", [_figure(f, standing.whole) for f in figures]),
        ("用于", _uses(indicator.code, standing)),
    ]
    return [part for label, value in rows if value for part in (html.Dt(label), html.Dd(value))]


def _others(indicator: Indicator) -> list[str]:
    """Unlisted indicators that stand under this one without being its direct parts; none but for listed."""
    direct = set(components(indicator))
    return [one.code for one in owned(indicator) if one.code not in direct] if indicator.listed else []


def _codes(codes: Sequence[str], owner: Indicator | None = None) -> list[Component]:
    """Links to entries; an unlisted indicator has its anchor where it stands under its ``owner``."""
    mine = {one.code for one in owned(owner)} if owner and owner.listed else set()
    return [_code(get(code), code in mine) for code in codes]


def _code(indicator: Indicator, is_anchor: bool) -> Component:
    text = f"{indicator.name} {indicator.code}"
    link = dcc.Link(text, href=catalogue_href(indicator.code), title=indicator.definition)
    anchor = {"id": indicator.code} if is_anchor else {}
    return html.Span(link, className="entry-part", **anchor)


def _figure(found: Compared, whole: bool) -> Component:
    place = f"{reconciliation.when(found)}，{found.figure.source}"
    parts: list[Any] = [
        html.Span(found.figure.name),
        html.Span(found.text or DASH, className="entry-figure"),
        html.Span(place if whole else reconciliation.when(found), title=place),
        verdict_mark(found.verdict, found.conclusion or VERDICTS[found.verdict]),
    ]
    if whole and found.reason:
        parts.append(html.Span(found.reason))
    return html.Div(parts, className="entry-published")


def _uses(code: str, standing: Standing) -> list[Component]:
    found = []
    for use in uses(code, standing.wall):
        link = html.A if use.apart else dcc.Link
        titles = "、".join(use.tiles)
        more = f"：{titles}" if standing.whole else f" {len(use.tiles)} 处"
        name = "entry-use whole" if standing.whole else "entry-use"
        found.append(html.Span([link(use.place, href=use.href), more], className=name, title=titles))
    return found
