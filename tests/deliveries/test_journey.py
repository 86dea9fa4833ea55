"""A clerk in a real browser: drops a mixed delivery, looks, publishes, and takes it back."""

from __future__ import annotations

import base64
import random
from pathlib import Path
from urllib.parse import urlsplit

from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from data.engine import open_database
from data.settings import Settings
from intake.bulletins.reading import read_text
from intake.bulletins.review import ReviewList
from tests.deliveries.conftest import TABLES
from tests.deliveries.desk import activities, reason
from tests.support.browser import SIZES, ready, visit
from tests.support.checks import serious
from tests.support.mixed import MISTAKES, write_mixed
from tests.support.server import live_server
from tests.support.small import publish

#: Puts files on the drop zone as a hand does: the page gets the events and the files.
DROP = """([files, selector]) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried });
    document.querySelector(selector).dispatchEvent(event);
  }
}"""
WAIT = 60_000
BULLETIN = """科协每周动态
2022年 第18期
2022年12月2日

某学会召开科技工作者座谈会

11月30日，某学会在中关村会议中心召开科技工作者座谈会，60余人参加座谈。（某学会）

海淀区科协召开科技工作者会议

11月29日，海淀区科协在会议中心召开科技工作者会议，区科协主席高某出席会议。（海淀区科协）
"""


def drop(page: Page, paths: tuple[Path, ...]) -> None:
    files = [[p.name, base64.b64encode(p.read_bytes()).decode()] for p in paths]
    page.evaluate(DROP, [files, ".drop-zone"])


def no_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def corrections_outlive_each_other(page: Page, settings: Settings, base: str) -> None:
    ReviewList(settings).add(read_text("18.txt", BULLETIN))
    page.goto(f"{base}/intake?view=review")
    ready(page)
    first, second = page.locator(".review-entry").all()
    expect(first.get_by_label("地点")).not_to_be_visible()
    first.locator(".review-line").click()
    first.get_by_text("原文").click()
    expect(first.locator(".review-text")).to_contain_text("60余人参加座谈。（某学会）")
    first.get_by_role("button", name="北京甲学会").click()
    second.locator(".review-line").click()
    second.get_by_label("地点").fill("新会议中心")
    second.get_by_role("button", name="保存改正").click()
    expect(second.get_by_text("已改正")).to_have_count(1)
    expect(first.get_by_label("主办组织")).to_have_value("北京甲学会")
    page.get_by_label("已逐条核对").check()
    page.get_by_role("button", name="通过齐全的 1 条").click()
    expect(page.get_by_text("有条目的改正尚未保存")).to_be_visible()


def test_from_files_to_a_version_and_back(browser: Browser, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", threads=4, intake_refused=100)
    publish(settings, TABLES, title="基础数据")
    with live_server(settings, jobs=True) as base, visit(browser) as seen:
        page = seen.page
        seen.open(f"{base}/intake")
        assert serious(page) == {}
        page.get_by_role("button", name="上传并试算").click()
        expect(page.locator(".form-trouble")).to_have_text("请先选择文件")

        drop(page, write_mixed(tmp_path / "in"))
        expect(page.locator("#intake-chosen > li")).to_have_count(5)
        page.get_by_label("移除 4媒体资源库.txt").click()
        expect(page.locator("#intake-chosen > li")).to_have_count(4)
        page.get_by_label("交付人").fill("李四")
        page.keyboard.press("Enter")
        expect(page.get_by_text("试算完成，尚未发布")).to_be_visible(timeout=WAIT)
        for mistake in (m for m in MISTAKES if "4媒体" not in m.place):
            cell = page.get_by_role("row").filter(has_text=mistake.place)
            expect(cell.filter(has_text=reason(mistake)).first).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="下载拒收行").click()
        assert download.value.suggested_filename.startswith("拒收行-")

        assert serious(page) == {}

        # All of it is there again after a reload, and on a phone.
        page.reload()
        ready(page)
        expect(page.get_by_text("试算完成，尚未发布")).to_be_visible()
        for width, height in (SIZES["phone"], SIZES["laptop"]):
            page.set_viewport_size({"width": width, "height": height})
            assert no_wider_than_the_screen(page), width

        page.get_by_role("button", name="发布", exact=True).click()
        expect(page.get_by_text("已发布为版本 000002")).to_be_visible(timeout=WAIT)
        page.get_by_role("link", name="撤回此次发布…").click()
        expect(page.get_by_text("撤回后，驾驶舱将显示版本 000001：基础数据")).to_be_visible()
        page.get_by_role("button", name="确认撤回到版本 000001").click()
        page.get_by_label("原因（必填）").fill("数字有误")
        page.keyboard.press("Enter")
        expect(page.get_by_text("已完成：当前版本 000001")).to_be_visible(timeout=WAIT)
        expect(page.get_by_role("row").filter(has_text="数字有误")).to_be_visible()
        expect(page.get_by_role("link", name="恢复此版本")).to_be_visible()
        assert urlsplit(page.url).path == "/intake"
        corrections_outlive_each_other(page, settings, base)
        assert (seen.outside, seen.errors) == ([], [])
    database = open_database(settings)
    assert [p.version for p in database.publications()] == ["000002", "000001"]
    assert database.current().version == "000001"
    database.close()


def large_files(folder: Path) -> tuple[Path, Path]:
    """A CSV of 4,000 lines, and a workbook of more than a megabyte whose bytes are as good as random."""
    folder.mkdir()
    chance = random.Random(1)
    titles = [
        f"{n:04}{chance.choice(('科普报告会', '学术年会', '青年论坛'))}第{n}场" * 2 for n in range(4_000)
    ]
    lines, book = folder / "活动.csv", folder / "台账.xlsx"
    lines.write_bytes(activities(*titles).replace(b"\n", b"\r\n"))
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("活动")
    sheet.append(["活动名称", "主办单位", "活动形式", "组件", "举办日期", "附注"])
    for number in range(500):
        row = [f"工作簿中的活动{number}", "北京甲学会", "会议", "会议活动", "2022-12-02"]
        sheet.append([*row, chance.randbytes(2_000).hex()])
    workbook.save(book)
    assert lines.stat().st_size > 300_000
    assert book.stat().st_size > 1_000_000
    return lines, book


def test_large_files_come_in_through_the_page(browser: Browser, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", threads=4, intake_file_mb=2)
    publish(settings, TABLES, title="基础数据")
    with live_server(settings, jobs=True) as base, visit(browser) as seen:
        page = seen.page
        seen.open(f"{base}/intake")
        drop(page, large_files(tmp_path / "in"))
        expect(page.locator("#intake-chosen > li")).to_have_count(2)
        page.get_by_role("button", name="上传并试算").click()
        expect(page.get_by_text("试算完成，尚未发布")).to_be_visible(timeout=WAIT)
        expect(page.get_by_role("row").filter(has_text="4,500").first).to_be_visible()

        # What is refused on its way says why, though the browser is still sending.
        seen.open(f"{base}/intake")
        many = [tmp_path / f"{number}.csv" for number in range(25)]
        for path in many:
            path.write_bytes(random.Random(path.name).randbytes(1 << 20))
        page.locator("#intake-files").set_input_files(many)
        page.get_by_role("button", name="上传并试算").click()
        expect(page.locator(".form-trouble")).to_have_text("一次最多上传 20 个文件", timeout=WAIT)
        assert seen.outside == []
