"""A briefing in a browser: drafted, edited, reviewed, issued; what a later publication changes is told."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from data.settings import Settings
from tests.support.browser import SIZES, Visit, ready, visit
from tests.support.checks import serious
from tests.support.small import publish
from tests.support.world import AS_OF, world

pytestmark = pytest.mark.browser


def later() -> dict[str, list[dict[str, Any]]]:
    """The small world, but E2 registered only in the new year: one organisation less."""
    rows = world()
    (changed,) = [row for row in rows["organisation"] if row["id"] == "E2"]
    changed["registered_from"] = "2023-01-05"
    return rows


def draft(page: Page, site: str) -> None:
    page.get_by_label("类型").select_option("annual")
    page.get_by_label("年份").fill("2022")
    page.get_by_role("button", name="起草").click()
    expect(page.locator(".desk-editor")).to_be_visible(timeout=60_000)


def test_from_draft_to_issue_and_what_changed_since(site: str, home: Settings, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/drafts")
    draft(page, site)

    # Text is typed, a number can't be: its chip stays what it is.
    area = page.locator(".desk-area", has_text="各级组织共").first
    expect(area.locator(".figure-chip", has_text="8家")).to_have_attribute("contenteditable", "false")
    area.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("年内完成联络员培训。")
    expect(page.locator(".desk-changed")).to_have_text("有改动，还没有保存")
    page.get_by_label("审核人").fill("李审核")
    page.get_by_role("button", name="审核通过").click()
    expect(page.locator(".desk-step .form-trouble").first).to_have_text("正文有改动，请先保存")
    page.get_by_label("编辑", exact=True).fill("张编辑")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".desk-changed")).to_have_text("没有改动")
    expect(page.locator(".desk-area", has_text="年内完成联络员培训。")).to_be_visible()
    expect(page.locator(".desk-area", has_text="各级组织共")).to_contain_text("共8家，年初为7家")

    page.get_by_label("审核人").fill("李审核")
    page.get_by_role("button", name="审核通过").click()
    expect(page.locator(".desk-steps")).to_contain_text("李审核")
    expect(page.locator(".desk-paper")).to_contain_text("审核：李审核")

    expect(page.get_by_text("成文上的二维码指向 http://127.0.0.1:")).to_contain_text("只有本机打得开")
    page.get_by_label("签发日期").fill("2022-12-30")
    page.get_by_label("签发人").fill("王签发")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="签发", exact=True).click()
    expect(page.locator(".desk-about").first).to_contain_text("2022年第1期（总第1期），2022年12月30日签发")
    assert page.get_by_role("button", name="保存").count() == 0

    id = page.url.rpartition("id=")[2]
    word = page.request.get(f"{site}/drafts/{id}/file.docx").body()
    text = "\n".join(p.text for p in docx.Document(BytesIO(word)).paragraphs)
    said = ("2022年　第1期", "（总第1期）", "编辑：张编辑　　审核：李审核", "年内完成联络员培训。", "验证码")
    assert [words for words in said if words not in text] == []
    again = page.request.get(f"{site}/drafts/{id}/file.docx").body()
    assert again == word
    printed = PdfReader(BytesIO(page.request.get(f"{site}/drafts/{id}/file.pdf").body()))
    assert "共8家" in "".join(p.extract_text() for p in printed.pages)

    # Another publication: the paper stays as it is, and says what is different now.
    publish(home, later(), business_date=AS_OF, demonstration=True, title="更正注册日期")
    seen.open(f"{site}/drafts?id={id}")
    told = page.locator(".desk-differences")
    row = told.locator("tr", has_text="各级组织共8家").first
    expect(row).to_contain_text("注册组织")
    expect(row).to_contain_text("7家")
    expect(page.get_by_label("更正")).to_contain_text("更正注册日期")
    expect(page.locator(".desk-paper")).to_contain_text("共8家")
    expect(page.locator(".desk-papers")).to_contain_text("DOCX　验证码")
    page.get_by_role("link", name="简报").first.click()
    expect(page.get_by_label("已签发")).to_contain_text("2022年第1期（总第1期）")


@pytest.mark.parametrize("size", SIZES)
def test_nothing_serious_and_nothing_pushed_aside(site: str, browser: Browser, size: str) -> None:
    with visit(browser, SIZES[size]) as seen:
        seen.open(f"{site}/drafts")
        assert serious(seen.page) == {}
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        draft(seen.page, site)
        ready(seen.page)
        assert serious(seen.page) == {}
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.errors == []
