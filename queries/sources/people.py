"""Members, council members, experts, contacts, individual accounts."""

from __future__ import annotations

from sqlalchemy import CTE, FromClause, and_, case, exists, extract, func, null, select, union_all
from sqlalchemy.types import Integer, String

from data.tables.organisations import organisation as o
from data.tables.people import (
    appointment,
    contact,
    expert,
    expert_industry,
    expert_service,
    individual_account,
    membership,
    person,
)
from data.tables.reference import discipline, industry, member_role, title_level
from queries.model import AnySelect, Field, Source
from queries.sources.base import Col, on, period, valid, within

PERSON_DIMENSIONS = ("own_discipline", "title_level", "age_band", "gender")
MEMBER_DIMENSIONS = ("discipline", "organisation", "district", *PERSON_DIMENSIONS)
MEMBER_FIELDS = (
    Field("name", "姓名", mask="name"),
    Field("organisation", "学会"),
    Field("discipline", "学科类"),
    Field("title_level", "职称"),
    Field("district", "区"),
    Field("since", "入会日期"),
)


def _age(p: CTE) -> Col:
    return extract("year", p.c.end_on).cast(Integer) - person.c.birth_year


def _age_band(p: CTE) -> Col:
    age = _age(p)
    return case(
        (person.c.birth_year.is_(None), null()),
        (age <= 35, "a35"),
        (age <= 40, "a40"),
        (age <= 50, "a50"),
        (age <= 60, "a60"),
        else_="a99",
    )


def person_columns(p: CTE) -> list[Col]:
    """The dimensions and facts of a person; ages count whole calendar years at the period's end."""
    return [
        person.c.id.label("person"),
        person.c.name.label("name"),
        person.c.gender.label("gender"),
        person.c.title_level_code.label("title_level"),
        person.c.district_code.label("district"),
        discipline.c.class_code.label("own_discipline"),
        _age_band(p).label("age_band"),
        (person.c.title_level_code.is_not(None)).label("has_title"),
        func.coalesce(title_level.c.is_senior, False).label("is_senior"),
        (person.c.birth_year.is_not(None)).label("has_birth_year"),
        (func.coalesce(_age(p), 999) <= 40).label("is_young"),
    ]


def with_person(base: FromClause, person_id: Col) -> FromClause:
    """Join a person with discipline and title to rows that name one."""
    return (
        base.join(person, person.c.id == person_id)
        .outerjoin(discipline, discipline.c.code == person.c.discipline_code)
        .outerjoin(title_level, title_level.c.code == person.c.title_level_code)
    )


def _members(p: CTE) -> AnySelect:
    m = membership
    base = on(m, p, valid(p, m.c.valid_from, m.c.valid_to)).join(o, o.c.id == m.c.society_id)
    return select(
        period(p),
        m.c.id.label("id"),
        o.c.id.label("organisation"),
        o.c.class_code.label("discipline"),
        m.c.valid_from.label("since"),
        *person_columns(p),
    ).select_from(with_person(base, m.c.person_id))


def _council(p: CTE) -> AnySelect:
    """Valid appointments of council rank whose person also holds a valid membership."""
    a, m = appointment, membership.alias("own")
    member = (
        select(p.c.idx, m.c.person_id)
        .join_from(m, p, valid(p, m.c.valid_from, m.c.valid_to))
        .distinct()
        .subquery()
    )
    base = (
        on(a, p, valid(p, a.c.valid_from, a.c.valid_to))
        .join(member, and_(member.c.idx == p.c.idx, member.c.person_id == a.c.person_id))
        .join(member_role, member_role.c.code == a.c.role_code)
        .join(o, o.c.id == a.c.society_id)
    )
    return (
        select(
            period(p),
            a.c.id.label("id"),
            a.c.role_code.label("role"),
            o.c.id.label("organisation"),
            o.c.class_code.label("discipline"),
            a.c.valid_from.label("since"),
            *person_columns(p),
        )
        .select_from(with_person(base, a.c.person_id))
        .where(member_role.c.is_council)
    )


def _experts(p: CTE) -> AnySelect:
    """Experts who served by the period's end, one row for each of their industries."""
    s, e, i = expert_service, expert, expert_industry
    first = (
        select(p.c.idx, s.c.expert_id, func.min(s.c.served_on).label("since"))
        .join_from(s, p, s.c.served_on <= p.c.end_on)
        .group_by(p.c.idx, s.c.expert_id)
        .subquery()
    )
    base = (
        first.join(p, p.c.idx == first.c.idx)
        .join(e, e.c.id == first.c.expert_id)
        .outerjoin(i, i.c.expert_id == e.c.id)
        .outerjoin(industry, industry.c.code == i.c.industry_code)
    )
    return select(
        period(p),
        i.c.industry_code.label("industry"),
        func.coalesce(industry.c.is_2441, False).label("is_2441"),
        first.c.since.label("since"),
        *person_columns(p),
    ).select_from(with_person(base, e.c.person_id))


def _workers(p: CTE) -> AnySelect:
    """Members ∪ experts who served; only who is no member stands without a society's class."""
    m, s, e = membership, expert_service, expert
    members = (
        select(p.c.idx, m.c.person_id, o.c.class_code.label("discipline"))
        .join_from(m, p, valid(p, m.c.valid_from, m.c.valid_to))
        .join(o, o.c.id == m.c.society_id)
    )
    is_member = exists(
        select(m.c.id).where(m.c.person_id == e.c.person_id, valid(p, m.c.valid_from, m.c.valid_to))
    )
    experts = (
        select(p.c.idx, e.c.person_id, null().cast(String).label("discipline"))
        .join_from(s, p, s.c.served_on <= p.c.end_on)
        .join(e, e.c.id == s.c.expert_id)
        .where(~is_member)
    )
    either = union_all(members, experts.distinct()).subquery()
    base = either.join(p, p.c.idx == either.c.idx)
    return select(period(p), either.c.discipline, *person_columns(p)).select_from(
        with_person(base, either.c.person_id)
    )


def _contacts(p: CTE) -> AnySelect:
    c = contact
    base = (
        on(c, p, valid(p, c.c.valid_from, c.c.valid_to))
        .join(o, o.c.id == c.c.org_id)
        .join(person, person.c.id == c.c.person_id)
    )
    return select(
        period(p),
        c.c.person_id.label("person"),
        person.c.name.label("name"),
        person.c.mobile.label("mobile"),
        c.c.position.label("position"),
        o.c.id.label("organisation"),
        o.c.type_code.label("org_type"),
        o.c.district_code.label("district"),
        c.c.valid_from.label("since"),
    ).select_from(base)


def _accounts(p: CTE) -> AnySelect:
    a = individual_account
    return select(
        period(p),
        a.c.id.label("id"),
        a.c.province_code.label("province"),
        a.c.district_code.label("district"),
        a.c.origin.label("origin"),
        a.c.registered_on.label("since"),
    ).select_from(on(a, p, within(p, a.c.registered_on)))


_EXPERT_FIELDS = (
    Field("name", "姓名", mask="name"),
    Field("industry", "产业"),
    Field("title_level", "职称"),
    Field("district", "区"),
    Field("since", "首次服务"),
)
MEMBERS = Source("members", "有效会籍", _members, MEMBER_DIMENSIONS, MEMBER_FIELDS)
COUNCIL = Source(
    "council",
    "有效理事任职",
    _council,
    ("discipline", "organisation", "role", "district", *PERSON_DIMENSIONS),
    (
        Field("name", "姓名", mask="name"),
        Field("organisation", "学会"),
        Field("role", "职务"),
        Field("discipline", "学科类"),
        Field("since", "任职日期"),
    ),
)
EXPERTS = Source(
    "experts", "服务过的专家", _experts, ("industry", "district", *PERSON_DIMENSIONS), _EXPERT_FIELDS
)
WORKERS = Source(
    "workers",
    "会员与专家",
    _workers,
    ("district", "discipline", *PERSON_DIMENSIONS),
    tuple(f for f in MEMBER_FIELDS if f.name not in {"organisation", "since"}),
)
CONTACTS = Source(
    "contacts",
    "在用联络人",
    _contacts,
    ("org_type", "organisation", "district"),
    (
        Field("name", "姓名", mask="name"),
        Field("mobile", "手机", mask="mobile"),
        Field("position", "职务"),
        Field("organisation", "组织"),
        Field("since", "启用日期"),
    ),
)
INDIVIDUAL_ACCOUNTS = Source(
    "individual_accounts",
    "个人账号",
    _accounts,
    ("province", "district"),
    (
        Field("id", "账号编号"),
        Field("province", "省市"),
        Field("district", "区"),
        Field("origin", "注册来源"),
        Field("since", "注册日期"),
    ),
)
