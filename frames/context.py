"""What a tile is drawn from: the cockpit's answers under one set of filters, as frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data.engine import DatabaseUnavailable
from frames.formats import days_iso
from frames.links import drill_href, member_href, rows_href
from frames.model import Figure, Goal, Point, Series
from frames.words.goals import goal
from frames.words.periods import when
from queries import comparison
from queries.comparison import is_seen_at_the_end
from queries.dimensions import DIMENSIONS
from queries.evaluate import Number, Question
from queries.filters import Filters
from queries.indicators import dimensions, get
from queries.model import Indicator
from queries.periods import Period, is_whole, shift_months, split, year_before
from queries.scope import Scope
from queries.service import Answer, Cockpit
from queries.targets import progress_of

#: How many months a trend shows at least, so that a short period still has a course to compare with.
TREND_MONTHS = 12
#: More rows than this are for an export.
WHOLE_ROWS = 1_000


@dataclass(frozen=True)
class Context:
    """Filters and scope on one version, with helpers that turn answers into frames.

    On a page that can be filtered (``page``), marks of members choose them and take them off again. A
    tile by a dimension keeps all its members when one is chosen (``chosen``): what is compared stays;
    ``filters`` are then without that dimension, ``whole`` are the page's own. ``to_the_end``: lists are
    shown to their end (``WHOLE_ROWS``), for what is set on paper.
    """

    cockpit: Cockpit
    filters: Filters
    version: str
    scope: Scope
    trail: tuple[str, ...] = ()
    page: str = ""
    whole: Filters | None = None
    chosen: tuple[str, ...] = ()
    to_the_end: bool = False

    @property
    def asked(self) -> Filters:
        """The filters of the page, whatever a tile leaves open."""
        return self.whole or self.filters

    def on_page(self, page: str, by: str) -> Context:
        """The context of a tile by ``by`` (if it is by anything) on a page that can be filtered."""
        chosen = self.filters.members.get(by, ())
        return replace(self, page=page, whole=self.filters, chosen=chosen, filters=self.filters.without(by))

    def ask(self, code: str, by: Sequence[str] = ()) -> Answer:
        """The answer under this context's filters, on its version."""
        return self.cockpit.ask(Question(code, self.filters, tuple(by), scope=self.scope), self.version)

    def value(self, code: str) -> Number:
        """One number."""
        return self.ask(code).value

    def href(self, code: str, filters: Filters | None = None) -> str:
        """Where the figure of ``code`` leads."""
        return rows_href(code, filters or self.filters)

    def figure(self, code: str, spark: bool = True) -> Figure:
        """An indicator's value with 同比, 环比 and its last twelve months, by one statement."""
        indicator = get(code)
        before, last = comparison.before(code, self.filters), comparison.year_before(code, self.filters)
        asked = [self._plain(code, f) for f in (self.filters, before.filters, last.filters)]
        if spark:
            asked.append(self._along(code, self.window()))
        now, earlier, last_year, *course = self.cockpit.ask_all(asked, self.version)
        return Figure(
            code=code,
            name=indicator.name,
            value=now.value,
            unit=indicator.unit,
            definition=indicator.definition,
            href=self.href(code),
            before=earlier.value,
            year_before=last_year.value,
            better=indicator.better,
            spark=self._points(code, course[0], self.window()) if course else (),
            note=indicator.note,
            before_days=days_iso(before.days),
            year_before_days=days_iso(last.days),
            same_before=before.filters.key() == last.filters.key(),
            ignored=self.ignored([code]),
            goal=self.goal(code, self.filters, now.value),
            period=when(code, self.filters),
            late=self.late_short([code]),
            late_why=self.late([code]),
        )

    def goal(self, code: str, filters: Filters, value: Number) -> Goal | None:
        """The target of a figure and how far it is reached; None where it has none, or nobody can tell."""
        try:
            found = progress_of(self.cockpit, self.version, code, filters, self.scope, value)
        except DatabaseUnavailable:
            return None
        return goal(found) if found else None

    def _plain(self, code: str, filters: Filters) -> Question:
        return Question(code, filters, scope=self.scope)

    def _along(self, code: str, window: Period, *by: str) -> Question:
        return Question(
            code, replace(self.filters, period=window, preset="custom"), by, "month", scope=self.scope
        )

    def window(self) -> Period:
        """The months of a trend: the period, reaching back to at least a year, up to the as-of day."""
        end = min(self.filters.period.end, self.filters.as_of)
        first = shift_months(end.replace(day=1), 1 - TREND_MONTHS)
        return Period(min(self.filters.period.start, first), end)

    def course(self, code: str) -> tuple[Series, Series]:
        """The indicator along the window, and along the same months of the year before."""
        windows = [self.window(), year_before(self.window())]
        answers = self.cockpit.ask_all([self._along(code, w) for w in windows], self.version)
        name = get(code).name
        now, earlier = (self._points(code, a, w) for a, w in zip(answers, windows, strict=True))
        return Series(name, now), Series(f"{name}（上年同期）", earlier)

    def _points(self, code: str, answer: Answer, window: Period) -> tuple[Point, ...]:
        return tuple(
            self._point(code, row["value"], piece)
            for row, piece in zip(answer.rows or [], split(window, "month"), strict=True)
        )

    def _point(self, code: str, value: Number, piece: Period) -> Point:
        at = self.at(code, self.filters, piece)
        return Point(piece.label, value, self.href(code, at), partial=not is_whole(piece, "month"))

    def at(self, code: str, filters: Filters, piece: Period) -> Filters:
        """The filters under which a month's value is an indicator's one number."""
        day = piece.end if is_seen_at_the_end(code) else filters.as_of
        return filters.moved(day, replace(piece, label=""))

    def members(self, code: str, by: str, every: bool = False) -> tuple[Point, ...]:
        """The indicator by the members of a dimension; ``every`` also those without rows."""
        found = {row[f"{by}_code"]: row for row in self.ask(code, (by,)).rows or []}
        if every:
            empty = {c: {by: n, "value": 0} for c, n in self.labels(by).items() if c not in found}
            found |= empty
        return tuple(self._member(code, by, member, row) for member, row in found.items())

    def _member(self, code: str, by: str, member: str, row: Mapping[str, Any]) -> Point:
        rows = self.rows_of(code, by, member)
        href, chosen = self.member(code, by, member), member in self.chosen
        return Point(row[by], row["value"], href, key=member, rows=rows, chosen=chosen)

    def member(self, code: str, by: str, member: str) -> str:
        """Where one member of a breakdown leads: to the page filtered by it, or to its rows."""
        return self.toggled(by, member) if self.page else self.rows_of(code, by, member)

    def rows_of(self, code: str, by: str, member: str) -> str:
        """The drill-down page of one member."""
        return member_href(code, self.filters, by, member, self.trail)

    def toggled(self, by: str, member: str) -> str:
        """The page with the member as the only one chosen; without it where it is that already."""
        rest = () if self.asked.members.get(by) == (member,) else (member,)
        return self.asked.with_dim(by, rest).url(self.page)

    def labels(self, dimension: str) -> dict[str, str]:
        """{code: label} of a short list."""
        return dict(self.cockpit.labels(self.version).members(dimension))

    def stack(self, code: str, by: str) -> tuple[Series, ...]:
        """The indicator by member and month: one series for each member, in the list's order."""
        window = self.window()
        pieces = split(window, "month")
        rows = self.cockpit.ask(self._along(code, window, by), self.version).rows or []
        series: dict[str, list[Point]] = {}
        names: dict[str, str] = {}
        for i, row in enumerate(rows):
            member, piece = row[f"{by}_code"], pieces[i % len(pieces)]
            names[member] = row[by]
            at = self.at(code, self.filters.with_dim(by, [member]), piece)
            point = Point(
                piece.label, row["value"], drill_href(code, at, [by]), partial=not is_whole(piece, "month")
            )
            series.setdefault(member, []).append(point)
        return tuple(Series(names[m], tuple(points), key=m) for m, points in series.items())

    def ignored(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Labels of chosen filters that none of ``codes`` has."""
        known = {d for code in codes for d in dimensions(code)}
        return tuple(DIMENSIONS[d].label for d, _ in self.filters.dims if d not in known)

    def late(self, codes: Sequence[str]) -> str:
        """How old the data behind ``codes`` are, where a source is late; empty also where nobody can tell."""
        try:
            return self.cockpit.freshness(self.version).sentence(codes, self.filters.as_of)
        except DatabaseUnavailable:
            return ""

    def late_short(self, codes: Sequence[str]) -> str:
        """The same for one line of several: “截至5月24日”."""
        try:
            return self.cockpit.freshness(self.version).short(codes, self.filters.as_of)
        except DatabaseUnavailable:
            return ""

    def overlap(self, code: str, points: Sequence[Point]) -> str:
        """The remark where parts exceed the whole because one key is counted in several parts."""
        indicator = get(code)
        if indicator.kind == "ratio" or not points:
            return ""
        whole = self.value(code) or 0
        parts = sum(p.value or 0 for p in points)
        if parts <= whole or indicator.unit not in {"人", "家", "个", "篇", "项", "场", "件"}:
            return ""
        return f"各部分之和 {parts:,.0f} 大于去重后的 {whole:,.0f}（有重复归属）"


def indicator_of(codes: Sequence[str]) -> Indicator:
    """The declaration that a tile of one or several codes explains: the first."""
    return get(codes[0])
