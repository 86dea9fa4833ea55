"""A district's page: its figures, how it stands against the city's average, its organisations, its course."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from frames import tiles as t
from frames.context import Context
from frames.details.parts import Page, asked_in, fact, facts, named_fact
from frames.formats import difference, number
from frames.links import drill_href, record_href
from frames.model import Column, Fact, Table
from frames.standing import AVERAGE, Standing, standing
from frames.tiles import Drawn, Tile
from queries.filters import Filters
from queries.indicators import get
from queries.records.base import Asked
from queries.records.districts import read_district
from queries.scope import ScopeRefused
from queries.service import Cockpit

_FIGURES = ("ZZ01", "RC08", "HD01", "KC02")
COMPARED = ("ZZ01", "ZZ03", "ZZ10", "ZZ08", "ZZ09", "RC01", "RC08", "HD01", "HD04", "XC02", "KC02", "KC05")


def district_page(cockpit: Cockpit, asked: Asked, filters: Filters, more: dict[str, str]) -> Page | None:
    """The page of a district, or None where there is none. Raises ``DatabaseUnavailable``."""
    found = read_district(cockpit, asked)
    if found is None:
        return None
    lead = f"全市 {found.count} 个区（含经开区）之一"
    return Page(found.name, "组织建设", lead, _tiles(found.key))


def _tiles(key: str) -> dict[str, Tile]:
    return {
        "figures": t.cards(*_FIGURES),
        "against": Tile(
            "与全市平均相比",
            COMPARED,
            lambda c: _against(key, c),
            8,
            "table",
            note=AVERAGE.format(name="区"),
            linked=False,
        ),
        "types": t.ranking("ZZ01", "org_type", "各类注册组织", 4, top=13),
        "organisations": _among("ZZ01", key, "注册组织：各区位次"),
        "workers": _among("RC08", key, "入库科技工作者：各区位次"),
        "held": _among("HD01", key, "业务活动：各区位次"),
        "growth": t.trend("ZZ01", "注册组织：逐月", 6),
        "activities": t.columns("HD01", "component", "业务活动：逐月", 6),
        "rows": t.rows("ZZ01", "注册组织名单", 8, "since", True, 10, ("name", "org_type", "since")),
        "facts": facts("区内信息", lambda c: _facts(key, c), 4),
    }


def _facts(key: str, context: Context) -> list[Fact]:
    found = read_district(context.cockpit, asked_in(context, key))
    if found is None:
        return []
    filters = context.filters
    return [
        *named_fact("区科协", found.associations, filters),
        *fact("区划代码", found.key),
        *fact("全部注册组织", "按组织类型展开", drill_href("ZZ01", filters, ["district"], by="org_type")),
        *fact("全部业务活动", "按业务组件展开", drill_href("HD01", filters, ["district"], by="component")),
    ]


def _around(context: Context) -> Context:
    """All districts; a reader of some of them is not told of the others."""
    if context.scope.limits:
        raise ScopeRefused("权限范围不是全市，不与全市比较")
    return replace(context, filters=context.filters.without("district"))


def _against(key: str, context: Context) -> Drawn:
    found = read_district(context.cockpit, asked_in(context, key))
    if found is None:
        return Drawn(None)
    around = _around(context)
    places = [standing(around, code, "district", found.count) for code in COMPARED]
    heads = (
        Column("name", "指标"),
        Column("value", "本区", "number"),
        Column("average", "全市平均", "number"),
        Column("difference", "差", "number"),
        Column("unit", "单位"),
        Column("place", "位次"),
    )
    whole = Table(heads, tuple(_numbers(one, key) for one in places))
    shown = tuple(c for c in heads if c.key != "unit")
    return Drawn(Table(shown, tuple(_words(one, key, context) for one in places)), table=whole)


def _numbers(one: Standing, key: str) -> dict[str, Any]:
    indicator = get(one.code)
    return {
        "name": indicator.name,
        "value": one.values.get(key),
        "average": one.average,
        "difference": one.apart(key),
        "unit": indicator.unit,
        "place": one.rank(key),
    }


def _words(one: Standing, key: str, context: Context) -> dict[str, Any]:
    """The same with units beside the numbers, the value leading to its rows."""
    unit = get(one.code).unit
    return {
        "name": get(one.code).name,
        "value": number(one.values.get(key), unit).full,
        "average": number(one.average, unit).full,
        "difference": difference(one.apart(key), unit),
        "place": one.rank(key),
        "_hrefs": {
            "value": context.href(one.code),
            "place": drill_href(one.code, context.filters.without("district"), by="district"),
        },
    }


def _among(code: str, key: str, title: str) -> Tile:
    """All districts in order, this one marked; each leads to its own page."""

    def draw(context: Context) -> Drawn:
        around = _around(context)
        points = [p for p in around.members(code, "district", every=True) if p.key]
        if not any(p.value for p in points):
            return Drawn(None)
        linked = [replace(p, href=record_href("district", str(p.key), context.filters)) for p in points]
        chart = t.members_chart("bars", code, "district", sorted(linked, key=lambda p: -(p.value or 0)))
        return Drawn(replace(chart, first=20, selected=key))

    return Tile(title, (code,), draw, 4, skeleton="bars", linked=False)
