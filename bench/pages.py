"""A page in a real browser: opened, and filtered, until the last tile is painted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from playwright.sync_api import Page

from bench.report import Line
from bench.wall import EMPTY, visits
from queries.service import get_cockpit
from tests.support.browser import chromium, ready, visit

DESK = (1366, 768)
PAGES = {"总览": "/", "人才会员": "/members", "督查督办": "/supervision"}
#: Filters that the pages have, set one after the other; the first time their answers are computed.
FILTERS = {"/": "district", "/members": "district", "/supervision": "department"}
#: From the click until the page says that its last chart is painted.
_FILTER = """async (address) => {
    performance.clearMarks("cockpit:painted");
    const started = performance.now();
    cockpit.go(address);
    const painted = () => performance.getEntriesByName("cockpit:painted");
    while (!painted().length) await new Promise((done) => setTimeout(done, 4));
    return painted()[0].startTime - started;
}"""


def measure(port: int, times: int) -> Iterator[Line]:
    """Medians of ``times``: first and further loads, filters never asked for before, and asked for again."""
    base = f"http://127.0.0.1:{port}"
    with chromium() as browser:
        empty = visits(browser, base + EMPTY, 2, DESK)
        for name, path in PAGES.items():
            visits(browser, base + path, 1, DESK)
            for kind, spent, floor in zip(
                ("首次", "再次"), visits(browser, base + path, times, DESK), empty, strict=True
            ):
                yield Line(f"{name}，{kind}打开至全部绘成", spent, "毫秒", floor, "空白页")
            with visit(browser, DESK) as seen:
                seen.page.goto(base + path)
                ready(seen.page)
                cold, warm = _filtered(seen.page, path, times)
            yield Line(f"{name}，换筛选条件，首次计算", cold, "毫秒")
            yield Line(f"{name}，换筛选条件，已有缓存", warm, "毫秒", cold, "首次计算")


def _filtered(page: Page, path: str, times: int) -> tuple[float, float]:
    """(never asked for, asked for before): median milliseconds from the click to the last tile painted."""
    members = list(get_cockpit().labels().members(FILTERS[path]))[:times]
    day = _unseen_day()
    addresses = [f"{path}?as_of={day}&{FILTERS[path]}={member}" for member in members]
    cold, warm = ([_one(page, address) for address in addresses] for _ in range(2))
    return median(cold), median(warm)


def _unseen_day() -> date:
    """A day nobody has asked for: the one before the data's."""
    return get_cockpit().state().publication.business_date - timedelta(days=1)


def _one(page: Page, address: str) -> float:
    spent: float = page.evaluate(_FILTER, address)
    ready(page)
    return spent
