"""While the server runs: a new publication is seen without a restart, and a lost database is said."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from data.settings import Settings
from tests.support.browser import Visit, ready
from tests.support.server import live_server
from tests.support.small import publish
from tests.support.world import AS_OF, world

pytestmark = pytest.mark.browser

SEEN_WITHIN = 5.0


@pytest.fixture(scope="module")
def other(home: Settings) -> Iterator[str]:
    """A second server process over the same home."""
    with live_server(home) as base:
        yield base


def facts(page: Page) -> str:
    """What the head of a page says of its data."""
    return page.locator(".page-facts").inner_text()


def figure(page: Page, code: str) -> str:
    """A card's exact figure."""
    return page.locator(f".card-cell[data-code='{code}'] .card-value").get_attribute("title") or ""


def served(page: Page, base: str) -> str:
    """The version that a server answers from."""
    version: str = page.request.get(f"{base}/api/v1/indicators/ZZ01").json()["version"]
    return version


def with_one_more() -> dict[str, list[dict[str, Any]]]:
    """The small world, with one more registered organisation."""
    tables: dict[str, list[dict[str, Any]]] = world()
    model = next(row for row in tables["organisation"] if row["id"] == "D2")
    tables["organisation"].append({**model, "id": "D9", "name": "新区科协", "district_code": "110102"})
    return tables


def test_a_new_publication_is_seen_without_a_restart(
    site: str, other: str, home: Settings, seen: Visit
) -> None:
    page = seen.page
    seen.open(site)
    assert ("版本 000001" in facts(page), figure(page, "ZZ01")) == (True, "8 家")
    publish(home, with_one_more(), business_date=AS_OF, demonstration=False)
    published = time.monotonic()
    for base in (site, other):
        while served(page, base) != "000002":
            assert time.monotonic() - published < SEEN_WITHIN, base
    page.reload(wait_until="commit")
    ready(page)
    assert ("版本 000002" in facts(page), figure(page, "ZZ01")) == (True, "9 家")
    assert page.locator(".demo-badge").count() == 0
    seen.open(f"{other}/drill?i=ZZ01")
    assert ("版本 000002" in facts(page), figure(page, "ZZ01")) == (True, "9 家")
    assert "共 9 行" in page.locator(".rows-note").inner_text()


def test_with_the_database_away_pages_show_the_last_data_and_say_so(
    site: str, home: Settings, seen: Visit
) -> None:
    page = seen.page
    seen.open(f"{site}/organizations")
    before = page.locator(".cards").first.inner_text()
    version = facts(page)
    (home.home / "unified").rename(home.home / "elsewhere")
    try:
        seen.open(f"{site}/organizations")
        assert facts(page).startswith(version)
        assert "数据库暂时连接不上，显示的是最近一次的数据" in page.locator(".stale-badge").inner_text()
        assert page.locator(".cards").first.inner_text() == before
        tiles = page.locator(".tile-slot").count()
        assert page.locator(".stale-note").count() == tiles
        assert page.locator(".state-error").count() == 0
        drawn = page.eval_on_selector_all(".echart", "all => all.map(e => e.dataset.rendered)")
        assert set(drawn) == {"true"}
        # A page still can be left, and what nobody asked for before says why it is missing.
        page.locator(".nav-link-item", has_text="总览").click()
        ready(page)
        assert page.locator("h1").inner_text() == "总览"
    finally:
        (home.home / "elsewhere").rename(home.home / "unified")
    seen.open(f"{site}/organizations")
    assert page.locator(".stale-badge, .stale-note").count() == 0
