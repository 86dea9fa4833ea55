"""Members, council members, experts, contacts, individual accounts."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Table,
    and_,
    case,
    extract,
    func,
    null,
    or_,
    select,
    union_all,
)
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
from queries.model import AnySelect, Field, Steady, steady_source
from queries.sources.base import Col, falls_in, valid_in

PERSON_DIMENSIONS = ("own_discipline", "title_level", "age_band", "gender")
#: What a person has one of on a day, whatever rows name the person.
OF_PERSON = ("person", ("district", *PERSON_DIMENSIONS))
MEMBER_DIMENSIONS = ("discipline", "organisation", "district", *PERSON_DIMENSIONS)
MEMBER_FIELDS = (
    Field("name", "姓名", mask="name"),
    Field("organisation", "学会"),
    Field("discipline", "学科类"),
    Field("title_level", "职称"),
    Field("district", "区"),
    Field("since", "入会日期"),
)


def _age(person: Any, days: Any) -> Col:
    age: Col = extract("year", days.end_on).cast(Integer) - person.birth_year
    return age


def _age_band(person: Any, days: Any) -> Col:
    age = _age(person, days)
    return case(
        (person.birth_year.is_(None), null()),
        (age <= 35, "a35"),
        (age <= 40, "a40"),
        (age <= 50, "a50"),
        (age <= 60, "a60"),
        else_="a99",
    )


def _is_young(person: Any, days: Any) -> Col:
    return func.coalesce(_age(person, days), 999) <= 40


#: What of a person depends on the day: ages count whole calendar years at the period's end.
AGES = {"age_band": _age_band, "is_young": _is_young}


def person_columns() -> list[Col]:
    """The dimensions and facts of a person that don't depend on the day."""
    return [
        person.c.id.label("person"),
        person.c.name.label("name"),
        person.c.gender.label("gender"),
        person.c.title_level_code.label("title_level"),
        person.c.district_code.label("district"),
        person.c.birth_year.label("birth_year"),
        discipline.c.class_code.label("own_discipline"),
        (person.c.title_level_code.is_not(None)).label("has_title"),
        func.coalesce(title_level.c.is_senior, False).label("is_senior"),
        (person.c.birth_year.is_not(None)).label("has_birth_year"),
    ]


def with_person(base: FromClause, person_id: Col) -> FromClause:
    """Join a person with discipline and title to rows that name one."""
    return (
        base.join(person, person.c.id == person_id)
        .outerjoin(discipline, discipline.c.code == person.c.discipline_code)
        .outerjoin(title_level, title_level.c.code == person.c.title_level_code)
    )


def _valid(row: Any, days: Any) -> ColumnElement[bool]:
    return valid_in(days, row.since, row.until)


def _members() -> AnySelect:
    m = membership
    return select(
        m.c.id.label("id"),
        o.c.id.label("organisation"),
        o.c.class_code.label("discipline"),
        m.c.valid_from.label("since"),
        m.c.valid_to.label("until"),
        *person_columns(),
    ).select_from(with_person(m.join(o, o.c.id == m.c.society_id), m.c.person_id))


@cache
def _spells(table: Table) -> CTE:
    """The spells in which the persons in a table are members of any society; none touches another."""
    m = membership
    last = func.max(func.coalesce(m.c.valid_to, date.max)).over(
        partition_by=m.c.person_id, order_by=[m.c.valid_from, m.c.id], rows=(None, -1)
    )
    begun = (
        select(m.c.id, m.c.person_id, m.c.valid_from, m.c.valid_to, last.label("last"))
        .where(m.c.person_id.in_(select(table.c.person_id)))
        .subquery()
    )
    b = begun.c
    number = func.sum(case((b.last >= b.valid_from, 0), else_=1))
    counted = select(
        b.person_id,
        b.valid_from,
        b.valid_to,
        number.over(partition_by=b.person_id, order_by=[b.valid_from, b.id]).label("spell"),
    ).subquery()
    c = counted.c
    is_open = func.count() > func.count(c.valid_to)
    return (
        select(
            c.person_id,
            func.min(c.valid_from).label("since"),
            case((is_open, null()), else_=func.max(c.valid_to)).label("until"),
        )
        .group_by(c.person_id, c.spell)
        .cte(f"{table.name}_spells")
    )


def _council() -> AnySelect:
    """Appointments of council rank, each with the spells in which its person is a member."""
    a = appointment
    spell = _spells(a)
    base = (
        a.join(spell, spell.c.person_id == a.c.person_id)
        .join(member_role, member_role.c.code == a.c.role_code)
        .join(o, o.c.id == a.c.society_id)
    )
    return (
        select(
            a.c.id.label("id"),
            a.c.role_code.label("role"),
            o.c.id.label("organisation"),
            o.c.class_code.label("discipline"),
            a.c.valid_from.label("since"),
            a.c.valid_to.label("until"),
            spell.c.since.label("member_since"),
            spell.c.until.label("member_until"),
            *person_columns(),
        )
        .select_from(with_person(base, a.c.person_id))
        .where(member_role.c.is_council)
    )


def _sits(row: Any, days: Any) -> ColumnElement[bool]:
    """A valid appointment of somebody who also holds a valid membership."""
    return and_(_valid(row, days), valid_in(days, row.member_since, row.member_until))


@cache
def _first_served() -> CTE:
    """The day on which each expert served first."""
    s, e = expert_service, expert
    return (
        select(e.c.id, e.c.person_id, func.min(s.c.served_on).label("since"))
        .join_from(s, e, e.c.id == s.c.expert_id)
        .group_by(e.c.id, e.c.person_id)
        .cte("first_served")
    )


def _experts() -> AnySelect:
    """Experts since they first served, one row for each of their industries."""
    e, i = _first_served(), expert_industry
    base = e.outerjoin(i, i.c.expert_id == e.c.id).outerjoin(industry, industry.c.code == i.c.industry_code)
    return select(
        i.c.industry_code.label("industry"),
        func.coalesce(industry.c.is_2441, False).label("is_2441"),
        e.c.since.label("since"),
        *person_columns(),
    ).select_from(with_person(base, e.c.person_id))


@cache
def _only_experts() -> CTE:
    """The spells in which experts who have served are members of no society."""
    served, spell = _first_served(), _spells(expert)
    since = func.min(served.c.since).label("since")
    e = select(served.c.person_id, since).group_by(served.c.person_id).subquery()
    following = func.lead(spell.c.since).over(partition_by=spell.c.person_id, order_by=spell.c.since)
    left = select(spell.c.person_id, spell.c.until.label("since"), following.label("until")).subquery()
    joined = func.min(spell.c.since).label("since")
    first = select(spell.c.person_id, joined).group_by(spell.c.person_id).subquery()
    before = select(e.c.person_id, e.c.since, first.c.since.label("until")).select_from(
        e.outerjoin(first, first.c.person_id == e.c.person_id)
    )
    later = func.greatest(left.c.since, e.c.since).label("since")
    after = select(e.c.person_id, later, left.c.until).select_from(
        e.join(left, and_(left.c.person_id == e.c.person_id, left.c.since.is_not(None)))
    )
    either = union_all(before, after).subquery()
    lasting = or_(either.c.until.is_(None), either.c.until > either.c.since)
    return select(either).where(lasting).cte("only_experts")


def _workers() -> AnySelect:
    """Members ∪ experts who served; only who is no member stands without a society's class."""
    m = membership
    members = select(m.c.person_id, o.c.class_code.label("discipline"), m.c.valid_from, m.c.valid_to)
    members = members.join_from(m, o, o.c.id == m.c.society_id)
    e = _only_experts()
    experts = select(e.c.person_id, null().cast(String).label("discipline"), e.c.since, e.c.until)
    either = union_all(members, experts).subquery()
    return select(
        either.c.discipline,
        either.c.valid_from.label("since"),
        either.c.valid_to.label("until"),
        *person_columns(),
    ).select_from(with_person(either, either.c.person_id))


def _contacts() -> AnySelect:
    c = contact
    base = c.join(o, o.c.id == c.c.org_id).join(person, person.c.id == c.c.person_id)
    return select(
        c.c.person_id.label("person"),
        person.c.name.label("name"),
        person.c.mobile.label("mobile"),
        c.c.position.label("position"),
        o.c.id.label("organisation"),
        o.c.type_code.label("org_type"),
        o.c.district_code.label("district"),
        c.c.valid_from.label("since"),
        c.c.valid_to.label("until"),
    ).select_from(base)


def _accounts() -> AnySelect:
    a = individual_account
    return select(
        a.c.id.label("id"),
        a.c.province_code.label("province"),
        a.c.district_code.label("district"),
        a.c.origin.label("origin"),
        a.c.registered_on.label("since"),
    )


_EXPERT_FIELDS = (
    Field("name", "姓名", mask="name"),
    Field("industry", "产业"),
    Field("title_level", "职称"),
    Field("district", "区"),
    Field("since", "首次服务"),
)
MEMBERS = steady_source(
    "members",
    "有效会籍",
    Steady(_members, _valid, AGES),
    MEMBER_DIMENSIONS,
    MEMBER_FIELDS,
    of_key=OF_PERSON,
)
COUNCIL = steady_source(
    "council",
    "有效理事任职",
    Steady(_council, _sits, AGES),
    ("discipline", "organisation", "role", "district", *PERSON_DIMENSIONS),
    (
        Field("name", "姓名", mask="name"),
        Field("organisation", "学会"),
        Field("role", "职务"),
        Field("discipline", "学科类"),
        Field("since", "任职日期"),
    ),
    of_key=OF_PERSON,
)
EXPERTS = steady_source(
    "experts",
    "服务过的专家",
    Steady(_experts, lambda row, days: row.since <= days.end_on, AGES),
    ("industry", "district", *PERSON_DIMENSIONS),
    _EXPERT_FIELDS,
    of_key=OF_PERSON,
)
WORKERS = steady_source(
    "workers",
    "会员与专家",
    Steady(_workers, _valid, AGES),
    ("district", "discipline", *PERSON_DIMENSIONS),
    tuple(f for f in MEMBER_FIELDS if f.name not in {"organisation", "since"}),
    of_key=OF_PERSON,
)
CONTACTS = steady_source(
    "contacts",
    "在用联络人",
    Steady(_contacts, _valid),
    ("org_type", "organisation", "district"),
    (
        Field("name", "姓名", mask="name"),
        Field("mobile", "手机", mask="mobile"),
        Field("position", "职务"),
        Field("organisation", "组织"),
        Field("since", "启用日期"),
    ),
)
INDIVIDUAL_ACCOUNTS = steady_source(
    "individual_accounts",
    "个人账号",
    Steady(_accounts, lambda row, days: falls_in(days, row.since)),
    ("province", "district"),
    (
        Field("id", "账号编号"),
        Field("province", "省市"),
        Field("district", "区"),
        Field("origin", "注册来源"),
        Field("since", "注册日期"),
    ),
)
