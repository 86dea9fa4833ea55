"""Drill-down: from a figure, level by level, to the rows it counts; the state is the address.

``i`` is the indicator, ``path`` the dimensions gone down (in the reader's own order), ``by`` the
next one; the members chosen on the way are ordinary filters. ``part`` chooses a ratio's rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from frames import tiles
from frames.context import WHOLE_ROWS, Context
from frames.controls import COLUMNS, Choice, ColumnChoice, Link, RowsHead, Search, chosen_columns
from frames.courses import MOST_YEARS, years
from frames.formats import number
from frames.kinds import Frame, Remark, Several
from frames.links import DRILL, drill_href
from frames.model import Column, Pager, Point, Table
from frames.reading import remember
from frames.tables import numbers, table_of
from frames.tiles import Drawn, Tile, rows_cells, rows_column
from frames.trace import trace
from queries.dimensions import DIMENSIONS
from queries.evaluate import Question, parts
from queries.filters import MISSING_LABEL, Filters
from queries.indicators import dimensions, get
from queries.model import Indicator, Measure
from queries.rows import RowsPage, RowsQuestion
from queries.scope import EVERYTHING
from queries.service import Cockpit

PAGE_SIZE = 20
LAST_PAGE = 1_000_000
_OWN = ("i", "path", "by", "part", "sort", "desc", "page", "q", "years")


@dataclass(frozen=True)
class Drill:
    """Where the reader stands: indicator, trail, next dimension, and the table's order and page."""

    code: str
    trail: tuple[str, ...] = ()
    by: str = ""
    part: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1
    search: str = ""
    columns: tuple[str, ...] = ()
    #: How many earlier years lie under this year's months; 0: the course is not shown.
    years: int = 0

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> Drill:
        """Read an address; raises ``UnknownIndicator``. Steps the indicator doesn't have are dropped."""
        one = {k: (v if isinstance(v, str) else v[0]) for k, v in query.items() if k in _OWN and v}
        indicator = get(one.get("i", ""))
        known = dimensions(indicator.code)
        trail = tuple(d for d in one.get("path", "").split(",") if d in known and query.get(d))
        page = one.get("page", "1")
        by = one.get("by", "")
        return cls(
            indicator.code,
            trail,
            by if by in known and by not in trail else _next(indicator, trail),
            one.get("part", ""),
            one.get("sort", ""),
            one.get("desc") == "1",
            min(max(1, int(page)), LAST_PAGE) if page.isdecimal() and len(page) < 10 else 1,
            one.get("q", ""),
            chosen_columns(query),
            next((n for n in range(MOST_YEARS + 1) if one.get("years") == str(n)), 0),
        )

    @property
    def indicator(self) -> Indicator:
        """The declaration."""
        return get(self.code)

    @property
    def rows_code(self) -> str:
        """The code whose rows are listed: of a ratio, the chosen part."""
        code = self.code
        while found := parts(get(code)):
            code = found.get(self.part) or next(iter(found.values()))
        return code

    @property
    def unsortable(self) -> str:
        """Why its rows can't be sorted as it says (Chinese); empty where they can."""
        return RowsQuestion(
            Question(self.rows_code, Filters.default(date.max), scope=EVERYTHING), self.sort
        ).unsortable

    def href(self, filters: Filters, **changes: Any) -> str:
        """The address of this state with some of it changed; a change of rows starts at page one."""
        at = replace(self, **({"page": 1} | changes))
        more = {"by": at.by, "part": at.part, "sort": at.sort, "q": at.search, COLUMNS: ",".join(at.columns)}
        more |= {"desc": "1" if at.descending else "", "page": str(at.page) if at.page > 1 else ""}
        more |= {"years": str(at.years or "")}
        return drill_href(at.code, filters, at.trail, **{k: v for k, v in more.items() if v})

    def up(self, filters: Filters, level: int) -> str:
        """The address of a level of the trail: 0 is the figure itself."""
        kept = self.trail[:level]
        return drill_href(self.code, filters.without(*self.trail[level:]), kept)


def _next(indicator: Indicator, trail: tuple[str, ...]) -> str:
    """The next dimension of the declared drill path, else any other; none when all are used."""
    open_ = [d for d in dimensions(indicator.code) if d not in trail]
    return next((d for d in indicator.drill if d in open_), open_[0] if open_ else "")


def drill_tiles(drill: Drill) -> dict[str, Tile]:
    """The tiles of a drill-down page by name."""
    out = {"figure": tiles.cards(drill.code), "course": _course(drill.code)}
    if drill.trail:
        label = DIMENSIONS[drill.trail[-1]].label
        out["siblings"] = Tile(
            f"同级对比：各{label}",
            (drill.code,),
            lambda c: _siblings(drill, c),
            span=5,
            skeleton="bars",
            linked=False,
        )
    if drill.by:
        label = DIMENSIONS[drill.by].label
        out["parts"] = Tile(
            f"按{label}展开",
            (drill.code,),
            lambda c: _parts(drill, c),
            span=7 if drill.trail else 12,
            skeleton="bars",
            linked=False,
        )
    if drill.years:
        out["years"] = _over_years(drill)
    out["trace"] = trace(drill.code)
    out["rows"] = Tile(
        "明细", (drill.rows_code,), lambda c: _rows(drill, c), 12, "table", linked=False, kept=False
    )
    return out


def _course(code: str) -> Tile:
    """The months up to now, and what the next ones may come to."""
    return replace(tiles.trend(code, "按月走势", 12, ahead=True), linked=False)


def _over_years(drill: Drill) -> Tile:
    """This year's months over those of earlier years, and the choice of how many."""
    tile = years(drill.code, drill.years, "历年同月对比", 12)

    def draw(context: Context) -> Drawn:
        links = (
            Link(f"前 {n} 年" if n else "不看历年", drill.href(context.filters, years=n), n == drill.years)
            for n in range(MOST_YEARS + 1)
        )
        drawn = tile.draw(context)
        if drawn.frame is None:
            return drawn
        ways = Choice("叠加几年", tuple(links))
        return replace(drawn, frame=Several((ways, drawn.frame)), data=drawn.beside)

    return replace(tile, draw=draw, linked=False)


def trail_links(drill: Drill, filters: Filters, cockpit: Cockpit) -> list[tuple[str, str | None]]:
    """The breadcrumb: the figure, then each member on the way; the last is where the reader stands."""
    names = {d: "、".join(cockpit.names(d, filters.members.get(d, ()))) for d in drill.trail}
    steps: list[tuple[str, str | None]] = [(drill.indicator.name, drill.up(filters, 0))]
    steps += [
        (f"{DIMENSIONS[d].label}：{names[d]}", drill.up(filters, n + 1)) for n, d in enumerate(drill.trail)
    ]
    return [*steps[:-1], (steps[-1][0], None)]


def _siblings(drill: Drill, context: Context) -> Drawn:
    """The members beside the chosen one, under the filters of the levels above."""
    last, above = drill.trail[-1], drill.trail[:-1]
    chosen = context.filters.members.get(last, ("",))[0]
    around = replace(context, filters=context.filters.without(last), trail=above)
    points = around.members(drill.code, last)
    if not points:
        return Drawn(None)
    shown = _around(points, chosen)
    chart = tiles.members_chart("bars", drill.code, last, shown)
    chart = replace(chart, first=len(shown), selected=chosen or MISSING_LABEL)
    every = numbers(points, DIMENSIONS[last].label, drill.indicator.unit)
    return Drawn(chart, around.overlap(drill.code, points), data=every)


def _around(points: tuple[Point, ...], chosen: str, most: int = 12) -> tuple[Point, ...]:
    """The largest members, the chosen one always among them."""
    ordered = sorted(points, key=lambda p: -(p.value or 0))
    shown = ordered[:most]
    mine = next((p for p in ordered if p.key == chosen), None)
    return tuple(shown if mine is None or mine in shown else [*shown[:-1], mine])


def _parts(drill: Drill, context: Context) -> Drawn:
    """The members of the next dimension, and the other dimensions to go by."""
    points = context.members(drill.code, drill.by)
    others = [d for d in dimensions(drill.code) if d not in drill.trail]
    links = (Link(DIMENSIONS[d].label, drill.href(context.filters, by=d), d == drill.by) for d in others)
    ways = Choice("选择展开的维度", tuple(links))
    if not points:
        return Drawn(Several((ways, Remark("该维度下没有数据", "empty"))))
    chart = replace(tiles.members_chart("bars", drill.code, drill.by, points), first=15, selected="-")
    return Drawn(Several((ways, chart)), context.overlap(drill.code, points), data=table_of(chart))


def _rows(drill: Drill, context: Context) -> Drawn:
    """The rows the figure counts, a page at a time, and whether their number is the figure."""
    why = drill.unsortable
    refused = f"没有按所要求的次序排列：{why}" if why else ""
    if refused:
        drill = replace(drill, sort="", descending=False)
    found = _fetch(drill, context)
    if found.total and not found.rows:
        drill = replace(drill, page=-(-found.total // PAGE_SIZE))
        found = _fetch(drill, context)
    question = _question(drill, context)
    remember(question, context, urlsplit(drill.href(context.filters, page=drill.page)).query)
    head: list[Frame] = []
    if choices := parts(drill.indicator):
        head.append(_part_choice(drill, context, choices))
    searched = bool(drill.search and question.searchable)
    told = ("", False) if searched else _agreement(drill, context, found)
    search = _search(drill, context) if question.searchable else None
    head.append(RowsHead(*told, search, _column_choice(drill, context)))
    if not found.rows:
        return Drawn(Several((*head, Remark("没有符合条件的行", "empty"))), note=refused)
    rows = Table(_columns(drill, context, found), rows_cells(question, found), _pager(drill, context, found))
    return Drawn(Several((*head, rows)), note=refused, listing=question)


def _as_figure(drill: Drill, context: Context) -> Context:
    """A ratio is only filtered by what both its parts have, so the rows of either part are too."""
    ignored = [d for d, _ in context.filters.dims if d not in dimensions(drill.code)]
    return replace(context, filters=context.filters.without(*ignored))


def _question(drill: Drill, context: Context) -> RowsQuestion:
    question = Question(drill.rows_code, _as_figure(drill, context).filters, scope=context.scope)
    size, first = (WHOLE_ROWS, 0) if context.to_the_end else (PAGE_SIZE, (drill.page - 1) * PAGE_SIZE)
    return RowsQuestion(question, drill.sort, drill.descending, size, first, drill.search, drill.columns)


def _fetch(drill: Drill, context: Context) -> RowsPage:
    return context.cockpit.rows(_question(drill, context), context.version)


def _part_choice(drill: Drill, context: Context, choices: Mapping[str, str]) -> Choice:
    at = drill.part or next(iter(choices))
    links = (
        Link(f"{word}：{get(code).name}", drill.href(context.filters, part=word), word == at)
        for word, code in choices.items()
    )
    return Choice("分子或分母", tuple(links))


def _kept(drill: Drill, context: Context, **without: Any) -> dict[str, str]:
    """The parameters of the address as a plain GET form carries them, less those that it sets itself."""
    return dict(parse_qsl(urlsplit(drill.href(context.filters, **without)).query))


def _column_choice(drill: Drill, context: Context) -> ColumnChoice:
    asked = _question(drill, context)
    everything = drill.href(context.filters, columns=())
    columns = tuple((field.name, field.label, field in asked.shown) for field in asked.fields)
    return ColumnChoice(columns, DRILL, _kept(drill, context, columns=()), everything)


def _search(drill: Drill, context: Context) -> Search:
    labels = "、".join(field.label for field in _question(drill, context).searchable)
    kept = _kept(drill, context, search="")
    return Search("在明细中查找", f"按{labels}查找，回车", drill.search, DRILL, kept)


def _agreement(drill: Drill, context: Context, found: RowsPage) -> tuple[str, bool]:
    """Says whether the rows below add up to the figure above, and whether they are as many."""
    indicator = get(drill.rows_code)
    value = _as_figure(drill, context).value(drill.rows_code)
    shown = number(value, indicator.unit).exact
    if isinstance(indicator.measure, Measure) and not indicator.measure.counts_rows:
        return f"共 {found.total:,} 行；{indicator.name} {shown}，由这些行计算得出", False
    if value == found.total:
        return f"共 {found.total:,} 行，与{indicator.name} {shown}一致", True
    return f"共 {found.total:,} 行；{indicator.name} {shown}为“变动”一列之和（新增 +1，退出 −1）", False


def _columns(drill: Drill, context: Context, found: RowsPage) -> tuple[Column, ...]:
    out = []
    for field in found.fields:
        if not field.is_plain:
            out.append(rows_column(field, found))
            continue
        mine = field.name == drill.sort
        href = drill.href(context.filters, sort=field.name, descending=mine and not drill.descending)
        order: Any = ("desc" if drill.descending else "asc") if mine else None
        out.append(rows_column(field, found, sort_href=href, sorted=order))
    return tuple(out)


def _pager(drill: Drill, context: Context, found: RowsPage) -> Pager:
    if context.to_the_end:
        return Pager(found.total, shown=WHOLE_ROWS if found.total > WHOLE_ROWS else 0)
    pages = max(1, -(-found.total // PAGE_SIZE))

    def at(page: int) -> str | None:
        return drill.href(context.filters, page=page) if 1 <= page <= pages and page != drill.page else None

    return Pager(found.total, drill.page, pages, at(1), at(drill.page - 1), at(drill.page + 1), at(pages))
