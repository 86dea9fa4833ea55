"""Envoys, enterprise needs, visits, stewards and their service orders (科创服务)."""

from __future__ import annotations

from sqlalchemy import CTE, and_, exists, func, select

from data.tables.people import person
from data.tables.services import (
    enterprise,
    enterprise_need,
    envoy,
    need_match,
    service_order,
    steward,
    visit,
)
from queries.model import AnySelect, Field, Source
from queries.sources.base import on, period, valid, within


def _envoys(p: CTE) -> AnySelect:
    e = envoy
    base = on(e, p, valid(p, e.c.valid_from, e.c.valid_to)).join(person, person.c.id == e.c.person_id)
    return select(
        period(p),
        e.c.person_id.label("person"),
        person.c.name.label("name"),
        person.c.title_level_code.label("title_level"),
        e.c.industry_code.label("industry"),
        e.c.valid_from.label("since"),
    ).select_from(base)


def _needs(p: CTE) -> AnySelect:
    n = enterprise_need
    matched = exists(
        select(need_match.c.id).where(
            and_(need_match.c.need_id == n.c.id, need_match.c.matched_on <= p.c.as_of)
        )
    )
    base = on(n, p, within(p, n.c.accepted_on)).join(enterprise, enterprise.c.id == n.c.enterprise_id)
    return select(
        period(p),
        n.c.id.label("id"),
        n.c.title.label("title"),
        n.c.industry_code.label("industry"),
        enterprise.c.district_code.label("district"),
        enterprise.c.id.label("enterprise"),
        n.c.accepted_on.label("since"),
        matched.label("is_matched"),
        func.coalesce(n.c.solved_on <= p.c.as_of, False).label("is_solved"),
    ).select_from(base)


def _visits(p: CTE) -> AnySelect:
    v = visit
    base = on(v, p, within(p, v.c.visited_on)).join(enterprise, enterprise.c.id == v.c.enterprise_id)
    return select(
        period(p),
        enterprise.c.id.label("enterprise"),
        enterprise.c.name.label("name"),
        enterprise.c.district_code.label("district"),
        enterprise.c.industry_code.label("industry"),
        v.c.visited_on.label("since"),
    ).select_from(base)


def _stewards(p: CTE) -> AnySelect:
    s = steward
    base = on(s, p, valid(p, s.c.valid_from, s.c.valid_to)).join(person, person.c.id == s.c.person_id)
    return select(
        period(p),
        s.c.id.label("id"),
        person.c.name.label("name"),
        s.c.kind.label("steward"),
        s.c.district_code.label("district"),
        s.c.valid_from.label("since"),
    ).select_from(base)


def _orders(p: CTE) -> AnySelect:
    t, s = service_order, steward
    base = on(t, p, within(p, t.c.opened_on)).join(s, s.c.id == t.c.steward_id)
    return select(
        period(p),
        t.c.id.label("id"),
        t.c.title.label("title"),
        s.c.kind.label("steward"),
        s.c.district_code.label("district"),
        t.c.opened_on.label("since"),
        t.c.closed_on.label("closed_on"),
    ).select_from(base)


_INDUSTRY = Field("industry", "产业")
_DISTRICT = Field("district", "区")
ENVOYS = Source(
    "envoys",
    "产业特派员",
    _envoys,
    ("industry", "title_level"),
    (
        Field("name", "姓名", mask="name"),
        _INDUSTRY,
        Field("title_level", "职称"),
        Field("since", "聘任日期"),
    ),
)
NEEDS = Source(
    "needs",
    "企业科技需求",
    _needs,
    ("industry", "district", "enterprise"),
    (Field("title", "需求"), Field("enterprise", "企业"), _INDUSTRY, _DISTRICT, Field("since", "受理日期")),
)
VISITS = Source(
    "visits",
    "走访的企业",
    _visits,
    ("district", "industry", "enterprise"),
    (Field("name", "企业"), _DISTRICT, _INDUSTRY, Field("since", "首次走访")),
)
STEWARDS = Source(
    "stewards",
    "在岗服务管家",
    _stewards,
    ("district", "steward"),
    (
        Field("name", "姓名", mask="name"),
        Field("steward", "角色"),
        _DISTRICT,
        Field("since", "上岗日期"),
    ),
)
ORDERS = Source(
    "orders",
    "服务单",
    _orders,
    ("district", "steward"),
    (
        Field("title", "事项"),
        Field("steward", "管家角色"),
        _DISTRICT,
        Field("since", "受理日期"),
        Field("closed_on", "办结日期"),
    ),
)
