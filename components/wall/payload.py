"""What a wall is sent: a scene's tiles, each with a digest of what it shows, and the state of the data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from components.board.page import Filled, filled
from components.markup import as_data
from components.wall.scenes import FEED, Kind, Lane, Scene, Wall
from data.engine import DatabaseUnavailable
from frames.formats import date_zh, moment_zh
from frames.links import drill_href
from frames.tiles import Tile
from queries.filters import Filters
from queries.freshness import LATE
from queries.pin import VERSION, pinned
from queries.service import Cockpit, State, get_cockpit

PATH = "/screen"
#: What a wall may choose for all its tiles.
CHOSEN = ("district", "department", "as_of")


def scene_payload(wall: Wall, scene: Scene, kind: Kind, chosen: Mapping[str, str]) -> dict[str, Any]:
    """A scene for one kind of screen: head, lanes, and every tile's tree with its digest.

    ``chosen`` are the filters that a reader set on the wall (``CHOSEN``), and the version it is pinned to.
    """
    query = urlencode([(name, chosen[name]) for name in (*CHOSEN, VERSION) if chosen.get(name)])
    tiles = {name: tile_payload(f"{scene.key}/{name}", t, query) for name, t in scene.tiles(kind)}
    tiles[FEED] = tile_payload(FEED, wall.feed, query)
    return {
        "scene": scene.key,
        "kind": kind,
        "head": head(chosen),
        "chosen": words(chosen),
        "figures": "figures" if scene.figures else None,
        "lanes": [_lane(one) for one in scene.lanes(kind)],
        "tiles": tiles,
    }


def tile_payload(name: str, declared: Tile, query: str) -> dict[str, Any]:
    """One tile: the tree to draw, a digest of it, and whether it could be drawn (``ok``)."""
    return packed(filled(declared, query, key=[PATH, name]))


def packed(done: Filled) -> dict[str, Any]:
    """A filled tile as it is sent."""
    tree = as_data(done.component)
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True)
    return {"hash": hashlib.sha256(text.encode()).hexdigest()[:16], "ok": done.state != "error", "tree": tree}


def _lane(one: Lane) -> dict[str, Any]:
    panels = [
        {
            "key": p.key,
            "size": size,
            "pillar": p.pillar,
            "tabs": list(p.tabs),
            "tiles": [f"{p.key}.{n}" for n in range(len(p.tiles))],
            "highlight": p.highlight,
            "map": p.map,
        }
        for p, size in one.parts
    ]
    return {"size": one.size, "panels": panels}


def words(chosen: Mapping[str, str]) -> list[dict[str, str]]:
    """What the reader chose, by name and code; a day of its own first."""
    cockpit = get_cockpit()
    try:
        filters = _filters(cockpit, chosen)
        found = [
            {"dimension": d, "code": code, "name": name}
            for d, codes in filters.dims
            for code, name in zip(codes, cockpit.names(d, codes), strict=True)
        ]
    except DatabaseUnavailable:
        return []
    day = {"dimension": "as_of", "code": filters.as_of.isoformat(), "name": f"截至{date_zh(filters.as_of)}"}
    return [day, *found] if chosen.get("as_of") else found


def _filters(cockpit: Cockpit, chosen: Mapping[str, str]) -> Filters:
    """The filters of a choice; raises ``FilterError`` and ``DatabaseUnavailable``."""
    return cockpit.filters({name: chosen[name] for name in (*CHOSEN, VERSION) if chosen.get(name)})


def head(chosen: Mapping[str, str]) -> dict[str, Any]:
    """The state of the data for the title bar, as of the chosen day; no edition where none is published."""
    cockpit = get_cockpit()
    try:
        state = cockpit.state()
        as_of = _filters(cockpit, chosen).as_of
    except DatabaseUnavailable as error:
        return {"edition": None, "live": False, "message": str(error)}
    return {**_publication(state, as_of), **_sources(cockpit, state, as_of), "message": ""}


def _sources(cockpit: Cockpit, state: State, as_of: date) -> dict[str, Any]:
    """How many tables are late, and where their list is; nothing where that can't be read now."""
    try:
        late = cockpit.freshness(state.publication.version).sources
    except DatabaseUnavailable:
        return {}
    known = sum(1 for s in late if s.delivered_on is None or s.delivered_on < as_of)
    return {
        "late_sources": known,
        "sources": drill_href(LATE, Filters.default(state.publication.business_date, pinned())),
    }


def _publication(state: State, as_of: date) -> dict[str, Any]:
    p = state.publication
    return {
        "edition": p.edition,
        "live": state.live,
        "version": p.version,
        "date": as_of.isoformat(),
        "date_words": date_zh(as_of),
        "published": f"{p.published_at.month}月{p.published_at.day}日发布",
        "published_at": moment_zh(p.published_at),
        "demonstration": p.is_demonstration,
        "archived": bool(pinned()),
        "trouble": state.trouble,
    }
