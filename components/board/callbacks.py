"""The one callback that fills every tile; it listens to a tile's own id, so each is filled once."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from dash import MATCH, Dash, Input, Output

from components.board.drill import Drill, drill_tiles
from components.board.page import BOARDS, fill
from components.links import DRILL
from components.markup import Markup


def register_tiles(app: Dash) -> None:
    """Attach the tile callback to the application."""
    slot = {"kind": "tile", "page": MATCH, "name": MATCH, "query": MATCH}

    @app.callback(Output(slot, "children"), Input(slot, "id"))
    def fill_tile(id: dict[str, str]) -> Any:
        page, name, query = id["page"], id["name"], id["query"]
        if page == DRILL:
            drill = Drill.parse(parse_qs(query))
            return Markup(fill(drill_tiles(drill)[name], query, drill.trail, [page, name]))
        return Markup(fill(BOARDS[page].tiles[int(name)], query, key=[page, name]))
