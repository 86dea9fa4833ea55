"""The wall's document: small, its own, and nothing in it from elsewhere."""

from __future__ import annotations

import re
import urllib.request
from email.message import Message
from typing import Any

import pytest
from playwright.sync_api import Request

from tests.support.browser import Visit, ready

pytestmark = pytest.mark.browser

MOST_BYTES = 500_000
MOST_OF_A_PULSE = 1_500
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetched(url: str) -> tuple[bytes, Message]:
    """The body as it travels to a browser, and its headers."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with _DIRECT.open(request, timeout=30) as answer:
        return answer.read(), answer.headers


def test_the_document_has_no_framework_and_few_bytes(site: str) -> None:
    html, headers = fetched(f"{site}/screen")
    assert headers["Content-Encoding"] in {"br", None}
    with _DIRECT.open(f"{site}/screen", timeout=30) as answer:
        text = answer.read().decode()
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', text)
    own = re.compile(r"/assets/wall/|/_dash-component-suites/components/echart/(?!echart\.v)")
    assert scripts
    assert [s for s in scripts if not own.match(s)] == []
    size = 0
    for script in scripts:
        body, headers = fetched(site + script)
        assert headers["Content-Encoding"] == "br", script
        size += len(body)
    assert size <= MOST_BYTES
    # No script of a page's own: the policy would refuse it.
    assert re.findall(r"<script(?![^>]* src=)(?![^>]*application/json)", text) == []
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)
    assert len(html) < 20_000


def test_the_wall_becomes_ready_under_the_policy(site: str, seen: Visit) -> None:
    page = seen.page
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    answer = page.goto(f"{site}/screen", wait_until="commit")
    assert answer
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in re.search(r"script-src[^;]*", policy)[0]  # type: ignore[index]
    ready(page)
    loaded = [r.url for r in asked if r.resource_type == "script"]
    assert sum(len(fetched(url)[0]) for url in loaded) <= MOST_BYTES
    assert {r.url.split("/")[2] for r in asked if r.url.startswith("http")} == {site.split("/")[2]}
    names = "['React', 'ReactDOM', 'Plotly', 'dash_clientside', 'dash_renderer', 'DashRenderer']"
    assert page.evaluate(f"{names}.filter((name) => name in window)") == []
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.locator("h1").all_inner_texts() == ["领导驾驶舱"]
    assert page.locator(".panel").count() >= 8
    # Everything of it is drawn, and with the fonts that the server sent.
    drawn = page.eval_on_selector_all(
        ".drawn:not(.is-waiting) .echart", "all => all.map(e => e.dataset.rendered)"
    )
    assert set(drawn) == {"true"}
    assert page.evaluate("document.fonts.check('20px \"Noto Sans SC\"', '驾驶舱')")


def test_a_refresh_without_change_is_one_small_request(site: str, seen: Visit) -> None:
    page = seen.page
    page.clock.install()
    with page.expect_response("**/api/v1/walls"):
        seen.open(f"{site}/screen")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    with page.expect_response("**/api/v1/walls") as second:
        page.clock.fast_forward(5_000)
    second.value.finished()
    assert [(r.method, r.url) for r in asked] == [("POST", f"{site}/api/v1/walls")]
    sizes: Any = asked[0].sizes()
    assert sum(sizes.values()) <= MOST_OF_A_PULSE, sizes


def test_the_address_says_what_is_shown(site: str, seen: Visit) -> None:
    page = seen.page
    seen.open(f"{site}/screen?scene=people&district=110108&name=lobby")
    assert page.locator(".bar-scene[aria-current]").inner_text() == "组织人才"
    assert page.locator(".bar-chip").inner_text().strip() == "海淀区"
    page.locator(".bar-scene", has_text="宣传展示").click()
    ready(page)
    assert page.evaluate("location.search") == "?scene=communication&district=110108&name=lobby"
    # A scene that is no longer there: the first one.
    seen.open(f"{site}/screen?scene=nothing")
    assert page.locator(".bar-scene[aria-current]").inner_text() == "总览"
