"""What every source needs: the periods join, validity, and parameters of the 口径."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    Label,
    ScalarSelect,
    and_,
    func,
    or_,
    select,
    type_coerce,
)

from data.tables.reference import parameter

Col = ColumnElement[Any]


def period(p: CTE) -> Label[int]:
    """The period's number under the name the builder groups by."""
    return p.c.idx.label("period")


def valid(p: CTE, since: Col, until: Col) -> ColumnElement[bool]:
    """``since`` ≤ the period's last day < ``until`` (open where NULL): a stock's rows."""
    return and_(since <= p.c.end_on, or_(until.is_(None), until > p.c.end_on))


def within(p: CTE, day: Col) -> ColumnElement[bool]:
    """``day`` falls in the period, both ends included: a flow's rows."""
    return day.between(p.c.start_on, p.c.end_on)


def on(base: FromClause, p: CTE, condition: ColumnElement[bool]) -> FromClause:
    """Join the periods to ``base`` where ``condition`` holds."""
    return base.join(p, condition)


def days(later: Col, earlier: Col) -> ColumnElement[int]:
    """Whole calendar days between two dates, on both engines."""
    return type_coerce(later - earlier, Integer)


def setting(code: str, default: float) -> ColumnElement[Any]:
    """A parameter of the 口径 from the database, or its documented default."""
    value: ScalarSelect[Any] = select(parameter.c.value).where(parameter.c.code == code).scalar_subquery()
    return func.coalesce(value, default)
