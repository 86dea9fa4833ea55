"""An activity: who holds it, when and where, what was written about it, who served in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select, union_all

from data.tables.activities import (
    activity,
    application,
    article,
    attendance,
    contest_entry,
    learning_record,
    review_item,
    survey_answer,
)
from data.tables.organisations import organisation
from data.tables.people import expert_service
from data.tables.reference import component, department, district
from queries.records.base import Asked, Named, limits, stored
from queries.service import Cockpit
from queries.sources.activities import HELD

a = activity

#: Tables of records that belong to an activity, and the day of each.
_RECORDS = (
    (attendance, "signed_on"),
    (survey_answer, "submitted_on"),
    (contest_entry, "submitted_on"),
    (learning_record, "learned_on"),
    (application, "submitted_on"),
    (review_item, "submitted_on"),
)


@dataclass(frozen=True)
class Report:
    """An article about the activity: its title, who supplied it, the day it was first published."""

    title: str
    organisation: Named | None
    published_on: date


@dataclass(frozen=True)
class Activity:
    """The facts of an activity as of a day.

    ``first_on`` is the day of its first record, or its own first day where that is earlier;
    ``services`` are kinds of expert services with their numbers, ``results`` those of reviewed items.
    """

    key: str
    title: str
    component: str
    kind: str
    organiser: Named
    department: str | None
    district_code: str | None
    district: str | None
    place: str | None
    starts_on: date
    ends_on: date | None
    completed_on: date | None
    cancelled_on: date | None
    first_on: date
    articles: tuple[Report, ...] = ()
    services: tuple[tuple[str, int], ...] = ()
    results: tuple[tuple[str, int], ...] = ()


def read_activity(cockpit: Cockpit, asked: Asked) -> Activity | None:
    """The activity, or None. Raises ``DatabaseUnavailable`` and ``ScopeRefused``."""
    return stored(cockpit, "activity", asked, lambda connection: _read(connection, asked))


def _read(connection: Connection, asked: Asked) -> Activity | None:
    within = {
        "component": a.c.component_code,
        "district": a.c.district_code,
        "department": a.c.department_code,
        "org_type": organisation.c.type_code,
        "discipline": organisation.c.class_code,
        "organisation": organisation.c.id,
        "activity": a.c.id,
    }
    row = connection.execute(
        select(
            a.c.id.label("key"),
            *(a.c.title, a.c.kind, a.c.district_code, a.c.place),
            *(a.c.starts_on, a.c.ends_on, a.c.completed_on, a.c.cancelled_on),
            component.c.name.label("component"),
            department.c.name.label("department"),
            district.c.name.label("district"),
            organisation.c.id.label("organiser"),
            organisation.c.name.label("organiser_name"),
        )
        .join(organisation, organisation.c.id == a.c.organiser_id)
        .join(component, component.c.code == a.c.component_code)
        .outerjoin(department, department.c.code == a.c.department_code)
        .outerjoin(district, district.c.code == a.c.district_code)
        .where(a.c.id == asked.key, *limits(asked.scope, HELD, within))
    ).one_or_none()
    if row is None:
        return None
    facts = dict(row._mapping)
    organiser = Named(facts.pop("organiser"), facts.pop("organiser_name"))
    return Activity(
        organiser=organiser,
        first_on=min(row.starts_on, _first(connection, asked) or row.starts_on),
        articles=_articles(connection, asked),
        services=_services(connection, asked),
        results=_results(connection, asked),
        **facts,
    )


def _first(connection: Connection, asked: Asked) -> date | None:
    days = union_all(
        *(select(func.min(t.c[day]).label("day")).where(t.c.activity_id == asked.key) for t, day in _RECORDS)
    ).subquery()
    found: date | None = connection.execute(select(func.min(days.c.day))).scalar_one()
    return found


def _articles(connection: Connection, asked: Asked) -> tuple[Report, ...]:
    found = connection.execute(
        select(article.c.title, article.c.published_on, organisation.c.id, organisation.c.name)
        .outerjoin(organisation, organisation.c.id == article.c.org_id)
        .where(article.c.activity_id == asked.key, article.c.published_on <= asked.as_of)
        .order_by(article.c.published_on.desc(), article.c.id)
    )
    return tuple(Report(title, Named(key, name) if key else None, day) for title, day, key, name in found)


def _services(connection: Connection, asked: Asked) -> tuple[tuple[str, int], ...]:
    s = expert_service
    found = connection.execute(
        select(s.c.kind, func.count())
        .where(s.c.activity_id == asked.key, s.c.served_on <= asked.as_of)
        .group_by(s.c.kind)
        .order_by(func.count().desc(), s.c.kind)
    )
    return tuple((kind, count) for kind, count in found)


def _results(connection: Connection, asked: Asked) -> tuple[tuple[str, int], ...]:
    r = review_item
    result = func.coalesce(r.c.result, "尚无结果")
    rows = select(result.label("result"), r.c.id).where(
        r.c.activity_id == asked.key, r.c.submitted_on <= asked.as_of
    )
    items = rows.subquery()
    found = connection.execute(
        select(items.c.result, func.count())
        .group_by(items.c.result)
        .order_by(func.count().desc(), items.c.result)
    )
    return tuple((name, count) for name, count in found)
