"""How a comparison is chosen: the dimension, then its members and indicators, in a panel like filters'."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.board.filters import chips, choices, held, presets
from components.filterbar import Choice, FilterBarSpec, Option, filter_bar, form_fields
from components.filterbar.form import FilterForm
from components.states import begin
from components.views.choosing import choice
from frames.compare.state import (
    COMPARABLE,
    FEWEST,
    MOST_CODES,
    MOST_MEMBERS,
    Comparison,
    offered,
)
from frames.controls import Choice as Ways
from frames.controls import Link
from frames.links import COMPARE
from queries.dimensions import DIMENSIONS
from queries.filters import Filters
from queries.indicators import dimensions, get
from queries.service import Cockpit


def bars(asked: Comparison, filters: Filters, cockpit: Cockpit) -> Component:
    """What is compared, and the filters under which it is."""
    links = [
        Link(DIMENSIONS[d].label, filters.without(asked.by, d).url(COMPARE, by=d), d == asked.by)
        for d in COMPARABLE
    ]
    return html.Div(
        [
            choice(Ways("按什么对比", tuple(links))),
            html.Div(
                [_members(asked, filters, cockpit), _filters(asked, filters, cockpit)],
                className="compare-bar",
            ),
        ],
        className="compare-ways",
    )


def _members(asked: Comparison, filters: Filters, cockpit: Cockpit) -> Component:
    """The panel for members and indicators; the rest of the address stays."""
    rest = filters.without(asked.by).query()
    spec = FilterBarSpec(
        COMPARE,
        choices=(*choices((asked.by,), filters, cockpit), _codes(asked)),
        keep={**rest, **{k: v for k, v in asked.keep().items() if k != "i"}},
        label=f"选择{DIMENSIONS[asked.by].label}与指标",
        icon="compare",
    )
    return FilterForm(form_fields(spec))


def _codes(asked: Comparison) -> Choice:
    """The indicators that the dimension has, by subject."""
    found = sorted(offered(asked.by), key=lambda code: [*_pillars(asked.by)].index(get(code).pillar))
    options = tuple(Option(code, get(code).name, get(code).pillar) for code in found)
    return Choice("i", f"指标（不选则看常用的，最多 {MOST_CODES} 个）", options, asked.codes)


def _pillars(by: str) -> dict[str, None]:
    return dict.fromkeys(get(code).pillar for code in offered(by))


def _filters(asked: Comparison, filters: Filters, cockpit: Cockpit) -> Component:
    """Day, period and the other dimensions of the indicators shown."""
    others = [d for code in asked.shown for d in dimensions(code) if d != asked.by]
    offers = choices(tuple(dict.fromkeys(others)), filters, cockpit)
    spec = FilterBarSpec(
        path=COMPARE,
        chips=tuple(chips(COMPARE, filters, cockpit, **asked.keep())),
        clear_href=None,
        as_of=filters.named_day,
        start=filters.period.start,
        end=filters.period.end,
        with_period=True,
        presets=tuple(presets(filters)),
        choices=tuple(offers),
        latest=cockpit.state().publication.business_date,
        keep={**asked.keep(), **held(offers, filters)},
    )
    return filter_bar(spec)


def missing(asked: Comparison, filters: Filters, cockpit: Cockpit) -> list[Component]:
    """What is still to be chosen, or what is too much, in words."""
    label, chosen = DIMENSIONS[asked.by].label, len(filters.members.get(asked.by, ()))
    if not chosen:
        return [_how(asked, filters, cockpit)]
    if chosen < FEWEST:
        return [_said(f"再选一个{label}，就能并排对比；现在只与全市对比")]
    if chosen > MOST_MEMBERS:
        return [_said(f"选了 {chosen} 个{label}，只对比前 {MOST_MEMBERS} 个；请在上方去掉不需要的")]
    return []


def _said(text: str) -> Component:
    return html.P(text, className="record-notice span-12", role="status")


def _how(asked: Comparison, filters: Filters, cockpit: Cockpit) -> Component:
    """How to begin."""
    label = DIMENSIONS[asked.by].label
    steps = (
        "先选按什么对比：区、组织、组织类型、学科类、部门等",
        f"再点“选择{label}与指标”，勾选 {FEWEST} 至 {MOST_MEMBERS} 个{label}；组织可输入名称或拼音首字母查找",
        "指标可以不选，先看常用的；选择都在地址里，可以收藏、转发",
    )
    shown = begin(f"还没有选定要对比的{label}", steps, _example(asked, filters, cockpit))
    return html.Div(shown, className="tile span-12")


def _example(asked: Comparison, filters: Filters, cockpit: Cockpit) -> tuple[str, str] | None:
    """The first two members of a short list."""
    if DIMENSIONS[asked.by].large:
        return None
    first = list(cockpit.labels().members(asked.by).items())[:FEWEST]
    words = "看一个例子：" + "与".join(name for _, name in first)
    return words, asked.href(filters.with_dim(asked.by, [code for code, _ in first]))
