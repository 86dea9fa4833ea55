"""Whether a saved view can still be shown, and what of it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from access.saved import SavedView
from components.board.page import BOARDS
from components.board.sheet import SHEETS
from components.links import COMPARE, DRILL
from data.engine import DatabaseUnavailable
from queries.dimensions import DIMENSIONS
from queries.filters import FilterError
from queries.indicators import INDICATORS
from queries.pin import VERSION, VersionGone
from queries.service import get_cockpit

_TIMES = ("as_of", "start", "end", "period", VERSION)
#: Parameters of pages that are no filters.
_OWN = {
    DRILL: ("i", "path", "by", "part", "sort", "desc", "page", "q", "cols", "years"),
    COMPARE: ("by", "i", "focus", "years"),
}


@dataclass(frozen=True)
class Checked:
    """``gone`` says what of a view is missing; ``address`` shows the rest, None where nothing is left."""

    address: str | None
    gone: tuple[str, ...]


def check(view: SavedView) -> Checked:
    """What is left of a view after pages, filters and lists have changed."""
    if view.path not in SHEETS:
        return Checked(None, (f"页面 {view.path} 已不存在",))
    query = parse_qs(view.query)
    if view.path == DRILL and query.get("i", [""])[0] not in INDICATORS:
        return Checked(None, (f"指标 {query.get('i', [''])[0]} 已不存在",))
    gone: list[str] = []
    left: dict[str, list[str]] = {}
    for name, values in query.items():
        why = _missing(view.path, name, values)
        if why:
            gone.append(why)
        else:
            left[name] = values
    text = urlencode(left, doseq=True)
    return Checked(f"{view.path}?{text}" if text else view.path, tuple(gone))


def _missing(path: str, name: str, values: list[str]) -> str:
    """Why a parameter can't be shown any more; empty where it can."""
    known = (*_TIMES, *DIMENSIONS, *_OWN.get(path, ()))
    if name not in known:
        return f"筛选条件“{name}”已不存在"
    if name in DIMENSIONS and path in BOARDS and not _shown(path, name):
        return f"这个页面已没有筛选条件“{DIMENSIONS[name].label}”"
    try:
        if name == VERSION:
            get_cockpit().publication(values[0])
        get_cockpit().filters({name: values})
    except (FilterError, VersionGone) as problem:
        return str(problem)
    except DatabaseUnavailable:
        return ""
    return ""


def _shown(path: str, dimension: str) -> bool:
    """Whether a page can be filtered by a dimension: by its panel, or by the marks of a tile."""
    board = BOARDS[path]
    return dimension in board.filters or any(tile.by == dimension for tile in board.tiles)
