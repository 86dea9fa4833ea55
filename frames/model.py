"""What the views take: plain frozen data, no pandas, no SQL, no Dash.

Values are in the unit they name: 53.7 with unit ``%`` reads “53.7%”, 1579 with unit ``家`` reads
“1,579 家”. ``None`` means “no value” and reads “—”. A ``href`` is where a click leads (the drill).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from queries.ranking import Place

Better = Literal["up", "down", "none"]
#: The lights of tasks under supervision, the most urgent first.
Light = Literal["red", "yellow", "green", "blue"]
ColumnKind = Literal["text", "number", "percent", "date", "light"]
Sorted = Literal["asc", "desc"]
#: How a target stands: ``warn`` is worth 关注, ``bad`` 预警.
GoalTone = Literal["good", "warn", "bad", "neutral"]


@dataclass(frozen=True)
class Point:
    """One mark: a label (a month is ``2022-03``), a value, where a click leads, a key for colours.

    ``partial`` marks a period that is not over yet: it is drawn hatched or dashed and said so.
    ``facts`` are further figures of the same thing, as pairs of name and text, for the tooltip.
    ``rows`` leads to the rows behind the value, where ``href`` doesn't. ``chosen``: the page is filtered
    by it.
    """

    label: str
    value: float | None
    href: str | None = None
    key: str | None = None
    partial: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    rows: str | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Series:
    """A named run of points in display order; ``key`` picks its colour (``A``–``E``, a light, …).

    ``quiet``: it is there for the others to be held against.
    """

    name: str
    points: tuple[Point, ...]
    key: str | None = None
    quiet: bool = False


@dataclass(frozen=True)
class Goal:
    """A target and how far it is reached: in words (``text``, ``done``, ``due``, ``pace``), and as a bar.

    ``share`` says how far the bar is filled, ``tick`` where its tick stands (the time gone, or a rate's
    target), both in percent of its length; None: no bar, no tick. ``due`` is what should stand today.
    ``arrow`` and ``tone`` go with ``pace``; ``exact`` says the same to the last digit, with days and source.
    """

    text: str
    done: str = ""
    due: str = ""
    pace: str = ""
    arrow: Literal["", "up", "down"] = ""
    tone: GoalTone = "neutral"
    share: float | None = None
    tick: float | None = None
    exact: str = ""
    value: int | float = 0


@dataclass(frozen=True)
class Ahead:
    """What is expected of the periods after a series (预测): values, and the ends of their band.

    ``label`` names the band (“80% 区间”). These are no facts: they are drawn and worded as what they are.
    """

    points: tuple[Point, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    label: str


@dataclass(frozen=True)
class Figure:
    """One indicator's value and what it is compared with.

    ``before`` is the value of the period before (环比), ``year_before`` that of the same period last
    year (同比): values, not changes; ``before_days`` and ``year_before_days`` are the days they count, in
    words. ``better`` says which direction is good. ``spark`` holds recent
    points. ``note`` is a short remark under the figure (e.g. “各学科之和大于总数”). ``same_before`` says
    that both compare with the same days (本年 against 上年): one comparison then, not the same twice.
    ``ignored`` names chosen filters that the indicator doesn't have. ``goal`` is its target, where there
    is one. ``period`` is what it is counted over (“本年”; stocks have none). ``late`` says up to when its
    data go where a source is late (“截至5月24日”), ``late_why`` the whole of it.
    """

    code: str
    name: str
    value: float | None
    unit: str
    definition: str = ""
    href: str | None = None
    before: float | None = None
    year_before: float | None = None
    before_days: str = ""
    year_before_days: str = ""
    better: Better = "up"
    spark: tuple[Point, ...] = ()
    note: str = ""
    compare: bool = True
    same_before: bool = False
    ignored: tuple[str, ...] = ()
    goal: Goal | None = None
    period: str = ""
    late: str = ""
    late_why: str = ""


@dataclass(frozen=True)
class Column:
    """One table column; ``sort_href`` makes the header a link, ``sorted`` marks the current order.

    ``href`` leads from the header elsewhere (a member of a dimension: to the page filtered by it).
    """

    key: str
    label: str
    kind: ColumnKind = "text"
    unit: str = ""
    sort_href: str | None = None
    sorted: Sorted | None = None
    href: str | None = None


@dataclass(frozen=True)
class Pager:
    """Where the reader stands in the rows. ``total`` counts all rows; pages count from 1.

    ``shown`` counts the rows of a table that is only the beginning of the list.
    """

    total: int
    page: int = 1
    pages: int = 1
    first_href: str | None = None
    prev_href: str | None = None
    next_href: str | None = None
    last_href: str | None = None
    shown: int = 0


@dataclass(frozen=True)
class Table:
    """Rows for the HTML table. A row maps column keys to values.

    ``_href`` links a row's first cell, ``_hrefs`` (column key → address) its other cells.
    """

    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, object], ...]
    pager: Pager | None = None
    caption: str = ""
    total_row: Mapping[str, object] | None = None


@dataclass(frozen=True)
class LightRow:
    """Counts per light of one group (a department); lights that are absent count zero."""

    name: str
    counts: Mapping[Light, int]
    href: str | None = None
    hrefs: Mapping[Light, str] = field(default_factory=dict)
    chosen: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of a record: a label, and its words, each with the link that it leads to, if any."""

    label: str
    words: tuple[tuple[str, str | None], ...]

    @property
    def text(self) -> str:
        """The words in a row."""
        return "、".join(word for word, _ in self.words)


@dataclass(frozen=True)
class Step:
    """One step of a course of events: its day, what it is, who, details, and whether it stands out.

    ``mark``: ``warn`` for what slows a course down, ``end`` for what ends it.
    """

    day: date
    name: str
    who: str = ""
    text: str = ""
    mark: Literal["", "warn", "end"] = ""


@dataclass(frozen=True)
class FeedItem:
    """One line of 工作动态: its day, title, who, an optional tag and link."""

    day: date
    title: str
    source: str = ""
    tag: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Sentence:
    """One plain statement: its text, one word for how to take it, the sign of that, where it leads.

    A sentence of running text has neither word nor sign.

    ``sign`` is a light or the direction of a change; ``tone`` colours a change. ``late`` says up to when its
    data go, where a source is late.
    """

    text: str
    word: str = ""
    sign: Light | Literal["up", "down", ""] = ""
    tone: Literal["good", "bad", "neutral"] = "neutral"
    href: str | None = None
    late: str = ""


@dataclass(frozen=True)
class Compared:
    """One member under one indicator: its value and what it is held against.

    ``year_before`` is its value a year before, ``apart`` how far it lies from the average, ``place`` its
    place among all members. ``mark`` tells how it stands among those compared: 居首, 居末, 最高, 最低.
    """

    value: float | None
    href: str | None = None
    year_before: float | None = None
    before_href: str | None = None
    apart: float | None = None
    place: Place | None = None
    place_href: str | None = None
    mark: Literal["", "居首", "居末", "最高", "最低"] = ""
    goal: Goal | None = None


@dataclass(frozen=True)
class ComparedRow:
    """One indicator, its value for everybody and on the average, and for each member compared."""

    code: str
    name: str
    unit: str
    better: Better
    whole: Compared
    average: float | None
    cells: tuple[Compared, ...]


@dataclass(frozen=True)
class Panel:
    """One of several small charts: what it is called, where that leads, its unit, and its lines."""

    title: str
    unit: str
    series: tuple[Series, ...]
    href: str | None = None
    #: The words beside the title: the latest value.
    value: str = ""
    #: Whether the page is filtered by it.
    chosen: bool = False
