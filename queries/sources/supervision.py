"""Supervision tasks as they stood on any day, and the sources that are made of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, and_, case, func, or_, select, true

from data.tables.reference import calendar_day
from queries.model import AnySelect, Field, Opens, Source
from queries.sources.base import days, period, shared
from queries.sources.replay import answers, days_of, foreseen, light, state

TASK_DIMENSIONS = ("source", "department", "light", "task")
TASK_FIELDS = (
    Field("title", "事项"),
    Field("source", "来源"),
    Field("department", "牵头部门"),
    Field("light", "亮灯"),
    Field("progress", "进度%", numeric=True),
    Field("initiated_on", "立项日期"),
    Field("first_deadline", "首次期限"),
    Field("deadline", "批准期限"),
    Field("finished_on", "办结日期"),
    Field("missing", "连续缺报", numeric=True),
)


@shared
def _stood(p: CTE) -> CTE:
    """The tasks as they stood on the as-of day of each period; every source here is made of it."""
    s = state(days_of(p))
    open_ = s.c.finished_on.is_(None)
    dates = ("initiated_on", "first_deadline", "deadline", "finished_on", "verified_on", "closed_on")
    waiting = ("assigned_on", "returned_on", "urged_on")
    return (
        select(
            period(p),
            p.c.start_on,
            p.c.end_on,
            s.c.as_of,
            s.c.task,
            s.c.title,
            s.c.source,
            s.c.department,
            s.c.progress,
            *[s.c[name] for name in (*dates, *waiting)],
            # A report that falls due after the task is finished is nobody's to give.
            case((open_, s.c.missing)).label("missing"),
            s.c.is_extended,
            light(s.c, s.c.as_of).label("light"),
            (~open_).label("is_finished"),
            and_(open_, s.c.deadline < s.c.as_of).label("is_overdue"),
            foreseen(s.c, s.c.as_of).label("is_foreseen"),
            func.coalesce(s.c.finished_on <= s.c.deadline, False).label("in_time"),
            func.coalesce(s.c.finished_on <= s.c.first_deadline, False).label("in_first_time"),
            (s.c.source == "leader").label("is_leader"),
            days(s.c.as_of, s.c.deadline).label("days_over"),
        )
        .join_from(s, p, p.c.as_of == s.c.as_of)
        .cte(f"{p.name}_tasks")
    )


_SPAN = ("start_on", "end_on", "as_of")


def _tasks(p: CTE, condition: Any = None) -> AnySelect:
    t = _stood(p)
    shown = [c for c in t.c if c.name not in _SPAN]
    return select(*shown).where(true() if condition is None else condition(t.c))


def _between(column: str) -> Any:
    """Tasks whose date ``column`` falls in the period, as they stood on the as-of day."""

    def build(p: CTE) -> AnySelect:
        return _tasks(p, lambda c: c[column].between(c.start_on, c.end_on))

    return build


def _awaiting(column: str) -> Any:
    """Open tasks whose last ``column`` (退回 or 催办) still waits for the department's answer."""

    def build(p: CTE) -> AnySelect:
        return _tasks(p, lambda c: and_(c.finished_on.is_(None), c[column].is_not(None)))

    return build


def _due(column: str) -> Any:
    """Tasks whose deadline fell in the period and has passed, or that were finished for it."""

    def build(p: CTE) -> AnySelect:
        return _tasks(
            p,
            lambda c: and_(
                c[column].between(c.start_on, c.end_on),
                or_(c[column] < c.as_of, c.finished_on.is_not(None)),
            ),
        )

    return build


def _verified(p: CTE) -> AnySelect:
    """Tasks verified in the period, with the working days from 交办 to 核验."""
    t = _stood(p)
    first, last = calendar_day.alias("start_day"), calendar_day.alias("end_day")
    return (
        select(
            t.c.period,
            *[t.c[n] for n in ("task", "title", "source", "department", "progress", "initiated_on")],
            *[t.c[n] for n in ("first_deadline", "deadline", "finished_on", "verified_on", "light")],
            (last.c.workday_no - first.c.workday_no).label("workdays"),
        )
        .join_from(t, first, first.c.day == t.c.assigned_on)
        .join(last, last.c.day == t.c.verified_on)
        .where(t.c.verified_on.between(t.c.start_on, t.c.end_on))
    )


def _reports(p: CTE) -> AnySelect:
    """Reports due in the period and before the as-of day, while their task was still open."""
    r, t = answers(days_of(p)), _stood(p)
    asked_for = or_(t.c.finished_on.is_(None), r.c.due_on <= t.c.finished_on)
    return (
        select(
            t.c.period,
            r.c.id.label("id"),
            r.c.due_on,
            r.c.given_on,
            func.coalesce(r.c.given_on <= r.c.due_on, False).label("in_time"),
            *[t.c[n] for n in ("task", "title", "source", "department", "light")],
        )
        .join_from(r, t, and_(t.c.as_of == r.c.as_of, t.c.task == r.c.task_id))
        .where(r.c.due_on.between(t.c.start_on, t.c.end_on), asked_for)
    )


_OPENS = Opens("task", "task")
#: All of them are read from the same replay.
_FAMILY = "tasks"
TASKS = Source("tasks", "督办事项", _tasks, TASK_DIMENSIONS, TASK_FIELDS, _OPENS, _FAMILY)
INITIATED = Source(
    "initiated", "期内立项事项", _between("initiated_on"), TASK_DIMENSIONS, TASK_FIELDS, _OPENS, _FAMILY
)
CLOSED = Source(
    "closed", "期内销号事项", _between("closed_on"), TASK_DIMENSIONS, TASK_FIELDS, _OPENS, _FAMILY
)
RETURNED = Source(
    "returned",
    "退回待重报事项",
    _awaiting("returned_on"),
    TASK_DIMENSIONS,
    (*TASK_FIELDS[:5], Field("deadline", "批准期限"), Field("returned_on", "退回日期")),
    _OPENS,
    _FAMILY,
)
URGED = Source(
    "urged",
    "催办未回应事项",
    _awaiting("urged_on"),
    TASK_DIMENSIONS,
    (*TASK_FIELDS[:5], Field("deadline", "批准期限"), Field("urged_on", "催办日期")),
    _OPENS,
    _FAMILY,
)
DUE = Source("due", "期内到期事项", _due("deadline"), TASK_DIMENSIONS, TASK_FIELDS, _OPENS, _FAMILY)
FIRST_DUE = Source(
    "first_due", "首次期限到期事项", _due("first_deadline"), TASK_DIMENSIONS, TASK_FIELDS, _OPENS, _FAMILY
)
VERIFIED = Source(
    "verified",
    "期内核验事项",
    _verified,
    TASK_DIMENSIONS,
    (*TASK_FIELDS[:4], Field("verified_on", "核验日期"), Field("workdays", "办理工作日", numeric=True)),
    _OPENS,
    _FAMILY,
)
REPORTS = Source(
    "reports",
    "应反馈节点",
    _reports,
    TASK_DIMENSIONS,
    (
        Field("title", "事项"),
        Field("department", "牵头部门"),
        Field("due_on", "应反馈日期"),
        Field("given_on", "实际反馈"),
    ),
    _OPENS,
    _FAMILY,
)
