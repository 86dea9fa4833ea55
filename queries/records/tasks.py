"""A supervision task: its chain of events, the reports it owes, and how it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import CTE, Connection, Date, Integer, and_, cast, func, literal, select

from data.tables.reference import department, task_event_type, task_source
from data.tables.supervision import task, task_event, task_report_due, task_support
from queries.records.base import Asked, limits, stored
from queries.service import Cockpit
from queries.sources.base import setting
from queries.sources.replay import foreseen, light, state
from queries.sources.supervision import TASKS


@dataclass(frozen=True)
class Event:
    """One step of a task's chain; ``kind`` is the step's code, ``progress`` in percent."""

    day: date
    kind: str
    name: str
    department: str | None
    progress: int | None
    new_deadline: date | None
    note: str | None


@dataclass(frozen=True)
class Report:
    """A report that was or is to be given; ``given_on`` is None where it was not by the as-of day."""

    due_on: date
    given_on: date | None


@dataclass(frozen=True)
class Standing:
    """A task as replayed on a day, with what its light is decided by (亮灯规则).

    ``elapsed`` and ``total`` are calendar days from 交办 to the day and to the deadline, ``days_left``
    working days, ``missing`` how many of the latest due reports are missing, ``progress`` percent.
    The limits are those of the database's parameters.
    """

    light: str
    deadline: date
    finished_on: date | None
    verified_on: date | None
    closed_on: date | None
    progress: int
    missing: int
    elapsed: int
    total: int
    days_left: int | None
    is_foreseen: bool
    limit_missing: float
    limit_behind: float
    limit_days: float

    @property
    def is_behind(self) -> bool:
        """Whether the progress is behind the time gone by the limit's percentage points or more."""
        return self.elapsed * 100 - self.progress * self.total >= self.limit_behind * self.total


@dataclass(frozen=True)
class Task:
    """The facts of a task as of a day; ``standing`` is None before 立项 and after 撤销."""

    key: str
    title: str
    source: str
    department_code: str
    department: str
    initiated_on: date
    first_deadline: date
    supports: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    reports: tuple[Report, ...] = ()
    standing: Standing | None = None

    @property
    def cancelled_on(self) -> date | None:
        """The day of 撤销, where it has been."""
        return next((e.day for e in reversed(self.events) if e.kind == "cancelled"), None)


def read_task(cockpit: Cockpit, asked: Asked) -> Task | None:
    """The task, or None. Raises ``DatabaseUnavailable`` and ``ScopeRefused``."""
    return stored(cockpit, "task", asked, lambda connection: _read(connection, asked))


def _read(connection: Connection, asked: Asked) -> Task | None:
    s = state(_day(asked.as_of))
    within = {
        "source": task.c.source_code,
        "department": task.c.lead_department_code,
        "task": task.c.id,
        "light": select(light(s.c, s.c.as_of)).where(s.c.task == asked.key).scalar_subquery(),
    }
    row = connection.execute(
        select(
            task.c.id,
            task.c.title,
            task_source.c.name,
            task.c.lead_department_code,
            department.c.name,
            task.c.initiated_on,
            task.c.first_deadline,
        )
        .join(task_source, task_source.c.code == task.c.source_code)
        .join(department, department.c.code == task.c.lead_department_code)
        .where(task.c.id == asked.key, *limits(asked.scope, TASKS, within))
    ).one_or_none()
    if row is None:
        return None
    return Task(
        *row,
        supports=_supports(connection, asked),
        events=_events(connection, asked),
        reports=_reports(connection, asked),
        standing=_standing(connection, asked),
    )


def _day(as_of: date) -> CTE:
    """The relation of one period that the replay is built over: that day."""
    day = cast(literal(as_of, Date), Date)
    names = ("start_on", "end_on", "as_of")
    return select(literal(0, Integer).label("idx"), *[day.label(name) for name in names]).cte("p")


def _standing(connection: Connection, asked: Asked) -> Standing | None:
    s = state(_day(asked.as_of))
    rules = {
        "missing": setting("light_missed_reports", 2),
        "behind": setting("light_points_behind", 20),
        "days": setting("light_days_left", 5),
    }
    names = (
        *("deadline", "finished_on", "verified_on", "closed_on"),
        *("progress", "missing", "elapsed", "total", "days_left"),
    )
    row = connection.execute(
        select(
            light(s.c, s.c.as_of).label("light"),
            *[s.c[name] for name in names],
            foreseen(s.c, s.c.as_of).label("is_foreseen"),
            *[value.label(f"limit_{name}") for name, value in rules.items()],
        ).where(s.c.task == asked.key)
    ).one_or_none()
    return Standing(**row._mapping) if row is not None else None


def _supports(connection: Connection, asked: Asked) -> tuple[str, ...]:
    found = connection.execute(
        select(department.c.name)
        .join(task_support, task_support.c.department_code == department.c.code)
        .where(task_support.c.task_id == asked.key)
        .order_by(department.c.sort)
    )
    return tuple(found.scalars())


def _events(connection: Connection, asked: Asked) -> tuple[Event, ...]:
    e, kind = task_event, task_event_type
    found = connection.execute(
        select(
            e.c.occurred_on,
            e.c.type_code,
            kind.c.name,
            department.c.name,
            e.c.progress,
            e.c.new_deadline,
            e.c.note,
        )
        .join(kind, kind.c.code == e.c.type_code)
        .outerjoin(department, department.c.code == e.c.department_code)
        .where(e.c.task_id == asked.key, e.c.occurred_on <= asked.as_of)
        .order_by(e.c.seq)
    )
    return tuple(Event(*row) for row in found)


def _reports(connection: Connection, asked: Asked) -> tuple[Report, ...]:
    """Every report of the task, also those still to come, with the day on which it was first given."""
    d, e = task_report_due, task_event
    given = and_(e.c.report_due_id == d.c.id, e.c.occurred_on <= asked.as_of)
    found = connection.execute(
        select(d.c.due_on, func.min(e.c.occurred_on))
        .outerjoin(e, given)
        .where(d.c.task_id == asked.key)
        .group_by(d.c.id, d.c.due_on)
        .order_by(d.c.due_on, d.c.id)
    )
    return tuple(Report(*row) for row in found)
