"""自助分析 over the small world: figures, tables, links and exports hold the numbers that the API gives."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from components.explore.form import EXAMPLES
from documents.slides.content import content_of
from documents.slides.parts import Grid
from frames.explore.state import Exploration
from queries.indicators import INDICATORS
from tests.pages.screen import Node, Screen, classed, links, messages, nodes, text
from tests.pages.test_export import says, text_table, workbook


def figure(tile: Node) -> dict[str, Any]:
    """The one figure of a tile, with what choosing does."""
    (found,) = [n for n in nodes(tile) if n["type"] == "PlotFigure"]
    props: dict[str, Any] = found["props"]
    return props


def drawn(screen: Screen, query: str) -> dict[str, Any]:
    return figure(screen.tiles(f"/explore?{query}")["chart"])


def table_rows(tile: Node) -> list[list[str]]:
    bodies = [n for n in nodes(tile) if n["type"] == "Tbody"]
    return [
        [text(cell) for cell in nodes(row) if cell["type"] == "Td"]
        for row in nodes(bodies[-1])
        if row["type"] == "Tr"
    ]


def test_bars_of_members_with_their_numbers(screen: Screen) -> None:
    tiles = screen.tiles("/explore?i=RC01&by=discipline&chart=bar")
    (bars,) = figure(tiles["chart"])["figure"]["data"]
    # C 1000 in S7, E 999 in S8, B 4 in S1, A 2 in S2, D 1 in S4.
    assert bars["y"] == ["k:C", "k:E", "k:B", "k:A", "k:D"]
    assert bars["x"] == [1000, 999, 4, 2, 1]
    assert bars["customdata"][0] == ["C", None, "农科", "1,000 人"]
    assert "各部分之和 2,006 大于去重后的 1,005" in text(tiles["chart"])
    assert table_rows(tiles["table"])[0] == ["农科", "1,000"]
    assert "全部1,005" in text(tiles["table"])


def test_a_stack_along_time(screen: Screen) -> None:
    data = drawn(screen, "i=HD01&by=component&interval=month&chart=stacked")
    assert data["figure"]["layout"]["barmode"] == "stack"
    months = {t["name"]: t["y"] for t in data["figure"]["data"]}
    # Meetings: H4 in January, H3 in March, H6 in July, H1 and H2 in October.
    assert months["会议活动"] == [1, 0, 1, 0, 0, 0, 1, 0, 0, 2, 0, 0]
    shapes = data["figure"]["data"][0]["marker"]["pattern"]["shape"]
    assert shapes == [""] * 11 + ["/"]  # December isn't over on the 30th
    assert data["choose"]["periods"][2] == ["2022-03-01", "2022-03-31"]


def test_a_line_without_members_leads_to_its_rows(screen: Screen) -> None:
    data = drawn(screen, "i=HD01&interval=month&chart=line")
    (line,) = data["figure"]["data"]
    assert sum(line["y"]) == 13
    march = screen.tiles(data["choose"]["hrefs"][2])["rows"]
    assert "共 2 行" in text(march)  # H3 H16


def test_a_heat_map_leaves_pairs_without_rows_empty(screen: Screen) -> None:
    (heat,) = drawn(screen, "i=ZZ01&by=district,org_type&chart=heat")["figure"]["data"]
    cells = {(y, x): heat["z"][n][m] for n, y in enumerate(heat["y"]) for m, x in enumerate(heat["x"])}
    assert cells["k:110108", "k:society"] == 1  # S1
    assert cells["k:110108", "k:city"] is None
    assert sum(v or 0 for v in cells.values()) == 9  # U1=U2 stands in two districts


def test_a_scatter_holds_two_indicators_against_each_other(screen: Screen) -> None:
    tiles = screen.tiles("/explore?i=RC10&i2=RC11&by=organisation&chart=scatter")
    (points,) = figure(tiles["chart"])["figure"]["data"]
    # S1: senior P1 P2 P7 of P1 P2 P5 P7, young P1 P7 of P1 P2 P7; S2: P1 of P1 P3, both young.
    found = dict(
        zip([c[0] for c in points["customdata"]], zip(points["x"], points["y"], strict=True), strict=True)
    )
    assert found == {"S1": (75.0, pytest.approx(200 / 3)), "S2": (50.0, 100.0)}
    assert "副高及以上占比 75%" in points["customdata"][0][3]


def test_a_scatter_of_counts_takes_a_member_without_rows_as_nothing(screen: Screen) -> None:
    data = drawn(screen, "i=RC01&i2=HD01&by=organisation&chart=scatter")["figure"]["data"][0]
    found = {c[0]: (x, y) for c, x, y in zip(data["customdata"], data["x"], data["y"], strict=True)}
    assert found["S7"] == (1000, 0)
    assert found["D1"] == (0, 2)  # H4 H16


def test_a_box_shows_how_members_are_spread(screen: Screen) -> None:
    tiles = screen.tiles("/explore?i=RC01&by=organisation&chart=box")
    (box,) = figure(tiles["chart"])["figure"]["data"]
    # 1, 2, 4, 999, 1000: quartiles 2, 4, 999, nothing beyond the fences.
    assert (box["q1"], box["median"], box["q3"]) == ([2], [4], [999])
    assert (box["lowerfence"], box["upperfence"]) == ([1], [1000])
    assert box["customdata"][0][0][:2] == ["S7", None]
    five = next(n for n in nodes(tiles["table"]) if n["type"] == "Tbody")
    assert text(five) == "全部5124999 1,000".replace(" ", "")


@pytest.mark.parametrize("example", [one for _, one in EXAMPLES], ids=lambda one: one.chart)
def test_the_numbers_are_those_of_the_api(screen: Screen, example: Exploration) -> None:
    query = example.query()
    asked = {k: v for k, v in query.items() if k in ("by", "interval")}
    path = f"indicators/{example.code}?" + "&".join(f"{k}={v}" for k, v in asked.items())
    rows = screen.ask(path)["rows"]
    keys = [(*(r[f"{d}_code"] for d in example.by), r.get("period")) for r in rows]
    api = {key: r["value"] for key, r in zip(keys, rows, strict=True) if r["value"] is not None}
    shown: dict[Any, float] = {}
    address = "/explore?" + "&".join(f"{k}={v}" for k, v in query.items())
    for name in ("chart", "table"):
        assert not classed(screen.tiles(address)[name], "state-error")
    tile = screen.tiles(address)["table"]
    for words, href in links(tile):
        if not href.startswith("/drill") or f"i={example.code}&" not in href + "&":
            continue
        went = parse_qs(urlsplit(href).query)
        members = tuple(went[d][0] if went[d][0] != "未填写" else "" for d in example.by)
        period = went["start"][0][:7] if example.interval else None
        shown[(*members, period)] = float(words.replace(",", "").rstrip("%"))
    assert shown
    assert shown == {k: pytest.approx(v, abs=0.051) for k, v in api.items() if k in shown}
    assert set(api) - set(shown) <= {k for k, v in api.items() if v == 0}


def test_every_number_leads_to_rows_that_agree(screen: Screen) -> None:
    tile = screen.tiles("/explore?i=ZZ01&by=district,org_type&chart=bar")["table"]
    ways = {href: words for words, href in links(tile) if href.startswith("/drill")}
    for href, words in ways.items():
        assert f"共 {words} 行，与注册组织 {words}" in text(screen.tiles(href)["rows"])
    assert len(ways) == 9


def test_a_member_filters_and_once_more_takes_it_off(screen: Screen) -> None:
    address = "/explore?i=RC01&by=discipline&chart=bar"
    to = dict(links(screen.tiles(address)["table"]))["工科"]
    assert to == "/explore?discipline=B&i=RC01&by=discipline&chart=bar"
    tiles = screen.tiles(to)
    assert figure(tiles["chart"])["figure"]["data"][0]["x"] == [4]
    assert figure(tiles["chart"])["choose"]["chosen"] == [["B"]]
    assert "只显示所选的1 个学科类" in text(tiles["chart"])
    assert dict(links(tiles["table"]))["工科"] == address


def test_columns_of_a_second_dimension_filter_too(screen: Screen) -> None:
    tile = screen.tiles("/explore?i=ZZ01&by=district,org_type&chart=heat")["table"]
    assert dict(links(tile))["市级学会"].startswith("/explore?org_type=society&i=ZZ01")


def test_names_are_text_and_members_without_a_name_are_said(screen: Screen) -> None:
    data = drawn(screen, "i=RC01&by=gender&chart=bar")["figure"]["data"][0]
    assert data["customdata"][0] == ["", None, "未填写", "1,000 人"]
    assert dict(links(screen.tiles("/explore?i=RC01&by=gender")["table"]))["未填写"].startswith(
        "/explore?gender=%E6%9C%AA%E5%A1%AB%E5%86%99"
    )


@pytest.mark.parametrize("tile", ["table", "chart"])
@pytest.mark.parametrize(
    "query",
    [
        "i=RC01&by=discipline&chart=bar",
        "i=RC01&by=discipline&chart=bar&district=110108",
        "i=RC10&by=discipline&chart=bar",
        "i=RC02&by=organisation&chart=bar",
        "i=HD01&by=component,district&chart=stacked",
        "i=HD01&by=component&interval=quarter&chart=stacked",
        "i=ZZ01&i2=RC02&by=district&chart=scatter",
        "i=RC02&by=organisation&chart=box",
        "i=HD01&interval=month&chart=line",
    ],
)
def test_screen_and_files_have_the_same_rows(screen: Screen, query: str, tile: str) -> None:
    """Rows and 全部 of the table on the screen are those of XLSX and CSV, of either tile."""
    tiles = screen.tiles(f"/explore?{query}")
    table = [n for n in nodes(tiles["table"]) if n["type"] == "Table"][-1]
    lines = [
        [text(c) for c in nodes(r) if c["type"] in ("Th", "Td")] for r in nodes(table) if r["type"] == "Tr"
    ]
    _, *shown = lines
    # The last column of a file says that the data are the demonstration's.
    in_book = [list(row[:-1]) for row in workbook(screen, tiles[tile])["数据"][1:]]
    in_text = [row[:-1] for row in text_table(screen, tiles[tile])[1:]]
    for rows in (in_book, in_text):
        assert len(rows) == len(shown)
        for row, line in zip(rows, shown, strict=True):
            assert [says(value, cell) for value, cell in zip(row, line, strict=True)] == [True] * len(line), (
                line
            )
    asked = parse_qs(query)
    alone = "by" in asked and "," not in asked["by"][0] and not {"interval", "i2"} & set(asked)
    assert (shown[-1][0] == "全部") == alone


def test_an_export_holds_what_is_shown(screen: Screen) -> None:
    tile = screen.tiles("/explore?i=RC01&by=discipline&chart=bar&district=110108")["chart"]
    (href,) = [h for _, h in links(tile) if h.endswith("_format=csv")]
    body = screen.client.get(href).data.decode("utf-8-sig")
    assert "学科类,数值（人）" in body
    assert "理科,2,演示数据\r\n工科,1,演示数据" in body  # P1 P3 in S2, P1 in S1


def test_the_form_offers_indicators_by_subject_with_their_pinyin(screen: Screen) -> None:
    page = screen.open("/explore?i=RC01&by=discipline&chart=bar")
    (picker,) = [n for n in nodes(page.tree) if n["type"] == "IndicatorPicker"]
    picks = picker["props"]["picks"]
    assert {p["code"] for p in picks} == set(INDICATORS)
    groups = [p["group"] for p in picks]
    assert len(list(dict.fromkeys(groups))) == sum(
        a != b for a, b in zip(["", *groups], groups, strict=False)
    )
    (mine,) = [p for p in picks if p["chosen"]]
    assert (mine["label"], mine["pinyin"]) == ("个人会员", "ge ren hui yuan")
    for one in picks[::9]:
        assert messages(screen.open(one["href"])) == []


def test_without_an_indicator_there_is_an_example_and_first_steps(screen: Screen) -> None:
    page = screen.open("/explore")
    assert page.heading == "自助分析"
    assert "试试" in text(page.tree)
    assert figure(screen.tiles("/explore")["chart"])["figure"]["data"]
    assert "试试" not in text(screen.open("/explore?i=RC01").tree)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("i=XX99", "没有指标“XX99”；相近的有："),
        ("i=RC01&i2=XX99&chart=scatter", "没有指标“XX99”"),
        ("i=RC01&district=火星", "没有“火星”"),
        ("i=RC01&as_of=x", "参数 as_of"),
        ("i=HD01&interval=day&chart=line&start=2015-01-01&end=2022-12-30", "期间内的间隔超过 400 个"),
    ],
)
def test_a_wrong_address_is_said_with_a_way_out(screen: Screen, query: str, said: str) -> None:
    page = screen.open(f"/explore?{query}")
    (message,) = messages(page)
    assert said in message
    for _, way in links(classed(page.tree, "state-error")):
        assert messages(screen.open(way)) == []


def test_a_rate_of_nought_is_a_number(screen: Screen) -> None:
    # Nobody is in one society twice but Q0001 in S8.
    tiles = screen.tiles("/explore?i=RC03&by=organisation&chart=bar&organisation=S1,S2")
    assert figure(tiles["chart"])["figure"]["data"][0]["x"] == [0, 0]


def test_nothing_to_show_is_said(screen: Screen) -> None:
    tiles = screen.tiles(
        "/explore?i=HD01&by=component&interval=month&chart=bar&end=2020-12-31&start=2020-01-01"
    )
    assert all("当前条件下没有数据" in text(t) for t in tiles.values())


def test_slides_show_an_exploration_natively_or_as_its_table(screen: Screen) -> None:
    def shown(query: str) -> list[Any]:
        return [part for piece in content_of("/explore", query).pieces[:1] for part in piece.parts]

    (bars,) = shown("i=RC01&by=discipline&chart=bar")
    assert (bars.form, bars.labels, bars.unit) == ("bars", ("农科", "交叉学科", "工科", "理科", "医科"), "人")
    assert bars.series[0].values == (1000, 999, 4, 2, 1)
    (stack,) = shown("i=HD01&by=component&interval=month&chart=stacked")
    assert (stack.form, stack.partial) == ("stacked", frozenset({11}))
    assert {s.name: s.values for s in stack.series}["会议活动"] == (1, 0, 1, 0, 0, 0, 1, 0, 0, 2, 0, 0)
    (heat,) = shown("i=ZZ01&by=district,org_type&chart=heat")
    assert isinstance(heat, Grid)
