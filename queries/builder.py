"""The builder: the one place where an indicator, filters and a scope become SQL.

A statement depends on the shape of a question only; its days are parameters (``parameters``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, reduce
from operator import add
from threading import Lock
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    Subquery,
    bindparam,
    case,
    cast,
    distinct,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from data.masking import masked
from queries.filters import MISSING, Codes
from queries.model import AnySelect, Measure, Source
from queries.ordering import in_reading_order
from queries.periods import ONE_DAY


@dataclass(frozen=True)
class Span:
    """One period of a question and the day it is seen from.

    ``single``: a period as asked, not one of a series; a stock is then taken at the as-of day.
    """

    start: date
    end: date
    as_of: date
    single: bool = True


@dataclass(frozen=True)
class Cut:
    """What is asked of a measure: spans, grouping and predicates."""

    spans: tuple[Span, ...]
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, Codes], ...] = ()

    def key(self) -> dict[str, object]:
        """Canonical form for cache keys."""
        return {
            "spans": [
                [s.start.isoformat(), s.end.isoformat(), s.as_of.isoformat(), s.single] for s in self.spans
            ],
            "by": list(self.by),
            "where": [[d, sorted(codes)] for d, codes in self.where],
        }


#: (start, end, as of) of a span as a measure sees it.
Days = tuple[date, date, date]


def bounds(measure: Measure, span: Span) -> Days:
    """(start, end, as of) of one span as the measure sees it; nothing after the as-of day counts."""
    if measure.at == "opening":
        opening = min(span.start - ONE_DAY, span.as_of)
        return opening, opening, opening
    end = min(span.end, span.as_of)
    if measure.kind == "flow":
        return span.start, end, span.as_of
    day = span.as_of if span.single and measure.at == "as_of" else end
    return span.start, day, day


_DAYS = ("start_on", "end_on", "as_of")
_lock = Lock()


def parameters(measure: Measure, cut: Cut) -> dict[str, date]:
    """The bound days of a statement on ``measure``, to be passed when it is executed."""
    return {
        f"{measure.at}_{i}_{name}": day
        for i, span in enumerate(cut.spans)
        for name, day in zip(_DAYS, bounds(measure, span), strict=True)
    }


#: Statements over more spans than this are built and compiled each time: kept, each takes megabytes.
REUSED_SPANS = 60


@dataclass(frozen=True)
class Moment:
    """The days of one span as parameters, in the place of the relation's columns."""

    start_on: ColumnElement[date]
    end_on: ColumnElement[date]
    as_of: ColumnElement[date]


def _moment(at: str, place: int) -> Moment:
    return Moment(*[cast(bindparam(f"{at}_{place}_{name}", type_=Date), Date) for name in _DAYS])


@lru_cache(maxsize=256)
def _relation(at: str, count: int) -> CTE:
    """The relation p(idx, start_on, end_on, as_of) of ``count`` spans.

    It is a UNION of bound rows, not VALUES: SQLAlchemy keeps no compiled form of VALUES, and compiling a
    source costs more than running it.
    """
    rows = [
        select(
            literal(i, Integer).label("idx"),
            *[cast(bindparam(f"{at}_{i}_{name}", type_=Date), Date).label(name) for name in _DAYS],
        )
        for i in range(count)
    ]
    return (union_all(*rows) if count > 1 else rows[0]).cte(f"p_{at}")


@lru_cache(maxsize=512)
def _facts_of(source: Source, at: str, count: int) -> Subquery:
    """A source over the relation of ``count`` spans."""
    relate = _relation if count <= REUSED_SPANS else _relation.__wrapped__
    facts = source.select(relate(at, count)).subquery("facts")
    # Read here once, because the first look at a subquery's columns isn't safe in two threads.
    facts.c.keys()
    return facts


#: What the spans of a batch are called in its statement.
_TOGETHER = "t"


@contextmanager
def building() -> Iterator[None]:
    """Held while a statement is made of parts that others share."""
    with _lock:
        yield


def bound(days: Sequence[Days]) -> dict[str, date]:
    """The bound days of a batch, to be passed when its statement is executed."""
    return {
        f"{_TOGETHER}_{i}_{name}": day
        for i, span in enumerate(days)
        for name, day in zip(_DAYS, span, strict=True)
    }


def facts_over(source: Source, count: int) -> Subquery:
    """A source over the spans of a batch; all sources of a statement share their relation."""
    return (_facts_of if count <= REUSED_SPANS else _facts_of.__wrapped__)(source, _TOGETHER, count)


@lru_cache(maxsize=512)
def marked_rows(
    source: Source, places: tuple[int, ...]
) -> tuple[Subquery, ColumnElement[int], ColumnElement[bool]]:
    """The rows of a steady source, a number whose n-th bit says whether a row holds in the n-th of these
    spans, and a condition that rows without any bit need not meet."""
    steady = source.steady
    assert steady is not None
    rows = steady.rows().subquery("rows")
    holds = [steady.holds(rows.c, _moment(_TOGETHER, place)) for place in places]
    if len(places) == 1:
        return rows, literal(1, BigInteger), holds[0]
    bits = [case((held, literal(1 << n, BigInteger)), else_=0) for n, held in enumerate(holds)]
    return rows, reduce(add, bits), true()


def predicate(col: ColumnElement[Any], codes: Codes) -> ColumnElement[bool]:
    """``col`` is one of ``codes``; the empty code stands for rows without a value."""
    chosen = [c for c in codes if c != MISSING]
    if len(chosen) == len(codes):
        return col.in_(chosen)
    return or_(col.is_(None), col.in_(chosen)) if chosen else col.is_(None)


def equals(col: ColumnElement[Any], value: object) -> ColumnElement[bool]:
    """A condition of a measure."""
    return col.is_(value) if isinstance(value, bool) else col == value


def _facts(measure: Measure, cut: Cut) -> tuple[Subquery, list[ColumnElement[bool]]]:
    build = _facts_of if len(cut.spans) <= REUSED_SPANS else _facts_of.__wrapped__
    with _lock:
        facts = build(measure.source, measure.at, len(cut.spans))
    conditions = [predicate(facts.c[d], codes) for d, codes in cut.where]
    conditions += [equals(facts.c[name], value) for name, value in measure.where.items()]
    return facts, conditions


def _aggregate(measure: Measure, facts: Subquery) -> ColumnElement[Any]:
    if measure.median:
        return func.percentile_cont(0.5).within_group(facts.c[measure.median].asc())
    if measure.total:
        return func.sum(facts.c[measure.total])
    if measure.distinct:
        return func.count(distinct(facts.c[measure.distinct]))
    return func.count()


def groups(measure: Measure, cut: Cut) -> AnySelect:
    """SELECT period, each dimension of ``cut.by``, value."""
    facts, conditions = _facts(measure, cut)
    keys = [facts.c.period, *[facts.c[d] for d in cut.by]]
    return select(*keys, _aggregate(measure, facts).label("value")).where(*conditions).group_by(*keys)


def count_of_groups(measure: Measure, cut: Cut) -> tuple[AnySelect, dict[str, date]]:
    """The SELECT of how many groups the last span of a cut has, and the days it is executed with."""
    last = replace(cut, spans=cut.spans[-1:])
    facts, conditions = _facts(measure, last)
    there = select(*[facts.c[d] for d in cut.by]).where(*conditions).distinct().subquery("groups")
    return select(func.count()).select_from(there), parameters(measure, last)


#: Name of the column that carries how many records lie behind one counted row.
RECORDS = "_records"
KEY = "_key"
#: Name of the column with the key of the record that a row shows.
OPENS = "_opens"


def counted_rows(measure: Measure, cut: Cut) -> AnySelect:
    """The rows that the figure counts: one for each distinct key, with the source's fields.

    For a distinct count several records may stand behind a row: their number is ``_records``
    and the fields are those of the first record, so that they belong together.
    """
    facts, conditions = _facts(measure, cut)
    fields = [masked(f.mask, facts.c[f.name]).label(f.name) for f in measure.source.fields]
    opens = [facts.c[measure.source.opens.column]] if measure.source.opens else []
    shown = [*fields, *(c.label(OPENS) for c in opens)]
    if not measure.distinct:
        key = next(facts.c[name] for name in ("id", "task") if name in facts.c)
        return select(key.label(KEY), *shown).where(*conditions)
    key = facts.c[measure.distinct]
    order = [c.asc().nulls_last() for c in (*(f.element for f in fields), *opens)]
    first = func.row_number().over(partition_by=key, order_by=order)
    records = (
        select(
            key.label(KEY), *shown, func.count().over(partition_by=key).label(RECORDS), first.label("_nth")
        )
        .where(*conditions, key.is_not(None))
        .subquery("records")
    )
    return select(*[c for c in records.c if c.name != "_nth"]).where(records.c["_nth"] == 1)


def changed_rows(now: Measure, before: Measure, cut: Cut) -> AnySelect:
    """Rows of a net change: keys that came (+1) and keys that went (−1) over the period."""
    new, old = counted_rows(now, cut).subquery("new"), counted_rows(before, cut).subquery("old")

    def only(rows: Subquery, others: Subquery, sign: int) -> AnySelect:
        gone = rows.c[KEY].not_in(select(others.c[KEY]))
        return select(*rows.c, literal(sign, Integer).label("change")).where(gone)

    return select(only(new, old, 1).union_all(only(old, new, -1)).subquery("changes"))


def page(
    rows: AnySelect,
    order: Sequence[tuple[str, bool]],
    limit: int | None,
    offset: int,
    search: tuple[str, Sequence[str]] | None = None,
) -> tuple[AnySelect, AnySelect]:
    """(a page of ``rows`` in ``order``, the count of all of them), ties broken by the key.

    The first of ``order`` is as readers see it: members in the order of their lists, words by pinyin.
    """
    inner = rows.subquery("rows")
    condition = []
    if search and search[0]:
        text, names = search
        condition = [or_(*[inner.c[n].contains(text, autoescape=True) for n in names])]
    known = [(n, down) for n, down in order if n in inner.c]
    named, first = in_reading_order(inner, known[0][0]) if known else (inner, [])
    sorts = [(by, known[0][1]) for by in first] + [(inner.c[n], down) for n, down in known[1:]]
    ordered = [(by.desc() if down else by.asc()).nulls_last() for by, down in sorts]
    paged = select(inner).select_from(named).where(*condition).order_by(*ordered, inner.c[KEY]).offset(offset)
    if limit is not None:
        paged = paged.limit(limit)
    return paged, select(func.count()).select_from(inner).where(*condition)


#: Name of the column that says on each row of a page how many rows there are in all.
TOTAL = "_total"


def with_total(paged: AnySelect) -> AnySelect:
    """A page of rows that also says how many there are: the facts are read once, not twice."""
    return paged.add_columns(func.count().over().label(TOTAL))
