"""What an export holds: the rows of a tile, whole, of the version it was drawn from, and what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from access import current_reader
from components.board.page import context_of, tile_info
from components.board.sheet import SHEETS, Query
from data.engine import Publication
from frames.context import Context
from frames.formats import date_zh, moment_zh
from frames.model import Column
from frames.tiles import Drawn, Tile, rows_column
from queries.indicators import get
from queries.rows import RowsPage, RowsQuestion
from queries.service import get_cockpit

Row = Mapping[str, object]

DEMONSTRATION = "演示数据"
_ZONE = ZoneInfo("Asia/Shanghai")


class NothingToExport(LookupError):
    """There is no such tile, or it has no numbers to take away."""


@dataclass(frozen=True)
class Export:
    """A table to take away: its columns, its rows (once through), and what they are in words."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    cover: tuple[tuple[str, str], ...]
    publication: Publication
    codes: tuple[str, ...]
    masked: bool = False

    @property
    def filename(self) -> str:
        """The file's name without its ending."""
        p = self.publication
        mark = f"_{DEMONSTRATION}" if p.is_demonstration else ""
        return f"{self.title.replace('/', '、')}_{p.business_date:%Y%m%d}_版本{p.version}{mark}"


def export_of(page: str, name: str, query: Query, version: str) -> Export:
    """The table of a tile. Raises ``NothingToExport``, ``FilterError``, ``DatabaseUnavailable``."""
    cockpit = get_cockpit()
    publication = cockpit.publication(version)
    if page not in SHEETS:
        raise NothingToExport(f"没有页面 {page}")
    sheet = SHEETS[page](query)
    if name not in sheet.tiles:
        raise NothingToExport("没有这一块内容：页面可能已经更新，请刷新")
    declared = sheet.tiles[name]
    # A page of one record adds the record to the conditions of its address.
    filters = cockpit.filters(parse_qs(sheet.query) or query, publication.version)
    context = context_of(declared, filters, publication.version, sheet.trail, page)
    drawn = declared.draw(context)
    columns, rows, masked = _table(drawn, context)
    cover = tuple(_cover(declared, context, drawn, publication))
    return Export(_title(declared), columns, rows, cover, publication, declared.codes, masked)


def _title(declared: Tile) -> str:
    """The tile's title; where that is only 明细, with whose."""
    return f"{get(declared.codes[0]).name}明细" if declared.title == "明细" else declared.title


def _table(drawn: Drawn, context: Context) -> tuple[tuple[Column, ...], Iterable[Row], bool]:
    if drawn.listing is not None:
        return _listing(drawn.listing, context)
    table = drawn.whole
    if table is None:
        raise NothingToExport("当前条件下没有可以导出的数据")
    last = [table.total_row] if table.total_row is not None else []
    return table.columns, [*table.rows, *last], False


def _listing(asked: RowsQuestion, context: Context) -> tuple[tuple[Column, ...], Iterable[Row], bool]:
    """All rows behind a figure, read while they are written."""
    batches = context.cockpit.stream(asked, context.version)
    first = next(batches, [])
    found = RowsPage(asked.shown, first, len(first))
    columns = tuple(rows_column(field, found) for field in asked.shown)
    return columns, chain(first, chain.from_iterable(batches)), asked.is_personal


def _cover(
    declared: Tile, context: Context, drawn: Drawn, publication: Publication
) -> Iterator[tuple[str, str]]:
    """What stands on the cover: everything that makes the numbers what they are."""
    info = tile_info(declared, context, drawn.note)
    now = datetime.now(_ZONE)
    yield "内容", _title(declared)
    if publication.is_demonstration:
        yield "数据性质", f"{DEMONSTRATION}，不是真实业务数据"
    yield "筛选条件", context.cockpit.sentence(context.filters)
    if info.ignored:
        yield "未适用的条件", "、".join(info.ignored)
    if info.note:
        yield "说明", info.note
    if info.late:
        yield "数据更新", info.late
    yield "数据截至", date_zh(publication.business_date)
    yield "版本", f"{publication.version}（{moment_zh(publication.published_at)} 发布）"
    yield "导出", f"{moment_zh(now.replace(tzinfo=None))}，{current_reader().name}"
    yield from _definitions(declared.codes)


def _definitions(codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    for code in dict.fromkeys(codes):
        one = get(code)
        words = [f"{one.definition}。单位：{one.unit}", f"责任部门：{one.owner}", f"数据来源：{one.system}"]
        yield f"口径 {code} {one.name}", "；".join(words)
