"""The kinds of frame: what a tile answers with, one class for each form of answer.

A frame is plain typed data: numbers with their units, links as addresses, remarks as words. Browser, wall,
Excel, Word, slides and the API read frames; none of them reads what another has made of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from frames.controls import Choice, Link, ListHead, RowsHead
from frames.explore.marks import Marks
from frames.model import (
    Ahead,
    ComparedRow,
    Fact,
    FeedItem,
    Figure,
    LightRow,
    Panel,
    Point,
    Sentence,
    Series,
    Step,
    Table,
)
from frames.records import Account, Reasons, Reconciled, Rules, Tree

#: trend: one course against the same months a year before; lines: several courses on one pair of axes;
#: bars: members by size; donut and treemap: parts of a whole.
Form = Literal["trend", "lines", "columns", "stacked", "bars", "donut", "treemap"]
#: Forms whose axis holds the members of a dimension.
MEMBERS: tuple[Form, ...] = ("bars", "donut", "treemap")
#: More parts than a donut can be read with.
MOST_SLICES = 5


@dataclass(frozen=True)
class Cards:
    """Figures side by side, each with what it is compared with."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Chart:
    """Series over one axis, in one unit; ``along`` says what the axis holds (月份, 学会).

    ``axis`` are the words of the places where they are not the points' own labels. Of quiet series
    (``Series.quiet``) nothing is read but how the others differ. ``ahead`` is what is expected after the
    first series. ``from_zero=False`` lets the value axis begin near the smallest value; ``ends_at`` ends it.
    Bars and parts: ``first`` are shown, the others counted and linked (``all_href``), ``ranked=False`` keeps
    the given order, ``selected`` is the key that stands out, ``total`` the indicator's own value, which may
    be less than the sum of the parts. ``small``: one of several, without legend and values.
    """

    form: Form
    unit: str
    series: tuple[Series, ...]
    along: str
    axis: tuple[str, ...] = ()
    ahead: Ahead | None = None
    from_zero: bool = True
    ends_at: float | None = None
    first: int | None = None
    all_href: str | None = None
    ranked: bool = True
    selected: str | None = None
    total: float | None = None
    small: bool = False

    @property
    def points(self) -> tuple[Point, ...]:
        """The marks of the first series: of bars and parts, the members."""
        return self.series[0].points if self.series else ()


@dataclass(frozen=True)
class Map:
    """Districts by their value; ``Point.label`` is the district's name, ``key`` its code.

    ``url`` is where the browser gets the outlines, ``approval`` the 审图号 of a licensed map. ``choosing``
    leaves room for a card of the selected district.
    """

    unit: str
    points: tuple[Point, ...]
    url: str
    selected: str | None = None
    approval: str = ""
    choosing: bool = False


@dataclass(frozen=True)
class Lights:
    """Counts of tasks under each light: of each group (``group``: what groups are), or of all in one row."""

    rows: tuple[LightRow, ...]
    group: str = ""
    unit: str = "件"


@dataclass(frozen=True)
class Sentences:
    """Statements in their order under a line that says what they are about (``lead``).

    ``more`` leads to those left out; ``otherwise`` stands where there are none.
    """

    items: tuple[Sentence, ...]
    lead: str = ""
    more: Link | None = None
    otherwise: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of one record, as labels and words."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Timeline:
    """A course of events in their order."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Feed:
    """Dated news, newest first."""

    items: tuple[FeedItem, ...]


@dataclass(frozen=True)
class SideBySide:
    """Indicators down, members across: each value with what it is held against."""

    rows: tuple[ComparedRow, ...]
    heads: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Multiples:
    """A small chart beside the other, with the same lines in each over the same ``axis``.

    ``together``: all share one scale. ``main``: the first line of each is what matters.
    """

    panels: tuple[Panel, ...]
    axis: tuple[str, ...]
    together: bool
    main: bool = False


@dataclass(frozen=True)
class Plot:
    """An exploration's numbers as its chart shows them, and what choosing marks of it changes.

    ``query`` is the page's own, ``chosen`` the members that it names of each dimension; ``hrefs`` lead from
    each period to its rows where there are no members to choose.
    """

    marks: Marks
    query: str
    chosen: tuple[tuple[str, ...], ...] = ()
    hrefs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """Words in a tile.

    ``empty``: in the place of numbers; ``broken``: nothing can be shown, ``what`` says so before the reason;
    ``hint``: how to go on, for media that are read with a hand.
    """

    text: str
    role: Literal["empty", "broken", "hint"]
    what: str = ""


@dataclass(frozen=True)
class Several:
    """Frames under each other."""

    parts: tuple[Frame, ...]


Frame = (
    Cards
    | Chart
    | Table
    | Map
    | Lights
    | Sentences
    | Facts
    | Timeline
    | Feed
    | SideBySide
    | Multiples
    | Plot
    | Tree
    | Reasons
    | Account
    | Reconciled
    | Rules
    | Choice
    | RowsHead
    | ListHead
    | Remark
    | Several
)

#: Frames of shapes, under which their numbers stand as a table.
DRAWN = (Chart, Map, Lights)
