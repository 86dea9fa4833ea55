"""The builder: the one place where an indicator, filters and a scope become SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Subquery,
    column,
    distinct,
    func,
    literal,
    or_,
    select,
    values,
)

from queries.filters import MISSING, Codes
from queries.model import AnySelect, Measure
from queries.periods import ONE_DAY, Period


@dataclass(frozen=True)
class Cut:
    """What is asked of a measure: periods, as-of day, grouping and predicates."""

    periods: tuple[Period, ...]
    as_of: date
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, Codes], ...] = ()
    #: One period as asked, not a series: a stock is then taken at the as-of day.
    single: bool = True


def bounds(measure: Measure, cut: Cut, piece: Period) -> tuple[date, date, date]:
    """(start, end, as of) of one period as the measure sees it; nothing after the as-of day counts."""
    if measure.at == "opening":
        opening = min(piece.start - ONE_DAY, cut.as_of)
        return opening, opening, opening
    end = min(piece.end, cut.as_of)
    if measure.kind == "flow":
        return piece.start, end, cut.as_of
    day = cut.as_of if cut.single and measure.at == "as_of" else end
    return piece.start, day, day


def periods_cte(measure: Measure, cut: Cut) -> CTE:
    """The relation p(idx, start_on, end_on, as_of) that every source joins."""
    rows = [(i, *bounds(measure, cut, piece)) for i, piece in enumerate(cut.periods)]
    columns = (
        column("idx", Integer),
        column("start_on", Date),
        column("end_on", Date),
        column("as_of", Date),
    )
    return values(*columns, name="asked").data(rows).cte(f"p_{measure.at}")


def predicate(col: ColumnElement[Any], codes: Codes) -> ColumnElement[bool]:
    """``col`` is one of ``codes``; the empty code stands for rows without a value."""
    chosen = [c for c in codes if c != MISSING]
    if len(chosen) == len(codes):
        return col.in_(chosen)
    return or_(col.is_(None), col.in_(chosen)) if chosen else col.is_(None)


def _facts(measure: Measure, cut: Cut) -> tuple[Subquery, list[ColumnElement[bool]]]:
    facts = measure.source.select(periods_cte(measure, cut)).subquery("facts")
    conditions = [predicate(facts.c[d], codes) for d, codes in cut.where]
    for name, value in measure.where.items():
        col = facts.c[name]
        conditions.append(col.is_(value) if isinstance(value, bool) else col == value)
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


#: Name of the column that carries how many records lie behind one counted row.
RECORDS = "_records"
KEY = "_key"


def counted_rows(measure: Measure, cut: Cut) -> AnySelect:
    """The rows that the figure counts: one for each distinct key, with the source's fields.

    For a distinct count several records may stand behind a row: their number is ``_records``
    and the fields are those of the first record, so that they belong together.
    """
    facts, conditions = _facts(measure, cut)
    shown = [facts.c[f.name] for f in measure.source.fields]
    if not measure.distinct:
        key = next(facts.c[name] for name in ("id", "task") if name in facts.c)
        return select(key.label(KEY), *shown).where(*conditions)
    key = facts.c[measure.distinct]
    first = func.row_number().over(partition_by=key, order_by=[c.asc().nulls_last() for c in shown])
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
    """(a page of ``rows`` in ``order``, the count of all of them), ties broken by the key."""
    inner = rows.subquery("rows")
    condition = []
    if search and search[0]:
        text, names = search
        condition = [or_(*[inner.c[n].contains(text, autoescape=True) for n in names])]
    sorts = [
        (inner.c[n].desc() if down else inner.c[n].asc()).nulls_last() for n, down in order if n in inner.c
    ]
    paged = select(inner).where(*condition).order_by(*sorts, inner.c[KEY]).offset(offset)
    if limit is not None:
        paged = paged.limit(limit)
    return paged, select(func.count()).select_from(inner).where(*condition)
