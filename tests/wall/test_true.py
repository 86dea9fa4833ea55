"""What the wall draws is as large, as many and as bright as what it stands for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.screen import WALL
from tests.support.browser import visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Of each row of lights: its counts, and how long and from where on their parts of the bar are, in pixels.
BARS = """() => [...document.querySelectorAll(".scene .drawn:not(.is-waiting) .light-rows")].map((list) =>
    [...list.querySelectorAll(".light-row:not(.light-head):not([hidden])")].map((row) => {
        const track = row.querySelector(".light-track").getBoundingClientRect();
        return [...row.querySelectorAll(".light-figure")].map((one) => {
            const part = one.querySelector(".light-part").getBoundingClientRect();
            const count = Number(one.querySelector(".light-number").textContent.replace(",", ""));
            return { count, width: part.width, from: part.left - track.left, most: track.width };
        });
    }))"""


@pytest.mark.parametrize(
    "size", [(1366, 768), (1920, 1080), (1080, 1920), (390, 844)], ids=lambda s: f"{s[0]}"
)
def test_equal_counts_have_equally_long_bars(hall: str, browser: Browser, size: tuple[int, int]) -> None:
    with visit(browser, size) as seen:
        seen.open(f"{hall}/screen?scene=supervision")
        lists = seen.page.evaluate(BARS)
        assert min(len(rows) for rows in lists) > 3
        for rows in lists:
            one = max(part["width"] / part["count"] for row in rows for part in row)
            assert one > 3
            for row in rows:
                before = 0
                for part in row:
                    assert part["width"] == pytest.approx(part["count"] * one, abs=0.5)
                    assert part["from"] == pytest.approx(before * one, abs=0.5)
                    before += part["count"]
                assert before * one <= row[0]["most"] + 0.5


#: The outlines of the areas on the map that have the colour of the one that is lit.
LIT = """() => {
    const probe = document.createElement("i");
    probe.style.color = getComputedStyle(document.documentElement).getPropertyValue("--accent");
    document.body.append(probe);
    const accent = getComputedStyle(probe).color;
    probe.remove();
    const areas = [...document.querySelectorAll("[data-panel=map] svg path")];
    return areas.flatMap((one) => (getComputedStyle(one).fill === accent ? [one.getAttribute("d")] : []));
}"""
#: The map as it is painted.
MAP = "document.querySelector('[data-panel=map] .drawn:not(.is-waiting) svg').outerHTML"


def step(page: Page, before: list[str]) -> list[str]:
    """Put the clock forward to the next district; which areas are lit once the picture has changed."""
    page.clock.fast_forward(WALL.highlight * 1000)
    for _ in range(30):
        page.clock.run_for(100)  # a frame paints it
        if (lit := page.evaluate(LIT)) != before:
            return list(lit)
    return before


def test_each_step_of_the_carousel_puts_out_what_the_last_one_lit(hall: str, browser: Browser) -> None:
    with visit(browser, (1920, 1080), reduced_motion="no-preference") as lively:
        page = lively.page
        page.clock.install()
        lively.open(f"{hall}/screen")
        at_rest = page.evaluate(MAP)
        lit: list[str] = []
        steps = []
        for _ in range(4):
            lit = step(page, lit)
            steps.append(lit)
            assert (len(lit), page.locator(".is-lit").count()) == (1, 1)
        assert len({tuple(one) for one in steps}) == 4
        # Somebody comes: the map is as if nothing had been lit.
        page.mouse.move(30, 1050)
        expect(page.locator(".is-lit, .district-card")).to_have_count(0)
        page.clock.run_for(200)
        assert (page.evaluate(LIT), page.evaluate(MAP)) == ([], at_rest)
