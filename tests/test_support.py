"""The tests' own tools: the browser stays at home and waits for the right moment; servers come and go."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import redis
from playwright.sync_api import Browser

from data.settings import Settings
from documents.chromium import ToolMissing, chromium_path
from tests.support import tools
from tests.support.browser import SIZES, screenshot, visit
from tests.support.processes import StartFailed, free_port, running
from tests.support.redis_server import redis_server
from tests.support.server import environment

PAGE = """<!doctype html><title>t</title><link rel=preconnect href="http://preconnect.example.org">
<img src="http://outside.example.org/a.png"><script src="/late.js"></script><p>正文</p>"""
SCRIPT = """
try { new WebSocket("ws://socket.example.org/") } catch (e) {}
setTimeout(() => { document.documentElement.dataset.ready = "true" }, 300);
setTimeout(() => { throw new Error("thrown-on-purpose") }, 10);
"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        script = self.path == "/late.js"
        body = (SCRIPT if script else PAGE).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "script-src 'self'")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.browser
def test_browser_blocks_and_records_what_leaves_the_machine(browser: Browser, site: str) -> None:
    with visit(browser) as seen:
        seen.open(site)
        assert seen.page.evaluate("document.documentElement.dataset.ready") == "true"
        assert set(seen.outside) == {"http://outside.example.org/a.png", "ws://socket.example.org/"}
        assert any("thrown-on-purpose" in error for error in seen.errors)


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_screenshot_has_the_size_asked_for(
    browser: Browser, site: str, size: tuple[int, int], tmp_path: Path
) -> None:
    with visit(browser, size) as seen:
        seen.open(site)
        png = screenshot(seen.page, tmp_path / "shots" / "page.png").read_bytes()
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == size


def test_redis_server_answers_and_is_empty() -> None:
    with redis_server() as url, redis.Redis.from_url(url) as client:
        assert client.dbsize() == 0
        assert client.set("a", "1")


def test_a_program_that_fails_shows_its_log(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('why it failed'); raise SystemExit(7)"]
    with (
        pytest.raises(StartFailed, match=r"exit code 7\n(?s:.*)why it failed"),
        running(command, lambda: False, log=tmp_path / "log", cwd=tmp_path),
    ):
        raise AssertionError("the block must not be entered")


def test_settings_survive_the_way_through_the_environment(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, port=free_port(), threads=3, demo_scale=2.0, map_approval="京S(2022)001号"
    )
    assert Settings.from_env(environment(settings)) == settings


@pytest.mark.parametrize(
    ("variable", "finder"),
    [
        ("COCKPIT_CHROMIUM", chromium_path),
        ("COCKPIT_REDIS_SERVER", tools.redis_server_path),
    ],
)
def test_a_missing_tool_says_how_to_get_it(variable, finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "/nowhere/tool")
    with pytest.raises(ToolMissing, match=rf"{variable}=(?s:.*)apt install"):
        finder()
