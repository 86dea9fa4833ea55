"""A tile whose source missed its agreed frequency says up to when its data go."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.engine import DatabaseUnavailable
from data.settings import Settings
from queries.service import get_cockpit
from tests.pages.screen import Screen, classed, links, screen_over, text

ACCOUNTS = "账号数据截至2022年12月28日（约定每日更新，已逾期 1 天）"
ARTICLES = "稿件尚无交付记录（约定每月更新）"


def said(screen: Screen, url: str) -> dict[str, str]:
    """What each tile of a page says of late sources."""
    return {
        tile["props"]["aria-label"]: text(classed(tile, "late-source")) for tile in screen.tiles(url).values()
    }


def test_tiles_of_a_late_source_say_so_and_others_do_not(screen: Screen) -> None:
    found = said(screen, "/organizations")
    assert found["新增单位用户：按区"] == ACCOUNTS
    assert found["注册组织增长"] == ""
    # Figures without a frame say it under them.
    assert found["关键指标"] == f"其中新增单位用户：{ACCOUNTS}"
    marked = {
        cell["props"]["data-code"]: text(classed(cell, "card-late"))
        for tile in screen.tiles("/organizations").values()
        for cell in classed(tile, "card-cell")
    }
    assert {code: said for code, said in marked.items() if said} == {"ZZ09": "截至12月28日"}


def test_it_leads_to_every_late_source(screen: Screen) -> None:
    for tile in screen.tiles("/organizations").values():
        for _, href in links(classed(tile, "late-source")):
            page = screen.open(href)
            assert text(classed(screen.fill(page.slots["figure"]), "card-value")) == "2张"
            assert "2022-12-28" in text(screen.fill(page.slots["rows"]))


def test_what_never_came_is_said(screen: Screen) -> None:
    assert said(screen, "/communication")["发布稿件：按月"] == ARTICLES


def test_an_earlier_day_that_is_covered_is_not_late(screen: Screen) -> None:
    assert said(screen, "/organizations?as_of=2022-12-29")["新增单位用户：按区"] == ACCOUNTS
    assert said(screen, "/organizations?as_of=2022-12-28")["新增单位用户：按区"] == ""


def test_with_the_database_away_it_is_still_said(own_settings: Settings, tmp_path: Path) -> None:
    """What is known of a version is kept; what was never read is left unsaid, and the tile stands."""
    with screen_over(own_settings) as shown:
        before = said(shown, "/organizations")["新增单位用户：按区"]
        (own_settings.home / "unified").rename(tmp_path / "away")
        assert said(shown, "/organizations")["新增单位用户：按区"] == before == ACCOUNTS


def test_what_cannot_be_read_leaves_the_tile_standing(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise DatabaseUnavailable("不在")

    monkeypatch.setattr(get_cockpit(), "freshness", away)
    found = said(screen, "/organizations?as_of=2022-12-30")
    assert set(found.values()) == {""}
