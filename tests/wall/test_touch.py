"""By touch: what is tapped is what shows there, at every scale; from a figure down to rows, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.browser import Visit, ready, visit
from tests.wall.watching import (
    HAIDIAN,
    MIYUN,
    PINGGU,
    SHAPES,
    Shape,
    api,
    closed,
    detail,
    figures,
    figures_of_api,
    names,
    query,
    rows_in_detail,
    spot_on_bar,
    spot_on_map,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def shape() -> Shape:
    """A screen of the lobby, unless a test names others."""
    return 1920, 1080, 1


@pytest.fixture
def touched(browser: Browser, shape: Shape) -> Iterator[Visit]:
    """A screen that is touched."""
    with visit(browser, shape[:2], scale=shape[2], has_touch=True) as opened:
        yield opened
        assert (opened.outside, opened.errors) == ([], [])


def opens(page: Page, site: str, tap: Callable[[], None], href: str) -> None:
    """A tap opens the detail of ``href``: that address, its rows; it is closed again."""
    with page.expect_request(lambda request: "/screen/detail" in request.url) as asked:
        tap()
    assert query(asked.value.url) == query(href)
    detail(page)
    chosen = {k: v[0] for k, v in query(href).items() if k not in {"i", "path"}}
    more = "&".join(f"{name}={value}" for name, value in chosen.items())
    total = api(page, site, f"indicators/{query(href)['i'][0]}/rows?{more}")["total"]
    assert rows_in_detail(page) == total > 0
    page.locator(".over .close").tap()
    closed(page)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: f"{s[0]}x{s[1]}@{s[2]}")
def test_what_is_tapped_is_what_shows_there(site: str, touched: Visit) -> None:
    page = touched.page
    touched.open(f"{site}/screen")
    codes = list(figures(page))
    tap = page.touchscreen.tap
    tap(*spot_on_map(page, HAIDIAN))
    page.locator(".bar-chip", has_text="海淀区").wait_for()
    ready(page)
    assert page.locator(".district-card.is-pinned h3").inner_text() == "海淀区"
    assert figures(page) == figures_of_api(page, site, codes, district="110108")
    page.locator(".bar-chip").tap()
    expect(page.locator(".bar-chip")).to_have_count(0)
    ready(page)
    assert figures(page) == figures_of_api(page, site, codes)

    spot, href = spot_on_bar(page, "overdue", 1)
    opens(page, site, lambda: tap(*spot), href)
    for selector in (".light-cell.light-red", ".light-figure.light-yellow", "[data-code=ZZ01] .card-figure"):
        one = page.locator(f".drawn:not(.is-waiting) {selector}").first
        opens(page, site, one.tap, one.get_attribute("href") or "")


def test_the_wall_follows_the_chosen_district(site: str, touched: Visit) -> None:
    page = touched.page
    touched.open(f"{site}/screen")
    city = page.locator("[data-panel=types] .drawn").inner_text()
    page.touchscreen.tap(*spot_on_map(page, MIYUN))
    page.locator(".bar-chip", has_text="密云区").wait_for()
    ready(page)
    assert "district" not in page.url  # a reader's choice is none for the next load
    assert page.locator("[data-panel=types] .drawn:not(.is-waiting)").inner_text() != city
    # The neighbours are still there to be chosen; the chosen one opens its rows.
    page.touchscreen.tap(*spot_on_map(page, PINGGU))
    page.locator(".bar-chip", has_text="平谷区").wait_for()
    ready(page)
    with page.expect_request(lambda request: "/screen/detail" in request.url) as asked:
        page.touchscreen.tap(*spot_on_map(page, PINGGU))
    assert query(asked.value.url)["district"] == ["110117"]
    detail(page)
    page.keyboard.press("Escape")
    closed(page)
    assert names(page, ".bar-chip") == ["平谷区"]
    # The district stays when the scene changes, and goes with the card's own button.
    page.locator(".bar-scene", has_text="组织人才").tap()
    ready(page)
    shown = figures(page)
    assert shown == figures_of_api(page, site, list(shown), district="110117")
    page.locator(".bar-scene", has_text="总览").tap()
    ready(page)
    page.locator(".district-card .card-go", has_text="返回全市").tap()
    expect(page.locator(".bar-chip")).to_have_count(0)
    ready(page)
    assert "district" not in page.url
    assert page.locator("[data-panel=types] .drawn:not(.is-waiting)").inner_text() == city


def test_escape_goes_back_one_step_at_a_time(site: str, touched: Visit) -> None:
    page = touched.page
    touched.open(f"{site}/screen")
    page.touchscreen.tap(*spot_on_map(page, HAIDIAN))
    page.locator(".district-card .card-go", has_text="查看明细").tap()
    detail(page)
    page.keyboard.press("Escape")
    closed(page)
    assert names(page, ".bar-chip") == ["海淀区"]
    page.keyboard.press("Escape")
    expect(page.locator(".bar-chip")).to_have_count(0)
    ready(page)
    page.keyboard.press("Escape")
    assert page.locator(".scene").get_attribute("data-scene") == "overview"


def test_down_to_the_rows_and_back_by_the_breadcrumb(site: str, touched: Visit) -> None:
    page = touched.page
    touched.open(f"{site}/screen")
    address = page.url
    page.locator("[data-code=ZZ01] .card-figure").tap()
    detail(page)
    assert page.locator(".over-words > h2").inner_text() == "注册组织"
    assert names(page, ".over .trail li") == []
    assert rows_in_detail(page) == 8
    went = []
    for _ in range(2):
        page.locator(".over-parts .echart").scroll_into_view_if_needed()
        chart = """() => {
            const box = document.querySelector(".over-parts .echart");
            const chart = [...cockpit.charts].find((one) => one.getDom() === box);
            const around = box.getBoundingClientRect();
            const scale = around.width / box.offsetWidth;
            const data = chart.getOption().series[0].data[0];
            const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, [data.value / 2, 0]);
            return { x: around.left + x * scale, y: around.top + y * scale, href: data.href };
        }"""
        found = page.evaluate(chart)
        with page.expect_response(lambda answer: "/screen/detail" in answer.url) as asked:
            page.touchscreen.tap(found["x"], found["y"])
        assert query(asked.value.url) == query(found["href"])
        detail(page)
        went.append(names(page, ".over .trail li"))
    assert [len(trail) for trail in went] == [2, 3]
    assert went[0] == went[1][:2]
    page.locator(".over .trail a").nth(1).tap()
    expect(page.locator(".over .trail li")).to_have_count(2)
    detail(page)
    page.locator(".over .back").tap()
    expect(page.locator(".over .trail li")).to_have_count(0)
    detail(page)
    assert rows_in_detail(page) == 8
    assert page.locator(".over .back").count() == 0
    page.locator(".over .close").tap()
    closed(page)
    assert page.url == address


def test_rows_can_be_searched_and_sorted_over_the_wall(site: str, touched: Visit) -> None:
    page = touched.page
    touched.open(f"{site}/screen")
    page.locator("[data-code=ZZ01] .card-figure").tap()
    detail(page)
    search = page.locator(".over .rows-search")
    search.fill("机械")
    search.press("Enter")
    expect(page.locator(".over-rows tbody tr")).to_have_count(1)
    detail(page)
    assert "机械学会" in page.locator(".over-rows tbody").inner_text()
    # Typing is not steering.
    page.locator(".over .rows-search").press("ArrowRight")
    page.locator(".over .rows-search").press("f")
    assert page.locator(".scene").get_attribute("data-scene") == "overview"
    page.keyboard.press("Escape")
    closed(page)


def test_a_detail_that_cannot_be_had_says_why(site: str, touched: Visit) -> None:
    page = touched.page
    touched.forgiven.add("ERR_INTERNET_DISCONNECTED")
    touched.open(f"{site}/screen")
    page.context.set_offline(True)
    page.locator("[data-code=RC01] .card-figure").tap()
    words = page.locator(".over .over-lead")
    expect(words).to_have_text(re.compile("连接中断.*大屏仍显示最近一次的数据"))
    page.context.set_offline(False)
    page.locator(".over .close").tap()
    closed(page)


def test_two_taps_open_the_last_one(site: str, touched: Visit) -> None:
    """A slow answer to the first tap doesn't replace the second's."""
    page = touched.page
    touched.open(f"{site}/screen")
    held: list[Route] = []
    page.route(lambda url: "/screen/detail" in url and "ZZ01" in url, lambda route: held.append(route))
    page.locator("[data-code=ZZ01] .card-figure").tap()
    page.locator(".over.detail").wait_for()
    page.evaluate("cockpit.go(document.querySelector('[data-code=RC01] .card-figure').getAttribute('href'))")
    expect(page.locator(".over-words > h2")).to_have_text("个人会员")
    with page.expect_response(lambda answer: "ZZ01" in answer.url):
        held[0].continue_()
    detail(page)
    assert page.locator(".over-words > h2").inner_text() == "个人会员"
