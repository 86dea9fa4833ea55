"""What moves by itself, and who stops it: carousel, highlights, pause, keys, swipes, spotlight, calm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from frames.formats import number
from pages.screen import WALL
from tests.support.browser import Visit, ready, visit
from tests.wall.watching import HAIDIAN, api, closed, detail, figures, names, spot_on_map

pytestmark = pytest.mark.browser

SCENES = [scene.key for scene in WALL.scenes]
DWELL = {scene.key: scene.dwell * 1000 for scene in WALL.scenes}
IDLE = WALL.idle * 1000
TICK = 1_000


@pytest.fixture
def running(site: str, lively: Visit) -> Visit:
    """A wall whose carousel runs, and whose clock a test can put forward."""
    lively.page.clock.install()
    lively.open(f"{site}/screen")
    return lively


@pytest.fixture
def touchscreen(browser: Browser) -> Iterator[Visit]:
    """A wall that is touched; its carousel stands still."""
    with visit(browser, (1920, 1080), has_touch=True) as opened:
        yield opened
        assert (opened.outside, opened.errors) == ([], [])


def shows(page: Page, scene: str) -> None:
    """Wait for a scene, alone and painted."""
    page.locator(f".scene[data-scene={scene}]:not(.is-waiting)").wait_for()
    ready(page)
    expect(page.locator(".scene")).to_have_count(1)
    expect(page.locator(".bar-scene[aria-current]")).to_have_attribute("data-scene", scene)


def later(page: Page, milliseconds: int) -> None:
    """Put the clock forward, and let the ticking notice."""
    page.clock.fast_forward(milliseconds)
    page.clock.run_for(TICK + 100)


def test_scenes_follow_one_another_and_the_first_follows_the_last(running: Visit) -> None:
    page = running.page
    shows(page, SCENES[0])
    assert page.locator(".pause").get_attribute("aria-pressed") == "false"
    for before, after in zip(SCENES, [*SCENES[1:], SCENES[0]], strict=True):
        later(page, DWELL[before] - 3 * TICK)
        assert page.locator(".scene").get_attribute("data-scene") == before
        later(page, 3 * TICK)
        shows(page, after)


def test_districts_and_departments_are_lit_in_turn(running: Visit) -> None:
    page = running.page
    page.mouse.move(0, 0)
    later(page, IDLE)
    lit = []
    for _ in range(3):
        later(page, WALL.highlight * 1000)
        card = page.locator(".district-card:not(.is-pinned) h3")
        row = page.locator("[data-panel=departments] .light-row.is-lit .light-name")
        lit.append((card.inner_text(), row.inner_text()))
    districts, departments = zip(*lit, strict=True)
    assert len(set(districts)) == 3
    assert len(set(departments)) == 3
    value = page.locator(".district-card .card-line").count()
    assert value == 1 + 3
    # Somebody comes: nothing is lit any more.
    page.mouse.move(300, 300)
    expect(page.locator(".is-lit, .district-card")).to_have_count(0)


def test_the_largest_district_is_lit_first(site: str, running: Visit) -> None:
    page = running.page
    later(page, WALL.highlight * 1000)
    rows = api(page, site, "indicators/RC08?by=district")["rows"]
    largest = max(row["value"] for row in rows if (row["district_code"] or "").startswith("1101"))
    assert page.locator(".district-card .card-line b").first.inner_text() == number(largest, "人").full


def test_pause_holds_until_it_is_taken_back(running: Visit) -> None:
    page = running.page
    page.keyboard.press("Space")
    assert page.locator(".pause").get_attribute("aria-pressed") == "true"
    assert page.locator(".pause").get_attribute("aria-label") == "继续轮播（空格键）"
    for _ in range(3):
        later(page, IDLE)
        assert page.locator(".scene").get_attribute("data-scene") == SCENES[0]
    assert page.locator(".is-lit, .district-card").count() == 0
    page.locator(".pause").click()
    assert page.locator(".pause").get_attribute("aria-pressed") == "false"
    later(page, IDLE)
    later(page, DWELL[SCENES[0]])
    shows(page, SCENES[1])


def test_keys(running: Visit) -> None:
    page = running.page
    page.keyboard.press("ArrowRight")
    shows(page, SCENES[1])
    page.keyboard.press("ArrowLeft")
    shows(page, SCENES[0])
    page.keyboard.press("ArrowLeft")
    shows(page, SCENES[-1])
    # Who steers isn't overtaken by the carousel.
    later(page, IDLE - 5 * TICK)
    assert page.locator(".scene").get_attribute("data-scene") == SCENES[-1]
    page.keyboard.press("f")
    page.locator("html:fullscreen").wait_for(state="attached")
    page.keyboard.press("F")
    page.locator("html:not(:fullscreen)").wait_for(state="attached")
    # The browser's own keys stay its own.
    page.keyboard.press("Control+f")
    assert page.locator("html:fullscreen").count() == 0


def test_impatient_keys_leave_one_whole_scene(site: str, seen: Visit) -> None:
    """Even while the very first scene is still being painted."""
    page = seen.page
    page.goto(f"{site}/screen", wait_until="commit")
    page.locator(".scene").first.wait_for(state="attached")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".bar-scene[aria-current]")).to_have_attribute("data-scene", SCENES[1])
    shows(page, SCENES[1])
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.evaluate("new Promise(requestAnimationFrame)")
    ready(page)
    expect(page.locator(".scene")).to_have_count(1)
    expect(page.locator(".scene:not(.is-waiting)")).to_have_count(1)
    shown = page.locator(".scene").get_attribute("data-scene")
    assert page.locator(".bar-scene[aria-current]").get_attribute("data-scene") == shown
    drawn = page.eval_on_selector_all(
        ".panel-body", "all => all.map(b => b.querySelectorAll('.drawn').length)"
    )
    assert set(drawn) == {1}
    charts = page.locator(".drawn .echart").count()
    assert page.evaluate("cockpit.charts.size") == charts


def swipe(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    """A finger goes from one place to another."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, spots: list[dict[str, Any]]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    touch("touchStart", [{"x": start[0], "y": start[1]}])
    for part in (0.25, 0.5, 0.75, 1):
        x, y = (a + (b - a) * part for a, b in zip(start, end, strict=True))
        touch("touchMove", [{"x": x, "y": y}])
    touch("touchEnd", [])
    session.detach()


def test_a_swipe_shows_the_next_scene(site: str, touchscreen: Visit) -> None:
    page = touchscreen.page
    touchscreen.open(f"{site}/screen")
    swipe(page, (1500, 1030), (700, 1040))
    shows(page, SCENES[1])
    swipe(page, (500, 1040), (1300, 1030))
    shows(page, SCENES[0])
    # Neither a short one nor one that goes down is meant so; nor is one over a detail.
    swipe(page, (900, 1040), (800, 1040))
    swipe(page, (900, 300), (1300, 900))
    page.locator("[data-code=ZZ01] .card-figure").tap()
    detail(page)
    swipe(page, (1500, 900), (700, 900))
    page.keyboard.press("Escape")
    closed(page)
    assert page.locator(".scene").get_attribute("data-scene") == SCENES[0]


def test_a_drilled_wall_comes_back_after_a_minute(running: Visit) -> None:
    page = running.page
    page.mouse.click(*spot_on_map(page, HAIDIAN))
    page.locator(".bar-chip", has_text="海淀区").wait_for()
    ready(page)
    page.locator("[data-code=ZZ01] .card-figure").click()
    detail(page)
    later(page, IDLE - 10 * TICK)
    assert page.locator(".over").count() == 1
    # Each touch begins the minute anew.
    page.mouse.move(400, 400)
    later(page, IDLE - 10 * TICK)
    assert page.locator(".over").count() == 1
    later(page, 10 * TICK)
    closed(page)
    expect(page.locator(".bar-chip")).to_have_count(0)
    ready(page)
    later(page, DWELL[SCENES[0]])
    shows(page, SCENES[1])


def test_a_wall_of_a_district_keeps_it(site: str, lively: Visit) -> None:
    page = lively.page
    page.clock.install()
    lively.open(f"{site}/screen?district=110108")
    page.mouse.move(300, 300)
    later(page, IDLE)
    later(page, DWELL[SCENES[0]])
    shows(page, SCENES[1])
    assert names(page, ".bar-chip") == ["海淀区"]


#: A value once it has passed a limit, or after a while as it is then.
FRAMES = """(async (value, limit) => {
    const until = performance.now() + 5000;
    while (value() <= limit && performance.now() < until) await new Promise(requestAnimationFrame);
    return value();
})"""


def test_one_panel_alone_on_the_stage_and_back(running: Visit) -> None:
    page = running.page
    place = "document.querySelector('[data-panel=growth]').nextElementSibling.dataset.panel"
    neighbour = page.evaluate(place)
    size = "document.querySelector('[data-panel=growth] .echart svg').getBoundingClientRect().width"
    small = page.evaluate(size)
    for leave in ("Escape", "close", "idle"):
        page.locator("[data-panel=growth]").hover()
        page.locator("[data-panel=growth] .expand").click()
        page.locator(".over.spotlight [data-panel=growth]").wait_for()
        page.locator(".over.spotlight .echart[data-rendered=true]").wait_for()
        expect(page.locator(".over.spotlight .tile-title")).to_be_visible()
        # The chart follows its box in the next frames.
        assert page.evaluate(f"{FRAMES}(() => {size}, {2 * small})") > 2 * small
        if leave == "Escape":
            page.keyboard.press("Escape")
        elif leave == "close":
            page.locator(".over .close").click()
        else:
            later(page, IDLE)
        closed(page)
        assert page.evaluate(place) == neighbour
        page.locator("[data-panel=growth] .echart[data-rendered=true]").wait_for()
        assert page.evaluate(size) == pytest.approx(small, abs=1)


def test_another_scene_ends_the_spotlight(running: Visit) -> None:
    page = running.page
    page.locator("[data-panel=growth]").hover()
    page.locator("[data-panel=growth] .expand").click()
    page.locator(".over.spotlight [data-panel=growth]").wait_for()
    page.keyboard.press("ArrowRight")
    shows(page, SCENES[1])
    closed(page)
    page.keyboard.press("ArrowLeft")
    shows(page, SCENES[0])
    assert page.locator("[data-panel=growth] .echart svg").count() == 1


COUNTED = """window.counted = [];
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    const figure = document.querySelector("[data-code=RC01] .card-value b");
    const text = figure && figure.textContent;
    if (text && text !== counted.at(-1)) counted.push(text);
}).observe(document, { childList: true, characterData: true, subtree: true }));"""


def test_figures_count_up_once(site: str, lively: Visit) -> None:
    page = lively.page
    page.add_init_script(COUNTED)
    lively.open(f"{site}/screen")
    first = [int(text.replace(",", "")) for text in page.evaluate("counted")]
    rising = first[1:] if first[0] == 1005 else first
    # How many steps are seen is the machine's: two values are a movement.
    assert len(rising) > 1
    assert rising == sorted(rising)
    assert rising[-1] == 1005
    page.evaluate("counted.length = 0; wall.redraw()")
    ready(page)
    assert set(page.evaluate("counted")) <= {"1,005"}


def test_calm_where_calm_is_asked_for(site: str, seen: Visit) -> None:
    page = seen.page
    page.add_init_script(COUNTED)
    page.clock.install()
    seen.open(f"{site}/screen")
    assert page.evaluate("counted") == ["1,005"]
    assert page.locator(".pause").get_attribute("aria-pressed") == "true"
    page.keyboard.press("ArrowRight")
    page.locator(f".scene[data-scene={SCENES[1]}]:not(.is-waiting)").wait_for()
    moving = """document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1)
        .map((one) => [one.animationName || one.transitionProperty, one.effect.target.className])"""
    assert page.evaluate(moving) == []
    ready(page)
    shown = figures(page)
    for _ in range(3):
        later(page, IDLE)
    assert page.locator(".scene").get_attribute("data-scene") == SCENES[1]
    assert page.locator(".is-lit, .district-card").count() == 0
    assert figures(page) == shown
    # Who wants it to move may still say so.
    page.keyboard.press("Space")
    later(page, IDLE)
    later(page, DWELL[SCENES[1]])
    shows(page, SCENES[2])


@pytest.mark.parametrize("address", ["?carousel=off", "?still"])
def test_a_wall_that_is_told_to_stay_stays(site: str, lively: Visit, address: str) -> None:
    page = lively.page
    page.clock.install()
    lively.open(f"{site}/screen{address}")
    for _ in range(2):
        later(page, DWELL[SCENES[0]])
    assert page.locator(".scene").get_attribute("data-scene") == SCENES[0]
