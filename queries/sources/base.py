"""What every source needs: the periods join, validity, and parameters of the 口径."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
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


def shared(build: Callable[[CTE], CTE]) -> Callable[[CTE], CTE]:
    """``build`` made once for a relation and kept with it: what sources share is read once a statement."""

    @wraps(build)
    def found(p: CTE) -> CTE:
        kept: dict[str, tuple[CTE, CTE]] = p.__dict__.setdefault("_shared", {})
        made_for, made = kept.get(build.__name__, (None, None))
        if made_for is not p or made is None:
            made = build(p)
            kept[build.__name__] = (p, made)
        return made

    return found


def period(p: CTE) -> Label[int]:
    """The period's number under the name the builder groups by."""
    return p.c.idx.label("period")


def valid(p: CTE, since: Col, until: Col) -> ColumnElement[bool]:
    """``since`` ≤ the period's last day < ``until`` (open where NULL): a stock's rows."""
    return valid_in(p.c, since, until)


def within(p: CTE, day: Col) -> ColumnElement[bool]:
    """``day`` falls in the period, both ends included: a flow's rows."""
    return falls_in(p.c, day)


def valid_in(days: Any, since: Col, until: Col) -> ColumnElement[bool]:
    """``valid`` by the days of a period: ``start_on``, ``end_on``, ``as_of``."""
    return and_(since <= days.end_on, or_(until.is_(None), until > days.end_on))


def falls_in(days: Any, day: Col) -> ColumnElement[bool]:
    """``within`` by the days of a period."""
    return day.between(days.start_on, days.end_on)


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
