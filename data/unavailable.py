"""Why the unified database cannot answer; every message is for a reader, in Chinese."""

from __future__ import annotations


class DatabaseUnavailable(RuntimeError):
    """No version can be read now; the message (Chinese) says why and what to do."""


class NothingPublished(DatabaseUnavailable):
    """The database is there but holds no version yet."""

    def __init__(self) -> None:
        super().__init__("还没有任何发布版本：请先导入数据（make demo，或 flask --app app data import 目录）")


class QueryStopped(DatabaseUnavailable):
    """A statement took more time or memory than one reader may have; the message says what to ask instead."""


class VersionDamaged(DatabaseUnavailable):
    """A version cannot be read though it should be there, or no version can.

    The message (Chinese) says which and why; it holds no path and no address.
    """
