"""Names of dimension members: codes → Chinese labels in their order, and names → codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from sqlalchemy import Connection, Select, func, select

from data.tables.reference import district, district_alias
from queries.dimensions import DIMENSIONS, Dimension
from queries.filters import MISSING, MISSING_LABEL, Codes, FilterError

#: Above this many codes a large list is read whole instead of by code.
_BY_CODE = 400


class Labels:
    """Labels of one version: short lists are read once, large ones by the codes asked for."""

    def __init__(self, connection: Connection) -> None:
        self._short = {d.code: _members(connection, d) for d in DIMENSIONS.values() if not d.large}
        old, now = district_alias.c, district.c
        self._aliases: dict[str, str] = {
            **_pairs(connection, select(now.short_name, now.code)),
            **_pairs(connection, select(old.name, old.district_code)),
            **_pairs(connection, select(old.code, old.district_code)),
        }
        self._large: dict[str, dict[str, str]] = {d.code: {} for d in DIMENSIONS.values() if d.large}
        self._counts = {d.code: _count(connection, d) for d in DIMENSIONS.values() if d.large}

    def members(self, dimension: str) -> Mapping[str, str]:
        """Every member of a short list, in its order; what is known so far of a large one."""
        return self._short.get(dimension) or self._large.get(dimension, {})

    def count(self, dimension: str) -> int:
        """How many members a list has; 0 where that isn't known before rows are read."""
        return self._counts.get(dimension) or len(self._short.get(dimension, ()))

    def missing(self, dimension: str, codes: Iterable[str]) -> list[str]:
        """Codes of a large list whose names have not been read yet."""
        known = self._large.get(dimension)
        return [] if known is None else [c for c in dict.fromkeys(codes) if c and c not in known]

    def learn(self, connection: Connection, dimension: str, codes: list[str]) -> None:
        """Read the names of ``codes`` of a large list."""
        d = DIMENSIONS[dimension]
        key, name = d.column(d.key), d.column(d.name)
        wanted = select(key, name)
        if len(codes) <= _BY_CODE:
            wanted = wanted.where(key.in_(codes))
        self._large[dimension].update(_pairs(connection, wanted))

    def name(self, dimension: str, code: str | None) -> str:
        """The label of a member; the code itself where the list doesn't have it."""
        if code is None or code == MISSING:
            return MISSING_LABEL
        return self.members(dimension).get(code, code)

    def order(self, dimension: str) -> Mapping[str, int]:
        """Position of each member of a short list."""
        return {code: n for n, code in enumerate(self._short.get(dimension, ()))}

    def resolve(self, dimension: str, texts: Iterable[str]) -> Codes:
        """Codes for codes or names (districts: old and short ones too).

        Raises ``FilterError`` with the nearest names.
        """
        return tuple(dict.fromkeys(self._resolve(dimension, text) for text in texts))

    def _resolve(self, dimension: str, text: str) -> str:
        if text in (MISSING, MISSING_LABEL):
            return MISSING
        known = self.members(dimension)
        if text in known or (not known and dimension not in self._large):
            return text
        if dimension == "district" and text in self._aliases:
            return self._aliases[text]
        if dimension in self._large:
            # What is known of these grows while others read it; names are looked up in the database.
            return text
        for code, name in known.items():
            if text == name:
                return code
        close = get_close_matches(text, list(known.values()), 3, 0.0) or list(known.values())[:3]
        right = "、".join(close if len(known) > 20 else known.values())
        raise FilterError(dimension, f"没有“{text}”，应为 {right}（或其代码）")


def _pairs(connection: Connection, statement: Select[str, str]) -> dict[str, str]:
    return {code: name for code, name in connection.execute(statement)}  # noqa: C416


def _members(connection: Connection, d: Dimension) -> dict[str, str]:
    if d.table is None:
        return dict(d.members)
    key, name = d.column(d.key), d.column(d.name)
    order = d.table.columns.get("sort", key)
    return _pairs(connection, select(key, name).order_by(order, key))


def _count(connection: Connection, d: Dimension) -> int:
    count: int = connection.execute(select(func.count(d.column(d.key)))).scalar_one()
    return count


def find_by_name(connection: Connection, dimension: str, names: Iterable[str]) -> dict[str, str]:
    """{name: code} of members of a large list that are called exactly so (or have that code)."""
    d: Dimension = DIMENSIONS[dimension]
    key, name = d.column(d.key), d.column(d.name)
    wanted = list(names)
    found = connection.execute(
        select(key, name).where(name.in_(wanted) | key.in_(wanted)).order_by(key.desc())
    )
    out: dict[str, str] = {}
    for code, text in found:
        out[text] = code
        out[code] = code
    return out
