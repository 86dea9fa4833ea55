"""An activity's page: facts, its records in figures, and what was written about it."""

from __future__ import annotations

from dataclasses import replace

from frames.context import Context
from frames.details.parts import Page, asked_in, day_fact, fact, facts, named_fact
from frames.formats import date_zh
from frames.kinds import Cards
from frames.links import record_href
from frames.model import Column, Fact, Table
from frames.tiles import Drawn, Tile
from queries.filters import Filters
from queries.periods import Period
from queries.records.activities import Activity, read_activity
from queries.records.base import Asked
from queries.service import Cockpit

#: Every kind of record that an activity may leave.
RECORDS = ("HD04", "HD05", "HD07", "HD08", "HD09", "HD11")


def activity_page(cockpit: Cockpit, asked: Asked, filters: Filters, more: dict[str, str]) -> Page | None:
    """The page of an activity, or None where there is none. Raises ``DatabaseUnavailable``.

    Its figures count from its first record to the as-of day, whatever period the reader came from.
    """
    found = read_activity(cockpit, asked)
    if found is None:
        return None
    organiser = (found.organiser.name, record_href("organisation", found.organiser.key, filters))
    whole = Period(min(found.first_on, filters.as_of), filters.as_of)
    return Page(
        found.title,
        "业务活动",
        f"{found.component}，{found.kind}；以下数字自首条记录起累计",
        _tiles(found.key),
        (organiser,),
        _notice(found, filters),
        replace(
            filters,
            period=whole,
            preset="custom",
            pinned=filters.pinned or filters.reckoned is not None,
            reckoned=None,
        ),
    )


def _notice(a: Activity, filters: Filters) -> str:
    day = date_zh(filters.as_of)
    if a.cancelled_on and a.cancelled_on <= filters.as_of:
        return f"该活动已于{date_zh(a.cancelled_on)}取消，不计入活动数"
    if a.starts_on > filters.as_of:
        return f"截至{day}，该活动尚未开始（{date_zh(a.starts_on)}开始）"
    return ""


def _tiles(key: str) -> dict[str, Tile]:
    return {
        "facts": facts("基本信息", lambda c: _facts(key, c), 5),
        "articles": Tile("宣传报道", (), lambda c: _articles(key, c), 7, "table", linked=False),
        "figures": Tile("活动记录", RECORDS, _figures, 12, "cards", bare=True),
    }


def _facts(key: str, context: Context) -> list[Fact]:
    a = read_activity(context.cockpit, asked_in(context, key))
    if a is None:
        return []
    filters, day = context.filters, context.filters.as_of
    district = record_href("district", a.district_code, filters) if a.district_code else None
    services = "、".join(f"{kind} {count:,} 次" for kind, count in a.services)
    results = "、".join(f"{name} {count:,} 件" for name, count in a.results)
    ends = a.ends_on if a.ends_on and a.ends_on != a.starts_on else None
    days = f"{date_zh(a.starts_on)}至{date_zh(ends)}" if ends else date_zh(a.starts_on)
    return [
        *fact("活动名称", a.title),
        *fact("业务组件", a.component),
        *fact("形式", a.kind),
        *named_fact("主办组织", [a.organiser], filters),
        *fact("责任部门", a.department),
        *fact("举办地", a.district, district),
        *fact("地点", a.place),
        *fact("日期", days),
        *day_fact("完成日期", a.completed_on, day),
        *day_fact("取消日期", a.cancelled_on, day),
        *fact("专家服务", services),
        *fact("评审对象", results),
        *fact("活动编号", a.key),
    ]


def _figures(context: Context) -> Drawn:
    """Cards of what the activity has records of; there is nothing to compare one activity with."""
    found = [context.figure(code, spark=False) for code in RECORDS]
    shown = [replace(figure, compare=False) for figure in found if figure.value]
    return Drawn(Cards(tuple(shown)) if shown else None)


def _articles(key: str, context: Context) -> Drawn:
    a = read_activity(context.cockpit, asked_in(context, key))
    if a is None or not a.articles:
        return Drawn(None)
    rows = tuple(
        {
            "title": one.title,
            "org": one.organisation.name if one.organisation else None,
            "_hrefs": {"org": record_href("organisation", one.organisation.key, context.filters)}
            if one.organisation
            else {},
            "day": one.published_on,
        }
        for one in a.articles
    )
    heads = (Column("title", "稿件"), Column("org", "供稿组织"), Column("day", "首发日期", "date"))
    return Drawn(Table(heads, rows))
