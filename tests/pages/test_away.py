"""Pages with the database away: nothing ever published, the server gone, and gone after it was read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import app
from data.settings import Settings
from tests.pages.screen import BOARDS, PAGES, Screen, classed, is_broken, links, messages, screen_over, text
from tests.support.processes import free_port


@pytest.fixture(scope="module", params=["nothing published", "server gone"])
def nowhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A cockpit that never saw a publication."""
    url = f"postgresql+psycopg://reader@127.0.0.1:{free_port()}/cockpit"
    settings = Settings(
        home=tmp_path_factory.mktemp("home"), database_url=url if request.param == "server gone" else ""
    )
    with screen_over(settings) as shown:
        yield shown


@pytest.mark.parametrize("url", [*PAGES, "/organisation?id=S1", "/district?id=110108"])
def test_with_the_database_away_a_page_says_so_and_offers_a_way(nowhere: Screen, url: str) -> None:
    page = nowhere.open(url)
    assert page.heading
    (message, *_) = messages(page)
    assert "还没有任何发布版本" in message or "数据库服务器连接不上" in message
    (alert, *_) = classed(page.tree, "state-error")
    assert links(alert), "no way out"
    for slot in page.slots.values():
        tile = nowhere.fill(slot)
        assert is_broken(tile), slot.name
        assert "还没有任何发布版本" in text(tile) or "数据库服务器连接不上" in text(tile)


def test_the_navigation_stands_with_the_database_away(nowhere: Screen) -> None:
    layout = nowhere.client.get("/_dash-layout").get_json()
    others = [item for _, items in app.GROUPS for item in items]
    assert len(links(classed(layout, "nav-list"))) == len([*BOARDS, *others])


def test_what_was_shown_stays_when_the_database_goes(own_settings: Settings) -> None:
    with screen_over(own_settings) as shown:
        before = {name: text(tile) for name, tile in shown.tiles("/members").items()}
        rows = text(shown.tiles("/drill?i=ZZ01")["rows"])
        (own_settings.home / "unified").rename(own_settings.home / "elsewhere")
        page = shown.open("/members")
        assert "数据库暂时连接不上，显示的是最近一次的数据" in text(classed(page.tree, "page-head"))
        assert "数据截至 2022年12月30日" in text(classed(page.tree, "page-head"))
        for name, slot in page.slots.items():
            tile = shown.fill(slot)
            assert classed(tile, "stale-note"), name
            assert text(tile).replace(text(classed(tile, "stale-note")), "") == before[name]
        assert text(shown.tiles("/drill?i=ZZ01")["rows"]).endswith(rows[-40:])
    # A process that starts only now remembers the publication, and what was stored of it.
    with screen_over(own_settings) as shown:
        tiles = shown.tiles("/members")
        assert {name for name, tile in tiles.items() if is_broken(tile)} == set()
        fresh = shown.tiles("/party")
        assert all("版本 000001 不在" in text(tile) for tile in fresh.values())
        (own_settings.home / "elsewhere").rename(own_settings.home / "unified")
        assert not classed(shown.tiles("/party"), "stale-note")
        assert "最近一次" not in text(shown.open("/members").tree)
