"""The state of supervision tasks on any day, replayed from their dated events.

The days are a relation of their own, each once: periods that are seen from the same day share a replay.

An extension counts only where it was approved on or before the deadline in force that day, so
that deadlines are replayed in order (recursively). 办结 is the last 报办结 without a later 退回.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from data.tables.reference import calendar_day
from data.tables.supervision import task, task_event, task_report_due
from queries.sources.base import Col, days, setting, shared

#: What answers a 催办: the department reports or finishes, or more time is given.
_RESPONSES = ("reported", "finished", "extended")


def _deadlines() -> Subquery:
    """Every deadline that was ever in force: (task_id, since, deadline); ``since`` NULL at first."""
    asked = (
        select(
            task_event.c.task_id,
            task_event.c.occurred_on,
            task_event.c.new_deadline,
            func.row_number().over(partition_by=task_event.c.task_id, order_by=task_event.c.seq).label("n"),
        )
        .where(and_(task_event.c.type_code == "extended", task_event.c.new_deadline.is_not(None)))
        .cte("asked")
    )
    walk = select(
        task.c.id.label("task_id"),
        literal(0).label("n"),
        task.c.initiated_on.label("since"),
        task.c.first_deadline.label("deadline"),
    ).cte("deadlines", recursive=True)
    in_time = asked.c.occurred_on <= walk.c.deadline
    step = select(
        walk.c.task_id,
        walk.c.n + 1,
        asked.c.occurred_on,
        case((in_time, asked.c.new_deadline), else_=walk.c.deadline),
    ).join_from(walk, asked, and_(asked.c.task_id == walk.c.task_id, asked.c.n == walk.c.n + 1))
    return select(walk.union_all(step)).subquery()


def _in_force(on: CTE) -> Subquery:
    """The deadline in force, for each day and task."""
    d = _deadlines()
    last = func.row_number().over(partition_by=[on.c.as_of, d.c.task_id], order_by=d.c.n.desc())
    ranked = (
        select(on.c.as_of, d.c.task_id, d.c.deadline, last.label("back"))
        .join_from(d, on, or_(d.c.n == 0, d.c.since <= on.c.as_of))
        .subquery()
    )
    return select(ranked).where(ranked.c.back == 1).subquery()


def _last(kind: str, column: Col) -> Col:
    return func.max(case((task_event.c.type_code == kind, column)))


def _events(on: CTE) -> Subquery:
    """The last dates and sequence numbers of each kind of event, for each day and task."""
    e = task_event
    # The sequence number leads, so that the greatest pair carries the newest progress.
    newest = func.max(case((e.c.progress.is_not(None), e.c.seq * 1000 + e.c.progress)))
    return (
        select(
            on.c.as_of,
            e.c.task_id,
            func.min(case((e.c.type_code == "assigned", e.c.occurred_on))).label("assigned_on"),
            _last("finished", e.c.seq).label("finished_seq"),
            _last("finished", e.c.occurred_on).label("finished_on"),
            _last("returned", e.c.seq).label("returned_seq"),
            _last("returned", e.c.occurred_on).label("returned_on"),
            _last("urged", e.c.seq).label("urged_seq"),
            _last("urged", e.c.occurred_on).label("urged_on"),
            func.max(case((e.c.type_code.in_(_RESPONSES), e.c.seq))).label("answered_seq"),
            _last("verified", e.c.seq).label("verified_seq"),
            _last("verified", e.c.occurred_on).label("verified_on"),
            _last("closed", e.c.seq).label("closed_seq"),
            _last("closed", e.c.occurred_on).label("closed_on"),
            _last("cancelled", e.c.occurred_on).label("cancelled_on"),
            type_coerce(newest % 1000, Integer).label("progress"),
        )
        .join_from(e, on, e.c.occurred_on <= on.c.as_of)
        .group_by(on.c.as_of, e.c.task_id)
        .subquery()
    )


@shared
def days_of(p: CTE) -> CTE:
    """The days that periods are seen from, each once."""
    return select(p.c.as_of).distinct().cte(f"{p.name}_days")


@shared
def answers(on: CTE) -> CTE:
    """Each report that was due by a day, newest first, with the day it was given."""
    d, e = task_report_due, task_event
    given = func.min(e.c.occurred_on)
    rank = func.row_number().over(
        partition_by=[on.c.as_of, d.c.task_id], order_by=[d.c.due_on.desc(), d.c.id]
    )
    match = and_(e.c.report_due_id == d.c.id, e.c.occurred_on <= on.c.as_of)
    return (
        select(on.c.as_of, d.c.id, d.c.task_id, d.c.due_on, given.label("given_on"), rank.label("back"))
        .select_from(d.join(on, d.c.due_on < on.c.as_of).outerjoin(e, match))
        .group_by(on.c.as_of, d.c.id, d.c.task_id, d.c.due_on)
        .cte(f"{on.name}_answers")
    )


def _missed(on: CTE) -> Subquery:
    """How many of the latest due reports, one after the other, are still missing."""
    r = answers(on)
    newest_given = func.min(case((r.c.given_on.is_not(None), r.c.back)))
    missing = func.coalesce(newest_given - 1, func.count())
    return (
        select(r.c.as_of, r.c.task_id, missing.label("missing")).group_by(r.c.as_of, r.c.task_id).subquery()
    )


def light(s: Any, as_of: Col) -> ColumnElement[str]:
    """The light of a task from its replayed state (亮灯规则, domain.md §3)."""
    finished = s.finished_on.is_not(None)
    many_missed = s.missing >= setting("light_missed_reports", 2)
    behind = s.elapsed * 100 - s.progress * s.total >= setting("light_points_behind", 20) * s.total
    soon = s.days_left <= setting("light_days_left", 5)
    return case(
        (s.closed_on.is_not(None), "done"),
        (finished, "blue"),
        (or_(s.deadline < as_of, many_missed), "red"),
        (or_(soon, behind, s.missing >= 1), "yellow"),
        else_="green",
    )


def foreseen(s: Any, as_of: Col) -> ColumnElement[bool]:
    """Whether a running task, going on at its pace so far, would end past its deadline (预警)."""
    running = and_(s.finished_on.is_(None), s.deadline >= as_of)
    enough = s.elapsed * 100 >= setting("forecast_min_elapsed", 30) * s.total
    # elapsed / progress projects the whole duration; written as products to stay in whole numbers.
    over = s.elapsed * 10000 > s.progress * s.total * (100 + setting("forecast_slack", 10))
    return and_(running, enough, over)


def _or_none(seq: Col) -> Col:
    """A sequence number, or one before all others where there was no such event."""
    return func.coalesce(seq, -1)


@shared
def state(on: CTE) -> CTE:
    """One row for each day and task that had been initiated and not cancelled by then."""
    e, d, m = _events(on), _in_force(on), _missed(on)
    first, last = calendar_day.alias("today"), calendar_day.alias("dday")
    start = func.coalesce(e.c.assigned_on, task.c.initiated_on)
    returned = _or_none(e.c.returned_seq)
    # What happened before the last 退回 no longer holds.
    done, verified, closed = (e.c[f"{k}_seq"] > returned for k in ("finished", "verified", "closed"))
    return (
        select(
            on.c.as_of,
            task.c.id.label("task"),
            task.c.title,
            task.c.source_code.label("source"),
            task.c.lead_department_code.label("department"),
            task.c.initiated_on,
            task.c.first_deadline,
            d.c.deadline,
            (d.c.deadline > task.c.first_deadline).label("is_extended"),
            start.label("assigned_on"),
            case((done, e.c.finished_on)).label("finished_on"),
            case((and_(done, verified), e.c.verified_on)).label("verified_on"),
            case((and_(done, closed), e.c.closed_on)).label("closed_on"),
            case((e.c.returned_seq > _or_none(e.c.finished_seq), e.c.returned_on)).label("returned_on"),
            case((e.c.urged_seq > _or_none(e.c.answered_seq), e.c.urged_on)).label("urged_on"),
            func.coalesce(e.c.progress, 0).label("progress"),
            func.coalesce(m.c.missing, 0).label("missing"),
            days(on.c.as_of, start).label("elapsed"),
            func.greatest(days(d.c.deadline, start), 1).label("total"),
            (last.c.workday_no - first.c.workday_no).label("days_left"),
        )
        .select_from(task.join(on, task.c.initiated_on <= on.c.as_of))
        .join(d, and_(d.c.as_of == on.c.as_of, d.c.task_id == task.c.id))
        .outerjoin(e, and_(e.c.as_of == on.c.as_of, e.c.task_id == task.c.id))
        .outerjoin(m, and_(m.c.as_of == on.c.as_of, m.c.task_id == task.c.id))
        .outerjoin(first, first.c.day == on.c.as_of)
        .outerjoin(last, last.c.day == d.c.deadline)
        .where(e.c.cancelled_on.is_(None))
        .cte(f"{on.name}_state")
    )
