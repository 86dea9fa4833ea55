"""Forms of office pages in a browser: sent once for each answer, however often pressed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.support.browser import Visit

pytestmark = pytest.mark.browser


def test_a_form_waits_for_its_answer_before_it_goes_again(site: str, seen: Visit) -> None:
    page, held = seen.page, list[Route]()
    page.route("**/schedules/add", lambda route: held.append(route))
    page.goto(f"{site}/schedules")
    form = page.locator("form[data-schedule]")
    press = form.get_by_role("button", name="新增定期任务")
    for _ in range(3):
        press.click()
    expect(form).to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(500)
    assert len(held) == 1
    held[0].fulfill(status=200, json={"said": "已收到"})
    expect(form.get_by_role("alert")).to_have_text("已收到")
    expect(form).not_to_have_attribute("aria-busy", "true")
    press.click()
    page.wait_for_timeout(500)
    assert len(held) == 2
    held[1].fulfill(status=200, json={"said": "又收到"})
    expect(form.get_by_role("alert")).to_have_text("又收到")
