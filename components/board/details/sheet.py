"""What an address of a record holds: the kind, its key (``id``), as of the filters' day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from access import current_scope
from components import shell
from components.archive.menu import menu as shot_menu
from components.board.filters import beyond, chips, filter_bar_for
from components.board.page import BOARDS, data_state, said
from components.board.sheet import Query, Sheet
from components.filterbar import FilterBarSpec, filter_bar
from components.states import BROKEN
from components.tile import broken
from data.engine import DatabaseUnavailable
from frames.compare.state import COMPARABLE
from frames.details.activity import activity_page
from frames.details.district import district_page
from frames.details.organisation import organisation_page
from frames.details.parts import Page
from frames.details.task import task_page
from frames.links import RECORDS, compare_href
from queries.dimensions import DIMENSIONS
from queries.filters import MISSING, FilterError, Filters, day_text
from queries.records.base import Asked
from queries.scope import ScopeRefused
from queries.service import Cockpit, get_cockpit

Reader = Callable[[Cockpit, Asked, Filters, dict[str, str]], Page | None]


@dataclass(frozen=True)
class Kind:
    """A kind of record: the dimension whose members they are, what one is called, how it is read.

    ``home`` is where the reader finds others of the kind.
    """

    dimension: str
    name: str
    home: str
    read: Reader
    #: Whether the reader's period changes what the page shows.
    period: bool = True

    @property
    def path(self) -> str:
        """The address of the pages of this kind."""
        return RECORDS[self.dimension]

    @property
    def title(self) -> str:
        """What a page of this kind is called before its record is known."""
        return f"{self.name}详情"


KINDS = (
    Kind("organisation", "组织", "/organizations", organisation_page),
    Kind("activity", "活动", "/activities", activity_page, period=False),
    Kind("task", "督办事项", "/supervision", task_page, period=False),
    Kind("district", "区", "/organizations", district_page),
)


def lay_out(kind: Kind, query: Query) -> Sheet:
    """The record that an address names; what is wrong is said in words, with a way back."""
    key = next(iter(query.get("id") or []), "").strip()
    if not key:
        return _wrong(kind, "请从名单、明细或图形中的名称进入", f"还没有选定{kind.name}")
    try:
        return _sheet(kind, key, query)
    except _Unknown:
        text = f"没有编号或名称为“{key}”的{kind.name}，或不在权限范围内"
        return _wrong(kind, text, f"没有找到这个{kind.name}")
    except FilterError as error:
        return _wrong(kind, str(error), "筛选条件无法识别")
    except ScopeRefused as error:
        return _wrong(kind, str(error), "不予显示")
    except DatabaseUnavailable as error:
        return _wrong(kind, str(error), BROKEN)


class _Unknown(LookupError):
    """There is no such record for this reader."""


def _wrong(kind: Kind, text: str, what: str) -> Sheet:
    way = broken(text, kind.home, what=what, way=f"到{BOARDS[kind.home].title}查找")
    return Sheet(shell.top(kind.title), said=[said(way)], wrong=text)


def _sheet(kind: Kind, key: str, query: Query) -> Sheet:
    cockpit = get_cockpit()
    state = cockpit.state()
    filters = cockpit.filters({name: values for name, values in query.items() if name not in DIMENSIONS})
    key = _key(kind, key, cockpit)
    more = {name: "1" for name in ("all",) if query.get(name)}
    asked = Asked(key, filters.as_of, current_scope(), state.publication.version)
    page = kind.read(cockpit, asked, filters, more)
    if page is None:
        raise _Unknown
    own = (page.filters or filters).with_dim(kind.dimension, [key])
    return Sheet(
        _top(kind, key, page, filters, cockpit),
        page.tiles,
        urlencode({**own.query(), "id": key, **more}),
        (kind.dimension,),
        [_notice(page.notice)] if page.notice else [],
        place=key,
        title=page.title,
    )


def _key(kind: Kind, text: str, cockpit: Cockpit) -> str:
    """The key of a record that is named by its key or its exact name."""
    try:
        codes = cockpit.filters({kind.dimension: [text]}).members.get(kind.dimension, ())
    except FilterError:
        raise _Unknown from None
    if len(codes) != 1 or codes[0] == MISSING:
        raise _Unknown
    return codes[0]


def _top(kind: Kind, key: str, page: Page, filters: Filters, cockpit: Cockpit) -> list[Component]:
    board = next(b for b in BOARDS.values() if b.title == page.board)
    trail = [("总览", filters.url("/")), (board.title, filters.url(board.path)), *page.trail]
    return shell.top(
        page.title,
        data=data_state(cockpit.state()),
        breadcrumb=shell.breadcrumb([*trail, (page.title, None)]),
        actions=[
            shot_menu(kind.path, filters.url("", id=key).removeprefix("?")),
            *_compare(kind, key, page, filters),
            dcc.Link(f"返回{board.title}", href=filters.url(board.path), className="button quiet"),
        ],
        filter_bar=_bar(kind, key, filters, cockpit),
        filters=cockpit.sentence(filters) if kind.period else f"截至{day_text(filters.as_of)}",
        lead=page.lead,
    )


def _compare(kind: Kind, key: str, page: Page, filters: Filters) -> list[Component]:
    """The way to this record beside others of its kind."""
    if kind.dimension not in COMPARABLE:
        return []
    others = f"与其他{kind.name}对比"
    href = compare_href(kind.dimension, [key], (page.filters or filters).without(*DIMENSIONS))
    return [dcc.Link(others, href=href, className="button quiet")]


def _bar(kind: Kind, key: str, filters: Filters, cockpit: Cockpit) -> Component:
    """The day, and the period where it matters; where it doesn't it stays in the address, unseen."""
    if kind.period:
        return filter_bar_for(kind.path, (), filters, cockpit, id=key)
    rest = {name: value for name, value in filters.query().items() if name != "as_of"}
    spec = FilterBarSpec(
        path=kind.path,
        chips=(*chips(kind.path, filters, cockpit, id=key)[:1], *beyond(filters)),
        as_of=filters.named_day,
        latest=cockpit.state().publication.business_date,
        keep={**rest, "id": key},
    )
    return filter_bar(spec)


def _notice(text: str) -> Component:
    return html.P(text, className="record-notice span-12", role="status")
