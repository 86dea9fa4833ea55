"""An organisation: what it is, where it stands in the tree, since when and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from data.tables.organisations import organisation, unit_membership
from data.tables.reference import department, district, org_type, society_class
from queries.ordering import by_pinyin
from queries.records.base import Asked, Named, limits, standing, stored
from queries.service import Cockpit
from queries.sources.organisations import EXISTING

#: A chain of parents longer than this goes in circles.
_DEEPEST = 12

o = organisation

#: What a scope may limit organisations by.
_WITHIN = {
    "district": o.c.district_code,
    "org_type": o.c.type_code,
    "discipline": o.c.class_code,
    "department": o.c.department_code,
    "organisation": o.c.id,
}


@dataclass(frozen=True)
class Organisation:
    """The facts of an organisation as of a day.

    ``parents`` from the top down; ``children`` and ``societies`` (whose unit member it is) are those
    valid on the day that the reader may see.
    """

    key: str
    name: str
    short_name: str | None
    uscc: str | None
    type_code: str
    type: str
    is_society: bool
    district_code: str | None
    district: str | None
    discipline: str | None
    department: str | None
    valid_from: date
    valid_to: date | None
    registered_from: date | None
    registered_to: date | None
    member_mgmt_from: date | None
    parents: tuple[Named, ...] = ()
    children: tuple[Named, ...] = ()
    societies: tuple[Named, ...] = ()

    def exists(self, day: date) -> bool:
        """Whether it is in the database's tree on a day."""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)


def read_organisation(cockpit: Cockpit, asked: Asked) -> Organisation | None:
    """The organisation, or None. Raises ``DatabaseUnavailable`` and ``ScopeRefused``."""
    return stored(cockpit, "organisation", asked, lambda connection: _read(connection, asked))


def _read(connection: Connection, asked: Asked) -> Organisation | None:
    days = (o.c.valid_from, o.c.valid_to, o.c.registered_from, o.c.registered_to, o.c.member_mgmt_from)
    row = connection.execute(
        select(
            o.c.id.label("key"),
            *(o.c.name, o.c.short_name, o.c.uscc, o.c.type_code, o.c.district_code, *days),
            org_type.c.name.label("type"),
            org_type.c.is_society,
            district.c.name.label("district"),
            society_class.c.name.label("discipline"),
            department.c.name.label("department"),
            o.c.parent_id,
        )
        .join(org_type, org_type.c.code == o.c.type_code)
        .outerjoin(district, district.c.code == o.c.district_code)
        .outerjoin(society_class, society_class.c.code == o.c.class_code)
        .outerjoin(department, department.c.code == o.c.department_code)
        .where(o.c.id == asked.key, *limits(asked.scope, EXISTING, _WITHIN))
    ).one_or_none()
    if row is None:
        return None
    facts = dict(row._mapping)
    return Organisation(
        parents=_parents(connection, facts.pop("parent_id")),
        children=_children(connection, asked),
        societies=_societies(connection, asked),
        **facts,
    )


def _parents(connection: Connection, parent: str | None) -> tuple[Named, ...]:
    """The chain above, from the top; a tree that was delivered in a circle ends where it closes."""
    chain: list[Named] = []
    seen: set[str] = set()
    while parent and parent not in seen and len(chain) < _DEEPEST:
        seen.add(parent)
        wanted = select(o.c.id, o.c.name, org_type.c.name, o.c.parent_id)
        row = connection.execute(
            wanted.join(org_type, org_type.c.code == o.c.type_code).where(o.c.id == parent)
        ).one_or_none()
        if row is None:
            break
        *named, parent = row
        chain.append(Named(*named))
    return tuple(reversed(chain))


def _children(connection: Connection, asked: Asked) -> tuple[Named, ...]:
    found = connection.execute(
        select(o.c.id, o.c.name, org_type.c.name)
        .join(org_type, org_type.c.code == o.c.type_code)
        .where(o.c.parent_id == asked.key, standing(o.c.valid_from, o.c.valid_to, asked.as_of))
        .where(*limits(asked.scope, EXISTING, _WITHIN))
        .order_by(org_type.c.sort, by_pinyin(o.c.name), o.c.id)
    )
    return tuple(Named(*row) for row in found)


def _societies(connection: Connection, asked: Asked) -> tuple[Named, ...]:
    u = unit_membership
    joined = select(u.c.society_id).where(
        u.c.unit_id == asked.key, standing(u.c.valid_from, u.c.valid_to, asked.as_of)
    )
    found = connection.execute(
        select(o.c.id, o.c.name)
        .where(o.c.id.in_(joined), *limits(asked.scope, EXISTING, _WITHIN))
        .order_by(by_pinyin(o.c.name), o.c.id)
    )
    return tuple(Named(*row) for row in found)
