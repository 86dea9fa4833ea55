"""自助分析 in a real Chromium: the library comes here alone; boxes and clicks filter, zooming does not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_reading import press, query
from tests.support.browser import SIZES, Visit, ready, visit
from tests.support.checks import serious

pytestmark = pytest.mark.browser

LIBRARY = "/figure/plotly."
FIELD = ".plot-figure .nsewdrag"


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw a box over the plot, corners as shares of its width and height."""
    box = page.locator(FIELD).first.bounding_box()
    assert box
    corners = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, end)]
    page.mouse.move(*corners[0])
    page.mouse.down()
    page.mouse.move(*corners[1], steps=8)
    page.mouse.up()


def boxed(page: Page, start: tuple[float, float], end: tuple[float, float]) -> dict[str, str]:
    """Choose by a box, and wait for the page that this leads to."""
    before = page.url
    drag(page, start, end)
    page.wait_for_url(lambda url: url != before)
    ready(page)
    return query(page)


def test_only_explore_loads_the_library(site: str, seen: Visit) -> None:
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/members", "/drill?i=RC01", "/views"):
        seen.open(site + path)
    assert [url for url in asked if LIBRARY in url] == []
    seen.open(f"{site}/explore")
    (library,) = [url for url in asked if LIBRARY in url]
    found = seen.page.request.get(library)
    assert "immutable" in found.headers["cache-control"]
    assert found.headers["content-encoding"] in ("br", "gzip")
    assert "plotly.com/newchart" not in found.text()


def test_a_box_filters_and_the_same_box_takes_it_off(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/explore?i=ZZ01&by=district&chart=bar")
    # 朝阳 3 and 海淀 3 first, then 丰台, 昌平 and 未填写 with one each.
    found = boxed(page, (0.02, 0.02), (0.5, 0.38))
    assert set(found["district"].split(",")) == {"110105", "110108"}
    assert page.locator(".chip", has_text="海淀区").is_visible()
    assert "district" not in boxed(page, (0.02, 0.02), (0.9, 0.97))
    page.go_back()
    ready(page)
    assert set(query(page)["district"].split(",")) == {"110105", "110108"}


def test_a_click_filters_and_the_keyboard_does_the_same(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/explore?i=ZZ01&by=district&chart=bar")
    box = page.locator(FIELD).bounding_box()
    assert box
    page.mouse.click(box["x"] + 30, box["y"] + box["height"] * 0.5)
    page.wait_for_url(lambda url: "district=" in url)
    ready(page)
    (chosen,) = page.locator("[data-tile=table] tbody tr").all_inner_texts()
    page.locator("[data-tile=table] tbody a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "district=" not in url)
    ready(page)
    assert chosen in page.locator("[data-tile=table] tbody tr").all_inner_texts()


def test_a_box_on_a_heat_map_and_along_time(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/explore?i=ZZ01&by=district,org_type&chart=heat")
    found = boxed(page, (0.01, 0.01), (0.1, 0.1))
    assert (found["district"], found["org_type"]) != ("", "")
    seen.open(f"{site}/explore?i=HD01&by=component&interval=month&chart=line")
    found = boxed(page, (0.2, 0.02), (0.5, 0.98))
    assert found["start"] > "2022-01-01"
    assert found["end"] < "2022-12-30"


def test_zooming_keeps_the_address_and_renews_the_ticks(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/explore?i=RC01&by=discipline&interval=month&chart=line")
    before, ticks = page.url, page.locator(".ytick text").all_text_contents()
    page.locator(".modebar-btn[data-val=zoom]").click()
    drag(page, (0.1, 0.5), (0.5, 0.95))
    expect(page.locator(".ytick text")).not_to_have_text(ticks)
    page.locator(FIELD).dblclick()
    expect(page.locator(".ytick text")).to_have_text(ticks)
    assert page.url == before


def test_an_indicator_is_found_by_its_pinyin(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/explore?i=RC01&by=discipline&chart=bar")
    page.locator(".pick-button").click()
    page.keyboard.type("zczz")
    assert page.locator(".pick").first.inner_text().startswith("注册组织")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "i=ZZ01" in url)
    ready(page)
    press(page, page.locator(".explore-form a", has_text="热力图"))
    assert query(page)["chart"] == "heat"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_it_fits_every_screen_and_every_reader(site: str, browser: Browser, size: tuple[int, int]) -> None:
    with visit(browser, size) as opened:
        for path in ("/explore", "/explore?i=RC01&by=discipline,organisation&chart=box"):
            opened.open(site + path)
            assert opened.page.evaluate("document.documentElement.scrollWidth") == size[0]
            assert serious(opened.page) == {}
        assert (opened.outside, opened.errors) == ([], [])
