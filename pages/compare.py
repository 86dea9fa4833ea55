"""对比 ``/compare``: members of a dimension side by side."""

from __future__ import annotations

from urllib.parse import urlencode

from components import shell
from components.archive.menu import menu as shot_menu
from components.board.compare.choosing import bars, missing
from components.board.page import data_state, known_state, said
from components.board.sheet import Query, Sheet, register_page
from components.saved.menu import menu
from components.states import BROKEN
from components.tile import broken
from data.engine import DatabaseUnavailable
from frames.compare.state import Comparison
from frames.compare.tiles import comparison_tiles
from frames.links import COMPARE
from queries.dimensions import DIMENSIONS
from queries.filters import FilterError
from queries.indicators import UnknownIndicator
from queries.service import get_cockpit

TITLE = "对比"


def lay_out(query: Query) -> Sheet:
    """What an address compares; what is wrong or missing is said in words."""
    try:
        return _sheet(Comparison.parse(query), query)
    except (FilterError, UnknownIndicator) as error:
        return _wrong(str(error), what="地址里的对比条件无法识别", way="重新选择")
    except DatabaseUnavailable as error:
        return _wrong(str(error), what=BROKEN)


def _wrong(message: str, **words: str) -> Sheet:
    top = shell.top(TITLE, data=data_state(known_state(get_cockpit())))
    return Sheet(top, said=[said(broken(message, COMPARE, **words))], wrong=message)


def _sheet(asked: Comparison, query: Query) -> Sheet:
    cockpit = get_cockpit()
    state = cockpit.state()
    filters = cockpit.filters(query)
    members = asked.members(filters)
    names = "、".join(cockpit.names(asked.by, members))
    label = DIMENSIONS[asked.by].label
    top = shell.top(
        TITLE,
        data=data_state(state),
        actions=[
            shot_menu(COMPARE, filters.url("", **asked.keep()).removeprefix("?")),
            menu(f"{label}对比", COMPARE, filters, cockpit, **asked.keep()),
        ]
        if members
        else [],
        filter_bar=bars(asked, filters, cockpit),
        filters=cockpit.sentence(filters),
        lead=f"按{label}并排对比：{names}" if members else "",
    )
    tiles = comparison_tiles(asked) if members else {}
    address = urlencode({**filters.query(), **asked.keep()})
    return Sheet(top, tiles, address, said=missing(asked, filters, cockpit), place=asked.by, title=TITLE)


register_page(__name__, COMPARE, TITLE, lay_out)
