"""An organisation's page: facts, its place in the tree, figures, a society's year, activities, contacts."""

from __future__ import annotations

from collections.abc import Sequence

from frames import tiles as t
from frames.context import Context
from frames.controls import Link
from frames.details.parts import (
    Crumb,
    Page,
    asked_in,
    day_fact,
    fact,
    facts,
    named_fact,
)
from frames.formats import date_zh
from frames.links import record_href
from frames.model import Column, Fact, Table
from frames.records import Tree, TreeGroup
from frames.tiles import Drawn, Tile
from queries.filters import Filters
from queries.records.base import Asked, Named
from queries.records.organisations import Organisation, read_organisation
from queries.service import Cockpit

#: Subordinates of one type that are listed before the reader asks for all of them.
FIRST = 30
#: The parameter that asks for all.
ALL = "all"

_SOCIETY = ("RC01", "RC04", "ZZ08", "ZZ07", "HD01", "HD04", "XC02", "RC12")
_OTHERS = ("HD01", "HD04", "HD05", "XC02", "XC04", "RC12")


def organisation_page(cockpit: Cockpit, asked: Asked, filters: Filters, more: dict[str, str]) -> Page | None:
    """The page of an organisation, or None where there is none. Raises ``DatabaseUnavailable``."""
    found = read_organisation(cockpit, asked)
    if found is None:
        return None
    trail: tuple[Crumb, ...] = tuple(
        (one.name, record_href("organisation", one.key, filters)) for one in found.parents
    )
    lead = "，".join(word for word in (found.type, found.district, found.discipline) if word)
    board = "人才会员" if found.is_society else "组织建设"
    tiles = _tiles(found, ALL in more)
    return Page(found.name, board, lead, tiles, trail, _notice(found, filters))


def _notice(o: Organisation, filters: Filters) -> str:
    """What to say where the organisation is not there on the day."""
    day = date_zh(filters.as_of)
    if o.valid_from > filters.as_of:
        return f"截至{day}，该组织尚未入库（入库日期{date_zh(o.valid_from)}），以下数字为零属正常情况"
    if o.valid_to is not None and o.valid_to <= filters.as_of:
        return f"该组织已于{date_zh(o.valid_to)}退出，截至{day}不再有效"
    return ""


def _tiles(o: Organisation, everything: bool) -> dict[str, Tile]:
    kin = bool(o.parents or o.children)
    out = {"facts": facts("基本信息", lambda c: _facts(o.key, c), 5 if kin else 12)}
    if kin:
        out["tree"] = _tree(o.key, everything)
    out["figures"] = t.cards(*(_SOCIETY if o.is_society else _OTHERS))
    if o.is_society:
        out |= _year()
    columns = ("title", "component", "district", "since")
    out["activities"] = t.rows("HD01", "期内主办的活动", 12, "since", True, 10, columns)
    own = ("name", "mobile", "position", "since")
    out["contacts"] = t.rows("RC12", "在用联络人", 12, "since", limit=20, columns=own)
    return out


def _year() -> dict[str, Tile]:
    """A society's year, month by month, and its people."""
    return {
        "members": t.trend("RC01", "个人会员：逐月", 6),
        "held": t.columns("HD01", "component", "主办活动：逐月", 6),
        "joined": t.monthly("ZZ07", "ZZ08", title="新增分支机构与团体会员单位：逐月", span=6),
        "sent": t.trend("XC02", "报送信息：逐月", 6),
        "roles": t.ranking("RC04", "role", "理事：按职务", 4, sort=False),
        "titles": t.ranking("RC01", "title_level", "个人会员：按职称", 4, sort=False),
        "ages": t.ranking("RC01", "age_band", "个人会员：按年龄段", 4, sort=False),
    }


def _facts(key: str, context: Context) -> list[Fact]:
    o = read_organisation(context.cockpit, asked_in(context, key))
    if o is None:
        return []
    day, filters = context.filters.as_of, context.filters
    district = record_href("district", o.district_code, filters) if o.district_code else None
    return [
        *fact("名称", o.name),
        *fact("简称", o.short_name),
        *fact("组织类型", o.type),
        *fact("统一社会信用代码", o.uscc),
        *fact("组织编号", o.key),
        *fact("所在区", o.district, district),
        *fact("学科类", o.discipline),
        *fact("联系部门", o.department),
        *named_fact("上级组织", o.parents[-1:], filters),
        *named_fact("所属学会", o.societies, filters),
        *day_fact("入库日期", o.valid_from, day),
        *day_fact("退出日期", o.valid_to, day),
        *day_fact("平台注册日期", o.registered_from, day),
        *day_fact("平台注销日期", o.registered_to, day),
        *day_fact("会员管理启用日期", o.member_mgmt_from, day),
    ]


def _tree(key: str, everything: bool) -> Tile:
    def draw(context: Context) -> Drawn:
        o = read_organisation(context.cockpit, asked_in(context, key))
        if o is None:
            return Drawn(None)
        listed = (*((one, "上级") for one in o.parents), *((one, "下级") for one in o.children))
        rows = tuple({"kind": kind, "name": one.name, "type": one.type} for one, kind in listed)
        heads = (Column("kind", "关系"), Column("name", "组织"), Column("type", "组织类型"))
        return Drawn(_tree_of(o, context.filters, everything), table=Table(heads, rows))

    return Tile("组织关系", (), draw, 7, skeleton="table", linked=False)


def _tree_of(o: Organisation, filters: Filters, everything: bool) -> Tree:
    """The chain above, the organisation, then who is below, by type."""
    types: dict[str, list[Named]] = {}
    for one in o.children:
        types.setdefault(one.type, []).append(one)
    way = f"{record_href('organisation', o.key, filters)}&{ALL}=1"
    groups = (
        _group(name, members, len(members) if everything else FIRST, len(types) == 1, filters, way)
        for name, members in types.items()
    )
    above = tuple(_link(one, filters) for one in o.parents)
    return Tree(above, o.name, tuple(groups), otherwise="截至当日没有下级组织")


def _group(
    name: str, members: Sequence[Named], first: int, alone: bool, filters: Filters, way: str
) -> TreeGroup:
    rest = len(members) - first
    return TreeGroup(
        name,
        len(members),
        tuple(_link(one, filters) for one in members[:first]),
        Link(f"另有 {rest:,} 家，全部列出", way) if rest > 0 else None,
        opened=alone or len(members) <= 8,
    )


def _link(one: Named, filters: Filters) -> Link:
    return Link(one.name, record_href("organisation", one.key, filters))
