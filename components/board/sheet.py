"""Sheets: what an address of the cockpit shows: the head of the page, and its tiles by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import dash
from dash.development.base_component import Component

from components.sheet import SheetView
from frames.tiles import Tile

#: What a page of an older release, left open, is told.
GONE = "没有这一块内容：页面可能已经更新，请刷新"

#: A query string as ``urllib.parse.parse_qs`` reads it.
Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Sheet:
    """A page under one query.

    ``title`` heads it. ``top`` stands above the grid, ``said`` in it before the tiles (what is wrong, and
    a way out); ``wrong`` is what is wrong in words, where that is why there are no tiles.
    ``query`` is what the tiles are drawn for, in its canonical form; ``trail`` how a drill-down got
    there. ``place`` is another where the reader goes elsewhere, and the same where a filter changes.
    """

    top: Sequence[Component]
    tiles: Mapping[str, Tile] = field(default_factory=dict)
    query: str = ""
    trail: tuple[str, ...] = ()
    said: Sequence[Component] = ()
    wrong: str = ""
    title: str = ""
    place: str = ""
    #: What stands in the heads of tiles, by their names, before the other buttons.
    actions: Mapping[str, Sequence[Component]] = field(default_factory=dict)
    #: Whether its lines may be kept and sent again: not where they depend on more than data and query.
    kept: bool = True


#: What lays a page out, by path; filled as pages register themselves.
SHEETS: dict[str, Callable[[Query], Sheet]] = {}


def register_page(module: str, path: str, title: str, lay_out: Callable[[Query], Sheet]) -> None:
    """Make a page known to Dash and to what sends tiles; what it shows is asked for by the browser.

    Dash imports the modules under ``pages/`` that hold this very name.
    """
    SHEETS[path] = lay_out
    dash.register_page(module, path=path, title=title, name=title, layout=lambda **_: SheetView(path))
