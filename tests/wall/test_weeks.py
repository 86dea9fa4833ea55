"""A wall that runs for weeks: what is drawn anew leaves nothing behind. ``make soak`` takes it further."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pages.screen import WALL
from tests.support.browser import Visit
from tests.wall.soak import MOST_GROWTH, Scales, endure, growth

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: As many as fit into a test; ``make soak`` does 2,000.
REFRESHES = 60
ROUNDS = 48


def test_refreshes_leave_nothing_behind(site: str, seen: Visit) -> None:
    seen.open(f"{site}/screen")
    held = endure(seen.page, REFRESHES)
    assert seen.page.evaluate("wall.player.refreshes") >= REFRESHES
    assert {one.charts for one in held} == {held[0].charts}
    assert held[0].charts == seen.page.locator(".drawn .echart").count()
    assert max(growth(held).values()) <= MOST_GROWTH, held


SCENES = """async ([keys, times]) => {
    const ready = async () => {
        const root = document.documentElement;
        while (root.dataset.ready !== "true") await new Promise((done) => setTimeout(done, 5));
    };
    for (let n = 0; n < times; n += 1) {
        document.querySelector(`.bar-scene[data-scene=${keys[n % keys.length]}]`).click();
        await ready();
    }
}"""


def test_scene_changes_leave_nothing_behind(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    scales = Scales(page)
    # Whole rounds that end where they began: the same scene stands at each weighing.
    keys = [scene.key for scene in (*WALL.scenes[1:], WALL.scenes[0])]
    warm, rest = 2 * len(keys), (ROUNDS // len(keys)) * len(keys)
    page.evaluate(SCENES, [keys, warm])
    first = scales.weigh(warm)
    page.evaluate(SCENES, [keys, rest])
    last = scales.weigh(rest)
    assert page.locator(".scene").count() == 1
    assert last.charts == first.charts == page.locator(".drawn .echart").count()
    assert max(growth([first, last]).values()) <= MOST_GROWTH, (first, last)


DETAILS = """async (times) => {
    const open = () => Boolean(document.querySelector(".over.detail:not([aria-busy]) .over-rows"));
    const become = async (wanted) => {
        while (open() !== wanted) await new Promise((done) => setTimeout(done, 5));
    };
    for (let n = 0; n < times; n += 1) {
        document.querySelectorAll(".card-figure")[n % 2].click();
        await become(true);
        document.querySelector(".over .close").click();
        await become(false);
    }
}"""


def test_details_leave_nothing_behind(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    scales = Scales(page)
    page.evaluate(DETAILS, ROUNDS // 10)
    first = scales.weigh(ROUNDS // 10)
    page.evaluate(DETAILS, ROUNDS)
    last = scales.weigh(ROUNDS)
    expect(page.locator(".over")).to_have_count(0)
    assert last.charts == first.charts
    assert max(growth([first, last]).values()) <= MOST_GROWTH, (first, last)
