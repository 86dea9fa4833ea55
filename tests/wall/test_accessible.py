"""The wall for those who don't see or don't point: names, tables by key, visible focus, axe."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from pages.screen import WALL
from tests.support.browser import Visit, ready
from tests.support.checks import serious
from tests.wall.watching import closed, detail

pytestmark = pytest.mark.browser

NAMELESS = """() => {
    const picture = (n) => n.matches("img, [role=img]");  // the words in a picture are no name
    const named = (n) => n.getAttribute("aria-label") || n.title || (!picture(n) && n.textContent.trim()) ||
        (n.labels && n.labels.length && n.labels[0].textContent.trim());
    const asked = "a, button, summary, input:not([type=hidden]), img, [role=img], [role=dialog], nav";
    const found = [...document.querySelectorAll(asked)].filter((n) => !named(n));
    return found.map((n) => n.outerHTML.slice(0, 120));
}"""
FOCUSED = """() => {
    const node = document.activeElement;
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const seen = box.width > 0 && node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return { name: node.className, tag: node.tagName, ring, seen, at: node.outerHTML.slice(0, 100) };
}"""


def test_every_chart_says_what_it_shows_and_has_its_table(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    charts = """() => [...document.querySelectorAll(".drawn .echart")].map((chart) => [
        chart.getAttribute("role"), chart.getAttribute("aria-label") || "", chart.tabIndex,
        chart.closest(".tile").querySelectorAll(".tile-data table").length])"""
    found = page.evaluate(charts)
    assert len(found) >= 7
    for role, label, stop, tables in found:
        assert (role, stop, tables) == ("img", 0, 1)
        assert len(label) > 5


def test_a_table_opens_and_closes_by_key(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    summary = page.locator("[data-panel=types] .tile-data > summary")
    summary.focus()
    page.keyboard.press("Enter")
    table = page.locator("[data-panel=types] .tile-data[open] table")
    table.wait_for()
    assert "企业科协" in table.inner_text()
    page.keyboard.press("Enter")
    table.wait_for(state="hidden")


def stops(page: Page, most: int) -> list[dict[str, Any]]:
    """Where the Tab key stops, one after another."""
    met = []
    for _ in range(most):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
    return met


def test_the_keyboard_reaches_everything_and_shows_where_it_is(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    met = [stop for stop in stops(page, 60) if stop["tag"] != "BODY"]
    names = " ".join(stop["name"] for stop in met)
    for wanted in (
        "bar-scene",
        "pause",
        "fullscreen",
        "card-figure",
        "panel-tab",
        "echart",
        "light-cell",
        "expand",
    ):
        assert wanted in names, wanted
    assert [stop["at"] for stop in met if not stop["ring"]] == []
    assert [stop["at"] for stop in met if not stop["seen"]] == []


def test_a_detail_is_a_dialog(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    card = page.locator("[data-code=ZZ01] .card-figure")
    card.focus()
    page.keyboard.press("Enter")
    detail(page)
    dialog = page.get_by_role("dialog", name="明细")
    assert dialog.get_attribute("aria-modal") == "true"
    assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    page.keyboard.press("Escape")
    closed(page)
    assert page.evaluate("document.activeElement.closest('[data-code=ZZ01]') !== null")


def test_a_spotlight_is_a_dialog(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    page.locator("[data-panel=growth] .expand").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="放大")
    dialog.wait_for()
    assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    page.keyboard.press("Escape")
    closed(page)
    assert page.evaluate("document.activeElement.matches('[data-panel=growth] .expand')")


def test_what_changes_by_itself_is_said_where_it_matters(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    assert page.locator(".pause").get_attribute("aria-pressed") == "true"
    page.keyboard.press("Space")
    assert page.locator(".pause").get_attribute("aria-pressed") == "false"
    assert page.locator(".bar-scene[aria-current]").count() == 1
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1


@pytest.mark.parametrize("scene", [scene.key for scene in WALL.scenes])
def test_every_scene_passes_axe(site: str, seen: Visit, scene: str) -> None:
    page = seen.page
    seen.open(f"{site}/screen?scene={scene}")
    assert page.evaluate(NAMELESS) == []
    assert serious(page) == {}


def test_a_detail_passes_axe(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen")
    page.locator("[data-code=ZZ01] .card-figure").click()
    detail(page)
    ready(page)
    assert page.evaluate(NAMELESS) == []
    assert serious(page) == {}
