"""The tabs of a running Chromium: one for each pixel ratio, used again, watched for what goes wrong in it."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

_HERE = frozenset({"127.0.0.1"})
_INSIDE = frozenset({"data", "blob", "about"})
#: Tabs are opened anew after so many uses.
_TAB_USES = 25


@dataclass
class Tab:
    """A tab, and what happened in it since it was handed out."""

    page: Page
    outside: list[str] = field(default_factory=list)
    """Addresses that left this machine, or tried to."""
    errors: list[str] = field(default_factory=list)
    """Console errors and uncaught exceptions."""
    used: int = 0


class Tabs:
    """A running browser and its tabs; belongs to the thread that opened it."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[float, BrowserContext] = {}
        self._tabs: dict[float, Tab] = {}
        session = browser.new_browser_cdp_session()
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        self.pid: int = next(int(one["id"]) for one in processes if one["type"] == "browser")

    @contextmanager
    def clean(self, scale: float) -> Iterator[Tab]:
        """The tab of a pixel ratio, showing nothing; one in which work failed is not used again."""
        tab = self._tabs.get(scale) or self._open(scale)
        tab.outside.clear()
        tab.errors.clear()
        tab.used += 1
        try:
            yield tab
        except BaseException:
            self._drop(scale)
            raise
        if tab.used >= _TAB_USES:
            self._drop(scale)
        else:
            tab.page.goto("about:blank")

    def lives(self) -> bool:
        """Whether the browser still answers."""
        return self._browser.is_connected()

    def kill(self) -> None:
        """End the browser from another thread."""
        with contextlib.suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the browser, however it is."""
        with contextlib.suppress(PlaywrightError):
            self._browser.close()

    def _open(self, scale: float) -> Tab:
        if scale not in self._contexts:
            self._contexts[scale] = self._browser.new_context(
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                reduced_motion="reduce",
                service_workers="block",
                device_scale_factor=scale,
            )
        tab = self._tabs[scale] = Tab(self._contexts[scale].new_page())
        watch(tab)
        return tab

    def _drop(self, scale: float) -> None:
        tab = self._tabs.pop(scale, None)
        if tab is not None:
            with contextlib.suppress(PlaywrightError):
                tab.page.close()


def open_tabs(playwright: Playwright, program: Path, arguments: list[str]) -> Tabs:
    """Start Chromium."""
    return Tabs(playwright.chromium.launch(executable_path=program, args=arguments))


def watch(tab: Tab) -> None:
    """Note what goes wrong in a tab, and what it asks of others."""
    page = tab.page
    page.on("request", lambda request: _left(tab, request.url))
    page.on("websocket", lambda socket: _left(tab, socket.url))
    page.on("console", lambda said: tab.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: tab.errors.append(str(error)))


def _left(tab: Tab, url: str) -> None:
    if not is_local(url):
        tab.outside.append(url)


def is_local(url: str) -> bool:
    """Whether an address stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in _INSIDE or parts.hostname in _HERE
