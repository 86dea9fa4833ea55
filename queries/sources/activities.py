"""Activities of every component and the records that they leave."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, FromClause, and_, exists, or_, select

from data.tables.activities import (
    activity,
    application,
    article,
    attendance,
    contest_entry,
    learning_record,
    survey_answer,
)
from data.tables.organisations import organisation as o
from data.tables.people import person
from data.tables.reference import org_type
from queries.model import AnySelect, Field, Opens, Source
from queries.sources.base import Col, on, period, within

ACTIVITY_DIMENSIONS = (
    "component",
    "district",
    "department",
    "org_type",
    "discipline",
    "organisation",
    "activity",
)
ACTIVITY_FIELDS = (
    Field("title", "活动名称"),
    Field("component", "业务组件"),
    Field("organisation", "主办"),
    Field("district", "举办地"),
    Field("since", "开始日期"),
)

a = activity


def activity_columns() -> list[Col]:
    """The dimensions and shown fields of an activity."""
    return [
        a.c.id.label("activity"),
        a.c.title.label("title"),
        a.c.component_code.label("component"),
        a.c.kind.label("kind"),
        a.c.district_code.label("district"),
        a.c.department_code.label("department"),
        o.c.id.label("organisation"),
        o.c.type_code.label("org_type"),
        o.c.class_code.label("discipline"),
        org_type.c.is_society.label("is_society"),
    ]


def with_organiser(base: FromClause) -> FromClause:
    """Join an activity's organiser and its type."""
    return base.join(o, o.c.id == a.c.organiser_id).join(org_type, org_type.c.code == o.c.type_code)


def _standing(p: CTE) -> Any:
    return or_(a.c.cancelled_on.is_(None), a.c.cancelled_on > p.c.as_of)


def _reported(p: CTE) -> Any:
    match = and_(article.c.activity_id == a.c.id, article.c.published_on <= p.c.as_of)
    return exists(select(article.c.id).where(match)).label("has_article")


def _held(p: CTE) -> AnySelect:
    condition = and_(within(p, a.c.starts_on), _standing(p))
    return select(period(p), *activity_columns(), a.c.starts_on.label("since"), _reported(p)).select_from(
        with_organiser(on(a, p, condition))
    )


def _completed(p: CTE) -> AnySelect:
    condition = and_(within(p, a.c.completed_on), _standing(p))
    return select(period(p), *activity_columns(), a.c.completed_on.label("since")).select_from(
        with_organiser(on(a, p, condition))
    )


def _records(table: Any, day: str, *extra: str) -> Any:
    """A source function for a table of records that each belong to an activity."""

    def build(p: CTE) -> AnySelect:
        c = table.c
        base = on(table, p, within(p, c[day])).join(a, a.c.id == c.activity_id)
        shown = [c[name].label(name) for name in extra]
        return select(
            period(p), c.id.label("id"), c[day].label("day"), *shown, *activity_columns()
        ).select_from(with_organiser(base))

    return build


def _attendance(p: CTE) -> AnySelect:
    t = attendance
    base = on(t, p, within(p, t.c.signed_on)).join(a, a.c.id == t.c.activity_id)
    return select(
        period(p),
        t.c.id.label("id"),
        t.c.person_id.label("person"),
        person.c.name.label("name"),
        t.c.signed_on.label("day"),
        *activity_columns(),
    ).select_from(with_organiser(base).join(person, person.c.id == t.c.person_id))


def _applications(p: CTE) -> AnySelect:
    t = application
    applicant = o.alias("applicant")
    base = on(t, p, within(p, t.c.submitted_on)).join(a, a.c.id == t.c.activity_id)
    return (
        select(
            period(p),
            t.c.id.label("id"),
            t.c.title.label("subject"),
            applicant.c.name.label("applicant"),
            t.c.submitted_on.label("day"),
            *activity_columns(),
        )
        .select_from(with_organiser(base).outerjoin(applicant, applicant.c.id == t.c.org_id))
        .where(t.c.duplicate_of.is_(None))
    )


_DAY = Field("day", "日期")
_ACTIVITY = Field("activity", "活动")
_OPENS = Opens("activity", "activity")
HELD = Source("held", "举办的业务活动", _held, ACTIVITY_DIMENSIONS, ACTIVITY_FIELDS, _OPENS)
COMPLETED = Source("completed", "完成的活动", _completed, ACTIVITY_DIMENSIONS, ACTIVITY_FIELDS, _OPENS)
ATTENDANCE = Source(
    "attendance",
    "参会签到",
    _attendance,
    ACTIVITY_DIMENSIONS,
    (Field("name", "姓名", mask="name"), _ACTIVITY, Field("organisation", "主办"), _DAY),
)
ANSWERS = Source(
    "answers",
    "答卷",
    _records(survey_answer, "submitted_on", "is_valid"),
    ACTIVITY_DIMENSIONS,
    (Field("id", "答卷编号"), _ACTIVITY, _DAY),
)
ENTRIES = Source(
    "entries",
    "参赛信息及作品",
    _records(contest_entry, "submitted_on"),
    ACTIVITY_DIMENSIONS,
    (Field("id", "编号"), Field("activity", "赛事"), _DAY),
)
LEARNING = Source(
    "learning",
    "学习记录",
    _records(learning_record, "learned_on", "minutes"),
    ACTIVITY_DIMENSIONS,
    (Field("id", "编号"), Field("activity", "培训"), Field("minutes", "时长（分钟）", numeric=True), _DAY),
)
APPLICATIONS = Source(
    "applications",
    "申报信息",
    _applications,
    ACTIVITY_DIMENSIONS,
    (Field("subject", "申报题目"), Field("activity", "申报项目"), Field("applicant", "申报单位"), _DAY),
)
