"""What the tables of the operational database share: their metadata, and moments with a zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator

#: Names of constraints, so that a later migration can speak of them on every engine.
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=_NAMES)

#: The zone in which people read moments.
ZONE = ZoneInfo("Asia/Shanghai")


class Moment(TypeDecorator[datetime]):
    """A moment: kept in UTC without zone (SQLite knows none), given back in Asia/Shanghai."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware moments only; raises ``ValueError`` for others."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} 没有时区")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment in the zone of its readers."""
        return value.replace(tzinfo=UTC).astimezone(ZONE) if value is not None else None


def now() -> datetime:
    """This moment."""
    return datetime.now(ZONE)


def storable(text: str) -> str:
    """Text without what no database takes (NUL, half characters), which is written out instead."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")
