"""One warm Chromium in a process: its own thread drives it, tabs are used again, a broken one goes.

Playwright's objects belong to the thread that made them; whoever wants something drawn hands the work
over and waits. Nothing that is drawn here reaches another host: names and addresses outside this
machine do not resolve, and every request for one is counted.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from typing import Any, TypeVar

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright, sync_playwright

from documents.chromium import chromium_path
from documents.tabs import Tab, Tabs, open_tabs

log = logging.getLogger(__name__)

T = TypeVar("T")

#: A browser is started anew after so many uses: what it holds on to stays bounded.
MOST_USES = 200
#: Seconds without work after which it ends: a warm one takes some 600 MB.
IDLE_SECONDS = 600.0
#: Seconds that one piece of work may take; then its browser is ended from outside.
HARD_SECONDS = 120.0

ARGUMENTS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    # Nothing but this machine has an address, by name or by number.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


class BrowserFailed(RuntimeError):
    """The browser broke off or took too long; the message (Chinese) says which."""


def arguments() -> list[str]:
    """How Chromium is started; its sandbox does not work for root, and only our own pages are drawn."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*(["--no-sandbox"] if root else []), *ARGUMENTS]


class Browser:
    """The browser of this process: started at its first use, ended when nobody needs it."""

    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[tuple[Callable[[Tabs], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._tabs: Tabs | None = None
        self._uses = 0
        self._late = False

    def do(self, work: Callable[[Tab], T], scale: float = 1.0) -> T:
        """Run ``work`` on a clean tab with ``scale`` device pixels to the CSS pixel; one at a time.

        Where the browser breaks off, a new one tries once more. Raises ``ToolMissing`` (no Chromium),
        ``BrowserFailed``, and what ``work`` raises.
        """

        def run(tabs: Tabs) -> T:
            with tabs.clean(scale) as tab:
                return work(tab)

        done: Future[T] = Future()
        self._begin()
        self._asked.put((run, done))
        return done.result()

    def pid(self) -> int | None:
        """The process id of the browser, None while there is none."""
        return self._tabs.pid if self._tabs else None

    def stop(self) -> None:
        """End the browser and its thread, where there is one; the next work starts them again."""
        if self._thread is not None and self._thread.is_alive():
            self._asked.put(None)
            self._thread.join(HARD_SECONDS)

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._own, daemon=True, name="browser")
                self._thread.start()

    def _own(self) -> None:
        with sync_playwright() as playwright:
            while True:
                try:
                    asked = self._asked.get(timeout=IDLE_SECONDS)
                except queue.Empty:
                    self._end()
                    continue
                if asked is None:
                    self._end()
                    return
                work, done = asked
                try:
                    done.set_result(self._twice(playwright, work))
                except BaseException as error:
                    done.set_exception(error)

    def _twice(self, playwright: Playwright, work: Callable[[Tabs], T]) -> T:
        for attempt in (1, 2):
            try:
                return self._once(playwright, work)
            except PlaywrightError as error:
                if self._tabs is not None and self._tabs.lives():
                    raise
                self._end()
                if self._late:
                    raise BrowserFailed(f"绘制超过 {HARD_SECONDS:.0f} 秒，已中止") from error
                log.warning("浏览器中断（第 %d 次），重新启动：%s", attempt, str(error).splitlines()[0])
        raise BrowserFailed("浏览器两次中断，没有完成；请稍后再试")

    def _once(self, playwright: Playwright, work: Callable[[Tabs], T]) -> T:
        if self._uses >= MOST_USES or (self._tabs and not self._tabs.lives()):
            self._end()
        if self._tabs is None:
            self._tabs, self._uses = open_tabs(playwright, chromium_path(), arguments()), 0
        self._uses += 1
        self._late = False
        tabs = self._tabs
        timer = threading.Timer(HARD_SECONDS, self._give_up, [tabs])
        timer.daemon = True
        timer.start()
        try:
            return work(tabs)
        finally:
            timer.cancel()

    def _give_up(self, tabs: Tabs) -> None:
        self._late = True
        tabs.kill()

    def _end(self) -> None:
        if self._tabs is not None:
            self._tabs.close()
            self._tabs = None


@cache
def get_browser() -> Browser:
    """The browser of this process."""
    return Browser()
