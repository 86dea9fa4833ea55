"""``?version=``: a page of an archived publication stays on it, says so, and leads to the newest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from data.settings import Settings
from queries.evaluate import Question
from queries.filters import Filters
from queries.pin import pin, pinned
from queries.scope import EVERYTHING
from queries.service import get_cockpit
from tests.pages.screen import BOARDS, Screen, classed, links, messages, nodes, screen_over, text
from tests.support.small import publish
from tests.support.world import AS_OF, world

#: Day of the second publication, which holds no memberships at all: 个人会员 is 0 there.
LATER = "2023-01-31"
PINNED = f"/members?version=000001&as_of={AS_OF}"


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """Two publications; the second one is current."""
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    publish(settings, {**world(), "membership": []}, business_date=LATER, demonstration=True)
    with screen_over(settings) as shown:
        yield shown


def members(screen: Screen, url: str) -> str:
    """What the page says of its key figures."""
    return text(screen.tiles(url)["0"])


def test_a_page_is_of_the_version_in_its_address_whatever_came_later(twice: Screen) -> None:
    for _ in range(2):  # drawn, then from what is kept
        assert "1,005" in members(twice, "/members?version=000001")
        assert "1,005" not in members(twice, "/members")
    page = twice.open("/members?version=000001")
    assert "数据截至 2022年12月30日" in text(page.tree)
    assert "2023年1月31日" in text(twice.open("/members").tree)


def test_its_numbers_are_asked_together_of_that_version_only(twice: Screen) -> None:
    """What is asked before the tiles are drawn is asked after the request is over, yet for it."""
    twice.tiles("/members?version=000001&as_of=2022-06-30")
    question = Question("RC01", Filters.default(date(2022, 6, 30)), scope=EVERYTHING).key()
    cache = get_cockpit().cache
    assert cache.peek("000001", "answer", question)
    assert cache.peek("000002", "answer", question) is None


def test_it_says_so_and_leads_to_the_newest(twice: Screen) -> None:
    (badge,) = classed(twice.open(PINNED).tree, "archive-badge")
    assert "存档版本 000001" in text(badge)
    assert links(badge) == [("看最新版本", f"?as_of={AS_OF}")]
    assert classed(twice.open("/members").tree, "archive-badge") == []


@pytest.mark.parametrize("path", [*BOARDS, "/drill?i=RC01", "/drill?i=RC01&path=discipline&discipline=B"])
def test_every_link_to_figures_stays_in_the_version(twice: Screen, path: str) -> None:
    url = f"{path}{'&' if '?' in path else '?'}version=000001"
    page = twice.open(url)
    trees = [page.tree, *twice.tiles(url).values()]
    inside = ("/drill", "/export", "/organisation", "/activity", "/task", "/district", *BOARDS)
    for words, href in (found for tree in trees for found in links(tree)):
        parts = urlsplit(href)
        if parts.path in inside or parts.path.startswith("/export/"):
            assert parse_qs(parts.query).get("version") == ["000001"], (words, href)
    marks = [n["props"]["option"] for tree in trees for n in nodes(tree) if n["type"] == "EChart"]
    hrefs = [
        d["href"]
        for option in marks
        for series in option["series"]
        for d in series.get("data", [])
        if isinstance(d, dict) and d.get("href")
    ]
    assert [href for href in hrefs if "version=000001" not in href] == []


def test_the_filter_panel_keeps_it(twice: Screen) -> None:
    (form,) = [n for n in nodes(twice.open(PINNED).tree) if n["type"] == "FilterForm"]
    assert form["props"]["fields"]["keep"] == {"version": "000001"}
    assert form["props"]["fields"]["latest"] == AS_OF


def test_exports_are_of_the_version(twice: Screen) -> None:
    (csv,) = [h for _, h in links(twice.tiles(PINNED)["0"]) if h.endswith("csv")]
    assert "1005" in twice.client.get(csv).text
    assert "1005" not in twice.client.get(csv.replace("000001", "000002")).text


def test_a_version_that_is_not_kept_is_said_with_a_way_out(twice: Screen) -> None:
    page = twice.open(f"/members?as_of={AS_OF}&version=000077")
    (said,) = messages(page)
    assert "版本 000077 已不再保留，或版本号有误；最新版本是 000002" in said
    assert ("看最新版本", f"?as_of={AS_OF}") in links(page.tree)
    assert page.places == ()
    assert "000077" in text(twice.open("/drill?i=RC01&version=000077").tree)
    assert "000077" in twice.client.get("/export/members?_tile=0&_version=000077&_format=csv").text


def test_the_wall_stays_on_it_too(twice: Screen) -> None:
    body = twice.client.get("/screen/scene?kind=normal&version=000001").json
    assert (body["head"]["version"], body["head"]["archived"]) == ("000001", True)
    newest = twice.client.get("/screen/scene?kind=normal").json
    assert (newest["head"]["version"], newest["head"]["archived"]) == ("000002", False)
    drills = [h for tile in body["tiles"].values() for _, h in links(tile["tree"]) if h.startswith("/drill")]
    assert drills
    assert [h for h in drills if "version=000001" not in h] == []


def test_a_pin_ends_with_its_request(twice: Screen) -> None:
    twice.client.get("/tiles/members?version=000001").close()
    assert pinned() == ""
    with pin("000001"):
        assert pinned() == "000001"
    assert twice.client.get("/api/v1/indicators/RC01").json["version"] == "000002"
