"""Every page, those of later too, for readers who can't see, hear or point: axe-core and the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dash
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import app
from components.board.page import BOARDS
from tests.support.browser import SIZES, Visit, ready, visit
from tests.support.checks import serious

pytestmark = pytest.mark.browser

#: What a page shows that needs more than its path. Pages that aren't named here are opened as they are.
ASKED = {
    "/drill": "i=RC01&path=discipline&discipline=B",
    "/organisation": "id=S1",
    "/activity": "id=H1",
    "/task": "id=K04",
    "/district": "id=110108",
}
PATHS = sorted({page["path"] for page in dash.page_registry.values()} - {"/404", "/not-found-404"})
#: A page as its reader meets it: full, filtered, without any data, under an address gone wrong.
STATES = {
    "full": "",
    "filtered": "district=110108&period=quarter",
    "empty": "as_of=2015-06-30",
    "wrong": "as_of=gestern",
}
FOCUS = """() => {
    const node = document.activeElement;
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    const inside = seen && box.right > 0 && box.left < innerWidth;
    const words = (node.getAttribute("aria-label") || node.textContent).trim().slice(0, 30);
    const out = node === document.body || node.matches(".skip-link");
    return { at: `${node.tagName} ${node.className} ${words}`, out, ring, inside };
}"""
#: What can be pressed or written in, and is on the screen. Of radio buttons with one name Tab reaches one.
PRESSED = """() => {
    const all = document.querySelectorAll("#content :is(a[href], button, summary, input, select, textarea)");
    const seen = (n) => n.checkVisibility({ visibilityProperty: true }) && !n.disabled && n.tabIndex >= 0;
    const fields = [...all].filter((n) => seen(n) && n.type !== "hidden");
    return fields.filter((n) => n.type !== "radio" || n.checked).length;
}"""


def address(path: str, more: str = "") -> str:
    """A page's address with what it needs, and more."""
    query = "&".join(part for part in (ASKED.get(path, ""), more) if part)
    return f"{path}?{query}" if query else path


@pytest.fixture(scope="module", params=["laptop", "phone"])
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[str, Visit]]:
    """One tab of a size for all pages."""
    with visit(browser, SIZES[request.param]) as opened:
        yield request.param, opened


@pytest.mark.parametrize("path", PATHS)
def test_nothing_serious_stands_in_the_way(site: str, tab: tuple[str, Visit], path: str) -> None:
    size, opened = tab
    found: dict[str, Any] = {}
    for state, query in STATES.items():
        # A page without the filter panel has no such states; on a phone they are the same pieces.
        if query and (size == "phone" or path not in {*BOARDS, *ASKED}):
            continue
        opened.open(site + address(path, query))
        if state == "full":
            # Everything that opens, opened: menus, 口径, tables under charts.
            opened.page.evaluate(
                "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
            )
        found |= {f"{state}: {rule}": nodes for rule, nodes in serious(opened.page).items()}
    assert found == {}
    assert opened.outside == []


@pytest.mark.parametrize("path", PATHS)
def test_the_keyboard_goes_through_the_page(site: str, seen: Visit, path: str) -> None:
    """Tab reaches whatever can be pressed, shows where it is, is never caught, and comes out at the end."""
    page = seen.page
    seen.open(site + address(path))
    page.locator("#content").focus()
    wanted = page.evaluate(PRESSED)
    met: list[dict[str, Any]] = []
    for _ in range(4 * wanted + 60):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["out"]:
            break
        met.append(at)
    assert at["out"], f"Tab does not leave {met[-1]['at']}"
    assert len(met) >= wanted
    assert [one["at"] for one in met if not one["ring"]] == []
    assert [one["at"] for one in met if not one["inside"]] == []


def focused(page: Page) -> str:
    """Class and words of what has the focus."""
    return str(page.evaluate(FOCUS)["at"])


def opened_by_key(page: Page, summary: Locator) -> Locator:
    """What a summary opens, opened with Enter."""
    summary.focus()
    page.keyboard.press("Enter")
    box = summary.locator("xpath=..")
    expect(box).to_have_attribute("open", "")
    return box


def test_menus_open_and_shut_by_keyboard_and_give_the_focus_back(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/members")
    for name in ("导出", "口径", "保存视图"):
        summary = page.locator("summary", has_text=name).first
        box = opened_by_key(page, summary)
        page.keyboard.press("Tab")
        assert box.evaluate("(box) => box.contains(document.activeElement)")
        page.keyboard.press("Escape")
        expect(box).not_to_have_attribute("open", "")
        assert summary.evaluate("(own) => own === document.activeElement"), name
    # Who goes on shuts it behind him, and a press on bare words inside shuts nothing.
    box = opened_by_key(page, page.locator("summary", has_text="保存视图"))
    box.locator("label", has_text="视图名称").click(position={"x": 2, "y": 2})
    expect(box).to_have_attribute("open", "")
    page.locator(".filter-button").focus()
    expect(box).not_to_have_attribute("open", "")


def test_the_filter_panel_gives_the_focus_back(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/members")
    button = page.locator(".filter-button")
    for leave in ("Escape", "取消", "应用"):
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_focused()
        if leave == "Escape":
            page.keyboard.press(leave)
        else:
            page.get_by_role("dialog").get_by_role("button", name=leave).press("Enter")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(button).to_be_focused()


def test_the_numbers_of_a_chart_are_read_in_its_table(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(site)
    tile = page.locator(".tile[aria-label='个人会员：按学科类']")
    tile.locator(".echart").focus()
    assert "echart" in focused(page)
    page.keyboard.press("Tab")
    assert "查看数据表" in focused(page)
    page.keyboard.press("Enter")
    expect(tile.get_by_role("table")).to_be_visible()
    assert "工科" in tile.get_by_role("table").inner_text()


def test_a_table_is_sorted_searched_and_cut_where_the_reader_stands(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/drill?i=ZZ01")
    table = page.locator(".tile[aria-label='明细']")
    page.evaluate("window.sameDocument = true")
    table.evaluate("(one) => one.scrollIntoView()")
    where = page.evaluate("scrollY")
    assert where > 100

    table.locator("th a", has_text="区").press("Enter")
    page.wait_for_url("**sort=district*")
    ready(page)
    expect(table.locator("th[aria-sort] a")).to_be_focused()

    box = table.get_by_role("searchbox")
    box.fill("学会")
    box.press("Enter")
    page.wait_for_url("**q=*")
    ready(page)
    assert table.locator("tbody tr").count() == 3
    expect(box).to_be_focused()

    opened_by_key(page, table.locator("summary", has_text="选择列"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the second column goes
    page.keyboard.press("Enter")
    page.wait_for_url("**cols=*")
    ready(page)
    heads = table.locator("thead th").all_inner_texts()
    assert (len(heads), "组织类型" in "".join(heads)) == (4, False)
    assert "选择列（已隐藏 1 列）" in focused(page)
    for _ in range(3):
        page.go_back()
        ready(page)
    assert table.locator("thead th").count() == 5
    assert box.input_value() == ""
    ticks = table.locator(".column-boxes input")
    assert [tick.is_checked() for tick in ticks.all()] == [True] * 5
    assert page.evaluate("[window.sameDocument, scrollY]") == [True, where]


def test_rows_without_names_offer_no_search(site: str, seen: Visit) -> None:
    seen.open(f"{site}/drill?i=RC02&q=x")
    table = seen.page.locator(".tile[aria-label='明细']")
    assert "共 2,007 行，与个人会籍" in table.inner_text()
    assert table.get_by_role("searchbox").count() == 0


def test_the_drawer_has_the_keyboard_to_itself(site: str, browser: Browser) -> None:
    with visit(browser, SIZES["phone"]) as opened:
        page = opened.page
        opened.open(site)
        button = page.get_by_role("button", name="打开导航")
        button.press("Enter")
        expect(page.locator(".nav-link-item").first).to_be_focused()
        for _ in range(40):
            page.keyboard.press("Tab")
            assert not page.evaluate("document.activeElement.closest('#content')")
        page.locator(".nav-link-item").nth(2).focus()
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        expect(page.locator("#side-nav")).to_be_hidden()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#content') !== null")


def test_these_are_the_pages_that_there_are() -> None:
    assert app.app.config.name
    assert {"/", "/catalog", "/drill", "/views"} <= set(PATHS)
