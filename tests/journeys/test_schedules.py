"""定期 in a browser: add, run now, see it done and take the file; a failure is seen with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from data.settings import Settings
from store.artefacts import Archive
from tests.support.browser import Visit
from tests.support.checks import serious
from tests.support.server import live_server
from tests.support.smtp import MailServer, mail_server

pytestmark = pytest.mark.browser
#: A worker that puts the application together for the first time, on a busy machine.
PATIENCE = 90_000


@pytest.fixture(scope="module")
def mails() -> Iterator[MailServer]:
    """A mail server that doesn't know everybody."""
    with mail_server() as server:
        server.refuses.add("nobody@example.cn")
        yield server


@pytest.fixture(scope="module")
def office(home: Settings, mails: MailServer) -> Iterator[str]:
    """A server with a process for jobs and a mail server."""
    settings = replace(home, smtp_url=f"smtp://127.0.0.1:{mails.port}")
    with live_server(settings, jobs=True) as base:
        yield base


def test_a_schedule_from_the_form_to_the_file_and_a_failure_that_is_seen(
    office: str, seen: Visit, home: Settings, mails: MailServer
) -> None:
    page = seen.page
    page.goto(f"{office}/schedules")
    form = page.locator("form[data-schedule]")
    expect(form.locator("[name=weekday]")).to_be_visible()
    expect(form.locator("[name=scene]")).to_be_hidden()
    form.locator("[name=rhythm]").select_option("monthly")
    expect(form.locator("[name=weekday]")).to_be_hidden()
    form.locator("[name=page]").select_option("/screen")
    form.locator("[name=scene]").select_option("morning")
    form.locator("[name=day]").select_option("31")
    form.locator("[name=at]").fill("25:00")
    form.locator("[name=name]").fill("晨会材料")
    form.locator("[name=mail]").fill("zhang@example.cn nobody@example.cn")
    form.get_by_role("button", name="新增定期任务").click()
    expect(form.get_by_role("alert")).to_have_text("时间“25:00”无法识别，应写作 08:00")
    assert all("400" in error for error in seen.errors)  # the browser's own word for the refusal
    seen.errors.clear()
    form.locator("[name=at]").fill("17:30")
    form.get_by_role("button", name="新增定期任务").click()
    entry = page.locator(".view-entry", has_text="晨会材料")
    expect(entry).to_contain_text("每月最后一日 17:30，遇节假日顺延")
    expect(page.locator(".schedule-count")).to_have_count(0)

    entry.get_by_role("button", name="立即执行").click()
    expect(entry).to_contain_text("nobody@example.cn：邮件服务器没有接受：no such user", timeout=PATIENCE)
    expect(entry).to_contain_text("第 2 次尝试")
    expect(page.locator(".schedule-count")).to_have_text("■ 1 个任务未完成")
    row = page.locator("table tbody tr").first
    assert form.get_by_role("textbox", name="邮件").count() == 1, "fields have names"
    expect(row).to_contain_text("zhang@example.cn 已送达")
    assert [to for to, _ in mails.messages] == ["zhang@example.cn"]
    with page.expect_download() as taken:
        row.get_by_role("link").click()
    (kept,) = Archive(home).find()
    assert taken.value.suggested_filename == kept.file_name
    assert taken.value.path().read_bytes() == Archive(home).read(kept)
    assert serious(page) == {}

    page.on("dialog", lambda dialog: dialog.accept())
    entry.get_by_role("button", name="删除").click()
    expect(page.locator(".schedules")).to_contain_text("还没有定期任务")
