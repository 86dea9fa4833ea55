"""A page on paper: upright or lying, numbered, marked, with its conditions; no chart and no row in two."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.support.browser import Visit

pytestmark = pytest.mark.browser


def sheets(page: Page, *, lying: bool = False) -> list[str]:
    """The words on each sheet of A4, without spaces."""
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", landscape=lying)))
    for sheet in printed.pages:
        assert (sheet.mediabox.width > sheet.mediabox.height) is lying
    return [re.sub(r"\s", "", sheet.extract_text()) for sheet in printed.pages]


@pytest.mark.parametrize("lying", [False, True], ids=["upright", "lying"])
def test_every_sheet_is_numbered_and_marked(site: str, seen: Visit, lying: bool) -> None:
    seen.open(f"{site}/organizations?district=110105")
    found = sheets(seen.page, lying=lying)
    assert len(found) > 1
    for number, words in enumerate(found, start=1):
        assert f"第{number}页，共{len(found)}页" in words
        assert "演示数据" in words
    assert "筛选条件：截至2022年12月30日" in found[0]
    assert "区：朝阳区" in found[0]
    for unwanted in ("主导航", "数据采集", "筛选清除", "导出", "查看数据表", "保存视图"):
        assert not any(unwanted in words for words in found), unwanted


@pytest.mark.parametrize("lying", [False, True], ids=["upright", "lying"])
def test_a_chart_is_drawn_for_paper_and_stays_in_one_piece(site: str, seen: Visit, lying: bool) -> None:
    seen.open(f"{site}/organizations")
    page = seen.page
    before = page.eval_on_selector_all(".echart svg", "all => all.map((one) => one.getAttribute('width'))")
    found = sheets(page, lying=lying)
    # What stands in a chart is on the sheet of its title, however the tiles fall.
    charts = page.evaluate("""() => [...document.querySelectorAll(".tile:has(.echart svg)")].map((tile) => [
        tile.querySelector(".tile-title").firstChild.textContent,
        [...new Set([...tile.querySelectorAll(".echart svg text")].map((word) => word.textContent))],
    ])""")
    assert len(charts) >= 4
    for title, words in charts:
        (sheet,) = [one for one in found if title.replace(" ", "") in one and "单位" in one][:1]
        plain = [re.sub(r"\s", "", word) for word in words]
        lost = [word for word in plain if re.search(r"[\u4e00-\u9fff]{2}", word) and word not in sheet]
        assert not lost, (title, lost)
    # Afterwards the screen is as it was.
    expect(page.locator(".echart svg[viewBox]")).to_have_count(0)
    after = page.eval_on_selector_all(".echart svg", "all => all.map((one) => one.getAttribute('width'))")
    assert after == before


def test_an_exploration_has_tones_on_paper_that_need_no_colour(site: str, seen: Visit) -> None:
    seen.open(f"{site}/explore?i=RC01&by=discipline&interval=month&chart=stacked")
    page = seen.page
    tones = "() => document.querySelector('.plot-figure').data.map((trace) => trace.marker.color)"
    named = """(part) => ["a", "b", "c", "d", "e"].map((key) =>
        getComputedStyle(document.documentElement).getPropertyValue(part + key).trim())"""
    screen, paper = (page.evaluate(named, part) for part in ("--field-", "--paper-field-"))
    shown = page.evaluate(tones)
    assert len(shown) > 1
    assert set(shown) <= set(screen)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(tones) == [paper[screen.index(colour)] for colour in shown]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(tones) == shown


def test_a_long_list_of_signals_begins_below_its_head(site: str, seen: Visit) -> None:
    seen.open(f"{site}/signals?level=watch")
    first, *_ = sheets(seen.page)
    assert "筛选条件：未恢复；关注" in first
    assert "与阈值比对" in first


def test_a_long_table_goes_on_with_its_heads(site: str, seen: Visit) -> None:
    seen.open(f"{site}/reconciliation")
    found = sheets(seen.page)
    assert "公布数字与现库" in found[0]
    for words in found:
        assert "截至或期间出处责任部门" in words
    seen.open(f"{site}/drill?i=RC02")
    *_, last = sheets(seen.page)
    assert "共2,007行" in last
    assert "下一页" not in last
