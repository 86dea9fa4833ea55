"""The form of 自助分析: links to what can be drawn from here, and to nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.explore.picker import IndicatorPicker, Pick
from components.markup import element
from frames.explore import fitting
from frames.explore.rules import CHARTS
from frames.explore.state import Exploration
from frames.links import EXPLORE
from queries.dimensions import DIMENSIONS
from queries.filters import Filters
from queries.indicators import INDICATORS, dimensions
from queries.model import Indicator
from queries.periods import INTERVALS, MAX_PERIODS, split
from queries.spelling import syllables

#: A word, where it leads (None: not offered), whether it is what is shown.
_Choice = tuple[str, Exploration | None, bool]

#: First steps for who comes without a question, each with another chart.
EXAMPLES: tuple[tuple[str, Exploration], ...] = (
    ("活动由哪些业务组成", Exploration("HD01", ("component",), "month", "stacked")),
    ("各学科类学会规模的分布", Exploration("RC01", ("discipline", "organisation"), "", "box")),
    ("职称高的学会年轻人少吗", Exploration("RC10", ("discipline", "organisation"), "", "scatter", "RC11")),
    ("各区各类组织", Exploration("ZZ01", ("district", "org_type"), "", "heat")),
    ("各渠道发稿的走势", Exploration("XC04", ("channel",), "month", "line")),
    ("各部门按期办结率", Exploration("DB04", ("department",), "", "bar")),
)


def form(now: Exploration, filters: Filters, examples: bool) -> Component:
    """What is shown and what else could be; ``examples`` adds the first steps."""
    pickers = [_field("指标", IndicatorPicker("指标", _picks(now, filters)))]
    if now.chart == "scatter":
        second = IndicatorPicker("第二个指标", _second_picks(now, filters))
        pickers.append(_field("第二个指标", second))
    rows: list[Component] = [html.Div(pickers, className="explore-pickers")] if pickers else []
    rows += [
        _row("图形", _charts(now), filters),
        _row("分组", _firsts(now), filters),
        _row("再分", _seconds(now), filters),
        _row("时间", _intervals(now, filters), filters),
    ]
    if examples:
        first = _row("试试", [(word, one, False) for word, one in EXAMPLES], filters)
        rows.append(html.Div(first, className="explore-first"))
    body = html.Div([row for row in rows if row is not None], className="explore-form")
    return html.Section(body, className="tile span-12 explore-choices", **{"aria-label": "分析什么"})


def _field(label: str, inside: Component) -> Component:
    return html.Div([html.Span(label, className="explore-label"), inside], className="explore-field")


def _row(label: str, choices: Iterable[_Choice], filters: Filters) -> Any:
    links = [
        element(
            "Link",
            word,
            href=one.url(EXPLORE, filters),
            className="chip-link" + (" active" if active else ""),
            **({"aria-current": "true"} if active else {}),
        )
        for word, one, active in choices
        if one is not None
    ]
    if len(links) < 2:
        return None
    group = html.Div(links, className="dimension-chooser", role="group", **{"aria-label": label})
    return _field(label, group)


def _charts(now: Exploration) -> list[_Choice]:
    return [(word, fitting.with_chart(now, kind), kind == now.chart) for kind, word in CHARTS.items()]


def _firsts(now: Exploration) -> list[_Choice]:
    known = dimensions(now.code)
    first = now.by[0] if now.by else ""
    chosen = [(DIMENSIONS[d].label, fitting.with_first(now, d), d == first) for d in known]
    return [("不分", fitting.with_first(now.with_(by=now.by[:1]), ""), not first), *chosen]


def _seconds(now: Exploration) -> list[_Choice]:
    if not now.by:
        return []
    second = now.by[1] if len(now.by) == 2 else ""
    others = [d for d in dimensions(now.code) if d != now.by[0]]
    chosen = [(DIMENSIONS[d].label, fitting.with_second(now, d), d == second) for d in others]
    return [("不分", fitting.with_second(now, ""), not second), *chosen]


def _intervals(now: Exploration, filters: Filters) -> list[_Choice]:
    """按月 and the like, as far as the period has not too many of them."""
    period = filters.period
    fit = [k for k in INTERVALS if len(split(period, k)) <= MAX_PERIODS]
    chosen = [(f"按{INTERVALS[k]}", fitting.with_interval(now, k), k == now.interval) for k in fit]
    return [("不按时间", fitting.with_interval(now, "") if now.by else None, not now.interval), *chosen]


def _ordered() -> list[Indicator]:
    """All indicators by subject, listed ones first."""
    subjects = list(dict.fromkeys(i.pillar for i in INDICATORS.values()))
    return sorted(INDICATORS.values(), key=lambda i: (subjects.index(i.pillar), not i.listed))


def _picks(now: Exploration, filters: Filters) -> list[Pick]:
    return [_pick(i, fitting.with_indicator(now, i.code), filters, i.code == now.code) for i in _ordered()]


def _second_picks(now: Exploration, filters: Filters) -> list[Pick]:
    known: Sequence[str] = fitting.partners(now.code, now.by)
    return [
        _pick(i, now.with_(second=i.code), filters, i.code == now.second)
        for i in _ordered()
        if i.code in known
    ]


def _pick(indicator: Indicator, leads: Exploration, filters: Filters, chosen: bool) -> Pick:
    group = indicator.pillar if indicator.listed else f"{indicator.pillar}（组成部分）"
    spelt = " ".join(syllables(indicator.name))
    href = leads.url(EXPLORE, filters)
    return Pick(href, indicator.name, indicator.code, indicator.unit, group, spelt, chosen)
