"""A view drawn by the browser: opened, waited for, checked, and made a picture or a document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from components.board.page import BOARDS
from documents.browser import get_browser
from documents.checking import check
from documents.paper import Edges, paper_of
from documents.printing import print_page, put_edges
from documents.seal import seal_of
from documents.tabs import Tab
from documents.view import SnapshotRefused, View
from jobs.snapshots import WALL

#: Told what is being done and the share done; may raise to call it off.
Tell = Callable[[str, float], None]

_FOLDER = Path(__file__).resolve().parent
_STRIP = (_FOLDER / "strip.js").read_text("utf-8")
_PICTURE = (_FOLDER / "picture.css").read_text("utf-8")
_ALONE = ".page > :not(.grid) { display: none !important; } .grid > * { grid-column: 1 / -1 !important; }"
#: Edges of our own take the place of those that any reader's print has.
_ON_PAPER = "@media print { body { page: auto !important; } .newest-link { display: none; } }"
#: The wider a sheet, the more tiles stand beside each other.
_DENSE = "".join(
    f"@media (min-width: {width}px)"
    f" {{ .page > .grid {{ grid: auto-flow dense / repeat({columns}, minmax(0, 1fr)); }} }} "
    for width, columns in ((2200, 24), (3100, 36), (4300, 48))
)
_SECONDS = 60
_STEP_MS = 500
#: Widths at which a page is tried on one sheet of 16:9, and the tallest picture that Chromium draws.
_SHEETS = (1600, 2240, 2880, 3520, 4480, 5760)
_TALLEST = 16_000
_PAGE, _TILE, _SCREEN = (1440, 900), (960, 300), (1920, 1080)
_HEADING = "() => (document.querySelector('h1') || { textContent: document.title }).textContent"
_SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await document.fonts.ready;
  await frame();
  await frame();
  await cockpit.painted(document);
  await frame();
}"""
#: Charts stay as they are on the screen: nothing is drawn anew for paper.
_AS_SEEN = """() => {
  document.documentElement.dataset.print = "as-seen";
  for (const sheet of document.styleSheets) sheet.disabled = (sheet.href || "").includes("-print.css");
}"""
#: The server that was asked is gone when somebody reads the paper.
_UNLINKED = "() => document.querySelectorAll('a[href]').forEach((a) => a.removeAttribute('href'))"
_SCENE = "() => document.querySelector('.bar-scene[aria-current]').textContent"


def shoot(view: View, base: str, tell: Tell) -> tuple[bytes, View]:
    """The file of a view, and the view with its title; ``base`` is where the application answers.

    Raises ``SnapshotRefused``, ``ToolMissing``, ``BrowserFailed``, and what ``tell`` raises.
    """
    scale = view.order.scale if view.order.format == "png" else 1

    def work(tab: Tab) -> tuple[bytes, View]:
        _open(tab.page, view, base, tell)
        tell("检查画面", 0.6)
        check(tab)
        titled = view.with_title(_heading(tab.page, view))
        tell("输出文件", 0.75)
        data = _png(tab.page, titled) if view.order.format == "png" else _pdf(tab.page, titled)
        if tab.errors or tab.outside:
            check(tab)
        return data, titled

    return get_browser().do(work, scale)


def _open(page: Page, view: View, base: str, tell: Tell) -> None:
    order = view.order
    tell("打开页面", 0.1)
    page.emulate_media(media="screen", reduced_motion="reduce")
    width, height = _size(view)
    page.set_viewport_size({"width": width, "height": height})
    more = {"picture": str(_strip_height(view)) if order.page == WALL else "1"}
    if order.page != WALL:
        more |= {"_tile": order.tile} if order.tile else {}
        more |= {"whole": "1"} if _is_whole(view) else {}
    answer = page.goto(f"{base}{view.drawn_as(**more)}", wait_until="domcontentloaded")
    if answer is None or not answer.ok:
        raise SnapshotRefused(f"页面 {order.page} 打不开（{answer.status if answer else '没有回答'}）")
    if _as_seen(view):
        alone = _ALONE if order.tile and order.page != WALL else ""
        page.add_style_tag(content=_PICTURE + alone + (_DENSE if order.format == "pdf" else ""))
    _wait(page, tell)
    if order.page == WALL and order.tile:
        _choose(page, order.tile)
    page.evaluate(_SETTLED)


def _is_whole(view: View) -> bool:
    """Whether lists are set to their end: where they are what is wanted, not a part of a page."""
    order = view.order
    return not _as_seen(view) and (bool(order.tile) or order.page not in BOARDS)


def _as_seen(view: View) -> bool:
    """Whether it is drawn as on a screen, not set on paper."""
    order = view.order
    return order.format == "png" or order.paper == "16:9" or order.page == WALL


def _size(view: View) -> tuple[int, int]:
    order = view.order
    usual = _SCREEN if order.page == WALL else _TILE if order.tile and order.format == "png" else _PAGE
    return order.width or usual[0], order.height or (
        round(order.width * 9 / 16) if order.width and order.page == WALL else usual[1]
    )


def _strip_height(view: View) -> int:
    return max(48, round(_size(view)[1] / 20))


def _wait(page: Page, tell: Tell) -> None:
    """Until the page says that everything is painted."""
    until = monotonic() + _SECONDS
    while monotonic() < until:
        tell("等待画完", 0.3)
        try:
            page.wait_for_selector('html[data-ready="true"]', state="attached", timeout=_STEP_MS)
            return
        except PlaywrightTimeout:
            continue
    waiting = page.evaluate(
        "() => [...document.querySelectorAll('.tile-slot[aria-busy], .tile-slot:has(.skeleton)')]"
        ".map((s) => (s.querySelector('[aria-label]') || s).getAttribute('aria-label') || '')"
    )
    which = f"：{'、'.join(filter(None, waiting))}" if any(waiting) else ""
    raise SnapshotRefused(f"等了 {_SECONDS} 秒还没有画完{which}；没有制作快照")


def _heading(page: Page, view: View) -> str:
    words = str(page.evaluate(_HEADING)).strip()
    return f"{words}·{page.evaluate(_SCENE)}" if view.order.page == WALL else words


def _choose(page: Page, tile: str) -> None:
    """The panel of the wall shows this one of its tiles."""
    panel, _, number = tile.rpartition(".")
    if panel and number != "0":
        page.evaluate(
            "([panel, n]) => document.querySelectorAll(`[data-panel='${panel}'] .panel-tab`)[n].click()",
            [panel, int(number)],
        )


def _words(view: View) -> dict[str, Any]:
    lines = [view.filters, "　".join([*view.facts, f"验证码 {view.code}"])]
    return {"title": view.title, "lines": lines, "qr": seal_of(view.code).data_uri}


def _png(page: Page, view: View) -> bytes:
    if view.order.page == WALL:
        return _wall_png(page, view)
    page.evaluate(_STRIP, _words(view))
    page.evaluate(_SETTLED)
    height = int(page.evaluate("() => document.documentElement.scrollHeight"))
    if height * view.order.scale > _TALLEST:
        raise SnapshotRefused(f"页面高 {height} 像素，一张图片放不下；请用 PDF，或减少内容")
    return page.screenshot(full_page=True, animations="disabled", caret="hide")


def _wall_png(page: Page, view: View) -> bytes:
    box = _place_on_wall(page, view)
    return page.screenshot(clip=box, animations="disabled", caret="hide") if box else page.screenshot()


def _place_on_wall(page: Page, view: View) -> Any:
    """The strip below the wall, or below the one panel that is wanted; then what to cut out."""
    width, height = _size(view)
    strip = _strip_height(view)
    box = {"x": 0.0, "y": 0.0, "width": float(width), "height": float(height - strip)}
    panel = view.order.tile.rpartition(".")[0] or view.order.tile
    if panel:
        selector = ".figures" if panel == "figures" else f'[data-panel="{panel}"]'
        found = page.locator(selector).first.bounding_box()
        if found is None:
            raise SnapshotRefused(f"大屏上现在没有“{view.order.tile}”这一块")
        box = {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}
        strip = max(strip, 76)
    place = {"left": box["x"], "top": box["y"] + box["height"], "width": box["width"], "height": strip}
    page.evaluate(_STRIP, _words(view) | {"place": {name: f"{value}px" for name, value in place.items()}})
    return {**box, "height": box["height"] + strip} if panel else None


def _pdf(page: Page, view: View) -> bytes:
    if view.order.page == WALL:
        return _sheet(page, view, *_size(view))
    if view.order.paper == "16:9":
        return _one_sheet(page, view)
    seal = seal_of(view.code)
    footer = f"{view.title}　{view.filters}\n{'　'.join(view.facts)}\n验证码 {view.code}　{seal.address}"
    paper = paper_of(view.order.paper)
    page.add_style_tag(content=_ON_PAPER)
    put_edges(page, paper, Edges(view.title, footer, seal.data_uri))
    page.evaluate(_UNLINKED)
    return print_page(page, paper)


def _one_sheet(page: Page, view: View) -> bytes:
    """All of a page on one sheet of 16:9: as wide as it needs to be for that."""
    page.evaluate(_STRIP, _words(view) | {"place": {"left": "0", "right": "0", "bottom": "0"}})
    strip = page.evaluate("() => document.getElementById('snapshot-strip').offsetHeight")
    for width in _SHEETS:
        height = width * 9 // 16
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(_SETTLED)
        used = page.evaluate("() => document.querySelector('.page').getBoundingClientRect().bottom + scrollY")
        if used + strip <= height:
            return _sheet(page, view, width, height)
    raise SnapshotRefused("这一页的内容一张 16:9 放不下；请用 A4")


def _sheet(page: Page, view: View, width: int, height: int) -> bytes:
    if view.order.page == WALL:
        _place_on_wall(page, view)
    page.evaluate(_AS_SEEN)
    page.evaluate(_UNLINKED)
    page.evaluate(_SETTLED)
    return page.pdf(
        width=f"{width}px",
        height=f"{height}px",
        margin={"top": "0", "right": "0", "bottom": "0", "left": "0"},
        page_ranges="1",
        print_background=True,
        tagged=True,
    )
