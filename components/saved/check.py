"""Whether a saved view can still be shown, and what of it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from components.board.page import BOARDS
from components.board.sheet import SHEETS
from data.engine import DatabaseUnavailable
from frames.drill import Drill
from frames.explore.state import OWN
from frames.links import COMPARE, DRILL, EXPLORE
from queries.dimensions import DIMENSIONS
from queries.filters import FilterError
from queries.indicators import INDICATORS
from queries.pin import VERSION, VersionGone
from queries.service import get_cockpit
from readers.saved import SavedView

_TIMES = ("as_of", "start", "end", "period", VERSION)
#: Parameters of pages that are no filters.
_OWN = {
    DRILL: ("i", "path", "by", "part", "sort", "desc", "page", "q", "cols", "years"),
    COMPARE: ("by", "i", "focus", "years"),
    EXPLORE: OWN,
}
#: Parameters of pages that name the indicator without which they are nothing.
_INDICATORS = {DRILL: ("i",), EXPLORE: ("i", "i2")}


@dataclass(frozen=True)
class Checked:
    """``gone`` says what of a view is missing; ``address`` shows the rest, None where nothing is left."""

    address: str | None
    gone: tuple[str, ...]


def check(view: SavedView) -> Checked:
    """What is left of a view after pages, filters and lists have changed."""
    return check_address(view.path, view.query)


def check_address(path: str, text: str) -> Checked:
    """What is left of an address kept earlier: a page's path and its query."""
    if path not in SHEETS:
        return Checked(None, (f"页面 {path} 已不存在",))
    query = parse_qs(text)
    named = [codes[0] for name in _INDICATORS.get(path, ()) if (codes := query.get(name))]
    lost = [code for code in named if code not in INDICATORS]
    if lost:
        return Checked(None, tuple(f"指标 {code} 已不存在" for code in lost))
    gone: list[str] = []
    left: dict[str, list[str]] = {}
    for name, values in query.items():
        why = _missing(path, name, values)
        if why:
            gone.append(why)
        else:
            left[name] = values
    if path == DRILL and (why := Drill.parse(query).unsortable):
        gone.append(why)
        left = {name: values for name, values in left.items() if name not in ("sort", "desc")}
    rest = urlencode(left, doseq=True)
    return Checked(f"{path}?{rest}" if rest else path, tuple(gone))


def _missing(path: str, name: str, values: list[str]) -> str:
    """Why a parameter can't be shown any more; empty where it can."""
    known = (*_TIMES, *DIMENSIONS, *_OWN.get(path, ()))
    if name not in known:
        return f"筛选条件“{name}”已不存在"
    if path == EXPLORE and name == "by":
        lost = [d for d in ",".join(values).split(",") if d not in DIMENSIONS]
        return f"维度“{'、'.join(lost)}”已不存在" if lost else ""
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
