"""Party building, and what the database knows of its own quality (党建、数据治理)."""

from __future__ import annotations

from sqlalchemy import CTE, and_, case, func, select

from data.tables.governance import delivery, indicator_entry, quality_measure, source
from data.tables.organisations import (
    business_item,
    organisation,
    party_branch,
    party_group,
    party_record,
)
from data.tables.reference import org_type, parameter
from queries.model import AnySelect, Field, Source
from queries.sources.base import days, on, period, valid, within

o = organisation


def _records(p: CTE) -> AnySelect:
    """Records approved in the period; a record sent back doesn't count."""
    r, g = party_record, party_group
    base = (
        on(r, p, within(p, r.c.approved_on)).join(g, g.c.id == r.c.group_id).join(o, o.c.id == g.c.society_id)
    )
    return (
        select(
            period(p),
            r.c.id.label("id"),
            r.c.title.label("title"),
            r.c.kind.label("kind"),
            g.c.id.label("party_group"),
            g.c.branch_code.label("party_branch"),
            o.c.id.label("organisation"),
            o.c.class_code.label("discipline"),
            r.c.approved_on.label("since"),
        )
        .select_from(base)
        .where(~r.c.is_rejected)
    )


def _covered(p: CTE) -> AnySelect:
    """Societies in the database that have a valid party group."""
    g = party_group
    alive = and_(valid(p, g.c.valid_from, g.c.valid_to), valid(p, o.c.valid_from, o.c.valid_to))
    base = (
        g.join(o, o.c.id == g.c.society_id)
        .join(org_type, org_type.c.code == o.c.type_code)
        .join(party_branch, party_branch.c.code == g.c.branch_code)
        .join(p, alive)
    )
    return (
        select(
            period(p),
            o.c.id.label("organisation"),
            o.c.name.label("name"),
            o.c.class_code.label("discipline"),
            o.c.district_code.label("district"),
            party_branch.c.name.label("branch"),
            g.c.valid_from.label("since"),
        )
        .select_from(base)
        .where(org_type.c.is_society)
    )


def _business(p: CTE) -> AnySelect:
    b = business_item
    return select(
        period(p),
        b.c.id.label("id"),
        b.c.name.label("name"),
        b.c.department_code.label("department"),
        b.c.component_code.label("component"),
        b.c.traced_from.label("since"),
        func.coalesce(b.c.traced_from <= p.c.end_on, False).label("is_traced"),
    ).select_from(on(b, p, valid(p, b.c.valid_from, b.c.valid_to)))


def _feeds(p: CTE) -> AnySelect:
    """Sources in use, with their last delivery and whether it is within the agreed frequency."""
    s, d = source, delivery
    last = (
        select(p.c.idx, d.c.source_code, func.max(d.c.delivered_on).label("last_on"))
        .join_from(d, p, d.c.delivered_on <= p.c.end_on)
        .group_by(p.c.idx, d.c.source_code)
        .subquery()
    )
    base = on(s, p, valid(p, s.c.valid_from, s.c.valid_to)).outerjoin(
        last, and_(last.c.idx == p.c.idx, last.c.source_code == s.c.code)
    )
    age = days(p.c.end_on, last.c.last_on)
    is_late = age > s.c.frequency_days
    return select(
        period(p),
        s.c.code.label("id"),
        s.c.name.label("name"),
        s.c.platform_code.label("platform"),
        s.c.department_code.label("department"),
        s.c.table_name.label("feed"),
        s.c.frequency.label("frequency"),
        s.c.frequency_days.label("frequency_days"),
        last.c.last_on.label("since"),
        func.coalesce(~is_late, False).label("is_fresh"),
        (last.c.last_on + s.c.frequency_days).label("due_on"),
        case((is_late, age - s.c.frequency_days)).label("days_late"),
        case((last.c.last_on.is_(None), "尚无交付"), (is_late, "逾期"), else_="按期").label("punctuality"),
    ).select_from(base)


def _quality(p: CTE) -> AnySelect:
    """The latest measurement of each source, field and kind by the period's end."""
    q, s = quality_measure, source
    back = func.row_number().over(
        partition_by=[p.c.idx, q.c.source_code, q.c.kind, q.c.field],
        order_by=[q.c.measured_on.desc(), q.c.id.desc()],
    )
    ranked = (
        select(p.c.idx, *q.c, back.label("back")).join_from(q, p, q.c.measured_on <= p.c.end_on).subquery()
    )
    c = ranked.c
    return (
        select(
            c.idx.label("period"),
            c.id,
            c.kind,
            c.field,
            c.matched,
            c.total,
            s.c.name,
            s.c.platform_code.label("platform"),
            s.c.table_name.label("feed"),
            c.measured_on.label("since"),
        )
        .join_from(ranked, s, s.c.code == c.source_code)
        .where(c.back == 1)
    )


def _entries(p: CTE) -> AnySelect:
    i = indicator_entry
    complete = and_(i.c.has_definition, i.c.has_algorithm, i.c.department_code.is_not(None))
    return select(
        period(p),
        i.c.code.label("id"),
        i.c.name.label("name"),
        i.c.department_code.label("department"),
        i.c.valid_from.label("since"),
        complete.label("is_complete"),
    ).select_from(on(i, p, valid(p, i.c.valid_from, i.c.valid_to)))


def _parameters(p: CTE) -> AnySelect:
    return select(period(p), parameter.c.code.label("id"), parameter.c.name, parameter.c.value).join_from(
        parameter, p, parameter.c.code.is_not(None)
    )


_NAME = Field("name", "名称")
_DEPARTMENT = Field("department", "责任部门")
PARTY_RECORDS = Source(
    "party_records",
    "审核通过的党建工作记录",
    _records,
    ("party_branch", "party_group", "organisation", "discipline"),
    (
        Field("title", "记录"),
        Field("kind", "类别"),
        Field("party_group", "党建小组"),
        Field("organisation", "学会"),
        Field("since", "审核日期"),
    ),
)
COVERED = Source(
    "covered",
    "有党建小组的学会",
    _covered,
    ("discipline", "organisation", "district"),
    (
        Field("name", "学会"),
        Field("discipline", "学科类"),
        Field("branch", "党总支"),
        Field("since", "成立日期"),
    ),
)
BUSINESS = Source(
    "business",
    "业务清单",
    _business,
    ("department", "component"),
    (_NAME, _DEPARTMENT, Field("component", "承载组件"), Field("since", "首次留痕")),
)
FEEDS = Source(
    "feeds",
    "约定更新的数据表",
    _feeds,
    ("platform", "department", "feed"),
    (
        _NAME,
        Field("feed", "数据表"),
        Field("platform", "平台"),
        _DEPARTMENT,
        Field("frequency", "约定频次"),
        Field("frequency_days", "约定间隔（天）", numeric=True),
        Field("since", "最近交付"),
        Field("due_on", "应交日期"),
        Field("days_late", "逾期天数", numeric=True),
        Field("punctuality", "状态"),
    ),
)
QUALITY = Source(
    "quality",
    "质量测量",
    _quality,
    ("platform", "feed", "field"),
    (
        _NAME,
        Field("field", "字段"),
        Field("matched", "命中", numeric=True),
        Field("total", "总数", numeric=True),
        Field("since", "测量日期"),
    ),
)
ENTRIES = Source(
    "indicator_entries",
    "在用指标",
    _entries,
    ("department",),
    (Field("id", "代码"), _NAME, _DEPARTMENT, Field("since", "启用日期")),
)
PARAMETERS = Source("parameters", "口径参数", _parameters, (), (_NAME, Field("value", "取值", numeric=True)))
