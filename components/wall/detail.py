"""A figure's detail over the wall: the drill-down page's tiles, breadcrumb and way back, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from components.board.page import filled
from components.wall.payload import packed
from frames.drill import Drill, drill_tiles, trail_links
from frames.links import DRILL
from queries.service import get_cockpit


def detail_payload(query: Mapping[str, str]) -> dict[str, Any]:
    """What the drill-down page shows for the same address.

    Raises ``UnknownIndicator``, ``FilterError`` and ``DatabaseUnavailable``.
    """
    drill = Drill.parse(query)
    cockpit = get_cockpit()
    filters = cockpit.filters(query)
    text = urlencode(query, doseq=True)
    tiles = {
        name: packed(filled(declared, text, drill.trail, [DRILL, name]))
        for name, declared in drill_tiles(drill).items()
    }
    return {
        "title": drill.indicator.name,
        "lead": f"口径：{drill.indicator.definition}",
        "filters": cockpit.sentence(filters, drill.code),
        "trail": [{"name": name, "href": href} for name, href in trail_links(drill, filters, cockpit)],
        "up": drill.up(filters, len(drill.trail) - 1) if drill.trail else None,
        "tiles": tiles,
    }
