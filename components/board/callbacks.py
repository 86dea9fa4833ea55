"""The one callback that fills every tile; it listens to a tile's own id, so each is filled once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from dash import MATCH, Dash, Input, Output

from components.board.drill import Drill, drill_tiles
from components.board.page import BOARDS, fill
from components.board.tiles import Tile
from components.links import DRILL
from components.markup import Markup
from components.states import broken
from queries.indicators import UnknownIndicator

#: What a page of an older release, left open, is told.
GONE = "没有这一块内容：页面可能已经更新，请刷新"


def register_tiles(app: Dash) -> None:
    """Attach the tile callback to the application."""
    slot = {"kind": "tile", "page": MATCH, "name": MATCH, "query": MATCH}

    @app.callback(Output(slot, "children"), Input(slot, "id"))
    def fill_tile(id: Any) -> Any:
        return Markup(_filled(id))


def _filled(id: Any) -> Any:
    """The tile that an id names; the id comes from a browser and may hold anything."""
    page, name, query = (_text(id, key) for key in ("page", "name", "query"))
    try:
        declared, trail = _declared(page, name, query)
    except LookupError:
        return broken(GONE)
    return fill(declared, query, trail, [page, name])


def _text(id: Any, key: str) -> str:
    value = id.get(key) if isinstance(id, Mapping) else None
    return value if isinstance(value, str) else ""


def _declared(page: str, name: str, query: str) -> tuple[Tile, tuple[str, ...]]:
    """The declaration of a tile and the trail that led to it; ``LookupError`` where there is none."""
    if page == DRILL:
        try:
            drill = Drill.parse(parse_qs(query))
        except (UnknownIndicator, ValueError) as error:
            raise LookupError(query) from error
        return drill_tiles(drill)[name], drill.trail
    tiles = {str(number): tile for number, tile in enumerate(BOARDS[page].tiles)}
    return tiles[name], ()
