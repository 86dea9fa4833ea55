"""我的页面: pinned, ordered, widened, renamed, taken off; what of a pinned tile is gone is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from data.settings import Settings
from readers.mine import MyPage
from store import open_store
from tests.pages.screen import Node, Screen, charts, classed, links, nodes, screen_over, text
from tests.pages.test_views import READER, Keeper

BARS = "i=ZZ01&by=district&chart=bar&org_type=society"


@pytest.fixture
def keeper(own_settings: Settings) -> Iterator[Keeper]:
    with screen_over(own_settings) as screen:
        yield Keeper(screen)


@pytest.fixture
def page(own_settings: Settings) -> MyPage:
    return MyPage(open_store(own_settings), READER)


def pin(keeper: Keeper, path: str, query: str, tile: str) -> Any:
    return keeper.post("/mine/tiles", path=path, query=query, tile=tile)


def shown(screen: Screen, query: str = "") -> dict[str, Node]:
    """Tiles of the page by their titles, in order."""
    found = screen.tiles(f"/mine{query}").values()
    return {str(tile["props"]["aria-label"]): tile for tile in found}


def figure(tile: Node) -> dict[str, Any]:
    (found,) = [n for n in nodes(tile) if n["type"] == "PlotFigure"]
    props: dict[str, Any] = found["props"]
    return props


def values(tile: Node) -> list[Any]:
    """What the marks of a tile's charts stand for; where they lead is another matter here."""
    return [[d["value"] for d in s["data"]] for option in charts(tile) for s in option["series"]]


def test_an_empty_page_says_what_to_do(keeper: Keeper) -> None:
    page = keeper.screen.open("/mine")
    assert page.heading == "我的页面"
    assert "还没有钉住的内容" in text(page.tree)
    assert "本机的人共用这一页" in text(page.tree)
    assert ("去做一个自助分析", "/explore") in links(page.tree)


def test_a_pinned_exploration_keeps_its_own_conditions(keeper: Keeper) -> None:
    assert pin(keeper, "/explore", BARS, "chart").get_json()["said"] == "已钉到我的页面"
    tile = shown(keeper.screen)["注册组织：按区"]
    # Societies registered: S1 in 海淀, S2 in 朝阳, S3 nowhere.
    assert sorted(figure(tile)["figure"]["data"][0]["x"]) == [1, 1, 1]
    assert "组织类型：市级学会" in text(tile)
    assert ("打开", f"/explore?{BARS}") in links(tile)
    assert figure(tile)["choose"]["page"] == "/explore"
    assert "org_type=society" in figure(tile)["choose"]["query"]


def test_a_tile_of_any_page_is_pinned_as_it_stands(keeper: Keeper) -> None:
    there = keeper.screen.tiles("/members?district=110108")
    name = next(n for n, tile in there.items() if n != "words" and charts(tile))
    title = str(there[name]["props"]["aria-label"])
    assert pin(keeper, "/members", "district=110108", name).status_code == 200
    mine = shown(keeper.screen)[title]
    assert "区：海淀区" in text(mine)
    assert [s["data"] for o in charts(mine) for s in o["series"]]
    assert ("打开", "/members?district=110108") in links(mine)


def test_an_export_of_a_pinned_tile_holds_its_own_numbers(keeper: Keeper) -> None:
    pin(keeper, "/explore", BARS, "chart")
    (tile,) = shown(keeper.screen).values()
    (href,) = [h for _, h in links(tile) if h.endswith("_format=csv")]
    body = keeper.client.get(href).data.decode("utf-8-sig")
    assert body.count("\r\n") == 5  # its head, three districts, 全部
    assert "海淀区,1" in body


def test_the_day_of_the_page_holds_for_tiles_without_their_own(keeper: Keeper) -> None:
    pin(keeper, "/explore", BARS, "chart")
    pin(keeper, "/explore", f"{BARS}&as_of=2022-12-30", "chart")
    fresh, fixed = keeper.screen.tiles("/mine?as_of=2022-01-15").values()
    # On that day S1 and S4 were registered, S2 not before February.
    assert "截至2022年1月15日" in text(fresh)
    assert len(figure(fresh)["figure"]["data"][0]["x"]) == 2
    assert "截至2022年12月30日" in text(fixed)


def test_order_width_and_title_are_the_readers(keeper: Keeper, page: MyPage) -> None:
    for by in ("district", "org_type", "discipline"):
        pin(keeper, "/explore", f"i=ZZ01&by={by}&chart=bar", "chart")
    one, two, three = (tile.id for tile in page.tiles())
    keeper.post(f"/mine/tiles/{three}/up")
    keeper.post(f"/mine/tiles/{one}/up")  # it is the first already
    assert [tile.id for tile in page.tiles()] == [one, three, two]
    keeper.post(f"/mine/tiles/{one}/down")
    assert [tile.id for tile in page.tiles()] == [three, one, two]
    keeper.post(f"/mine/tiles/{one}/width", on="1")
    keeper.post(f"/mine/tiles/{one}/rename", name=" 我们的  区 ")
    places = keeper.screen.open("/mine").places
    assert [(p["name"], p["span"]) for p in places] == [(three, 6), (one, 12), (two, 6)]
    assert "我们的 区" in shown(keeper.screen)
    assert keeper.post(f"/mine/tiles/{one}/rename", name=" ").get_json()["error"] == "请填写标题"
    assert keeper.post(f"/mine/tiles/{two}/remove").status_code == 200
    assert [tile.id for tile in page.tiles()] == [three, one]
    assert keeper.post(f"/mine/tiles/{two}/remove").status_code == 404
    assert keeper.post(f"/mine/tiles/{one}/explode").status_code == 404


def test_a_page_belongs_to_its_reader(keeper: Keeper, own_settings: Settings) -> None:
    theirs = MyPage(open_store(own_settings), "别人")
    made = theirs.pin("别人的", "/explore", BARS, "chart", "注册组织：按区")
    assert "还没有钉住的内容" in text(keeper.screen.open("/mine").tree)
    assert keeper.post(f"/mine/tiles/{made.id}/remove").status_code == 404
    assert len(theirs.tiles()) == 1


@pytest.mark.parametrize(
    ("path", "query", "tile", "said"),
    [
        ("/explore", "i=XX99&by=district", "chart", "指标 XX99 已不存在"),
        ("/explore", "i=ZZ01&by=planet&chart=bar", "chart", "维度“planet”已不存在"),
        ("/explore", "i=ZZ01&by=light&chart=bar", "chart", "“注册组织”不能按“亮灯”分组"),
        ("/explore", "i=ZZ01&by=district&district=火星", "chart", "没有“火星”"),
        ("/yesterday", "", "3", "页面 /yesterday 已不存在"),
        ("/members", "", "99", "页面 /members 上已没有“旧的”"),
    ],
)
def test_what_is_gone_is_said_and_can_be_taken_off(
    keeper: Keeper, page: MyPage, path: str, query: str, tile: str, said: str
) -> None:
    made = page.pin("旧的", path, query, tile, "旧的")
    pin(keeper, "/explore", BARS, "chart")
    tiles = shown(keeper.screen)
    assert said in text(tiles["旧的"])
    assert classed(tiles["旧的"], "state-error")
    assert not classed(tiles["注册组织：按区"], "state-error")
    actions = [n["props"]["action"] for n in nodes(tiles["旧的"]) if n["type"] == "Form"]
    assert f"/mine/tiles/{made.id}/remove" in actions


def test_a_page_whose_tiles_have_changed_places_still_finds_them(keeper: Keeper, page: MyPage) -> None:
    there = keeper.screen.tiles("/members")
    name, tile = next((n, t) for n, t in there.items() if n != "words" and charts(t))
    title = str(tile["props"]["aria-label"])
    page.pin(title, "/members", "", str(int(name) + 1), title)
    assert values(shown(keeper.screen)[title]) == values(tile)


def test_what_cannot_be_pinned_is_refused(keeper: Keeper) -> None:
    assert pin(keeper, "/explore", BARS, "chart").status_code == 200
    again = pin(keeper, "/explore", BARS, "chart")
    assert (again.status_code, again.get_json()["error"]) == (400, "“注册组织：按区”已在我的页面上")
    assert pin(keeper, "/nowhere", "", "1").status_code == 400
    assert "不能钉住" in pin(keeper, "/drill", "i=RC01", "figure").get_json()["error"]
    assert "没有这一块内容" in pin(keeper, "/members", "", "99").get_json()["error"]
    assert keeper.client.post("/mine/tiles", data={"path": "/members", "tile": "1"}).status_code == 403
    assert "钉到我的页面" not in text(shown(keeper.screen)["注册组织：按区"])


def test_hostile_titles_are_text(keeper: Keeper, page: MyPage) -> None:
    pin(keeper, "/explore", BARS, "chart")
    (one,) = page.tiles()
    keeper.post(f"/mine/tiles/{one.id}/rename", name="<script>alert(1)</script>")
    (tile,) = shown(keeper.screen).values()
    assert "<script>alert(1)</script>" in text(tile)
    assert not [n for n in nodes(tile) if n["type"].lower() == "script"]
