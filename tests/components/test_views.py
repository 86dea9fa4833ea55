"""Views are pure functions: what comes out is compared without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from dash.development.base_component import Component

from components import views
from components.echart import EChart
from components.filterbar import Chip, Choice, FilterBarSpec, Option, filter_bar, form_fields
from components.shell import DataState, NavItem, header, page, shell
from components.tile import TileInfo, data_table, tile
from components.views.card import card
from components.views.district_map import district_map_option
from components.views.steps import steps
from components.views.trend import trend_option
from frames.kinds import Chart
from frames.maps import MAP_URL
from frames.model import Ahead, Column, Figure, LightRow, Pager, Point, Series, Table
from frames.tiles import parts_form


def walk(node: Any) -> Iterator[Any]:
    """Every component and string of a tree."""
    if isinstance(node, (list, tuple)):
        for part in node:
            yield from walk(part)
    elif node is not None:
        yield node
        if isinstance(node, Component):
            yield from walk(getattr(node, "children", None))


def text(node: Any) -> str:
    """What a reader reads, in order."""
    return "".join(str(part) for part in walk(node) if not isinstance(part, Component))


def of_class(node: Any, name: str) -> list[Any]:
    return [p for p in walk(node) if isinstance(p, Component) and name in getattr(p, "className", "").split()]


def charts(node: Any) -> list[EChart]:
    return [p for p in walk(node) if isinstance(p, EChart)]


def links(node: Any) -> list[str]:
    found = (getattr(p, "href", None) for p in walk(node) if isinstance(p, Component))
    return [href for href in found if href]


def run(*values: float | None, partial: bool = False) -> Series:
    points = [Point(f"2022-{i + 1:02d}", v, f"/x?m={i}") for i, v in enumerate(values)]
    if partial:
        last = points[-1]
        points[-1] = Point(last.label, last.value, last.href, partial=True)
    return Series("本年", tuple(points))


def test_card_reads_value_unit_and_changes() -> None:
    figure = Figure("ZZ01", "注册组织", 1579, "家", href="/organizations", before=1512, year_before=203)
    shown = card(figure)
    assert text(shown) == "注册组织1,579家环比增加 4.4%同比增加 677.8%"
    assert links(shown) == ["/organizations"]
    assert getattr(shown, "data-code") == "ZZ01"
    assert of_class(shown, "card-value")[0].title == "1,579 家"


def test_card_without_value_or_base() -> None:
    assert text(card(Figure("X", "指标", None, "家"))) == "指标—环比—同比—"
    one = Figure("X", "指标", 12, "家", before=10, year_before=10, same_before=True)
    assert text(card(one)) == "指标12家同比增加 2 家"
    assert "spark" not in str(card(Figure("X", "指标", 3, "家", spark=run(1, 2).points)))


def test_sparkline_stays_in_its_box() -> None:
    shown = card(Figure("X", "指标", 3, "家", spark=run(5, 5, 5, 9, 1).points))
    clip = of_class(shown, "spark-line")[0].style["clipPath"]
    numbers = [float(part.removesuffix("px")) for spot in clip[8:-1].split(",") for part in spot.split()]
    assert all(-2 <= n <= 90 for n in numbers)


def test_trend_marks_the_latest_and_the_unfinished() -> None:
    whole = trend_option(run(1, 2, 3), unit="家")
    assert [bool(d.get("label")) for d in whole["series"][0]["data"]] == [False, False, True]
    option = trend_option(run(1, 2, 3, partial=True), unit="家", before=run(1, 1, 1))
    solid, dashed, before = option["series"]
    assert [d["value"] for d in solid["data"]] == [1, 2, "-"]
    assert [d["value"] for d in dashed["data"]] == ["-", 2, 3]
    assert dashed["data"][2]["note"] == "未满期"
    assert before["lineStyle"]["width"] < solid["lineStyle"]["width"]


def test_trend_of_a_missing_month_has_a_gap() -> None:
    assert trend_option(run(1, None, 3), unit="家")["series"][0]["data"][1]["value"] == "-"


def test_columns_fold_what_has_no_colour_of_its_own() -> None:
    series = [Series(f"组件{i}", tuple(Point(m, 10.0 - i) for m in ("2022-01", "2022-02"))) for i in range(9)]
    drawn = charts(views.columns(series, unit="项"))[0].option["series"]
    assert [s["name"] for s in drawn] == ["组件0", "组件1", "组件2", "组件3", "组件4", "其他 4 项"]
    assert drawn[-1]["data"][0]["value"] == 5 + 4 + 3 + 2
    apart = charts(views.columns(series, unit="项", stacked=False))[0].option["series"]
    assert len(apart) == 9


def test_ranking_sorts_counts_the_rest_and_starts_at_zero() -> None:
    points = [Point(f"第{i}", float(i)) for i in range(1, 15)]
    shown = views.ranking(points, unit="家", top=10, all_href="/all")
    option = charts(shown)[0].option
    assert [d["value"] for d in option["series"][0]["data"]][:2] == [14, 13]
    assert option["xAxis"]["min"] == 0
    assert "其他 4 项" in text(shown)
    assert links(shown) == ["/all"]


def test_ranking_keeps_an_order_that_means_something() -> None:
    points = [Point("30岁以下", 3), Point("30—39岁", 9)]
    option = charts(views.ranking(points, unit="人", sort=False))[0].option
    assert [d["name"] for d in option["series"][0]["data"]] == ["30岁以下", "30—39岁"]


@pytest.mark.parametrize(("count", "kind"), [(5, "pie"), (6, "bar"), (10, "bar"), (11, "treemap")])
def test_breakdown_never_makes_a_pie_of_many(count: int, kind: str) -> None:
    points = [Point(str(i), 10.0 + i) for i in range(count)]
    chart = Chart(parts_form(points), "家", (Series("各类", tuple(points)),), "类型")
    assert charts(views.view(chart))[0].option["series"][0]["type"] == kind


def test_breakdown_shows_the_indicators_own_total() -> None:
    option = charts(
        views.breakdown([Point("理科", 60.0), Point("工科", 70.0)], unit="人", form="donut", total=100)
    )[0].option
    assert option["title"]["text"].startswith("{v|100}")


def test_map_has_its_note_and_the_zone_as_a_point() -> None:
    points = [Point("海淀区", 9.0, key="110108"), Point("北京经济技术开发区", 2.0, key="110115403")]
    shown = views.district_map(
        points, unit="家", selected="110108", approval="京S(2023)001号", map_url=MAP_URL
    )
    assert text(shown) == "示意图，不作划界依据　审图号：京S(2023)001号"
    assert charts(shown)[0].mapName == "beijing@海淀区"
    option = district_map_option(points, unit="家")
    assert [s["type"] for s in option["series"]] == ["map", "scatter"]
    assert option["series"][1]["data"][0]["value"][2] == 2.0


def test_steps_cover_all_values_without_gaps() -> None:
    values = [
        7412,
        9120,
        15233,
        6022,
        2810,
        24105,
        1120,
        3205,
        5520,
        4310,
        6480,
        5120,
        2204,
        1630,
        1720,
        1210,
    ]
    found = steps(values, 5, "人")
    assert found[0][0] == 0
    assert all(one[1] == two[0] for one, two in pairwise(found))
    assert found[-1][1] is None
    assert steps([], 5, "人") == []
    assert [s[2] for s in steps([3.0], 5, "人")] == ["不足 3 人", "3 人及以上"]


def test_lights_say_shape_and_word() -> None:
    shown = views.lights({"red": 7, "green": 157}, hrefs={"red": "/supervision?light=red"})
    assert text(shown) == "红灯7件黄灯0件绿灯157件蓝灯0件"
    assert [len(of_class(shown, shape)) for shape in ("square", "triangle", "circle", "diamond")] == [
        1,
        1,
        1,
        1,
    ]
    rows = views.lights_by_group(
        [LightRow("办公室", {"red": 2, "green": 6}), LightRow("人事部", {"blue": 4})]
    )
    parts = [(p.style["left"], p.style["width"]) for p in of_class(rows, "light-part")]
    assert parts == [("0.000%", "25.000%"), ("25.000%", "75.000%"), ("0.000%", "50.000%")]


def test_table_aligns_sorts_and_pages_by_links() -> None:
    columns = (
        Column("name", "名称", sort_href="/?sort=name"),
        Column("n", "会员", "number", "人", sort_href="/?sort=-n", sorted="desc"),
        Column("rate", "比率", "percent"),
        Column("day", "日期", "date"),
    )
    row = {"name": "学会甲", "n": 100742, "rate": None, "day": date(2022, 3, 5), "_href": "/o/1"}
    shown = views.table(Table(columns, (row,), Pager(31, 2, 4, prev_href="/?page=1")))
    assert [c.className for c in walk(shown) if type(c).__name__ == "Td"] == ["txt", "num", "num", "day"]
    assert "100,742" in text(shown)
    assert "2022年3月5日" in text(shown)
    assert "第 2 / 4 页" in text(shown)
    assert "/o/1" in links(shown)
    assert [getattr(h, "aria-sort", None) for h in walk(shown) if type(h).__name__ == "Th"][1] == "descending"


def test_every_chart_says_its_font_and_is_plain_json() -> None:
    points = [Point("甲", 1.0), Point("乙", 2.0)]
    shown = [
        views.trend(run(1, 2), unit="家"),
        views.columns([run(1, 2)], unit="家"),
        views.ranking(points, unit="家"),
        views.breakdown(points, unit="家", form="donut"),
        views.district_map([Point("海淀区", 1.0)], unit="家", map_url=MAP_URL),
    ]
    for chart in charts(shown):
        assert "Noto Sans SC" in chart.option["textStyle"]["fontFamily"]
        assert json.loads(json.dumps(chart.option)) == chart.option
        assert chart.ariaLabel


@pytest.mark.parametrize(
    "shown",
    [
        views.trend(run(None, None), unit="家"),
        views.columns([], unit="家"),
        views.ranking([], unit="家"),
        views.breakdown([], unit="家", form="donut"),
        views.district_map([], unit="家", map_url=MAP_URL),
    ],
)
def test_nothing_to_show_is_said(shown: Component) -> None:
    assert text(shown) == "当前条件下没有数据"


def test_tile_states() -> None:
    info = TileInfo("标题", 6, "口径说明", "ZZ01", ignored=("学科",), as_of=date(2022, 12, 30))
    data = Table((Column("a", "月份"),), ({"a": "1月"},))
    normal = tile(info, ["内容", data_table(data)])
    assert "未适用：学科" in text(normal)
    assert "查看数据表" in text(normal)
    assert "口径说明" in text(normal)
    assert "内容" not in text(tile(info, "内容", state="empty", clear_href="/"))
    broken = tile(info, "内容", state="error", message="查询超时", retry_href="/x")
    assert "查询超时重新载入" in text(broken)
    assert links(broken)[-1] == "/x"
    assert "数据截至 2022年12月30日，连接中断" in text(tile(info, "内容", state="stale"))
    assert "正在载入" in text(tile(info, state="loading"))


def test_shell_and_header() -> None:
    state = DataState(date(2022, 12, 30), "000003", demonstration=True)
    assert text(header("总览", state)) == "总览演示数据数据截至 2022年12月30日版本 000003"
    whole = shell([NavItem("总览", "/", "overview")], page("总览", [], data=state, filters="海淀区"))
    assert "跳到主要内容" in text(whole)
    assert "筛选条件：海淀区" in text(whole)


def test_filter_bar_offers_only_what_is_given() -> None:
    choice = Choice("district", "区", (Option("110108", "海淀区"),), ("110108",))
    spec = FilterBarSpec(
        "/members", (Chip("2022年"), Chip("区：海淀区", "/members")), "/members", choices=(choice,)
    )
    shown = filter_bar(spec)
    assert links(shown) == ["/members", "/members"]
    assert "清除全部" in text(shown)
    fields = form_fields(spec)
    assert fields["as_of"] is None
    assert fields["choices"][0]["selected"] == ("110108",)
    assert "清除全部" not in text(filter_bar(FilterBarSpec("/", (Chip("2022年"),), "/")))


def test_what_is_expected_begins_at_the_last_whole_month_and_is_no_fact() -> None:
    expected = Ahead((Point("2022-03", 12.0), Point("2022-04", 13.0)), (10.0, 9.0), (14.0, 17.0), "80% 区间")
    option = trend_option(run(8, 10, 4, partial=True), unit="家", ahead=expected)
    lower, width, line = (one["data"] for one in option["series"] if one["name"] != "本年")
    assert option["xAxis"]["data"] == ["2022-01", "2022-02", "2022-03", "2022-04"]
    assert [d["value"] for d in line] == ["-", 10, 12.0, 13.0]
    assert [d["value"] for d in lower] == ["-", 10, 10.0, 9.0]  # the lower end, unseen
    assert [d["value"] for d in width] == ["-", 0, 4.0, 8.0]  # and the width on it
    assert all(d["silent"] for d in (*lower, *width))
    facts = [value for one in option["series"] if one["name"] == "本年" for value in one["data"]]
    assert 12.0 not in [d["value"] for d in facts]
