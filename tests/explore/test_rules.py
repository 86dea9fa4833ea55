"""What the form offers can be drawn; what can't be is said, with what would be right."""

from __future__ import annotations

from itertools import product

import pytest

from components.explore.form import EXAMPLES
from frames.explore import fitting
from frames.explore.rules import CHARTS, misfit
from frames.explore.state import Exploration, wrong
from queries.indicators import INDICATORS, dimensions, get
from tests.pages.screen import Screen, classed, links, messages


def fits(one: Exploration) -> bool:
    """Whether a chart fits, and every dimension is the indicator's."""
    known = all(d in dimensions(one.code) for d in one.by)
    return known and not misfit(one.code, one.by, one.interval, one.chart, one.second)


def around(now: Exploration) -> list[Exploration | None]:
    """Everything that is one click away."""
    known = dimensions(now.code)
    return [
        *(fitting.with_chart(now, chart) for chart in CHARTS),
        *(fitting.with_first(now, d) for d in ("", *known)),
        *(fitting.with_second(now, d) for d in ("", *known) if now.by and d not in now.by[:1]),
        *(fitting.with_interval(now, k) for k in ("month", "day")),
        *(fitting.with_indicator(now, code) for code in ("RC01", "DB04", "SJ06", "RC09.base", "ZZ02")),
    ]


@pytest.mark.parametrize("code", INDICATORS)
def test_every_indicator_can_be_drawn_and_every_step_from_it_too(code: str) -> None:
    start = fitting.fitted(Exploration(code))
    assert fits(start)
    first = [one for one in around(start) if one]
    assert first
    for one in first:
        assert fits(one), one
        assert all(fits(two) for two in around(one) if two), one


def test_a_chart_brings_what_it_needs() -> None:
    now = Exploration("RC01", ("discipline",), "", "bar")
    assert fitting.with_chart(now, "line") == Exploration("RC01", ("discipline",), "month", "line")
    assert fitting.with_chart(now, "heat") == Exploration("RC01", ("discipline",), "month", "heat")
    assert fitting.with_chart(now, "box") == Exploration("RC01", ("discipline", "organisation"), "", "box")
    scatter = fitting.with_chart(now, "scatter")
    assert scatter is not None
    assert get(scatter.second).pillar == "人才会员"
    assert "discipline" in dimensions(scatter.second)


def test_rates_and_changes_are_never_stacked() -> None:
    for code, by in product(("DB04", "ZZ02", "DB08.median"), (("department",), ("district",))):
        assert fitting.with_chart(Exploration(code, by), "stacked") is None
    assert fitting.with_chart(Exploration("HD01", ("component",)), "stacked") is not None


def test_a_second_dimension_and_time_take_each_others_place() -> None:
    both = Exploration("RC01", ("discipline", "district"), "", "heat")
    along = fitting.with_interval(both, "month")
    assert along == Exploration("RC01", ("discipline",), "month", "heat")
    assert along is not None
    assert fitting.with_second(along, "gender") == Exploration("RC01", ("discipline", "gender"), "", "heat")


def test_another_indicator_keeps_what_it_has() -> None:
    now = Exploration("HD01", ("component", "district"), "", "stacked")
    assert fitting.with_indicator(now, "HD05") == Exploration(
        "HD05", ("component", "district"), "", "stacked"
    )
    assert fitting.with_indicator(now, "ZZ01") == Exploration("ZZ01", ("district",), "", "bar")


def test_the_examples_can_be_drawn_and_show_every_chart() -> None:
    assert all(fits(one) and not wrong(one) for _, one in EXAMPLES)
    assert {one.chart for _, one in EXAMPLES} == set(CHARTS)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("i=RC01&by=light", "“个人会员”不能按“亮灯”分组，可用：discipline（学科类）"),
        ("i=RC01&by=planet", "不能按“planet”分组"),
        ("i=RC01&by=discipline,district,gender", "最多两个分组"),
        ("i=RC01&by=discipline,district&interval=month", "选了两个分组，就不能再按时间分"),
        ("i=RC01&interval=decade", "没有“decade”，应为 day（日）"),
        ("i=RC01&by=discipline&chart=pie", "没有“pie”，应为 bar（柱形图）"),
        ("i=RC01&by=discipline&chart=line", "折线图需要一个时间间隔"),
        ("i=DB04&by=department&interval=month&chart=stacked", "“按期办结率”的各部分不能相加"),
        ("i=RC01&by=discipline&chart=stacked", "堆积图需要两个分组，或一个分组加时间间隔"),
        ("i=RC01&by=discipline&chart=scatter", "散点图需要第二个指标"),
        ("i=RC01&i2=RC01&by=discipline&chart=scatter", "散点图的两个指标不能相同"),
        ("i=RC01&i2=DB01&by=discipline&chart=scatter", "“立项事项”不能按“学科类”分组"),
        ("i=RC01&i2=RC02&by=discipline&chart=bar", "只有散点图用到第二个指标"),
        ("i=HD01&by=activity&interval=month&chart=bar", "“活动”的每个成员只发生一次"),
        ("i=RC01&interval=day&chart=line", "“个人会员”按时点统计，逐日计算太慢"),
        ("i=HD01&by=activity,organisation&chart=bar", "的成员都太多，不能同时作分组"),
    ],
)
def test_an_address_that_cannot_be_is_said_with_a_way_out(screen: Screen, query: str, said: str) -> None:
    page = screen.open(f"/explore?{query}&district=110108")
    (message,) = messages(page)
    assert said in message
    assert page.slots == {}
    ((_, way),) = links(classed(page.tree, "state-error"))
    assert "district=110108" in way
    found = screen.open(way)
    assert messages(found) == []
    assert set(found.slots) == {"chart", "table"}
