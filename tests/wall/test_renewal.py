"""A fresh wall takes the place of the old one, at night or with a new release, and nobody sees it happen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Frame, Page, Request, Route, expect

from tests.support.browser import Visit
from tests.wall.watching import figures

pytestmark = pytest.mark.browser

DAY = 86_400_000
PULSE = 5_000

#: Looks at every frame whether a wall with figures is to be seen: the last frame that is shown covers all.
SAMPLE = """() => {
    window.black = 0;
    window.looked = 0;
    const drawn = ".scene:not(.is-waiting) .drawn:not(.is-waiting)";
    const painted = (page) => page.querySelectorAll(`${drawn} .card-value b`).length >= 7 &&
        page.querySelectorAll(`${drawn} svg path`).length > 20;
    const look = () => {
        looked += 1;
        const frames = document.querySelectorAll("iframe:not(.is-waiting)");
        if (!painted(frames.length ? [...frames].at(-1).contentDocument : document)) black += 1;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


@pytest.fixture
def night(site: str, seen: Visit) -> Page:
    """A wall ten seconds before its nightly reload; each frame from now on is looked at."""
    page = seen.page
    page.clock.install(time="2026-11-23T03:29:50+08:00")
    seen.open(f"{site}/screen?scene=people")
    page.evaluate(SAMPLE)
    return page


def renewed(page: Page) -> Frame:
    """Wait until another wall stands in the place of the last; answers its frame."""
    frame = page.locator("iframe:not(.is-waiting)")
    frame.wait_for()
    expect(page.locator("iframe")).to_have_count(1)
    inner = frame.element_handle().content_frame()
    assert inner
    inner.wait_for_selector('html[data-ready="true"]', state="attached")
    return inner


#: Some more frames are drawn, however long a busy machine takes for them.
MORE = """() => new Promise((done) => {
    const enough = looked + 4;
    const look = () => (looked >= enough ? done() : requestAnimationFrame(look));
    requestAnimationFrame(look);
})"""


def seen_at_all_times(page: Page) -> None:
    """No frame was without a wall, nor are the next ones."""
    page.evaluate(MORE)
    assert page.evaluate("black") == 0


def test_the_nightly_reload(night: Page) -> None:
    before = figures(night)
    night.clock.fast_forward(15_000)
    inner = renewed(night)
    seen_at_all_times(night)
    # The old one is gone with all that it had running.
    assert night.locator(".stage").count() == 0
    assert night.evaluate("cockpit.charts.size") == 0
    asked: list[Request] = []
    night.on("request", lambda request: asked.append(request))
    with night.expect_response("**/api/v1/walls"):
        night.clock.fast_forward(PULSE)
    assert {request.frame for request in asked} == {inner}
    shown = inner.locator(".card-value").evaluate_all("all => all.map((one) => one.title)")
    assert shown == list(before.values())
    assert inner.locator(".scene").get_attribute("data-scene") == "people"
    box = night.locator("iframe").bounding_box()
    assert box == {"x": 0, "y": 0, **(night.viewport_size or {})}


def test_keys_reach_the_fresh_wall(night: Page) -> None:
    night.clock.fast_forward(15_000)
    inner = renewed(night)
    night.keyboard.press("ArrowRight")
    inner.wait_for_selector(".scene[data-scene=activities]:not(.is-waiting)")
    night.keyboard.press("f")
    night.wait_for_selector("html:fullscreen", state="attached")
    night.keyboard.press("f")
    night.wait_for_selector("html:not(:fullscreen)", state="attached")
    inner.locator(".card-figure").first.click()
    inner.wait_for_selector(".over.detail:not([aria-busy]) .over-rows")
    night.keyboard.press("Escape")
    inner.wait_for_selector(".over", state="detached")


def test_the_next_night_replaces_the_frame(night: Page) -> None:
    night.clock.fast_forward(15_000)
    first = renewed(night)
    first.evaluate("window.old = true")
    for _ in range(2):
        night.clock.fast_forward(DAY)
        expect(night.locator("iframe")).to_have_count(1)
        night.locator("iframe.is-waiting").wait_for(state="detached")
        inner = renewed(night)
        assert inner.evaluate("window.old") is None
        inner.evaluate("window.old = true")
    seen_at_all_times(night)
    assert len(night.frames) == 2


def test_with_the_server_away_the_old_wall_stays(site: str, seen: Visit) -> None:
    page = seen.page
    seen.forgiven.add("ERR_INTERNET_DISCONNECTED")  # what the browser remarks on the lost connection
    page.clock.install(time="2026-11-23T03:29:50+08:00")
    seen.open(f"{site}/screen?scene=people")
    page.evaluate(SAMPLE)
    page.context.set_offline(True)
    page.clock.fast_forward(15_000)
    page.locator("iframe.is-waiting").wait_for(state="attached")
    page.clock.fast_forward(120_000)
    expect(page.locator("iframe")).to_have_count(0)
    assert page.locator(".scene:not(.is-waiting) .card-value").count() >= 7
    seen_at_all_times(page)
    page.context.set_offline(False)
    with page.expect_response("**/api/v1/walls"):
        page.clock.fast_forward(PULSE)
    page.keyboard.press("ArrowRight")
    page.locator(".scene[data-scene=activities]:not(.is-waiting)").wait_for()
    page.clock.fast_forward(DAY)
    renewed(page)
    seen_at_all_times(page)


def other_release(route: Route) -> None:
    """The server answers as one of another release."""
    answer = route.fetch()
    body: dict[str, Any] = answer.json()
    route.fulfill(response=answer, json=body | {"release": "another"})


def test_a_new_release_is_picked_up_once(site: str, seen: Visit) -> None:
    page = seen.page
    page.clock.install()
    seen.open(f"{site}/screen")
    page.evaluate(SAMPLE)
    page.route("**/api/v1/walls", other_release)
    page.clock.fast_forward(40_000)
    inner = renewed(page)
    seen_at_all_times(page)
    # Servers of both releases answer for a while: the wall doesn't go to and fro.
    inner.evaluate("window.old = true")
    for _ in range(3):
        with page.expect_response("**/api/v1/walls"):
            page.clock.fast_forward(40_000)
        page.evaluate("new Promise((done) => setTimeout(done, 50))")
        assert page.locator("iframe").count() == 1
    assert inner.evaluate("window.old") is True
    page.clock.fast_forward(600_000)
    expect(page.locator("iframe.is-waiting")).to_have_count(1)
    page.locator("iframe.is-waiting").wait_for(state="detached")
    assert renewed(page).evaluate("window.old") is None


def test_the_same_release_renews_nothing(site: str, seen: Visit) -> None:
    page = seen.page
    page.clock.install()
    seen.open(f"{site}/screen")
    for _ in range(2):
        with page.expect_response("**/api/v1/walls"):
            page.clock.fast_forward(40_000)
        page.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert page.locator("iframe").count() == 0
