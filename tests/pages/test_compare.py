"""并排对比: members beside each other with numbers a reader checks by hand, courses, ways in, exports.

注册组织 on 2022-12-30 by district: 海淀 D1 S1 U1 = 3, 朝阳 C1 D2 S2 = 3, 昌平 U2 = 1, 丰台 E2 = 1; a year
before: 海淀 3, 朝阳 C1 = 1, 丰台 E1 = 1, 东城 S4 = 1. The average is (3 + 3 + 1 + 1) ÷ 17 districts.
"""

from __future__ import annotations

from typing import Any

import pytest

from frames.compare.state import COMPARABLE, STARTS, offered
from frames.standing import Standing
from queries.dimensions import DIMENSIONS
from queries.finder import SEARCHED
from tests.pages.drilling import total_of
from tests.pages.screen import (
    Node,
    Screen,
    charts,
    classed,
    is_broken,
    links,
    messages,
    nodes,
    query_of,
    text,
)
from tests.pages.test_export import text_table

TWO = "/compare?by=district&district=海淀区,丰台区"


def cells(tile: Node, indicator: str) -> list[Node]:
    """The cells of an indicator's row: everybody, then each member."""
    rows = [n for n in nodes(tile) if n["type"] == "Tr" and text(n).startswith(indicator)]
    return [n for n in nodes(rows[0]) if n["type"] == "Td"]


def lines_of(chart: Node) -> dict[str, list[Any]]:
    """{name: values} of a chart's full lines; what a line lacks is None."""
    out: dict[str, list[Any]] = {}
    for series in chart["series"]:
        values = [None if d["value"] == "-" else d["value"] for d in series["data"]]
        old = out.get(series["name"], [None] * len(values))
        out[series["name"]] = [a if a is not None else b for a, b in zip(old, values, strict=True)]
    return out


def panels(tile: Node) -> list[str]:
    """The names of a tile's small charts, with what stands beside them."""
    return [text(n) for n in classed(tile, "multiple-name")]


# The table


def test_members_stand_beside_each_other_and_against_the_city(screen: Screen) -> None:
    table = screen.tiles(TWO)["beside"]
    assert [text(n) for n in nodes(table) if n["props"].get("scope") == "col"] == [
        "指标",
        "全市",
        "海淀区",
        "丰台区",
    ]
    city, haidian, fengtai = cells(table, "注册组织")
    assert [text(n) for n in city["props"]["children"]] == [
        "8 家",
        "同比增加 2 家",
        "平均 0.47 家",
        "目标 10 家低于目标 2 家",
    ]
    assert [text(n) for n in haidian["props"]["children"]] == [
        "居首3 家",
        "同比持平",
        "较平均 +2.53 家",
        "并列第 1 / 17 位",
        "目标 3 家已达到目标",
    ]
    assert [text(n) for n in fengtai["props"]["children"]] == [
        "居末1 家",
        "同比持平",
        "较平均 +0.53 家",
        "并列第 3 / 17 位",
    ]


def test_a_mark_has_a_shape_and_a_word_and_nobody_is_marked_where_all_are_alike(screen: Screen) -> None:
    table = screen.tiles("/compare?district=海淀区,丰台区,朝阳区&i=ZZ01")["beside"]
    marks = [classed(cell, "standing-mark") for cell in cells(table, "注册组织")[1:]]
    assert [text(m) for m in marks] == ["居首", "居末", "居首"]
    assert [len(classed(m, "up")) - len(classed(m, "down")) for m in marks] == [1, -1, 1]
    alike = screen.tiles("/compare?district=海淀区,朝阳区&i=ZZ01")["beside"]
    assert classed(alike, "standing-mark") == []


def test_less_is_better_where_the_indicator_says_so() -> None:
    late = Standing("DB06", {"a": 1, "b": 4, "c": 4}, 3)
    assert [late.rank(k)[:-6] for k in "abc"] == ["第 1 位", "并列第 2 位", "并列第 2 位"]
    more = Standing("ZZ01", {"a": 1, "b": 4, "c": 4}, 3)
    assert [more.rank(k)[:-6] for k in "abc"] == ["第 3 位", "并列第 1 位", "并列第 1 位"]
    assert more.apart("a") == -2
    assert more.place("nobody") is None


def test_a_rate_on_a_tiny_base_has_no_place() -> None:
    rates = Standing("DB04", {"a": 100.0, "b": 80.0, "c": 90.0}, 85.0, {"a": 4, "b": 5, "c": 20})
    assert [rates.rank(k) for k in "abc"] == ["—", "第 2 位，共 2 个", "第 1 位，共 2 个"]


def test_who_has_an_overdue_task_is_last(screen: Screen) -> None:
    late = [row["department_code"] for row in screen.ask("indicators/DB06?by=department")["rows"]]
    members = screen.ask("dimensions/department")["members"]
    free = next(m["code"] for m in members if m["code"] not in late)
    table = screen.tiles(f"/compare?by=department&department={late[0]},{free}&i=DB06")["beside"]
    said = [text(c["props"]["children"][0]) for c in cells(table, "超期未办结")]
    assert said == ["3 件", "居末1 件", "居首0 件"]


def test_every_number_leads_to_its_rows(screen: Screen) -> None:
    table = screen.tiles("/compare?district=海淀区,朝阳区&i=ZZ01")["beside"]
    for cell, now, before in zip(cells(table, "注册组织"), (8, 3, 3), (6, 3, 1), strict=True):
        found = links(cell)
        assert total_of(screen.tiles(found[0][1])["rows"]) == now
        if len(found) > 2:
            assert total_of(screen.tiles(found[1][1])["rows"]) == before
            assert not is_broken(screen.tiles(found[2][1])["parts"])


def test_the_other_conditions_hold(screen: Screen) -> None:
    table = screen.tiles(f"{TWO}&org_type=society&i=ZZ01")["beside"]
    assert [text(c["props"]["children"][0]) for c in cells(table, "注册组织")] == [
        "3 家",
        "居首1 家",
        "居末0 家",
    ]
    earlier = screen.tiles(f"{TWO}&as_of=2021-12-31&i=ZZ01")["beside"]
    assert text(cells(earlier, "注册组织")[0]["props"]["children"][0]) == "6 家"


def test_what_is_taken_away_is_what_is_shown(screen: Screen) -> None:
    head, *rows = text_table(screen, screen.tiles("/compare?district=海淀区,丰台区&i=ZZ01,ZZ03")["beside"])
    assert head[:4] == ["指标", "区", "数值", "单位"]
    by_name = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(r["指标"], r["区"]) for r in by_name] == [
        ("注册组织", "海淀区"),
        ("注册组织", "丰台区"),
        ("组织增长率", "海淀区"),
        ("组织增长率", "丰台区"),
    ]
    first = by_name[1]
    assert (first["数值"], first["上年同期"], first["全市"]) == ("1", "1", "8")
    assert (first["位次"], first["对比"], first["数据性质"]) == ("并列第 3 位，共 17 个", "居末", "演示数据")
    assert float(first["全市平均"]) == pytest.approx(8 / 17)
    assert float(first["较平均"]) == pytest.approx(1 - 8 / 17)
    assert [(r["目标"], r["完成"], r["进度"]) for r in by_name[:2]] == [
        ("3", "", "已达到目标"),
        ("", "", ""),
    ]
    assert {(r["全市目标"], r["全市进度"]) for r in by_name} == {("10", "低于目标 2 家"), ("", "")}


# Courses


def test_small_charts_hold_the_numbers_of_the_api_on_one_scale(screen: Screen) -> None:
    tile = screen.tiles(f"{TWO}&i=ZZ01,HD01")["courses"]
    assert panels(tile) == ["注册组织单位：家", "业务活动单位：项"]
    assert text(classed(tile, "line-legend")) == "海淀区丰台区"
    asked = "start=2022-01-01&interval=month&as_of=2022-12-30"
    for name in ("海淀区", "丰台区"):
        rows = screen.ask(f"indicators/ZZ01?{asked}&district={name}")["rows"]
        assert lines_of(charts(tile)[0])[name] == [row["value"] for row in rows]
    own = screen.tiles(f"{TWO}&i=ZZ01")["members"]
    assert panels(own) == ["海淀区3 家", "丰台区1 家"]
    assert len({chart["yAxis"]["max"] for chart in charts(own)}) == 1


def test_years_lie_over_each_other_and_the_open_month_is_said(screen: Screen) -> None:
    tile = screen.tiles(f"{TWO}&i=ZZ01&years=2")["members"]
    (chart, _) = charts(tile)
    found = lines_of(chart)
    assert list(found) == ["2022年", "2021年"], "2020 has nothing and is left out"
    assert chart["xAxis"]["data"] == [f"{m}月" for m in range(1, 13)]
    # D1 from July, U1 from August, S1 from September 2021.
    assert found["2021年"] == [0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3]
    assert found["2022年"] == [3] * 12
    assert "最近一个月未满" in text(tile)
    assert "2020 年及以前没有数据" in text(tile)
    open_month = [s for s in chart["series"] if s["lineStyle"]["type"] == "dashed"]
    assert [s["name"] for s in open_month] == ["2022年"]


def test_a_drill_down_shows_years_where_they_are_asked_for(screen: Screen) -> None:
    plain = screen.open("/drill?i=HD01")
    assert "years" not in plain.slots
    ((_, way),) = [found for found in links(plain.tree) if found[0] == "历年同月对比"]
    page = screen.open(way)
    tile = screen.fill(page.slots["years"])
    rows = screen.ask("indicators/HD01?start=2022-01-01&end=2022-12-30&interval=month")["rows"]
    assert lines_of(charts(tile)[0])["2022年"] == [row["value"] for row in rows]
    assert {query_of(href)["years"][0] for _, href in links(classed(tile, "dimension-chooser"))[1:]} == set(
        "1234"
    )
    assert messages(screen.open("/drill?i=HD01&years=99")) == []


def test_a_page_may_hold_small_charts_of_each_member(screen: Screen) -> None:
    (tile,) = [t for t in screen.tiles("/activities").values() if "各学科类走势" in t["props"]["aria-label"]]
    rows = screen.ask("indicators/HD01?by=discipline&start=2022-01-01&interval=month")["rows"]
    names = list(dict.fromkeys(row["discipline"] for row in rows))
    assert [p.split(" ")[0].rstrip("0123456789") for p in panels(tile)] == names
    for chart, name in zip(charts(tile), names, strict=True):
        assert lines_of(chart) == {name: [row["value"] for row in rows if row["discipline"] == name]}


def test_a_chosen_member_stands_out_among_the_small_charts(screen: Screen) -> None:
    def tile(url: str) -> Node:
        return next(t for t in screen.tiles(url).values() if "各学科类走势" in t["props"]["aria-label"])

    plain, chosen = tile("/activities"), tile("/activities?discipline=B")
    assert len(charts(chosen)) == len(charts(plain))
    (one,) = classed(chosen, "is-chosen")
    assert text(classed(one, "multiple-name")).startswith("工科")
    assert classed(plain, "is-chosen") == []
    # Once more takes the filter off.
    assert dict(links(one))["工科"] == "/activities"


# Choosing


def test_nothing_chosen_says_how_to_begin_with_an_example(screen: Screen) -> None:
    page = screen.open("/compare")
    assert page.slots == {}
    assert "还没有选定要对比的区" in text(page.tree)
    ((_, example),) = [found for found in links(page.tree) if "看一个例子" in found[0]]
    assert set(screen.open(example).slots) == {"beside", "courses", "members"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("by=district&district=海淀区", "再选一个区"),
        (f"by=district&district={','.join(str(110101 + n) for n in (0, 1, 4, 5, 6, 7, 8))}", "只对比前 6 个"),
    ],
)
def test_too_few_and_too_many_are_said(screen: Screen, query: str, said: str) -> None:
    page = screen.open(f"/compare?{query}")
    assert said in text(page.tree)
    assert not any(is_broken(tile) for tile in screen.tiles(page.url).values())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("by=planet", "不能按“planet”对比，应为 district（区）"),
        ("by=district&i=DB01", "“立项事项”不能按区对比"),
        ("by=district&i=XX99", "没有指标“XX99”；相近的有"),
        ("by=district&years=9", "“9”应为 0 至 4 的整数"),
        ("by=district&district=火星", "没有“火星”"),
    ],
)
def test_a_wrong_address_is_said_with_a_way_out(screen: Screen, query: str, said: str) -> None:
    page = screen.open(f"/compare?{query}")
    (message,) = messages(page)
    assert said in message
    assert page.slots == {}
    assert messages(screen.open("/compare")) == []


def test_the_panel_offers_members_and_the_indicators_of_the_dimension(screen: Screen) -> None:
    forms = [n for n in nodes(screen.open(TWO).tree) if n["type"] == "FilterForm"]
    first, rest = (n["props"]["fields"] for n in forms)
    assert first["label"] == "选择区与指标"
    assert [c["param"] for c in first["choices"]] == ["district", "i"]
    assert {o["value"] for o in first["choices"][1]["options"]} == set(offered("district"))
    assert rest["keep"] == {"by": "district", "district": "110108,110106"}
    assert "district" not in [c["param"] for c in rest["choices"]]
    organisations = screen.open("/compare?by=organisation")
    (found, _) = [n["props"]["fields"] for n in nodes(organisations.tree) if n["type"] == "FilterForm"]
    assert found["choices"][0]["find"] == "api/v1/dimensions/organisation/members"


@pytest.mark.parametrize("by", COMPARABLE)
def test_every_dimension_can_be_compared(screen: Screen, by: str) -> None:
    assert set(STARTS.get(by, ())) <= set(offered(by))
    assert by in SEARCHED or not DIMENSIONS[by].large
    members = "S1,S2"
    if by not in SEARCHED:
        members = ",".join(m["code"] for m in screen.ask(f"dimensions/{by}")["members"][:2])
    tiles = screen.tiles(f"/compare?by={by}&{by}={members}")
    assert [text(tile)[:80] for tile in tiles.values() if is_broken(tile)] == []


# Ways in


def test_records_and_filters_lead_to_the_comparison(screen: Screen) -> None:
    district = links(screen.open("/district?id=110108&as_of=2022-06-30").tree)
    assert ("与其他区对比", "/compare?as_of=2022-06-30&district=110108&by=district") in district
    society = links(screen.open("/organisation?id=S1").tree)
    assert ("与其他组织对比", "/compare?organisation=S1&by=organisation") in society
    one = [name for name, _ in links(screen.open("/organizations?district=110108").tree)]
    assert "并排对比" not in one
    two = dict(links(screen.open("/organizations?district=110108,110105&org_type=society").tree))
    assert two["并排对比"] == "/compare?district=110108%2C110105&org_type=society&by=district"
    assert messages(screen.open(two["并排对比"])) == []


def test_a_comparison_can_be_kept_as_a_view(screen: Screen) -> None:
    page = screen.open(f"{TWO}&i=ZZ01&years=1")
    (form,) = [n for n in classed(page.tree, "view-form") if n["props"].get("data-views") == "add"]
    (kept,) = [n["props"]["value"] for n in nodes(form) if n["props"].get("name") == "query"]
    again = screen.open(f"/compare?{kept}")
    assert {name: text(t) for name, t in screen.tiles(again.url).items()} == {
        name: text(t) for name, t in screen.tiles(page.url).items()
    }
