"""The wall in a real browser: until every tile is painted, against a page of Dash without tiles."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page

from bench.report import Line
from components.wall.payload import PATH
from tests.support.browser import chromium, visit

WALL = (1920, 1080)
#: A page that has the frame of every page, and no tile.
EMPTY = "/drill"


def measure(port: int, times: int) -> Iterator[Line]:
    """Median of ``times`` first loads (nothing kept in the browser) and of as many loads after them."""
    with chromium() as browser:
        base = f"http://127.0.0.1:{port}"
        visits(browser, base + PATH, 1)
        empty = dict(zip(("首次", "再次"), visits(browser, base + EMPTY, times), strict=True))
        shown = dict(zip(("首次", "再次"), visits(browser, base + PATH, times), strict=True))
        for name, spent in shown.items():
            yield Line(f"大屏 16:9，{name}打开至全部绘成", spent, "毫秒", empty[name], "空白页")


def visits(browser: Browser, url: str, times: int, size: tuple[int, int] = WALL) -> tuple[float, float]:
    """(first, again): median milliseconds until the page says that everything is painted."""
    first, again = [], []
    for _ in range(times):
        with visit(browser, size) as seen:
            first.append(_load(seen.page, url))
            again.append(_load(seen.page, url))
    return median(first), median(again)


def _load(page: Page, url: str) -> float:
    started = perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    return (perf_counter() - started) * 1000
