"""Signals in a browser: read what crossed, follow it, adjust its threshold and put it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import SIZES, Visit, ready, visit
from tests.support.checks import serious

pytestmark = pytest.mark.browser

LATE = "超期未办结 3 件，达到关注线 1 件"


def test_read_follow_adjust_and_put_back(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/signals")
    entry = page.locator(".signal", has_text=LATE)
    every = page.locator(".signal").count()
    expect(page.locator(".nav-badge")).to_contain_text(str(every))
    entry.get_by_role("button", name="标为已读").click()
    expect(entry.get_by_text("未读")).to_have_count(0)
    expect(page.locator(".nav-badge")).to_contain_text(str(every - 1))

    entry.get_by_role("link", name=LATE).click()
    expect(page.locator(".page-title")).to_have_text("超期未办结")
    page.go_back()
    expect(entry).to_be_visible()

    page.get_by_role("link", name="阈值", exact=True).click()
    named = page.get_by_role("link", name="超期未办结", exact=True)
    own = page.locator(".view-entry").filter(has=named).first
    own.get_by_text("调整", exact=True).click()
    own.get_by_label("预警线").fill("很多")
    own.get_by_label("预警线").press("Enter")
    expect(own.get_by_role("alert").first).to_contain_text("“很多”不是数字")
    assert ["400" in error for error in seen.errors] == [True]
    seen.errors.clear()  # the browser's own line about a refused form
    own.get_by_label("关注线").fill("10")
    own.get_by_label("预警线").fill("20")
    own.get_by_label("说明").fill("年末集中到期")
    own.get_by_role("button", name="保存").click()
    expect(own).to_contain_text("达到 10 件为关注，达到 20 件为预警")
    expect(own).to_contain_text("年末集中到期")
    own.get_by_role("button", name="恢复建议值").click()
    expect(own.get_by_text("已调整")).to_have_count(0)
    expect(own).to_contain_text("达到 1 件为关注，达到 5 件为预警")
    own.get_by_text("调整", exact=True).click()
    expect(own.get_by_label("关注线")).to_have_value("1")

    page.get_by_role("link", name="信号", exact=True).first.click()
    expect(page.locator(".signal", has_text=LATE)).to_contain_text("未读")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/signals", "/signals?show=ended", "/signals?tab=thresholds"])
def test_nothing_serious_and_nothing_pushed_aside(site: str, browser: Browser, size: str, path: str) -> None:
    with visit(browser, SIZES[size]) as seen:
        seen.open(site + path)
        ready(seen.page)
        assert serious(seen.page) == {}
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.errors == []
        if "thresholds" in path:
            seen.page.get_by_text("调整", exact=True).first.click()
            assert serious(seen.page) == {}
