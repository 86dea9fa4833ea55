"""A real Chromium that reaches nothing but this machine, and says what it was asked to reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, WebSocketRoute, sync_playwright

from documents.chromium import chromium_path

SIZES = {"laptop": (1366, 768), "desktop": (1920, 1080), "phone": (390, 844)}
"""Viewports of the acceptance: width × height in CSS pixels."""

_LOCAL = frozenset({"127.0.0.1"})
_ARGUMENTS = (
    "--no-sandbox",  # Chromium's sandbox does not start for root, and tests visit our own pages only.
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    # What routing cannot see (preconnect, dns-prefetch) finds no address either.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
_SETTLED = """async () => {
    await document.fonts.ready;
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
}"""


@dataclass
class Visit:
    """One browser context with one tab, and what happened in it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    """Addresses on other hosts that the page asked for; all were blocked."""
    errors: list[str] = field(default_factory=list)
    """Console errors and uncaught exceptions."""
    forgiven: set[str] = field(default_factory=set)
    """Parts of console errors that a test brings about itself, such as a lost connection."""

    def hear(self, error: str) -> None:
        """Keep a console error that nobody expects."""
        if not any(part in error for part in self.forgiven):
            self.errors.append(error)

    def open(self, url: str, *, seconds: float = 30.0) -> None:
        """Go to ``url`` and wait until the page is ready."""
        self.page.goto(url, wait_until="commit")
        ready(self.page, seconds=seconds)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; share one per test process, it costs about two seconds.

    Raises ``ToolMissing`` with advice when there is none.
    """
    program = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(
    browser: Browser, size: tuple[int, int] = SIZES["laptop"], *, scale: float = 1.0, **options: Any
) -> Iterator[Visit]:
    """Open a fresh context (no cookies, no cache) whose requests stay on 127.0.0.1.

    ``size`` is the viewport in CSS pixels, ``scale`` the device pixel ratio; ``options`` go to
    Playwright's ``new_context``.
    """
    settings: dict[str, Any] = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        service_workers="block",
        **(settings | options),
    )
    try:
        seen = Visit(page=context.new_page())
        context.route("**/*", lambda route: _local_only(route, seen))
        context.route_web_socket("**/*", lambda socket: _local_socket_only(socket, seen))
        context.on("console", lambda m: seen.hear(m.text) if m.type == "error" else None)
        context.on("weberror", lambda problem: seen.errors.append(str(problem.error)))
        yield seen
    finally:
        context.close()


def ready(page: Page, *, seconds: float = 30.0) -> None:
    """Wait for the application's own signal (``<html data-ready="true">``), the fonts and two frames.

    Raises Playwright's ``TimeoutError``.
    """
    # A selector rather than a predicate: the page's content security policy forbids eval.
    page.wait_for_selector('html[data-ready="true"]', state="attached", timeout=seconds * 1000)
    page.evaluate(_SETTLED)


def screenshot(page: Page, path: Path, *, full_page: bool = False) -> Path:
    """Write a PNG of the ready page with carets hidden and CSS animations at their end."""
    ready(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=full_page, animations="disabled", caret="hide")
    return path


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in _LOCAL


def _local_only(route: Route, seen: Visit) -> None:
    if _is_local(route.request.url):
        route.continue_()
        return
    seen.outside.append(route.request.url)
    route.abort("blockedbyclient")


def _local_socket_only(socket: WebSocketRoute, seen: Visit) -> None:
    if _is_local(socket.url):
        socket.connect_to_server()
        return
    seen.outside.append(socket.url)
    socket.close()
