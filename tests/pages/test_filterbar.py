"""The state of a page is its address: chips, the panel and links write it and read it again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from components.board.page import BOARDS as DECLARED
from queries.dimensions import DIMENSIONS
from queries.filters import Filters
from queries.indicators import dimensions
from queries.service import get_cockpit
from tests.pages.screen import BOARDS, Page, Screen, classed, filters_of, links, marks, nodes, query_of, text

#: Everything that can be asked of a page at once, in Chinese and in codes.
FULL = "as_of=2022-09-30&start=2022-02-01&end=2022-08-31&district=110105,海淀区&discipline=B,未填写"
CHIPS = [
    "截至 2022年9月30日",
    "2022年2月1日至8月31日",
    "区：朝阳区",
    "区：海淀区",
    "学科类：工科",
    "学科类：未填写",
]


def chips(page: Page) -> dict[str, str | None]:
    """{words: address without it} of a page's chips."""
    found = {}
    for chip in classed(page.tree, "chip"):
        (words, *_) = [text(n) for n in nodes(chip) if n["type"] == "Span" and n is not chip]
        found[words] = next((href for _, href in links(chip)), None)
    return found


def panel(page: Page) -> dict[str, Any]:
    """The fields of the filter panel."""
    (form,) = [n for n in nodes(page.tree) if n["type"] == "FilterForm"]
    fields: dict[str, Any] = form["props"]["fields"]
    return fields


@pytest.mark.parametrize("path", [*BOARDS, "/drill"])
def test_a_chip_removes_exactly_its_condition(screen: Screen, path: str) -> None:
    keep = "&i=RC01" if path == "/drill" else ""
    page = screen.open(f"{path}?{FULL}{keep}")
    found = chips(page)
    assert list(found) == CHIPS
    for words, href in found.items():
        assert href, words
        rest = chips(screen.open(href))
        expected = [chip for chip in CHIPS if chip != words]
        if words == CHIPS[1]:  # without a period of its own the page shows the year
            expected.insert(1, "本年：2022年1月1日至9月30日")
        if words == CHIPS[0]:
            expected.insert(0, "截至 2022年12月30日")
        assert list(rest) == expected
        assert "i" not in query_of(href) or path == "/drill"
    ((_, clear),) = [(name, href) for name, href in links(page.tree) if name == "清除全部"]
    assert list(chips(screen.open(clear))) == ["截至 2022年12月30日", "本年：2022年1月1日至12月30日"]


def test_the_plain_page_has_nothing_to_remove(screen: Screen) -> None:
    page = screen.open("/members")
    assert list(chips(page).values()) == [None, None]
    assert "清除全部" not in text(page.tree)


@pytest.mark.parametrize("path", BOARDS)
def test_the_panel_offers_the_filters_of_its_page(screen: Screen, path: str) -> None:
    fields = panel(screen.open(f"{path}?{FULL}"))
    assert [choice["param"] for choice in fields["choices"]] == list(DECLARED[path].filters)
    for choice in fields["choices"]:
        # A list too long to be sent names where it is searched; a long one carries its pinyin.
        sent = [o for o in choice["options"] if o["value"] != "未填写"]
        assert bool(sent) != bool(choice["find"]), choice["param"]
        searched = bool(choice["find"]) or len(choice["options"]) > 12
        assert all(bool(o["pinyin"]) == searched for o in choice["options"])
    assert (fields["path"], fields["as_of"], fields["start"], fields["end"]) == (
        path,
        "2022-09-30",
        "2022-02-01",
        "2022-08-31",
    )
    assert fields["latest"] == "2022-12-30"
    selected = {choice["param"]: choice["selected"] for choice in fields["choices"]}
    assert selected.get("district", ["110105", "110108"]) == ["110105", "110108"]
    assert selected.get("discipline", ["B", "未填写"]) == ["B", "未填写"]


@pytest.mark.parametrize("name", ["month", "quarter", "year", "same_period", "last_year"])
def test_each_preset_is_an_address_that_makes_it_active(screen: Screen, name: str) -> None:
    presets = {p["label"]: p["params"] for p in panel(screen.open("/"))["presets"]}
    labels = {"month": "本月", "quarter": "本季", "year": "本年", "last_year": "上年"}
    labels["same_period"] = "去年同期"
    params = presets[labels[name]]
    page = screen.open("/?" + "&".join(f"{k}={v}" for k, v in params.items()))
    assert [p["label"] for p in panel(page)["presets"] if p["active"]] == [labels[name]]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "as_of=2022-12-30",
        "period=quarter",
        "period=same_period",
        "as_of=2022-09-30&period=same_period&district=110108",
        "period=last_year&district=110108",
        "start=2022-02-01&end=2022-02-28&gender=女",
        "organisation=S2&discipline=未填写,A",
        FULL,
    ],
)
def test_filters_survive_the_round_trip_through_an_address(screen: Screen, query: str) -> None:
    filters = filters_of(f"/?{query}")
    again = filters_of(filters.url("/members"))
    assert again == filters
    assert again.url("/x") == filters.url("/x")
    sentence = get_cockpit().sentence(filters)
    assert get_cockpit().sentence(again) == sentence
    assert f"筛选条件：{sentence}" in text(screen.open(filters.url("/members")).tree)


def test_an_organisation_is_a_filter_like_any_other(screen: Screen) -> None:
    page = screen.open("/members?organisation=S2,机械学会")
    assert list(chips(page))[2:] == ["组织：数学_学会%", "组织：机械学会"]
    (choice,) = [c for c in panel(page)["choices"] if c["param"] == "organisation"]
    assert [(o["value"], o["label"]) for o in choice["options"]] == [
        ("S2", "数学_学会%"),
        ("S1", "机械学会"),
        ("未填写", "未填写"),
    ]
    assert choice["selected"] == ["S2", "S1"]
    found = screen.ask(f"{choice['find'].removeprefix('api/v1/')}?q=jxxh")["members"]
    assert found == [{"code": "S1", "name": "机械学会", "hint": "市级学会，海淀区"}]
    (without,) = [href for words, href in chips(page).items() if words == "组织：机械学会"]
    assert without == "/members?organisation=S2"
    (district,) = [c for c in panel(page)["choices"] if c["param"] == "district"]
    assert {o["label"]: o["pinyin"] for o in district["options"]}["海淀区"] == "hai dian qu"


def test_last_year_as_it_then_stood_is_one_click_there_and_back(screen: Screen) -> None:
    page = screen.open("/members?as_of=2022-09-30&period=same_period")
    found = chips(page)
    assert list(found) == ["截至 2021年9月30日", "去年同期：2021年1月1日至9月30日"]
    assert panel(page)["as_of"] == "2022-09-30"  # the panel keeps the day that it is reckoned from
    back = found["去年同期：2021年1月1日至9月30日"]
    assert back == "/members?as_of=2022-09-30"
    then, plain = (screen.tiles(f"/members?{q}")["1"] for q in ("period=same_period", "as_of=2021-12-30"))
    assert [(m["name"], m["value"]) for m in marks(then)] == [(m["name"], m["value"]) for m in marks(plain)]
    exports = [href for _, href in links(then) if href.startswith("/export")]
    assert all(query_of(href)["as_of"] == ["2022-12-30"] for href in exports)
    asked = screen.ask("indicators/RC01?as_of=2022-09-30&period=same_period")
    assert (asked["as_of"], asked["start"], asked["end"]) == ("2021-09-30", "2021-01-01", "2021-09-30")
    assert [v["name"] for v in asked["filters"]["applied"]["period"]] == ["去年同期"]
    assert asked["value"] == screen.ask("indicators/RC01?as_of=2021-09-30")["value"]


def test_a_pinned_day_stays_when_the_data_moves_on() -> None:
    pinned = Filters.parse({"as_of": "2022-12-30"}, date(2023, 3, 31))
    assert pinned.query() == {"as_of": "2022-12-30"}
    assert Filters.parse({}, date(2023, 3, 31)).query() == {}


def test_drill_links_carry_the_filters_of_the_page(screen: Screen) -> None:
    tile = screen.tiles(f"/members?{FULL}")["0"]
    for _, href in links(tile):
        assert {k: query_of(href)[k] for k in ("as_of", "start", "end")} == {
            "as_of": ["2022-09-30"],
            "start": ["2022-02-01"],
            "end": ["2022-08-31"],
        }
        assert filters_of(href).members == filters_of(f"/?{FULL}").members


def spelt(query: dict[str, Any]) -> dict[str, list[str]]:
    """Parameters with their members one by one."""
    return {name: value.split(",") for name, value in query.items()}


@pytest.mark.parametrize("code", ["RC01", "HD01", "DB01", "KC05", "XC01", "XC06", "DJ01", "SJ02"])
def test_a_panel_holds_every_member_of_its_address(screen: Screen, code: str) -> None:
    """What a panel offers and what it leaves alone together say the address again, 未填写 too."""
    cockpit = get_cockpit()
    address = Filters.default(date(2022, 12, 30))
    for dimension in dimensions(code):
        address = address.with_dim(dimension, [*cockpit.labels().members(dimension), "未填写"])
    fields = panel(screen.open(address.url("/drill", i=code)))
    offered = {c["param"]: c for c in fields["choices"]}
    left = spelt({d: value for d, value in fields["keep"].items() if d in DIMENSIONS})
    written = {d: c["selected"] for d, c in offered.items()} | left
    assert written == spelt({d: v for d, v in address.query().items() if d in DIMENSIONS})
    for choice in offered.values():
        values = [o["value"] for o in choice["options"]]
        assert set(choice["selected"]) <= set(values)
        assert "" not in values


def test_the_panel_offers_what_is_not_filled_in(screen: Screen) -> None:
    """Where records may lack a member; where they can't it stands only if the address chose it."""
    found = {c["param"]: c["options"] for c in panel(screen.open("/supervision"))["choices"]}
    assert found["department"][-1]["label"] == "未填写"
    assert "未填写" not in [o["label"] for o in found["light"]]
    chosen = panel(screen.open("/supervision?light=未填写"))["choices"]
    (light,) = [c for c in chosen if c["param"] == "light"]
    assert light["selected"] == ["未填写"]
    assert light["options"][-1]["label"] == "未填写"
