"""Whether the version schemas of a PostgreSQL server are whole.

Each schema carries the list of its tables as its comment, written when it is published. A table that is
gone is seen at the next look; pages of the server's files that are garbled are seen when somebody reads them.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable, Sequence
from typing import Any

from data.integrity import NothingWhole, Serving
from data.json_text import parsed
from data.versions import Publication

log = logging.getLogger(__name__)

#: How long a version stays out of service after the server could not read it: it may have been mended.
MARKED_SECONDS = 600.0
#: Kept publications with the schema that holds them (None: gone), its comment and its tables; newest first.
PUBLICATIONS = """
SELECT p.version, p.business_date, p.published_at, p.is_demonstration, p.delivery_title, p.is_current,
    n.oid IS NOT NULL, obj_description(n.oid, 'pg_namespace'),
    ARRAY(SELECT c.relname::text FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relkind = 'r')
FROM cockpit_meta.publication p LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = 'unified_' || p.version
WHERE p.is_kept ORDER BY p.version::int DESC
"""
#: SQLSTATEs of a file that cannot be read, or holds something else: io_error, data and index corrupted.
_DAMAGE = ("58030", "XX001", "XX002")


def comment(tables: Iterable[str]) -> str:
    """What a version's schema says of itself."""
    return json.dumps({"tables": sorted(tables)})


def is_damage(error: Any) -> bool:
    """Whether an error of the driver says that the server's own files are damaged."""
    return getattr(error, "sqlstate", None) in _DAMAGE


class ServerIntegrity:
    """What one process knows of the versions on a server; changed by one thread at a time."""

    def __init__(self) -> None:
        self._marks: dict[str, float] = {}
        self.troubles: dict[str, str] = {}

    def mark(self, version: str, detail: str) -> None:
        """Say that the server could not read a version."""
        log.error("版本 %s 读取出错：%s", version, detail)
        self._marks = {**self._marks, version: time.monotonic()}

    def choose(self, rows: Sequence[Sequence[Any]]) -> Serving | None:
        """The version to show out of the rows of ``PUBLICATIONS``; None where none is current.

        Raises ``NothingWhole``.
        """
        self.troubles = {row[0]: reason for row in rows if (reason := self._reason(row))}
        current = next((row for row in rows if row[5]), None)
        if current is None:
            return None
        version = current[0]
        if version not in self.troubles:
            return Serving(publication_of(current))
        why = f"最新版本 {version} {self.troubles[version]}"
        whole = [row for row in rows if row[0] not in self.troubles]
        older = [row for row in whole if int(row[0]) < int(version)]
        for row in older or whole:
            return Serving(publication_of(row), f"{why}，现显示较早的版本 {row[0]}")
        raise NothingWhole(f"{why}，也没有别的完好版本：请恢复备份，或重新导入数据")

    def _reason(self, row: Sequence[Any]) -> str:
        marked = self._marks.get(row[0])
        if marked is not None and time.monotonic() - marked < MARKED_SECONDS:
            return "的数据损坏（数据库服务器读取出错）"
        return trouble_of(row)


def trouble_of(row: Sequence[Any]) -> str:
    """What a row of ``PUBLICATIONS`` shows to be wrong with its version (Chinese); "" where nothing is."""
    is_there, said, there = row[6], row[7], set(row[8])
    if not is_there:
        return "的数据表不见了"
    if not (missing := sorted(_tables(said) - there)):
        return ""
    more = f" 等 {len(missing)} 张数据表" if len(missing) > 3 else ""
    return f"缺少数据表 {'、'.join(missing[:3])}{more}"


def publication_of(row: Sequence[Any]) -> Publication:
    """The publication in a row of ``PUBLICATIONS``."""
    return Publication(*row[:5])


def _tables(said: str | None) -> set[str]:
    """The tables that a schema's comment lists; none where an older release wrote no comment."""
    try:
        return {str(name) for name in parsed(said or "{}")["tables"]}
    except (ValueError, KeyError, TypeError):
        return set()
