"""The wall on every screen: nothing stretched, cut, overlapping, too small or too faint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pages.screen import WALL
from tests.support.browser import Visit, ready, visit
from tests.wall.watching import SHAPES, Shape

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KINDS = {(5120, 1440): "ultra", (3840, 1080): "ultra", (5760, 2160): "wide", (1080, 1920): "upright"}
OTHER_SCENES = [scene.key for scene in WALL.scenes[1:]]
LOOK = (Path(__file__).parent / "look.js").read_text("utf-8")
#: What holds at every scale, and what holds where the stage is shown at its own size or larger.
ALWAYS = ("places", "charts", "cut", "mixed", "faint")
IN_FULL = (*ALWAYS, "small")


@pytest.fixture
def seen(browser: Browser, shape: Shape) -> Iterator[Visit]:
    """A wall of the given shape."""
    with visit(browser, shape[:2], scale=shape[2]) as opened:
        yield opened
        assert (opened.outside, opened.errors) == ([], [])


def remarks(page: Page, *names: str) -> dict[str, list[str]]:
    """What a careful eye finds wrong, by its name in ``look.js``."""
    found = page.evaluate(LOOK)
    assert found["words"] > 10
    return {name: found[name] for name in names if found[name]}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: f"{s[0]}x{s[1]}@{s[2]}")
def test_the_overview_fits(hall: str, seen: Visit, shape: Shape) -> None:
    seen.open(f"{hall}/screen")
    width, height, _ = shape
    wanted = KINDS.get((width, height), "normal" if width > height else "upright")
    assert seen.page.locator("html").get_attribute("data-kind") == wanted
    panels = seen.page.eval_on_selector_all(".scene .panel", "all => all.map(p => p.dataset.panel)")
    assert panels == list(WALL.scenes[0].panels(wanted))  # type: ignore[arg-type]
    full = width >= 1920 or shape[:2] == (1080, 1920)
    assert remarks(seen.page, *(IN_FULL if full else ALWAYS)) == {}
    looks = "getComputedStyle(document.querySelector('.card-value')).fontVariantNumeric"
    assert "tabular-nums" in seen.page.evaluate(looks)


@pytest.mark.parametrize("shape", [(1920, 1080, 1), (1080, 1920, 1)], ids=["flat", "upright"])
def test_every_scene_fits(hall: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{hall}/screen")
    found = {}
    for scene in OTHER_SCENES:
        page.locator(f".bar-scene[data-scene={scene}]").click()
        ready(page)
        assert page.locator(".scene").get_attribute("data-scene") == scene
        found[scene] = remarks(page, *IN_FULL)
    assert found == {scene: {} for scene in OTHER_SCENES}


@pytest.mark.parametrize("shape", [(1920, 1080, 1)], ids=["flat"])
def test_what_lies_over_the_wall_fits_too(hall: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{hall}/screen")
    page.locator(".card-figure").first.click()
    page.locator(".over.detail:not([aria-busy]) .over-rows").wait_for()
    ready(page)
    assert remarks(page, "charts", "cut", "mixed", "small", "faint") == {}
    page.keyboard.press("Escape")
    for panel in ("growth", "map", "lights", "departments"):
        page.locator(f"[data-panel={panel}] .panel-body").hover()
        page.locator(f"[data-panel={panel}] .expand").click()
        page.locator(f".over.spotlight [data-panel={panel}]").wait_for()
        ready(page)
        assert remarks(page, "charts", "cut", "mixed", "small", "faint") == {}, panel
        page.keyboard.press("Escape")
        page.locator(".spotlight").wait_for(state="detached")
    page.mouse.move(0, 0)
    assert remarks(page, *IN_FULL) == {}


@pytest.mark.parametrize("shape", [(1920, 1080, 1)], ids=["flat"])
def test_a_window_that_changes_its_shape(hall: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{hall}/screen")
    for width, height in ((3840, 1080), (1080, 1920), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        kind = KINDS.get((width, height), "normal")
        page.locator(f".scene.kind-{kind}:not(.is-waiting)").wait_for()
        ready(page)
        assert page.locator(".scene").count() == 1
        assert remarks(page, *ALWAYS) == {}, (width, height)
