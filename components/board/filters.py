"""The filter bar of a page, made from the filters in its address."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from components.filterbar import Chip, Choice, FilterBarSpec, Option, Preset, filter_bar
from frames.compare.state import COMPARABLE
from frames.links import compare_href
from queries.dimensions import DIMENSIONS
from queries.filters import MISSING, MISSING_LABEL, Codes, Filters, day_text, period_text, spelt
from queries.finder import SEARCHED
from queries.periods import PRESETS
from queries.pin import VERSION
from queries.service import Cockpit
from queries.spelling import syllables

#: Options that need no search field (``filterform.js`` shows one above more).
READ_AT_A_GLANCE = 12


def filter_bar_for(
    page: str, dimensions: tuple[str, ...], filters: Filters, cockpit: Cockpit, **keep: str
) -> Component:
    """One line of chips and the panel; other parameters of the page (``keep``) stay."""
    offered = choices(dimensions, filters, cockpit)
    spec = FilterBarSpec(
        path=page,
        chips=tuple(chips(page, filters, cockpit, **keep)),
        clear_href=Filters.default(filters.as_of, filters.version).url(page, **keep),
        as_of=filters.named_day,
        start=filters.period.start,
        end=filters.period.end,
        with_period=True,
        presets=tuple(presets(filters)),
        choices=tuple(offered),
        latest=cockpit.state().publication.business_date,
        keep=keep | held(offered, filters),
        ways=tuple(compared(filters)),
    )
    return filter_bar(spec)


def compared(filters: Filters) -> list[tuple[str, str]]:
    """The way to several chosen members of a dimension side by side, one for each such dimension."""
    many = [(d, codes) for d, codes in filters.dims if len(codes) > 1 and d in COMPARABLE]
    return [
        (f"并排对比{DIMENSIONS[d].label}" if len(many) > 1 else "并排对比", compare_href(d, codes, filters))
        for d, codes in many
    ]


def presets(filters: Filters) -> list[Preset]:
    """本月, 本季, 本年, 去年同期, 上年: the parameters that each sets."""
    return [
        Preset(label, {} if name == "year" else {"period": name}, filters.preset == name)
        for name, label in PRESETS.items()
        if name != "custom"
    ]


def held(offered: list[Choice], filters: Filters) -> dict[str, str]:
    """Parameters that a panel doesn't offer and therefore leaves alone: members, the version."""
    names = {choice.param for choice in offered}
    kept = {VERSION, *filters.members} - names
    return {name: value for name, value in filters.query().items() if name in kept}


def choices(dimensions: tuple[str, ...], filters: Filters, cockpit: Cockpit) -> list[Choice]:
    """The lists that the page can be filtered by: short ones whole, long ones to be searched."""
    return [
        _choice(d, filters.members.get(d, ()), cockpit)
        for d in dimensions
        if d in SEARCHED or not DIMENSIONS[d].large
    ]


def _choice(dimension: str, chosen: Codes, cockpit: Cockpit) -> Choice:
    """What can be chosen, as an address spells it; 未填写 is a member where records may lack one."""
    found = DIMENSIONS[dimension]
    searched = dimension in SEARCHED
    if searched:
        members = dict(zip(chosen, cockpit.names(dimension, chosen), strict=True))
    else:
        members = dict(cockpit.labels().members(dimension))
    if MISSING in chosen or not found.filled:
        members = {**members, MISSING: MISSING_LABEL}
    typed = searched or len(members) > READ_AT_A_GLANCE
    options = tuple(
        Option(spelt(code), name, pinyin=" ".join(syllables(name)) if typed else "")
        for code, name in members.items()
    )
    selected = tuple(map(spelt, chosen))
    return Choice(dimension, found.label, options, selected, _find(dimension) if searched else "")


def _find(dimension: str) -> str:
    return f"api/v1/dimensions/{dimension}/members"


def chips(page: str, filters: Filters, cockpit: Cockpit, **keep: str) -> list[Chip]:
    """The conditions in words, each with the address of the page without it."""
    out = [Chip(f"截至 {day_text(filters.as_of)}", _unpinned(page, filters, **keep)), *beyond(filters)]
    word = PRESETS[filters.preset]
    over = filters.counted.end
    until = "" if over == filters.period.end else f"（计至{over.month}月{over.day}日）"
    days = f"{period_text(filters.period)}{until}"
    period = Chip(f"{word}：{days}" if word != "自定义" else days)
    if filters.preset != "year":
        period = Chip(period.text, filters.this_year().url(page, **keep))
    out.append(period)
    for dimension, codes in filters.dims:
        for code, name in zip(codes, cockpit.names(dimension, codes), strict=True):
            rest = [c for c in codes if c != code]
            out.append(
                Chip(
                    f"{DIMENSIONS[dimension].label}：{name}",
                    filters.with_dim(dimension, rest).url(page, **keep),
                )
            )
    return out


def beyond(filters: Filters) -> list[Chip]:
    """That the as-of day in the address lies after the data, and which day stands in its place."""
    return [Chip(f"截至日期晚于数据，按 {filters.named_day} 计")] if filters.beyond else []


def _unpinned(page: str, filters: Filters, **keep: str) -> str | None:
    return replace(filters, pinned=False).url(page, **keep) if filters.pinned else None
