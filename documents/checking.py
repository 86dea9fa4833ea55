"""Complete or not at all: what is looked for on a page before it is kept as a picture or a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from documents.tabs import Tab
from documents.view import SnapshotRefused

_FOLDER = Path(__file__).resolve().parent
_LOOK = (_FOLDER / "look.js").read_text("utf-8")
_GLYPHS = (_FOLDER / "glyphs.js").read_text("utf-8")
_MOST = 5


def check(tab: Tab) -> None:
    """Raise ``SnapshotRefused`` with everything that is wrong, each with the tile that it is in."""
    wrong = [f"“{one['tile']}”{one['what']}" for one in tab.page.evaluate(_LOOK)]
    wrong += foreign_letters(tab.page)
    wrong += [f"页面报错：{text[:200]}" for text in tab.errors]
    wrong += [f"页面请求了其他主机：{urlsplit(url).hostname or url}" for url in tab.outside]
    if wrong:
        more = f"；另有 {len(wrong) - _MOST} 处" if len(wrong) > _MOST else ""
        raise SnapshotRefused(f"画面不完整，没有制作快照：{'；'.join(wrong[:_MOST])}{more}")


def foreign_letters(page: Page, given: str | None = None) -> list[str]:
    """Letters that no font of the program has, so that another machine would not show them, in words.

    All letters of the page by default; of ``given`` ones just these.
    """
    letters: str = page.evaluate(_GLYPHS, given)
    if not letters or all(font["isCustomFont"] for font in _fonts(page)):
        return []
    if len(letters) == 1:
        return [letters]
    half = len(letters) // 2
    found = [*foreign_letters(page, letters[:half]), *foreign_letters(page, letters[half:])]
    return found if given else [f"字体中没有：{'、'.join(f'“{c}”' for c in found)}"]


def _fonts(page: Page) -> list[dict[str, Any]]:
    """In which fonts the browser set the letters."""
    session = page.context.new_cdp_session(page)
    try:
        session.send("DOM.enable")
        session.send("CSS.enable")
        root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        where = {"nodeId": root, "selector": "#snapshot-letters"}
        node = session.send("DOM.querySelector", where)["nodeId"]
        fonts: list[dict[str, Any]] = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        return fonts
    finally:
        session.detach()
