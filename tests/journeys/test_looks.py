"""Every page on a laptop, a large screen and a phone: nothing is cut, everything can be reached and named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser

from data.settings import ROOT, Settings
from tests.support.browser import SIZES, Visit, ready, visit
from tests.support.server import environment

pytestmark = pytest.mark.browser

SCREENS = SIZES | {"tablet": (820, 1180)}
PAGES = {
    "/": "总览",
    "/organizations": "组织建设",
    "/members": "人才会员",
    "/activities": "业务活动",
    "/supervision": "督查督办",
    "/communication": "宣传展示",
    "/services": "科创服务",
    "/party": "党建",
    "/governance": "数据治理",
    "/drill?i=RC01&path=discipline&discipline=B": "个人会员",
    "/reconciliation": "口径对账",
    "/catalog": "指标目录",
    "/signals": "信号",
}

#: What no reader should miss a part of. An inline element has no width of its own: its box must
#: lie inside its tile.
CUT = """() => {
    const names = [".page-title", ".page-facts span", ".tile-title", ".tile-remarks", ".more-link",
        ".info-button", ".card-label", ".card-value", ".card-changes", ".card-note", ".chip",
        ".filter-button", ".light", ".light-count", ".light-name", ".light-figure", ".light-total",
        ".trail li", ".dimension-chooser a", ".rows-note", ".pager", ".view-foot", ".button"];
    const found = [];
    for (const node of document.querySelectorAll(names.join(","))) {
        const box = node.getBoundingClientRect();
        // What a menu keeps folded away has a box, too, anywhere.
        const folded = node.closest("details:not([open]) > :not(summary)");
        if (!box.width || folded || node.closest(".visually-hidden, .table-scroll")) continue;
        const holder = node.closest(".card-cell, .tile, .chips, .page");
        const around = holder.getBoundingClientRect();
        const inner = node.clientWidth && node.scrollWidth > node.clientWidth + 1;
        // On a phone the line of chips is pushed sideways.
        const strip = getComputedStyle(holder).overflowX === "auto";
        const outer = !strip && (box.right > around.right + 1 || box.left < around.left - 1);
        if (inner || outer) found.push(`${node.className}: ${node.textContent.slice(0, 40)}`);
    }
    return found;
}"""

#: Words inside charts that leave their picture.
CUT_IN_CHARTS = """() => {
    const found = [];
    for (const chart of document.querySelectorAll(".echart")) {
        const around = chart.getBoundingClientRect();
        for (const word of chart.querySelectorAll("svg text")) {
            const box = word.getBoundingClientRect();
            if (!box.width) continue;
            if (box.right > around.right + 1 || box.left < around.left - 1 || box.bottom > around.bottom + 2)
                found.push(`${chart.getAttribute("aria-label").slice(0, 20)}: ${word.textContent}`);
        }
    }
    return found;
}"""

#: Things that can be pressed, or that show something, without a name.
NAMELESS = """() => {
    const picture = (n) => n.matches("img, [role=img]");  // the words in a picture are no name
    const named = (n) => (n.getAttribute("aria-label") || n.title || n.alt ||
        (!picture(n) && n.textContent.trim()) ||
        (n.labels && n.labels.length && n.labels[0].textContent.trim()));
    const asked = "a, button, summary, input:not([type=hidden]), img, [role=img], [role=dialog]";
    const found = [...document.querySelectorAll(asked)].filter((n) => !named(n));
    return found.map((n) => n.outerHTML.slice(0, 120));
}"""

RING = """() => {
    const node = document.activeElement;
    const style = getComputedStyle(node);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return { name: node.className, tag: node.tagName, ring, box: node.getBoundingClientRect().width };
}"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The demonstration, made as ``make run`` makes it: names and figures of real length."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), threads=4)
    made = [sys.executable, "-m", "demo.ensure"]
    subprocess.run(made, cwd=ROOT, env=environment(settings), check=True, stdout=subprocess.DEVNULL)
    return settings


@pytest.fixture(scope="module", params=list(SCREENS.values()), ids=list(SCREENS))
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Visit, tuple[int, int]]]:
    """A tab of each size, kept for all pages."""
    with visit(browser, request.param) as opened:
        yield opened, request.param


@pytest.mark.parametrize("url", PAGES)
def test_a_page_fits_its_screen(site: str, tab: tuple[Visit, tuple[int, int]], url: str) -> None:
    opened, (width, _) = tab
    opened.open(site + url)
    page = opened.page
    assert page.locator("h1").all_inner_texts() == [PAGES[url]]
    assert page.locator(".state-error").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
    assert page.evaluate(CUT_IN_CHARTS) == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert (opened.outside, opened.errors) == ([], [])


def test_the_keyboard_reaches_everything_and_shows_where_it_is(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(site)
    met: list[dict[str, Any]] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        met.append(page.evaluate(RING))
        if "echart" in met[-1]["name"]:
            break
    names = [m["name"] for m in met]
    for wanted in ("skip-link", "nav-link-item", "filter-button", "card-figure", "light-cell", "echart"):
        assert any(wanted in name for name in names), wanted
    order = [next(i for i, n in enumerate(names) if w in n) for w in ("skip", "nav-link", "filter", "card-")]
    assert order == sorted(order)
    assert [m for m in met if not m["ring"]] == []
    assert [m for m in met if not m["box"]] == []


def test_an_entry_is_reached_by_its_anchor_and_found_by_words(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/catalog#RC09.base")
    reached = page.locator("article.entry.is-target")
    assert reached.get_attribute("id") == "RC09"
    assert page.evaluate("document.getElementById('RC09').getBoundingClientRect().top") < 60
    box = page.get_by_role("searchbox", name="查找指标")
    box.fill("覆盖目标")
    box.press("Enter")
    page.wait_for_url("**/catalog?q=*")
    ready(page)
    assert page.locator("article.entry").count() == 1
    page.get_by_role("link", name="首都科技工作者（覆盖目标）").click()
    page.wait_for_url("**/catalog?i=RC09.base")
    page.locator(".entry-published .verdict").wait_for()
    assert "约100万人" in page.locator(".entry-published").inner_text()


def test_the_skip_link_leads_to_the_content(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(site)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#content') !== null")
    assert page.locator("h1").inner_text() == "总览"


def test_the_filter_panel_works_by_keyboard(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(site)
    page.locator(".filter-button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=dialog]")
    for _ in range(24):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "checkbox":
            break
    assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    ready(page)
    assert page.locator(".chip-remove").count() == 1


def test_the_drawer_of_a_phone(site: str, browser: Browser) -> None:
    with visit(browser, SIZES["phone"], has_touch=True, is_mobile=True) as opened:
        page = opened.page
        opened.open(site)
        nav = page.locator("#side-nav")
        assert not _on_screen(nav.bounding_box())
        page.locator("[data-action=nav-open]").tap()
        page.wait_for_selector("html[data-drawer=open]", state="attached")
        page.locator(".nav-link-item", has_text="督查督办").tap()
        ready(page)
        assert page.locator("h1").inner_text() == "督查督办"
        assert page.locator("html[data-drawer=open]").count() == 0
        assert not _on_screen(nav.bounding_box())
        page.locator(".filter-button").tap()
        panel = page.locator("[role=dialog]")
        box = panel.bounding_box()
        assert box
        assert box["width"] <= SIZES["phone"][0]
        assert panel.locator("button[type=submit]").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"][0]
        assert (opened.outside, opened.errors) == ([], [])


def _on_screen(box: Any) -> bool:
    return box is not None and box["x"] + box["width"] > 0 and box["width"] > 0
