"""A page as data: title, filters that apply, and a list of tiles."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode

from dash import dcc, html
from dash.development.base_component import Component

from access import current_scope
from components import shell
from components.archive.menu import menu as shot_menu
from components.board.filters import filter_bar_for
from components.board.pinning import is_whole, newest_href
from components.board.sheet import SHEETS, Query, Sheet
from components.markup import as_data
from components.saved.menu import menu
from components.sheet import SheetView
from components.shell import DataState
from components.tile import State as TileState
from components.tile import TileInfo, broken, data_table, export_menu, remarks, tile, tile_body
from components.views import view
from data.engine import DatabaseUnavailable, VersionDamaged
from frames.context import Context, indicator_of
from frames.links import export_href
from frames.opening import Rule, words
from frames.tiles import Drawn, Tile
from frames.words.periods import when
from queries.evaluate import BadQuestion
from queries.filters import FilterError, Filters
from queries.pin import VersionGone
from queries.scope import ScopeRefused
from queries.service import Cockpit, State, get_cockpit

log = logging.getLogger(__name__)
#: The name of the tile that opens a page.
WORDS = "words"
AWAY = "数据库暂时连接不上，显示的是最近一次的数据"


@dataclass(frozen=True)
class Board:
    """A page: its address, title, icon, the dimensions it can be filtered by, and its tiles.

    ``words`` are the rules of the two or three sentences that open it. ``ways`` are the pages that belong
    to it and have no entry in the navigation: (name, address).
    """

    path: str
    title: str
    icon: str
    filters: tuple[str, ...]
    tiles: tuple[Tile, ...]
    order: int
    words: tuple[Rule, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()

    def places(self) -> dict[str, Tile]:
        """The tiles by the names that they have on the page: what opens it, then the others, counted."""
        counted = {str(number): tile for number, tile in enumerate(self.tiles)}
        return {WORDS: words(self.words), **counted} if self.words else counted

    def layout(self, /, **_: str) -> Component:
        """The page; what it shows under a query is asked for by the browser."""
        return SheetView(self.path)


#: Boards by path, filled as pages register themselves.
BOARDS: dict[str, Board] = {}


def register(board: Board) -> Board:
    """Make a board known to what sends tiles and to the navigation."""
    BOARDS[board.path] = board
    SHEETS[board.path] = lambda query: lay_out(BOARDS[board.path], query)
    return board


def navigation() -> list[shell.NavItem]:
    """Entries of the navigation, in the boards' declared order."""
    boards = sorted(BOARDS.values(), key=lambda b: b.order)
    return [shell.NavItem(b.title, b.path, b.icon) for b in boards]


def data_state(state: State | None) -> DataState:
    """What the page header says of the data; on a page pinned to a version, that it is an archived one."""
    if state is None:
        return DataState(stale="数据库暂时连接不上")
    p = state.publication
    away = state.trouble or ("" if state.live else AWAY)
    return DataState(p.business_date, p.version, p.published_at, p.is_demonstration, away, newest_href())


def lay_out(board: Board, query: Query) -> Sheet:
    """Head and tiles under a query; stands with the database away and with a bad filter."""
    cockpit = get_cockpit()
    tiles = board.places()
    try:
        state = cockpit.state()
        filters = cockpit.filters(query)
        cockpit.labels()  # what the filter panel says of them
    except DatabaseUnavailable as error:
        if newest := newest_href():
            wrong = broken(str(error), newest, what="这个存档版本打不开", way="看最新版本")
            return Sheet(_top(board, known_state(cockpit)), said=[said(wrong)], wrong=str(error))
        wrong = broken(str(error), board.path)
        return Sheet(_top(board, known_state(cockpit)), tiles, said=[said(wrong)])
    except (FilterError, BadQuestion) as error:
        wrong = broken(str(error), board.path, what="筛选条件无法识别", way="清除筛选条件")
        return Sheet(_top(board, state), said=[said(wrong)], wrong=str(error))
    top = shell.top(
        board.title,
        data=data_state(state),
        actions=[
            *_ways(board),
            shot_menu(board.path, filters.url("").removeprefix("?")),
            menu(board.title, board.path, filters, cockpit),
        ],
        filter_bar=filter_bar_for(board.path, board.filters, filters, cockpit),
        filters=cockpit.sentence(filters),
    )
    return Sheet(top, tiles, urlencode(filters.query()), title=board.title)


def _top(board: Board, state: State | None) -> list[Component]:
    return shell.top(board.title, data=data_state(state), actions=_ways(board))


def _ways(board: Board) -> list[Component]:
    return [dcc.Link(name, href=href, className="button quiet") for name, href in board.ways]


def said(message: Component) -> Component:
    """What is wrong with a page, in the place of a tile."""
    return html.Div(message, className="tile span-12")


def known_state(cockpit: Cockpit) -> State | None:
    """The state of the data, None where nothing was ever seen; the newest where the pinned one is gone."""
    try:
        return cockpit.state()
    except (VersionGone, VersionDamaged):
        with suppress(DatabaseUnavailable):
            return cockpit.newest()
    except DatabaseUnavailable:
        pass
    return None


@dataclass(frozen=True)
class Shown:
    """What is kept of a tile: its frame as the browser draws it, its remark, whether it can be taken away."""

    body: Any
    note: str = ""
    exports: bool = False


def framed(
    declared: Tile,
    context: Context | None,
    shown: Shown | None,
    state: Any,
    message: str = "",
    clear_href: str | None = None,
    export: str = "",
    actions: Sequence[Component] = (),
) -> Component:
    """A tile in its box, or for a bare tile just its body; ``actions`` stand in its head first."""
    info = replace(tile_info(declared, context, shown.note if shown else ""), export=export)
    body = shown.body if shown else None
    options: dict[str, Any] = {
        "state": state,
        "message": message,
        "skeleton": declared.skeleton,
        "clear_href": clear_href,
    }
    if declared.bare:
        late = remarks(TileInfo(info.title, late=info.late))
        taken = [html.Div(export_menu(info), className="bare-foot")] if info.export else []
        return html.Section(
            [*tile_body(body, as_of=info.as_of, **options), *taken, *late],
            className=f"tile-bare span-{declared.span}",
            **{"aria-label": declared.title},
        )
    return tile(info, body, actions=actions, **options)


def tile_info(declared: Tile, context: Context | None, note: str = "") -> TileInfo:
    """What a tile says about itself under the context's filters; ``note`` is the remark of what it drew."""
    info = TileInfo(title=declared.title, span=declared.span, note=declared.note)
    if not declared.codes:
        return info
    indicator = indicator_of(declared.codes)
    info = replace(
        info,
        definition=indicator.definition,
        code=indicator.code,
        owner=indicator.owner,
        source=indicator.system,
        unit=indicator.unit if len(declared.codes) == 1 and declared.skeleton != "table" else "",
    )
    if context is None:
        return info
    return replace(
        info,
        ignored=context.ignored(declared.codes),
        filters=context.cockpit.sentence(context.filters, indicator.code),
        note="；".join(n for n in (note or declared.note, _kept_open(context)) if n),
        as_of=context.cockpit.state().publication.business_date,
        href=context.href(indicator.code) if declared.linked else None,
        late="" if declared.dated else context.late(declared.codes),
        period=declared.covers or (when(indicator.code, context.filters) if declared.counted else ""),
    )


def _kept_open(context: Context) -> str:
    """Says that a tile still compares all members, though the page shows the chosen ones only."""
    return "已突出所选项，其余保留以便对比" if context.chosen else ""


@dataclass(frozen=True)
class Filled:
    """A tile in its frame, and the state it is in."""

    component: Component
    state: TileState


def fill(declared: Tile, query: str, trail: tuple[str, ...] = (), key: object = None) -> Component:
    """The tile with its numbers, or the state that says in Chinese why there are none.

    ``key`` names the tile among all tiles, so that what it shows is stored for its version.
    """
    return filled(declared, query, trail, key).component


def filled(
    declared: Tile,
    query: str,
    trail: tuple[str, ...] = (),
    key: object = None,
    actions: Sequence[Component] = (),
) -> Filled:
    """As ``fill``, with the state beside it; ``actions`` stand in the tile's head in every state."""
    box = partial(framed, actions=actions)
    cockpit = get_cockpit()
    try:
        state = cockpit.state()
        filters = cockpit.filters(parse_qs(query))
        context = context_of(declared, filters, state.publication.version, trail, page_of(key))
        shown = _stored(declared, context, key, query)
        if shown.body is None:
            way = _way_out(context, key)
            return Filled(box(declared, context, shown, "empty", clear_href=way), "empty")
        found: TileState = "normal" if state.live else "stale"
        taken = _export(query, context, key) if shown.exports else ""
        return Filled(box(declared, context, shown, found, export=taken), found)
    except (DatabaseUnavailable, FilterError, BadQuestion, ScopeRefused) as error:
        return Filled(box(declared, None, None, "error", str(error)), "error")
    except Exception:
        # One broken tile must not take its page down; the log has the cause.
        log.exception("磁贴“%s”无法显示", declared.title)
        message = "程序出错，已记入日志；其他内容不受影响"
        return Filled(box(declared, None, None, "error", message), "error")


def _export(query: str, context: Context, key: object) -> str:
    """Where the tile is taken away as it is shown: on its day and of its version, whatever comes later."""
    page = page_of(key)
    if page not in SHEETS or not isinstance(key, list):
        return ""
    asked = {**parse_qs(query), "as_of": [context.filters.named_day.isoformat()]}
    return export_href(page, str(key[1]), asked, context.version)


def context_of(
    declared: Tile, filters: Filters, version: str, trail: tuple[str, ...] = (), page: str = ""
) -> Context:
    """What a tile is drawn from for the present reader; ``page`` is the one that it stands on.

    A tile with a query of its own keeps that; of the page's it takes the as-of day, where it has none.
    """
    if declared.query is not None:
        own = parse_qs(declared.query)
        day = {"as_of": [filters.named_day.isoformat()]} if filters.pinned else {}
        filters = get_cockpit().filters({**day, **own}, version)
    context = Context(get_cockpit(), filters, version, current_scope(), trail, to_the_end=is_whole())
    return context.on_page(page, declared.by) if page in BOARDS else context


def _way_out(context: Context, key: object) -> str | None:
    """The page of an empty tile without its conditions, where there are any."""
    plain = Filters.default(context.cockpit.state().publication.business_date)
    page = page_of(key)
    return page if page in BOARDS and context.asked.key() != plain.key() else None


def page_of(key: object) -> str:
    """The path of the page that a tile's key names; empty where it names none."""
    return key[0] if isinstance(key, list) and key and isinstance(key[0], str) else ""


def _tile_key(context: Context, key: object, query: str) -> dict[str, object]:
    whole = {"whole": True} if context.to_the_end else {}
    return {"tile": [key, query], "filters": context.asked.key(), "scope": context.scope.key(), **whole}


def is_kept(context: Context, key: object, query: str) -> bool:
    """Whether what a tile draws is stored already."""
    return context.cockpit.cache.holds(context.version, "tile", _tile_key(context, key, query))


def shown_of(drawn: Drawn) -> Shown:
    """What a tile's answer is in the browser, as the JSON that is sent."""
    if drawn.frame is None:
        return Shown(None, drawn.note, drawn.exports)
    parts = view(drawn.frame)
    if (beside := drawn.beside) is not None:
        parts.append(data_table(beside))
    return Shown(as_data(parts), drawn.note, drawn.exports)


def _stored(declared: Tile, context: Context, key: object, query: str) -> Shown:
    """What the tile shows, from the cache or drawn once."""

    def draw() -> dict[str, Any]:
        return asdict(shown_of(declared.draw(context)))

    if not declared.kept:
        return Shown(**draw())
    question = _tile_key(context, key, query)
    return Shown(**context.cockpit.cache.get_or_compute(context.version, "tile", question, draw))
