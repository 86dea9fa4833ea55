"""What reading a record takes: a stored answer, the scope's limits, and links to organisations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, or_

from queries.builder import predicate
from queries.model import Source
from queries.scope import Scope
from queries.service import Cockpit

Found = TypeVar("Found")


@dataclass(frozen=True)
class Named:
    """Another record that one names: its key, what it is called, and of which type it is."""

    key: str
    name: str
    type: str = ""


@dataclass(frozen=True)
class Asked:
    """Which record: its key, the day it is seen on, for whom, in which version (empty: the current one)."""

    key: str
    as_of: date
    scope: Scope
    version: str = ""

    @property
    def cache_key(self) -> dict[str, object]:
        """Canonical form for cache keys."""
        return {"key": self.key, "as_of": self.as_of.isoformat(), "scope": self.scope.key()}


def stored(
    cockpit: Cockpit, kind: str, asked: Asked, read: Callable[[Connection], Found | None]
) -> Found | None:
    """The record, from the cache or read once. Raises ``DatabaseUnavailable``."""
    version = asked.version or cockpit.state().publication.version

    def run() -> Found | None:
        with cockpit.database.connect(version) as connection:
            return read(connection)

    found: Found | None = cockpit.cache.get_or_compute(version, f"record.{kind}", asked.cache_key, run)
    return found


def limits(
    scope: Scope, source: Source, columns: Mapping[str, ColumnElement[Any]]
) -> list[ColumnElement[bool]]:
    """The scope as conditions on a record, by the rules of the source that counts such records.

    Raises ``ScopeRefused`` where the source has no rule for a limit.
    """
    return [predicate(columns[d], codes) for d, codes in scope.for_source(source)]


def standing(since: ColumnElement[Any], until: ColumnElement[Any], day: date) -> ColumnElement[bool]:
    """Valid on a day: ``since`` ≤ the day < ``until`` (open where NULL)."""
    return and_(since <= day, or_(until.is_(None), until > day))
