"""Nothing is held back: enlarged lists show every row, cards their targets and course, flows their period,
late sources their own lines, and a second tap means the same district.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.screen import WALL
from queries.indicators import get
from tests.support.browser import ready, visit
from tests.wall.watching import Shape, detail, figures, query

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Of each panel that lists rows: how many it shows, how many more it says there are, whether any is cut.
LISTED = """() => Object.fromEntries([...document.querySelectorAll(".panel")].flatMap((panel) => {
    const body = panel.querySelector(".drawn:not(.is-waiting) .tile-body");
    const list = body && [...body.querySelectorAll(".light-rows, .data-table tbody, .sentences")]
        .find((one) => !one.closest(".tile-data"));
    const chart = body && body.querySelector(".echart[data-rows]");
    if (!list && !chart) return [];
    const own = chart && [...cockpit.charts].find((one) => one.getDom() === chart);
    const shown = list && [...list.children].filter((one) => !one.hidden && !one.matches(".light-head"));
    const bottom = body.getBoundingClientRect().bottom + 1.5;
    const below = list && shown.some((one) => one.getBoundingClientRect().bottom > bottom);
    const cut = Boolean(below) && !panel.closest(".over");
    const rows = chart ? own.getOption().yAxis[0].data.length : shown.length;
    return [[panel.dataset.panel, [rows, Number(body.dataset.hidden || 0), cut]]];
}))"""
#: The same of one panel, once it is as wanted, or after a while as it is then: charts follow their boxes.
SETTLED = f"""async ([panel, wanted]) => {{
    const until = performance.now() + 5000;
    const read = () => ({LISTED})()[panel];
    const waits = () => JSON.stringify(read()) !== wanted && performance.now() < until;
    while (waits()) await new Promise(requestAnimationFrame);
    return read();
}}"""
SIZES = [(1366, 768), (1920, 1080), (1080, 1920)]


def settled(page: Page, panel: str, wanted: list[Any]) -> list[Any]:
    """What a panel lists once its charts have followed its size."""
    found: list[Any] = page.evaluate(SETTLED, [panel, json.dumps(wanted, separators=(",", ":"))])
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}")
@pytest.mark.parametrize("scene", ["overview", "supervision", "activities"])
def test_an_enlarged_list_shows_every_row(
    hall: str, browser: Browser, size: tuple[int, int], scene: str
) -> None:
    with visit(browser, size) as seen:
        page = seen.page
        seen.open(f"{hall}/screen?scene={scene}")
        small = page.evaluate(LISTED)
        assert any(left for _, left, _ in small.values())
        for name, (rows, left, cut) in small.items():
            assert not cut, name
            page.locator(f"[data-panel={name}] .panel-body").hover()
            page.locator(f"[data-panel={name}] .expand").click()
            page.locator(f".over.spotlight [data-panel={name}]").wait_for()
            assert settled(page, name, [rows + left, 0, False]) == [rows + left, 0, False], name
            page.keyboard.press("Escape")
            page.locator(".spotlight").wait_for(state="detached")
            assert settled(page, name, [rows, left, False]) == [rows, left, False], name
        assert seen.errors == []


def test_what_is_more_than_the_stage_is_turned_page_by_page(hall: str, browser: Browser) -> None:
    with visit(browser, (1920, 1080), reduced_motion="no-preference") as seen:
        page = seen.page
        page.clock.install()
        seen.open(f"{hall}/screen?scene=activities")
        page.locator("[data-panel=hosts] .panel-body").hover()
        page.locator("[data-panel=hosts] .expand").click()
        body = page.locator(".spotlight .drawn:not(.is-waiting) .tile-body")
        body.wait_for()
        ready(page)
        above = "node => node.scrollTop"
        assert body.evaluate(above) == 0
        page.clock.run_for(12_000)
        expect(body).not_to_have_js_property("scrollTop", 0)


#: Of each card: whether its target, its course and its changes are seen, and what they read.
CARDS = """() => Object.fromEntries([...document.querySelectorAll(".figures .card-cell")].map((cell) => {
    const wide = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 20;
    const seen = (name) => [...cell.querySelectorAll(name)].some(wide);
    return [cell.dataset.code, {
        goal: seen(".goal") && (seen(".goal-bar") || !cell.querySelector(".goal-bar")),
        spark: seen(".spark"),
        changes: [...cell.querySelectorAll(".change-name")].filter((one) => one.checkVisibility()).length,
        words: cell.innerText,
    }];
}))"""


@pytest.mark.parametrize("size", [*SIZES, (5120, 1440), (3840, 2160), (1728, 1080)], ids=lambda s: f"{s[0]}")
def test_targets_courses_and_changes_are_on_every_wall(
    hall: str, browser: Browser, size: tuple[int, int]
) -> None:
    with visit(browser, size) as seen:
        seen.open(f"{hall}/screen")
        cards = seen.page.evaluate(CARDS)
    assert list(cards) == list(WALL.scenes[0].figures.codes if WALL.scenes[0].figures else ())
    assert {code for code, card in cards.items() if not card["spark"] or not card["changes"]} == set()
    assert {code for code, card in cards.items() if card["goal"]} == set(cards) - {"RC08"}
    words = {code: card["words"] for code, card in cards.items()}
    assert "应达" in words["HD01"]
    assert "时间进度" in words["HD01"]
    assert "低于目标 4.5 个百分点" in words["DB04"]
    assert "超出目标 1 件" in words["DB06"]
    # A flow says its period, a stock has none; a late source dates its own figures only.
    for code, said in words.items():
        assert said.startswith("本年") == (get(code).kind != "stock"), code
        assert ("5月24日" in said) == code.startswith("DB"), code


def test_a_late_source_dates_its_own_lines(hall: str, browser: Browser) -> None:
    with visit(browser, (1920, 1080)) as seen:
        page = seen.page
        seen.open(f"{hall}/screen?scene=morning")
        assert page.locator("[data-panel=changed] .late-source").count() == 0
        lines = page.locator("[data-panel=changed] .drawn:not(.is-waiting) .sentence-text").all_inner_texts()
        late = [line for line in lines if "（数据截至" in line]
        assert 0 < len(late) < len(lines)
        assert all("5月24日" in line for line in late if line.startswith(("超期", "已销号")))
        assert not any("个人会员" in line for line in late)


#: Every district's middle on the map of the window, by code.
DISTRICTS = """() => {
    const box = document.querySelector("[data-panel=map] .drawn:not(.is-waiting) .echart");
    box.scrollIntoView({ block: "center" });
    const chart = [...cockpit.charts].find((one) => one.getDom() === box);
    const words = [...box.querySelectorAll("svg text")];
    return chart.getOption().series[0].data.map((one) => {
        const label = words.find((text) => text.textContent === one.name.replace("区", ""));
        const found = label && label.getBoundingClientRect();
        return found && [one.key, found.left + found.width / 2, found.top + found.height / 2];
    }).filter(Boolean);
}"""
SHAPES: tuple[Shape, ...] = ((1366, 768, 1), (1920, 1080, 1), (5120, 1440, 1), (1080, 1920, 1), (390, 844, 3))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: f"{s[0]}")
def test_a_second_tap_on_the_same_spot_means_the_same_district(
    hall: str, browser: Browser, shape: Shape
) -> None:
    with visit(browser, shape[:2], scale=shape[2], has_touch=True) as seen:
        page = seen.page
        seen.open(f"{hall}/screen")
        spots = {code: (x, y) for code, x, y in page.evaluate(DISTRICTS)}
        assert len(spots) > 10
        # In the west, the east, the south, the north and the crowded middle.
        for code in ("110109", "110117", "110115", "110116", "110111", "110108", "110105"):
            spot = next((x, y) for key, x, y in page.evaluate(DISTRICTS) if key == code)
            page.touchscreen.tap(*spot)
            expect(page.locator(".bar-chip")).to_have_count(1, timeout=30_000)
            ready(page)
            with page.expect_request(lambda request: "/screen/detail" in request.url) as asked:
                page.touchscreen.tap(*spot)
            assert query(asked.value.url)["district"] == [code]
            detail(page)
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
            expect(page.locator(".bar-chip")).to_have_count(0, timeout=30_000)
            ready(page)
        assert seen.errors == []


def test_what_is_of_the_whole_city_carries_a_mark(hall: str, browser: Browser) -> None:
    with visit(browser, (1920, 1080)) as seen:
        page = seen.page
        seen.open(f"{hall}/screen?district=110108")
        assert "未适用" not in page.locator(".stage").inner_text()
        marks = page.locator("[data-panel=departments] .drawn:not(.is-waiting) .whole-mark")
        assert marks.all_inner_texts() == ["全市"]
        assert page.locator("[data-panel=growth] .whole-mark").count() == 0
        assert page.locator(".bar-note").inner_text() == "标“全市”的除外"
        assert len(figures(page)) == 8
