"""Names in bulletins to rows of the database: organisations, departments, activities already there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from sqlalchemy import Connection, select

from data.tables.activities import activity
from data.tables.organisations import organisation
from data.tables.reference import component, department, district
from intake.bulletins.review import plain

#: Titles so much alike, of one organiser and day, are told to the reviewer.
_ALIKE = 0.6
#: How many names, and how much alike at least, are offered for one that is not known.
_OFFERED, _NEAR = 3, 0.5


@dataclass(frozen=True)
class Lists:
    """What the current version knows: labels (in the form of ``short``) to keys, None where ambiguous.

    ``names`` are the full names of the organisations that one such label stands for.
    """

    organisations: Mapping[str, str | None]
    departments: Mapping[str, str]
    components: Mapping[str, str]
    districts: Mapping[str, str]
    names: Mapping[str, str]

    def organisation(self, name: str) -> str | None:
        """The key of the one organisation that goes by this name, short name or key."""
        return self.organisations.get(name) or self.organisations.get(short(name))

    def nearest(self, name: str) -> tuple[str, ...]:
        """Full names of the organisations whose names are most like this one, the nearest first."""
        near = get_close_matches(short(name), list(self.names), _OFFERED, _NEAR)
        return tuple(dict.fromkeys(self.names[label] for label in near))

    def department(self, name: str) -> str | None:
        """The code of the department that a shortened name (科普部) stands for."""
        found = [code for full, code in self.departments.items() if _abbreviates(name, full)]
        return found[0] if len(found) == 1 else None


def read_lists(connection: Connection) -> Lists:
    """Read the lists from the version that ``connection`` sees."""
    o = organisation.c
    keys: dict[str, str | None] = {}
    rows = connection.execute(select(o.id, o.name, o.short_name).where(o.valid_to.is_(None))).all()
    full: dict[str, str] = {}
    for key, *names in rows:
        for label in {short(name) for name in names if name}:
            keys[label] = None if keys.get(label, key) != key else key
            full[label] = names[0]
    keys |= {key: key for key, *_ in rows}
    d, c, a = department.c, component.c, district.c
    return Lists(
        keys,
        {name: code for code, name in connection.execute(select(d.code, d.name))},
        _labels(connection.execute(select(c.code, c.name))),
        _labels(connection.execute(select(a.code, a.name))),
        {label: name for label, name in full.items() if keys[label]},
    )


def there_already(
    connection: Connection, organiser: str, day: date, title: str
) -> tuple[str | None, str | None]:
    """(key of the activity that this is, title of one that it may be), of the same organiser and day."""
    a = activity.c
    query = select(a.id, a.title).where(a.organiser_id == organiser, a.starts_on == day).order_by(a.id)
    alike = None
    for key, other in connection.execute(query):
        if plain(other) == plain(title):
            return key, None
        if SequenceMatcher(None, plain(other), plain(title), autojunk=False).ratio() >= _ALIKE:
            alike = other
    return None, alike


def short(name: str) -> str:
    """The form in which names of organisations are compared: 北京市科学技术协会 and 市科协 are one."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", name))
    text = text.replace("科学技术协会", "科协").removeprefix("北京")
    return re.sub("区科协$", "科协", text)


def _abbreviates(name: str, full: str) -> bool:
    """科普部 stands for 科学技术普及部: its characters in order, from the first to the last."""
    if not name or name[0] != full[0] or name[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(character in rest for character in name)


def _labels(rows: Iterable[Any]) -> dict[str, str]:
    return {label: code for code, name in rows for label in (code, name)}
