"""A district's page: its figures, how it stands against the city's average, its organisations, its course."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from components.board import tiles as t
from components.board.context import Context
from components.board.details.parts import Page, asked_in, fact, facts, named_fact
from components.board.tiles import Drawn, Tile
from components.formats import DASH, number
from components.frames import Column, Fact, Table
from components.links import drill_href, record_href
from components.views.ranking import ranking as ranking_view
from components.views.table import table as table_view
from queries.evaluate import Number
from queries.filters import Filters
from queries.indicators import get
from queries.records.base import Asked
from queries.records.districts import read_district
from queries.scope import ScopeRefused
from queries.service import Cockpit

_FIGURES = ("ZZ01", "RC08", "HD01", "KC02")
_COMPARED = ("ZZ01", "ZZ03", "ZZ10", "ZZ08", "ZZ09", "RC01", "RC08", "HD01", "HD04", "XC02", "KC02", "KC05")
_RULE = "全市平均为各区合计除以区的个数；比率的全市平均为全市的比率"


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
            "与全市平均相比", _COMPARED, lambda c: _against(key, c), 8, "table", note=_RULE, linked=False
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


@dataclass(frozen=True)
class _Place:
    """An indicator of the district: its value, the city's average, and which place it takes of how many."""

    code: str
    value: Number
    average: Number
    place: int | None
    of: int

    @property
    def difference(self) -> Number:
        """How much the value is above the average."""
        return None if self.value is None or self.average is None else self.value - self.average


def _around(context: Context) -> Context:
    """All districts; a reader of some of them is not told of the others."""
    if context.scope.limits:
        raise ScopeRefused("权限范围不是全市，不与全市比较")
    return replace(context, filters=context.filters.without("district"))


def _place(code: str, key: str, context: Context, count: int) -> _Place:
    around = _around(context)
    found = {p.key: p.value for p in around.members(code, "district", every=True) if p.key}
    indicator = get(code)
    if indicator.kind == "ratio":
        known = {k: v for k, v in found.items() if v is not None and k in _answered(around, code)}
        average = around.value(code)
    else:
        known = {k: v or 0 for k, v in found.items()}
        average = sum(known.values()) / count if count else None
    mine = known.get(key)
    place = None if mine is None else 1 + sum(1 for v in known.values() if v > mine)
    return _Place(code, mine, average, place, len(known))


def _answered(context: Context, code: str) -> set[str]:
    """Districts that a rate has a value for: no value is not zero."""
    return {r["district_code"] for r in context.ask(code, ("district",)).rows or [] if r["value"] is not None}


def _against(key: str, context: Context) -> Drawn:
    found = read_district(context.cockpit, asked_in(context, key))
    if found is None:
        return Drawn(None)
    places = [_place(code, key, context, found.count) for code in _COMPARED]
    heads = (
        Column("name", "指标"),
        Column("value", "本区", "number"),
        Column("average", "全市平均", "number"),
        Column("difference", "差", "number"),
        Column("unit", "单位"),
        Column("place", "位次"),
    )
    whole = Table(heads, tuple(_numbers(one) for one in places))
    shown = tuple(c for c in heads if c.key != "unit")
    return Drawn(table_view(Table(shown, tuple(_words(one, context) for one in places))), table=whole)


def _numbers(one: _Place) -> dict[str, Any]:
    indicator = get(one.code)
    return {
        "name": indicator.name,
        "value": one.value,
        "average": one.average,
        "difference": one.difference,
        "unit": indicator.unit,
        "place": _rank(one),
    }


def _words(one: _Place, context: Context) -> dict[str, Any]:
    """The same with units beside the numbers, the value leading to its rows."""
    unit = get(one.code).unit
    return {
        "name": get(one.code).name,
        "value": number(one.value, unit).full,
        "average": number(one.average, unit).full,
        "difference": _signed(one.difference, unit),
        "place": _rank(one),
        "_hrefs": {
            "value": context.href(one.code),
            "place": drill_href(one.code, context.filters.without("district"), by="district"),
        },
    }


def _signed(value: Number, unit: str) -> str:
    if value is None:
        return DASH
    size = number(abs(value), "" if unit == "%" else unit).full
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number(abs(value), '%').text} 个百分点" if unit == "%" else f"{sign}{size}"


def _rank(one: _Place) -> str:
    return f"第 {one.place} 位，共 {one.of} 个" if one.place else DASH


def _among(code: str, key: str, title: str) -> Tile:
    """All districts in order, this one marked; each leads to its own page."""

    def draw(context: Context) -> Drawn:
        around = _around(context)
        points = [p for p in around.members(code, "district", every=True) if p.key]
        if not any(p.value for p in points):
            return Drawn(None)
        linked = [replace(p, href=record_href("district", str(p.key), context.filters)) for p in points]
        unit = get(code).unit
        table = t.numbers(sorted(linked, key=lambda p: -(p.value or 0)), "区", unit)
        return Drawn(ranking_view(linked, unit=unit, top=20, selected=key), table)

    return Tile(title, (code,), draw, 4, skeleton="bars", linked=False)
