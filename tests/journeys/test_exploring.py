"""自助分析 in a real Chromium: the library comes here alone; boxes and clicks filter, zooming does not."""

from __future__ import annotations

from typing import Any

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


def titles(page: Page) -> list[str]:
    """Titles of the tiles, in the order of the page."""
    found = page.locator(".tile-slot .tile").all()
    return [str(tile.get_attribute("aria-label")) for tile in found]


def test_what_was_chosen_is_saved_pinned_and_moved(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/explore?i=ZZ01&by=district&chart=bar")
    boxed(page, (0.02, 0.02), (0.5, 0.38))
    chosen = page.url
    page.locator(".view-menu > summary", has_text="保存视图").click()
    page.locator(".view-form button", has_text="保存").click()
    page.get_by_text("已保存").wait_for()
    page.locator(".page-actions [data-pin]").click()
    page.get_by_text("已钉到我的页面").wait_for()

    seen.open(f"{site}/supervision")
    tile = page.locator(".tile", has=page.locator(".export")).first
    name = str(tile.get_attribute("aria-label"))
    tile.locator("summary", has_text="导出").click()
    tile.locator("[data-pin]").click()
    page.get_by_text("已钉到我的页面").wait_for()

    seen.open(f"{site}/mine")
    assert titles(page) == ["注册组织：按区", name]
    assert "区：朝阳区、海淀区" in page.locator(".tile-remarks").first.inner_text()
    second = page.locator(".tile-slot").nth(1)
    second.locator("summary", has_text="调整").click()
    second.get_by_role("button", name="上移").click()
    expect(page.locator(".tile-slot .tile").first).to_have_attribute("aria-label", name)
    ready(page)
    assert serious(page) == {}
    press(page, page.locator(".tile-slot").nth(1).locator("a", has_text="打开"))
    assert page.url == chosen
    seen.open(f"{site}/views")
    press(page, page.locator(".view-link").first)
    assert query(page)["district"] == "110105,110108"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_it_fits_every_screen_and_every_reader(site: str, browser: Browser, size: tuple[int, int]) -> None:
    with visit(browser, size) as opened:
        for path in ("/explore", "/explore?i=RC01&by=discipline,organisation&chart=box"):
            opened.open(site + path)
            assert opened.page.evaluate("document.documentElement.scrollWidth") == size[0]
            assert serious(opened.page) == {}
        assert (opened.outside, opened.errors) == ([], [])


NEXT = "([query, choose, marks, alone]) => cockpit.figures.next(query, choose, marks, alone)"


def test_what_a_choice_means_for_the_address(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/explore")
    one: dict[str, Any] = {"by": ["district"], "shown": [["a", "b", ""]], "chosen": [[]], "periods": []}
    cases: list[tuple[str, dict[str, Any], list[list[Any]], bool, str]] = [
        ("i=X", one, [["a", None]], True, "i=X&district=a"),
        ("i=X", one, [["a", None], ["", None]], False, "i=X&district=a,%E6%9C%AA%E5%A1%AB%E5%86%99"),
        ("i=X", one, [["a", None], ["b", None], ["", None]], False, "i=X"),  # all of them: no filter
        ("i=X&district=a", one | {"shown": [["a"]], "chosen": [["a"]]}, [["a", None]], True, "i=X"),
    ]
    months: dict[str, Any] = {
        "by": [],
        "shown": [],
        "chosen": [],
        "periods": [["1", "2"], ["3", "4"], ["5", "6"]],
    }
    cases += [
        ("i=X&period=quarter", months, [[1], [2]], False, "i=X&start=3&end=6"),
        ("i=X&start=3&end=6", months, [[0], [1], [2]], False, "i=X"),
    ]
    pair: dict[str, Any] = {
        "by": ["d", "o"],
        "shown": [["a", "b"], ["x", "y"]],
        "chosen": [["a"], []],
        "periods": [],
    }
    cases += [
        ("d=a", pair, [["a", "x", None]], True, "d=a&o=x"),
        ("d=a&o=x", pair | {"chosen": [["a"], ["x"]]}, [["a", "x", None]], True, ""),
    ]
    for query_, choose, marks, alone, wanted in cases:
        assert page.evaluate(NEXT, [query_, choose, marks, alone]) == wanted
    many = [[f"m{n}", None] for n in range(201)]
    ask = "([choose, marks]) => cockpit.figures.tooMany(choose, marks)"
    assert page.evaluate(ask, [one, many])
    assert not page.evaluate(ask, [one, many[1:]])
