"""The tables and columns of a batch: how a group of measures over one source is counted together.

Where a source is ``steady``, its rows are read once whatever the number of days: each carries a number
whose bits say in which spans it holds (``marks``). The bits of a key's rows are OR-ed, so that a key is
counted once a span. Other sources are joined with the relation of spans, as a single measure is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Double,
    FromClause,
    Integer,
    and_,
    case,
    cast,
    distinct,
    func,
    literal,
    null,
    select,
    true,
)

from queries import builder
from queries.filters import Codes
from queries.model import AnySelect, Measure, Source

#: An ask's number, its measure, and the places of the spans that it wants.
User = tuple[int, Measure, list[int]]
#: What a measure's rows have to meet.
Condition = tuple[tuple[str, Any], ...]
#: A value, and whether it is a whole number.
Counted = tuple[ColumnElement[Any], bool]
MARKS = "marks"


@dataclass(frozen=True)
class Branch:
    """One grouping of one source under the same conditions; marked: by bits, ``key`` being counted once."""

    source: Source
    marked: bool
    where: tuple[tuple[str, Codes], ...]
    by: tuple[str, ...]
    key: str | None

    @property
    def read(self) -> tuple[object, ...]:
        """The table that it reads."""
        return self.source.name, self.marked, self.where

    @property
    def beside(self) -> tuple[str, ...]:
        """The groupings of which a key may have several members; of the others it has one."""
        key, own = self.source.of_key
        return tuple(d for d in self.by if key != self.key or d not in own)


@dataclass(frozen=True)
class Cell:
    """Where a value of an ask stands in a row: among whole numbers or the others; ``rows``: of how many.

    ``place`` is the span's; None where each row has its own period.
    """

    ask: int
    place: int | None
    whole: bool
    value: int
    rows: int | None


@dataclass
class Columns:
    """A branch as a SELECT, and what its columns are."""

    select: AnySelect
    period: ColumnElement[Any]
    members: Sequence[ColumnElement[Any]]
    wholes: list[ColumnElement[Any]] = field(default_factory=list)
    others: list[ColumnElement[Any]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    known: dict[object, tuple[bool, int, int | None]] = field(default_factory=dict)

    def add(self, user: int, place: int | None, measure: Measure, value: Counted, rows: Any) -> None:
        """A value with its kind (whole or not), and how many rows it is made of where that matters.

        Measures that count the same share their columns.
        """
        same = (place, measure.distinct, measure.total, measure.median, tuple(measure.where.items()))
        if same not in self.known:
            column, whole = value
            into = self.wholes if whole else self.others
            into.append(column)
            self.known[same] = whole, len(into) - 1, None
            if rows is not None:
                self.wholes.append(rows)
                self.known[same] = whole, self.known[same][1], len(self.wholes) - 1
        self.cells.append(Cell(user, place, *self.known[same]))


@dataclass(frozen=True)
class Ways:
    """What branches read: a table over ``count`` spans, and which bit of its marks stands for a place."""

    table: FromClause
    count: int
    bits: dict[int, int]

    def marked(self, marks: ColumnElement[Any], place: int) -> ColumnElement[bool]:
        """Whether ``marks`` say that a row holds in the span at ``place``."""
        return marks.bitwise_and(literal(1 << self.bits[place], BigInteger)) != 0


def table_of(branch: Branch, needed: Sequence[str], places: Sequence[int], count: int, name: str) -> Ways:
    """The rows that branches with the same source and conditions read, for the spans at ``places``."""
    holds: ColumnElement[bool] = true()
    if branch.marked:
        rows, place, holds = builder.marked_rows(branch.source, tuple(places))
        place = place.label(MARKS)
    else:
        rows = builder.facts_over(branch.source, count)
        place = rows.c.period
    conditions = [builder.predicate(rows.c[d], codes) for d, codes in branch.where]
    columns = [rows.c[n] for n in needed]
    table = select(place, *columns).where(holds, *conditions).cte(name)
    return Ways(table, count, {p: bit for bit, p in enumerate(places)})


@dataclass(frozen=True)
class Keys:
    """Each key once with the marks of its rows together; ``marks`` names their columns by the condition."""

    table: FromClause
    marks: dict[Condition, str]


def keys_of(branches: Sequence[Branch], ways: Ways, measures: Sequence[Measure], name: str) -> Keys:
    """The keys that branches over the same rows count, which differ in what belongs to the key at most."""
    t, key = ways.table, branches[0].key
    assert key
    by = dict.fromkeys(d for branch in branches for d in branch.by)
    found = {_condition(m): m for m in measures}
    marks = {condition: f"m{n}" for n, condition in enumerate(found)}
    columns = [t.c[d].label(f"by_{d}") for d in by]
    together = [
        _filtered(func.bit_or(t.c[MARKS]), _conditions(m, t)).label(marks[condition])
        for condition, m in found.items()
    ]
    groups = [t.c[key], *[t.c[d] for d in by]]
    return Keys(select(t.c[key].label("key"), *columns, *together).group_by(*groups).cte(name), marks)


def columns_of(branch: Branch, ways: Ways, users: Sequence[User], keys: Keys | None) -> Columns:
    """The SELECT of a branch with a column for each value that its users want."""
    if keys:
        return _by_key(branch, ways, users, keys)
    return _by_marks(branch, ways, users) if branch.marked else _by_period(branch, ways, users)


def _by_period(branch: Branch, ways: Ways, users: Sequence[User]) -> Columns:
    t = ways.table
    members = [t.c[d] for d in branch.by]
    statement = select().select_from(t).group_by(t.c.period, *members)
    wanted = sorted({place for _, _, places in users for place in places})
    if len(wanted) < ways.count:
        statement = statement.where(t.c.period.in_(wanted))
    found = Columns(statement, t.c.period, members)
    for user, measure, _ in users:
        held = _conditions(measure, t)
        found.add(
            user, None, measure, _aggregate(measure, t, held), _rows(branch, measure, func.count(), held)
        )
    return found


def _by_marks(branch: Branch, ways: Ways, users: Sequence[User]) -> Columns:
    """Rows counted or summed, each in the spans that it is marked for."""
    t = ways.table
    found = Columns(
        select().select_from(t).group_by(*[t.c[d] for d in branch.by]), _none(), [t.c[d] for d in branch.by]
    )
    for user, measure, places in users:
        for place in places:
            held = [ways.marked(t.c[MARKS], place), *_conditions(measure, t)]
            value = _aggregate(measure, t, held)
            found.add(user, place, measure, value, _rows(branch, measure, func.count(), held))
    return found


def _by_key(branch: Branch, ways: Ways, users: Sequence[User], keys: Keys) -> Columns:
    """Distinct keys: how many have the same marks, then how many of these are in each span."""
    k = keys.table.c
    names = dict.fromkeys(keys.marks[_condition(measure)] for _, measure, _ in users)
    same = [k[name] for name in (*[f"by_{d}" for d in branch.by], *names)]
    alike = select(*same, func.count(k.key).label("counted"), func.count().label("records")).group_by(*same)
    table = alike.subquery()
    a = table.c
    members = [a[f"by_{d}"] for d in branch.by]
    statement = select().select_from(table)
    found = Columns(statement.group_by(*members) if members else statement, _none(), members)
    for user, measure, places in users:
        m = a[keys.marks[_condition(measure)]]
        for place in places:
            is_in = ways.marked(m, place)
            value = func.coalesce(cast(func.sum(a.counted).filter(is_in), BigInteger), 0)
            rows = cast(func.sum(a.records).filter(is_in), BigInteger) if branch.by else None
            found.add(user, place, measure, (value, True), rows)
    return found


def _none() -> ColumnElement[Any]:
    return cast(null(), Integer)


def _condition(measure: Measure) -> Condition:
    return tuple(measure.where.items())


def _conditions(measure: Measure, table: FromClause) -> list[ColumnElement[bool]]:
    return [builder.equals(table.c[name], value) for name, value in measure.where.items()]


def _rows(branch: Branch, measure: Measure, count: Any, held: Sequence[Any]) -> ColumnElement[Any] | None:
    """How many rows a value is made of: asked where none at all differs from a value of nothing."""
    if not branch.by and measure.total is None and measure.median is None:
        return None
    return _filtered(count, held)


def _filtered(value: Any, held: Sequence[Any]) -> ColumnElement[Any]:
    found: ColumnElement[Any] = value.filter(*held) if held else value
    return found


def _aggregate(measure: Measure, table: FromClause, held: Sequence[Any]) -> Counted:
    """The value over the rows for which ``held`` is true, and whether it is a whole number."""
    if measure.median:
        col: ColumnElement[Any] = table.c[measure.median]
        chosen = case((and_(*held), col)) if held else col
        return cast(func.percentile_cont(0.5).within_group(chosen.asc()), Double), False
    if measure.total:
        col = table.c[measure.total]
        whole = isinstance(col.type, Integer)
        return cast(_filtered(func.sum(col), held), BigInteger if whole else Double), whole
    if measure.distinct:
        return _filtered(func.count(distinct(table.c[measure.distinct])), held), True
    return _filtered(func.count(), held), True
