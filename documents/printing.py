"""HTML documents as PDF: real text, fonts embedded, no request to anybody."""

from __future__ import annotations

from collections.abc import Mapping
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, Route

from data.settings import ROOT
from documents.browser import get_browser
from documents.paper import FONT, Edges, Paper, page_rule, paper_of
from documents.tabs import Tab

#: A name that nothing else has; whatever a document asks for there is answered here.
HOST = "document.invalid"
_ASSETS = ROOT / "assets"
_SECONDS = 30
_LOAD = "([font, words]) => document.fonts.load(font, words).then(() => null)"
#: What kept a document's own drawings from being done; "" where they are, or there are none.
_DRAWN = "Promise.resolve(window.drawn).then(() => '', (problem) => String(problem))"
_COUNTED = "第页，共0123456789"


class PrintRefused(RuntimeError):
    """A document that would not be complete; the message (Chinese) says what is missing."""


def html_pdf(
    html: str,
    *,
    paper: str = "a4",
    edges: Edges | None = None,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """A whole HTML document as PDF on one of ``PAPERS``.

    What it names below ``/assets/`` are the project's own files (``/assets/00-fonts.css`` brings the
    fonts); ``files`` are others by their path (``"chart.svg"``). What its scripts still draw after loading is
    waited for where ``window.drawn`` promises it. With ``edges`` header, footer and page
    numbers are set, and the document's own ``@page`` is not looked at. Raises ``PrintRefused``,
    ``ToolMissing``, ``BrowserFailed``, ``UnknownPaper``.
    """
    sheet = paper_of(paper)
    given = {f"/{name.lstrip('/')}": data for name, data in (files or {}).items()}

    def draw(tab: Tab) -> bytes:
        missing: list[str] = []
        tab.page.route(f"http://{HOST}/**", lambda route: _answer(route, html, given, missing))
        try:
            tab.page.goto(f"http://{HOST}/", timeout=_SECONDS * 1000)
            if edges is not None:
                put_edges(tab.page, sheet, edges)
            undrawn = tab.page.evaluate(_DRAWN)
            data = print_page(tab.page, sheet)
        finally:
            tab.page.unroute_all()
        others = [url for url in tab.outside if urlsplit(url).hostname != HOST]
        if missing or others:
            raise PrintRefused(f"文件要用的内容读不到：{'、'.join([*missing, *others])}")
        if undrawn:
            raise PrintRefused(f"文件中的图没有画成：{undrawn}")
        return data

    return get_browser().do(draw)


def put_edges(page: Page, paper: Paper, edges: Edges) -> None:
    """Set what stands at the edges of every sheet, with the fonts for it: print waits for none."""
    page.add_style_tag(content=page_rule(paper, edges))
    page.evaluate(_LOAD, [f"12px {FONT}", edges.header + edges.footer + _COUNTED])


def print_page(page: Page, paper: Paper) -> bytes:
    """What a tab shows, printed: as the document's ``@page`` says, else on ``paper``."""
    page.evaluate("document.fonts.ready.then(() => null)")
    top, right, bottom, left = paper.margins
    return page.pdf(
        prefer_css_page_size=True,
        print_background=True,
        tagged=True,
        outline=True,
        width=f"{paper.width}px",
        height=f"{paper.height}px",
        margin={"top": top, "right": right, "bottom": bottom, "left": left},
    )


def _answer(route: Route, html: str, files: Mapping[str, bytes], missing: list[str]) -> None:
    path = unquote(urlsplit(route.request.url).path)
    if path == "/":
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif path in files:
        route.fulfill(body=files[path], content_type=guess_type(path)[0] or "application/octet-stream")
    elif asset := _asset(path):
        route.fulfill(path=asset)
    else:
        missing.append(path)
        route.abort()


def _asset(path: str) -> Path | None:
    inside = (_ASSETS / path.removeprefix("/assets/")).resolve()
    found = path.startswith("/assets/") and inside.is_relative_to(_ASSETS) and inside.is_file()
    return inside if found else None
