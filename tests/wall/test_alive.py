"""The wall follows its data by itself, and says when it can't: publications, outages, midnight, lateness."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from data.settings import Settings
from tests.journeys.test_publication import with_one_more
from tests.support.browser import Visit, ready, visit
from tests.support.server import live_server
from tests.support.small import publish
from tests.support.world import AS_OF, world
from tests.wall.watching import HAIDIAN, api, figures, figures_of_api, spot_on_map

pytestmark = pytest.mark.browser

SEEN_WITHIN = 15.0
CUT = "数据截至 2022年12月30日，连接中断"

#: Looks at every frame whether each panel shows a finished tile; remarks are kept in ``window.gaps``.
SAMPLE = """() => {
    window.gaps = [];
    window.frames_seen = 0;
    const look = () => {
        window.frames_seen += 1;
        const places = document.querySelectorAll(".scene:not(.is-waiting) :is(.panel-body, .figures)");
        if (places.length < 9) gaps.push(`only ${places.length} panels`);
        for (const place of places) {
            const shown = [...place.querySelectorAll(":scope > .drawn:not(.is-waiting)")];
            const name = place.parentElement.dataset.panel || "figures";
            if (shown.length !== 1) gaps.push(`${name}: ${shown.length} tiles`);
            else if (!shown[0].textContent.trim()) gaps.push(`${name}: no words`);
            else if (shown[0].querySelector(".echart:not(:has(svg path))")) gaps.push(`${name}: no picture`);
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A home of this test's own with the small world."""
    settings = Settings(home=tmp_path / "home", threads=4)
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    return settings


@pytest.fixture
def own_site(home: Settings) -> Iterator[str]:
    """A server over it."""
    with live_server(home) as base:
        yield base


@pytest.fixture
def watched(browser: Browser) -> Iterator[Visit]:
    """A tab whose server may go: what the browser remarks on lost requests is no error."""
    with visit(browser) as opened:
        opened.forgiven.add("Failed to load resource")
        yield opened
        assert opened.outside == []
        assert opened.errors == []


def never_left(page: Page) -> Callable[[], bool]:
    """Marks the document; the answer tells whether it is still the same."""
    page.evaluate("window.kept = true")
    return lambda: bool(page.evaluate("window.kept === true"))


def test_a_publication_appears_by_itself(own_site: str, home: Settings, watched: Visit) -> None:
    page = watched.page
    watched.open(f"{own_site}/screen?name=lobby")
    assert figures(page)["ZZ01"] == "8 家"
    same = never_left(page)
    page.evaluate("""() => {
        for (const tile of document.querySelectorAll(".panel .drawn"))
            tile.closest(".panel").before_it = tile.firstElementChild;
    }""")
    page.evaluate(SAMPLE)
    publish(home, with_one_more(), business_date=AS_OF)
    published = time.monotonic()
    page.locator(".card-value[title='9 家']").wait_for(timeout=SEEN_WITHIN * 1000)
    assert time.monotonic() - published < SEEN_WITHIN
    ready(page)
    assert same()
    page.evaluate("""() => new Promise((done) => {
        const look = () => (frames_seen > 10 ? done() : requestAnimationFrame(look));
        requestAnimationFrame(look);
    })""")
    assert page.evaluate("[...new Set(gaps)]") == []
    assert "000002" in page.locator(".bar-facts").inner_text()
    assert page.locator(".demo-badge").count() == 0
    assert figures(page) == figures_of_api(page, own_site, list(figures(page)))
    # What didn't change was not even drawn anew.
    kept = """() => [...document.querySelectorAll(".panel")]
        .filter((panel) => panel.querySelector(".drawn").firstElementChild === panel.before_it)
        .map((panel) => panel.dataset.panel)"""
    assert {"lights", "departments", "overdue", "channels", "activities"} <= set(page.evaluate(kept))
    assert not {"growth", "types"} & set(page.evaluate(kept))


def test_a_publication_reaches_a_drilled_wall(own_site: str, home: Settings, watched: Visit) -> None:
    page = watched.page
    watched.open(f"{own_site}/screen?scene=people")
    page.locator(".bar-scene", has_text="总览").click()
    ready(page)
    page.mouse.click(*spot_on_map(page, HAIDIAN))
    page.locator(".bar-chip", has_text="海淀区").wait_for()
    ready(page)
    before = figures(page)["ZZ01"]
    more = with_one_more()
    more["organisation"][-1]["district_code"] = "110108"
    publish(home, more, business_date=AS_OF)
    after = f"{int(before.split()[0]) + 1} 家"
    page.locator(f"[data-code=ZZ01] .card-value[title='{after}']").wait_for(timeout=SEEN_WITHIN * 1000)
    ready(page)
    assert page.locator(".bar-chip").inner_text().strip() == "海淀区"


def test_with_the_server_gone_the_picture_stays(home: Settings, watched: Visit) -> None:
    page = watched.page
    with ExitStack() as first:
        base = first.enter_context(live_server(home))
        watched.open(f"{base}/screen")
        page.keyboard.press("ArrowRight")
        page.locator(".scene[data-scene=people]:not(.is-waiting)").wait_for()
        page.keyboard.press("ArrowLeft")
        page.locator(".scene[data-scene=overview]:not(.is-waiting)").wait_for()
        ready(page)
        same = never_left(page)
        shown = figures(page)
        page.evaluate(SAMPLE)
    mark = page.locator(".bar-broken")
    expect(mark).to_have_text(CUT, timeout=SEEN_WITHIN * 1000)
    assert mark.get_attribute("role") == "alert"
    assert figures(page) == shown
    # The carousel goes on with what is known; what isn't, is not shown.
    page.keyboard.press("ArrowRight")
    page.locator(".scene[data-scene=people]:not(.is-waiting)").wait_for()
    page.keyboard.press("ArrowRight")
    ready(page)
    assert page.locator(".scene:not(.is-waiting)").get_attribute("data-scene") in {"people", "overview"}
    expect(mark).to_have_text(CUT)
    assert page.locator(".stage-message, .state-error").count() == 0
    with live_server(home, port=urlsplit(base).port):
        mark.wait_for(state="detached", timeout=SEEN_WITHIN * 1000)
        assert same()
        assert page.evaluate("[...new Set(gaps)]") == []
        page.keyboard.press("ArrowRight")
        ready(page)
        assert "数据截至" in page.locator(".bar-facts").inner_text()
        found = api(page, base, "walls")["walls"]
        assert [wall["errors"] for wall in found] == [0]


def test_with_the_database_gone_the_picture_stays(own_site: str, home: Settings, watched: Visit) -> None:
    page = watched.page
    watched.open(f"{own_site}/screen")
    same = never_left(page)
    shown = figures(page)
    page.evaluate(SAMPLE)
    (home.home / "unified").rename(home.home / "elsewhere")
    mark = page.locator(".bar-broken")
    expect(mark).to_have_text(CUT, timeout=SEEN_WITHIN * 1000)
    assert figures(page) == shown
    page.evaluate("wall.redraw()")
    ready(page)
    assert figures(page) == shown
    expect(mark).to_have_text(CUT)
    (home.home / "elsewhere").rename(home.home / "unified")
    mark.wait_for(state="detached", timeout=SEEN_WITHIN * 1000)
    page.evaluate("wall.redraw()")
    ready(page)
    assert page.locator(".stale-note").count() == 0
    assert same()
    assert page.evaluate("[...new Set(gaps)]") == []


def test_a_wall_before_the_first_publication_waits_for_it(tmp_path: Path, watched: Visit) -> None:
    page = watched.page
    settings = Settings(home=tmp_path / "home", threads=4)
    with live_server(settings, wait_for="/healthz") as base:
        page.goto(f"{base}/screen", wait_until="commit")
        page.locator(".bar-broken, .stage-message").first.wait_for()
        publish(settings, world(), business_date=AS_OF)
        page.locator("[data-code=ZZ01] .card-value[title='8 家']").wait_for(timeout=SEEN_WITHIN * 1000)
        ready(page)
        assert page.locator(".bar-broken, .stage-message, .state-error").count() == 0


def at(moment: str) -> Callable[[Route], None]:
    """Lets the server's clock stand at ``moment`` (北京时间) from now on, in answers to the pulse."""
    shift = datetime.fromisoformat(f"{moment}+08:00") - datetime.now().astimezone()

    def shifted(route: Route) -> None:
        answer = route.fetch()
        body: dict[str, Any] = answer.json()
        body["now"] = (datetime.fromisoformat(body["now"]) + shift).isoformat(timespec="milliseconds")
        route.fulfill(response=answer, json=body)

    return shifted


def test_days_roll_over_at_midnight(site: str, seen: Visit) -> None:
    page = seen.page
    page.route("**/api/v1/walls", at("2022-12-30T23:59:52"))
    seen.open(f"{site}/screen")
    date, facts = page.locator(".bar-date"), page.locator(".bar-facts")
    expect(date).to_have_text("2022年12月30日星期五")
    expect(facts).to_contain_text("2022年12月30日（今天）")
    same = never_left(page)
    expect(date).to_have_text("2022年12月31日星期六", timeout=20_000)
    expect(facts).to_contain_text("2022年12月30日（昨天）")
    expect(page.locator(".bar-clock")).to_have_text("00:00")
    assert same()


def test_days_of_news_are_counted_from_today(site: str, seen: Visit) -> None:
    page = seen.page
    page.route("**/api/v1/walls", at("2022-10-12T09:00:00"))
    seen.open(f"{site}/screen")
    expect(page.locator(".bar-clock")).to_have_text(r"09:00")
    page.evaluate("wall.redraw()")
    ready(page)
    said = page.locator(".feed-holder .drawn:not(.is-waiting) time").evaluate_all(
        "all => Object.fromEntries(all.map((time) => [time.dateTime, time.textContent]))"
    )
    assert said["2022-10-10"] == "前天"
    assert said["2022-10-03"] == "9 天前"


def test_a_late_source_is_said_where_it_counts(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    late = page.locator("[data-panel=channels] .drawn:not(.is-waiting) .late-source")
    assert late.inner_text() == "稿件尚无交付记录（约定每月更新）"
    assert page.locator("[data-panel=types] .late-source").count() == 0
    sources = page.locator(".bar-fresh")
    assert sources.inner_text().strip() == "2 张数据表逾期"
    sources.click()
    page.locator(".over.detail:not([aria-busy]) .over-rows tbody tr").first.wait_for()
    assert page.locator(".over-rows tbody tr").count() == 2


def test_the_administrator_hears_of_the_wall(site: str, seen: Visit) -> None:
    page = seen.page
    with page.expect_response("**/api/v1/walls"):
        seen.open(f"{site}/screen?scene=supervision&name=三层大厅")
    with page.expect_response("**/api/v1/walls"):
        pass
    found = api(page, site, "walls")
    (wall,) = [one for one in found["walls"] if one["name"] == "三层大厅"]
    assert wall["scene"] == "supervision"
    assert (wall["edition"], wall["release"]) == (found["edition"], found["release"])
    assert (wall["size"], wall["errors"], wall["refreshes"]) == ("1366x768", 0, 1)
    assert (wall["state"], wall["offline_seconds"]) == ("正常", 0)
    painted = datetime.fromisoformat(wall["painted_at"])
    assert abs(datetime.fromisoformat(found["now"]) - painted) < timedelta(minutes=1)
    assert 0 < wall["memory_mb"] < 500
    # The same wall after a restart of its browser's tab.
    with page.expect_response("**/api/v1/walls"):
        seen.open(f"{site}/screen?name=三层大厅")
    again = api(page, site, "walls")["walls"]
    assert [one["wall"] for one in again if one["name"] == "三层大厅"] == [wall["wall"]]
