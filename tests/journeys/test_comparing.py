"""A reader compares: from the empty page by the panel to a table, courses, a picture and the rows."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.journeys.test_looks import CUT
from tests.journeys.test_reading import press, query, rows
from tests.support.browser import SIZES, Visit, ready
from tests.support.checks import serious

pytestmark = pytest.mark.browser


def test_two_societies_are_found_by_pinyin_and_compared(site: str, seen: Visit) -> None:
    seen.open(f"{site}/compare")
    page = seen.page
    press(page, page.get_by_role("link", name="组织", exact=True))
    assert query(page)["by"] == "organisation"
    page.get_by_role("button", name="选择组织与指标").click()
    for letters, name in (("jxxh", "机械学会"), ("dzxh", "电子学会")):
        page.get_by_role("searchbox", name="查找组织").fill(letters)
        page.get_by_label(name).wait_for()
        page.keyboard.press("Enter")
    page.get_by_label("注册组织").check()
    press(page, page.get_by_role("button", name="应用"))
    assert query(page)["organisation"].split(",") == ["S1", "S3"]
    assert query(page)["i"] == "ZZ01"
    table = page.locator(".compared")
    assert table.locator("thead th").all_inner_texts() == ["指标", "全市", "机械学会", "电子学会"]
    assert table.locator(".compared-value").all_inner_texts() == ["8 家", "1 家", "1 家"]
    press(page, table.locator("td").nth(1).locator(".compared-value a"))
    assert rows(page) == 1
    page.go_back()
    ready(page)
    assert page.locator("h1").inner_text() == "对比"


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_a_comparison_is_whole_and_can_be_read_by_everybody(
    site: str, seen: Visit, size: tuple[int, int]
) -> None:
    page = seen.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for address in ("/compare", "/compare?by=district&district=海淀区,朝阳区,丰台区&years=2"):
        seen.open(site + address)
        assert serious(page) == {}
        assert page.evaluate(CUT) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_small_charts_become_one_picture(site: str, seen: Visit, tmp_path: Path) -> None:
    seen.open(f"{site}/compare?by=district&district=海淀区,朝阳区&i=ZZ01,HD01")
    tile = seen.page.locator(".tile[aria-label='走势对比：各指标']")
    box = tile.locator(".multiples-view").bounding_box()
    assert box is not None
    tile.get_by_text("导出", exact=True).click()
    with seen.page.expect_download() as taken:
        tile.get_by_text("图片（PNG）").click()
    taken.value.save_as(tmp_path / "picture.png")
    assert taken.value.suggested_filename == "走势对比：各指标_演示数据.png"
    width, height = struct.unpack(">II", (tmp_path / "picture.png").read_bytes()[16:24])
    # Both charts with their names, at twice their size, and what stands around them.
    assert width >= 2 * box["width"]
    assert height >= 2 * box["height"]
