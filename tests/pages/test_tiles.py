"""Every tile of every board fills, whatever is asked; one that breaks leaves the others standing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from components.board.page import BOARDS
from frames.tiles import Tile
from tests.pages.screen import BOARDS as PATHS
from tests.pages.screen import Node, Screen, charts, classed, is_broken, nodes, text

#: One member, with rows in the small world, of each dimension that boards are filtered by.
MEMBERS = {
    "age_band": "a35",
    "channel": "bast",
    "component": "meeting",
    "department": "society",
    "discipline": "B",
    "district": "110108",
    "domain": "earth",
    "gender": "男",
    "industry": "it",
    "light": "done",
    "media_kind": "图文",
    "org_type": "society",
    "organisation": "S1",
    "own_discipline": "B",
    "party_branch": "PB1",
    "platform": "talent",
    "source": "annual",
    "steward": "党建指导员",
    "title_level": "senior",
}


def failures(screen: Screen, url: str) -> dict[str, str]:
    """Tiles of a page that show their error state, with what they say."""
    return {name: text(tile) for name, tile in screen.tiles(url).items() if is_broken(tile)}


@pytest.mark.parametrize("path", PATHS)
def test_tiles_fill(screen: Screen, path: str) -> None:
    page = screen.open(path)
    assert len(page.slots) == len(BOARDS[path].places())
    for slot, declared in zip(page.slots.values(), BOARDS[path].places().values(), strict=True):
        assert f"span-{declared.span}" in slot.shown["props"]["className"]
        tile = screen.fill(slot)
        assert not is_broken(tile), text(tile)
        assert tile["props"]["aria-label"] == declared.title
        assert not classed(tile, "skeleton")


@pytest.mark.parametrize("path", PATHS)
def test_tiles_fill_under_each_filter_of_their_page(screen: Screen, path: str) -> None:
    for name in BOARDS[path].filters:
        assert failures(screen, f"{path}?{name}={MEMBERS[name]}") == {}


@pytest.mark.parametrize("path", PATHS)
def test_tiles_fill_over_another_period(screen: Screen, path: str) -> None:
    assert failures(screen, f"{path}?start=2021-11-15&end=2022-02-10&as_of=2022-03-01") == {}


@pytest.mark.parametrize("path", PATHS)
def test_before_all_data_tiles_are_empty_or_zero(screen: Screen, path: str) -> None:
    tiles = screen.tiles(f"{path}?as_of=1990-06-01")
    assert {name for name, tile in tiles.items() if is_broken(tile)} == set()
    for tile in tiles.values():
        values = [text(v) for v in classed(tile, "card-value") + classed(tile, "light-count")]
        # A target of the city is set for good; everything else is nothing or zero.
        assert all(re.fullmatch(r"(0|0\.0|—)\D{0,3}", value) for value in values), values
        assert values or classed(tile, "state-empty") or not charts(tile) or _is_flat(tile), text(tile)
        if classed(tile, "state-empty"):
            assert "当前条件下没有数据" in text(tile)


def _is_flat(tile: Node) -> bool:
    data = [d for option in charts(tile) for s in option["series"] for d in s.get("data", [])]
    return not any(d.get("value") for d in data if isinstance(d, dict) and d.get("value") != "-")


def test_a_filter_that_does_not_apply_is_said(screen: Screen) -> None:
    tiles = screen.tiles("/?discipline=B")
    said = {tile["props"]["aria-label"]: text(classed(tile, "not-applied")) for tile in tiles.values()}
    assert said["各部门督办亮灯"] == "未适用：学科类"
    assert said["个人会员增长"] == ""


def test_a_broken_tile_leaves_the_others_standing(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def burst(_: object) -> Any:
        raise ZeroDivisionError("secret detail")

    board = BOARDS["/party"]
    tiles: list[Tile] = list(board.tiles)
    tiles[2] = replace(tiles[2], draw=burst)
    monkeypatch.setitem(BOARDS, "/party", replace(board, tiles=tuple(tiles)))
    filled = screen.tiles("/party?discipline=C")
    assert [name for name, tile in filled.items() if is_broken(tile)] == ["2"]
    assert "程序出错，已记入日志；其他内容不受影响" in text(filled["2"])
    assert tiles[2].title in text(filled["2"])
    assert "secret" not in text(filled["2"])
    assert "secret detail" in caplog.text
    # What broke is not remembered: once mended it shows again.
    monkeypatch.setitem(BOARDS, "/party", board)
    assert not is_broken(screen.tiles("/party?discipline=C")["2"])


def test_ratios_stand_in_percent_and_nothing_over_nothing_is_a_dash(screen: Screen) -> None:
    tile = screen.tiles("/organizations")["0"]
    cells = {n["props"]["data-code"]: text(classed(n, "card-value")) for n in classed(tile, "card-cell")}
    # 2 of 8 societies manage members; 6 organisations at the period's start, 8 at its end.
    assert cells["ZZ03"] == "33.3%"
    assert cells["ZZ02"] == "2家"
    early = screen.tiles("/organizations?as_of=1990-06-01")["0"]
    cells = {n["props"]["data-code"]: text(classed(n, "card-value")) for n in classed(early, "card-cell")}
    assert cells["ZZ03"].startswith("—")


def test_a_net_change_may_be_negative(screen: Screen) -> None:
    url = "/organizations?start=2022-06-01&end=2022-06-30"
    tile = screen.tiles(url)["0"]
    cells = {n["props"]["data-code"]: text(classed(n, "card-value")) for n in classed(tile, "card-cell")}
    assert cells["ZZ02"] == "-1家"  # E1 left on 30 June
    rows = screen.tiles("/drill?i=ZZ02&start=2022-06-01&end=2022-06-30")["rows"]
    assert "“变动”一列之和" in text(rows)
    assert "-1" in text(rows)


def test_parts_that_exceed_the_whole_are_said(screen: Screen) -> None:
    tiles = screen.tiles("/members")
    (tile,) = [t for t in tiles.values() if t["props"]["aria-label"] == "个人会员：按学科类"]
    remarks = text(classed(tile, "tile-remarks"))
    assert "大于去重后的 1,005" in remarks
    assert "有重复归属" in remarks


def test_tiles_carry_their_definition_and_numbers_as_a_table(screen: Screen) -> None:
    for tile in screen.tiles("/").values():
        if "tile-bare" in tile["props"]["className"]:
            continue
        assert "口径" in text(classed(tile, "info-panel"))
        if charts(tile):
            (table,) = classed(tile, "tile-data")
            assert [n for n in nodes(table) if n["type"] == "Td"], tile["props"]["aria-label"]
