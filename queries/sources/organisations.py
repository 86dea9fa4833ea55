"""Organisations, unit accounts, unit memberships, and what makes an organisation active."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, and_, func, or_, select, union_all

from data.tables.activities import activity, application, submission
from data.tables.organisations import organisation, unit_account, unit_membership
from data.tables.people import membership
from data.tables.reference import org_type
from data.tables.services import service_order
from queries.model import AnySelect, Field, Opens, Source, Steady, steady_source
from queries.sources.base import Col, days, on, period, setting, valid, valid_in, within

ORG_DIMENSIONS = ("district", "org_type", "discipline", "department", "organisation")
ORG_FIELDS = (
    Field("name", "名称"),
    Field("org_type", "组织类型"),
    Field("district", "区"),
    Field("uscc", "统一社会信用代码"),
    Field("since", "起始日期"),
)

#: Rows that are organisations themselves.
_ORGANISATION = Opens("organisation", "organisation")

o = organisation


def org_columns(since: Col) -> list[Col]:
    """The dimensions and shown fields of an organisation."""
    return [
        o.c.id.label("organisation"),
        func.coalesce(o.c.uscc, o.c.id).label("entity"),
        o.c.name.label("name"),
        o.c.uscc.label("uscc"),
        o.c.type_code.label("org_type"),
        o.c.district_code.label("district"),
        o.c.class_code.label("discipline"),
        o.c.department_code.label("department"),
        since.label("since"),
    ]


def _typed() -> FromClause:
    return o.join(org_type, org_type.c.code == o.c.type_code)


def _alive(days: Any, since: Col, row: Any) -> ColumnElement[bool]:
    """Registered and not left: who left the tree isn't valid, even with an open registration."""
    stays = or_(row.valid_to.is_(None), row.valid_to > days.end_on)
    return and_(valid_in(days, since, row.registered_to), stays)


def _registered() -> AnySelect:
    return (
        select(*org_columns(o.c.registered_from), o.c.registered_to, o.c.valid_to)
        .select_from(_typed())
        .where(org_type.c.is_registered_scope)
    )


def _business(p: CTE) -> AnySelect:
    """Every (organisation, day) on which it left a business record, up to the period's end."""
    records = union_all(
        select(activity.c.organiser_id.label("org"), activity.c.starts_on.label("day")),
        select(application.c.org_id, application.c.submitted_on),
        select(submission.c.org_id, submission.c.submitted_on),
        select(service_order.c.org_id, service_order.c.opened_on),
    ).subquery()
    recent = and_(
        records.c.day <= p.c.end_on,
        days(p.c.end_on, records.c.day) < setting("active_days", 90),
    )
    return select(p.c.idx, records.c.org).join_from(records, p, recent).distinct()


def _active(p: CTE) -> AnySelect:
    busy = _business(p).subquery()
    return (
        select(period(p), *org_columns(o.c.registered_from))
        .select_from(on(_typed(), p, _alive(p.c, o.c.registered_from, o.c)))
        .join(busy, and_(busy.c.idx == p.c.idx, busy.c.org == o.c.id))
        .where(org_type.c.is_registered_scope)
    )


def _existing(p: CTE) -> AnySelect:
    alive = valid(p, o.c.valid_from, o.c.valid_to)
    return select(period(p), *org_columns(o.c.valid_from), org_type.c.is_society).select_from(
        on(_typed(), p, alive)
    )


def _branches(p: CTE) -> AnySelect:
    """Branches entered in the period, under the society that they belong to."""
    society = organisation.alias("society")
    return (
        select(
            period(p),
            o.c.id.label("id"),
            o.c.name.label("name"),
            society.c.id.label("organisation"),
            func.coalesce(o.c.class_code, society.c.class_code).label("discipline"),
            o.c.district_code.label("district"),
            o.c.department_code.label("department"),
            o.c.valid_from.label("since"),
        )
        .select_from(on(o, p, within(p, o.c.valid_from)).outerjoin(society, society.c.id == o.c.parent_id))
        .where(o.c.type_code == "branch")
    )


def _units(p: CTE) -> AnySelect:
    """Unit members entered in the period, one row for each society they had joined by the as-of day."""
    u, society = unit_membership, organisation.alias("society")
    joined = and_(u.c.unit_id == o.c.id, u.c.valid_from <= p.c.as_of)
    base = on(o, p, within(p, o.c.valid_from)).outerjoin(u, joined)
    return (
        select(
            period(p),
            func.coalesce(o.c.uscc, o.c.id).label("entity"),
            o.c.id.label("unit"),
            o.c.name.label("name"),
            o.c.uscc.label("uscc"),
            society.c.id.label("organisation"),
            society.c.class_code.label("discipline"),
            o.c.district_code.label("district"),
            o.c.department_code.label("department"),
            o.c.valid_from.label("since"),
        )
        .select_from(base.outerjoin(society, society.c.id == u.c.society_id))
        .where(o.c.type_code == "unit_member")
    )


def _managing(p: CTE) -> AnySelect:
    """Valid societies with at least one valid membership, and how many distinct members each has."""
    m = membership
    members = (
        select(p.c.idx, m.c.society_id, func.count(m.c.person_id.distinct()).label("members"))
        .join_from(m, p, valid(p, m.c.valid_from, m.c.valid_to))
        .group_by(p.c.idx, m.c.society_id)
        .subquery()
    )
    large = members.c.members >= 1000
    return (
        select(period(p), *org_columns(o.c.member_mgmt_from), members.c.members, large.label("is_large"))
        .select_from(_typed())
        .join(members, members.c.society_id == o.c.id)
        .join(p, and_(p.c.idx == members.c.idx, valid(p, o.c.valid_from, o.c.valid_to)))
        .where(org_type.c.is_society)
    )


def _unit_memberships(p: CTE) -> AnySelect:
    u = unit_membership
    society = organisation.alias("society")
    return (
        select(
            period(p),
            u.c.id.label("id"),
            o.c.id.label("unit"),
            o.c.name.label("name"),
            society.c.id.label("organisation"),
            society.c.class_code.label("discipline"),
            o.c.district_code.label("district"),
            u.c.valid_from.label("since"),
        )
        .select_from(on(u, p, within(p, u.c.valid_from)))
        .join(o, o.c.id == u.c.unit_id)
        .join(society, society.c.id == u.c.society_id)
    )


def _accounts(p: CTE) -> AnySelect:
    a = unit_account
    return select(
        period(p),
        a.c.id.label("id"),
        a.c.name.label("name"),
        a.c.district_code.label("district"),
        a.c.registered_on.label("since"),
    ).select_from(on(a, p, within(p, a.c.registered_on)))


def _members_of(unit: str) -> tuple[Field, ...]:
    return (Field("name", "学会"), Field("discipline", "学科类"), Field("members", unit, numeric=True))


REGISTERED = steady_source(
    "registered",
    "注册组织",
    Steady(_registered, lambda row, days: _alive(days, row.since, row)),
    ORG_DIMENSIONS,
    ORG_FIELDS,
    opens=_ORGANISATION,
)
ACTIVE = Source("active", "近期有业务记录的注册组织", _active, ORG_DIMENSIONS, ORG_FIELDS, _ORGANISATION)
EXISTING = Source("existing", "在库组织", _existing, ORG_DIMENSIONS, ORG_FIELDS, _ORGANISATION)
BRANCHES = Source(
    "branches",
    "新登记的分支机构",
    _branches,
    ("discipline", "organisation", "district", "department"),
    (
        Field("name", "分支机构"),
        Field("organisation", "学会"),
        Field("discipline", "学科类"),
        Field("since", "登记日期"),
    ),
    Opens("organisation", "id"),
)
UNITS = Source(
    "units",
    "新入库的团体会员单位",
    _units,
    ("district", "organisation", "discipline", "department"),
    (
        Field("name", "单位"),
        Field("uscc", "统一社会信用代码"),
        Field("organisation", "学会"),
        Field("district", "区"),
        Field("since", "入库日期"),
    ),
    Opens("organisation", "unit"),
)
MANAGING = Source(
    "managing", "有有效会籍的学协会", _managing, ORG_DIMENSIONS, _members_of("会员数"), _ORGANISATION
)
UNIT_MEMBERSHIPS = Source(
    "unit_memberships",
    "团体会籍",
    _unit_memberships,
    ("district", "discipline", "organisation"),
    (
        Field("name", "单位"),
        Field("organisation", "学会"),
        Field("district", "区"),
        Field("since", "入会日期"),
    ),
    Opens("organisation", "unit"),
)
UNIT_ACCOUNTS = Source(
    "unit_accounts",
    "单位账号",
    _accounts,
    ("district",),
    (Field("name", "单位名称"), Field("district", "区"), Field("since", "注册日期")),
)
