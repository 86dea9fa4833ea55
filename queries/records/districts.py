"""A district: its name, and the association for science and technology of its own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from data.tables.organisations import organisation
from data.tables.reference import district, org_type
from queries.ordering import by_pinyin
from queries.records.base import Asked, Named, limits, standing, stored
from queries.service import Cockpit
from queries.sources.organisations import UNIT_ACCOUNTS


@dataclass(frozen=True)
class District:
    """The facts of a district as of a day; ``count`` is how many districts the city is divided into."""

    key: str
    name: str
    kind: str
    count: int
    associations: tuple[Named, ...] = ()


def read_district(cockpit: Cockpit, asked: Asked) -> District | None:
    """The district, or None. Raises ``DatabaseUnavailable`` and ``ScopeRefused``."""
    return stored(cockpit, "district", asked, lambda connection: _read(connection, asked))


def _read(connection: Connection, asked: Asked) -> District | None:
    d, o = district, organisation
    # Of all sources, unit accounts are cut by districts and nothing else, as a district is.
    allowed = limits(asked.scope, UNIT_ACCOUNTS, {"district": d.c.code})
    wanted = select(d.c.code, d.c.name, d.c.kind).where(d.c.code == asked.key, *allowed)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    count = connection.execute(select(func.count()).select_from(d)).scalar_one()
    found = connection.execute(
        select(o.c.id, o.c.name, org_type.c.name)
        .join(org_type, org_type.c.code == o.c.type_code)
        .where(
            o.c.type_code == "district",
            o.c.district_code == asked.key,
            standing(o.c.valid_from, o.c.valid_to, asked.as_of),
        )
        .order_by(by_pinyin(o.c.name), o.c.id)
    )
    return District(*row, count=count, associations=tuple(Named(*one) for one in found))
