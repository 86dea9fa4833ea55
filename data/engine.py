"""The only place that opens connections to the unified database, embedded or server.

Readers ask ``Database.current()`` for the publication to show and ``connect(version)`` for a
read-only connection bound to exactly that version; nothing is opened at import time.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from data.database import Database, open_connection
from data.effort import require_work
from data.integrity import FileIntegrity, Mark, NothingWhole, Serving, mark_of
from data.limits import SPILL_TIMES, bounded, time_statements
from data.server import CONNECT_SECONDS, ServerDatabase
from data.settings import Settings
from data.unavailable import (
    DatabaseUnavailable,
    NothingPublished,
    QueryStopped,
    VersionDamaged,
    first_line,
    unavailable,
)
from data.versions import FileVersions, Publication

__all__ = [
    "Database",
    "DatabaseUnavailable",
    "NothingPublished",
    "Publication",
    "QueryStopped",
    "Serving",
    "VersionDamaged",
    "get_database",
    "open_database",
]

log = logging.getLogger(__name__)

_OPEN_VERSIONS = 4
#: DuckDB's words for a process that may open no more files, and for a database object that an error closed.
_OUT_OF_FILES = re.compile(r"Too many open files|ulimit", re.IGNORECASE)
_INVALIDATED = re.compile(r"database has been invalidated", re.IGNORECASE)


def open_database(settings: Settings) -> Database:
    """The database that ``settings`` names; opens nothing yet."""
    return ServerDatabase(settings) if settings.dialect == "postgresql" else _Embedded(settings)


@cache
def get_database() -> Database:
    """The database of this process, as the environment says."""
    return open_database(Settings.from_env())


@dataclass
class _Open:
    """An engine on one version file and how many connections are out."""

    engine: sa.Engine
    mark: Mark
    users: int = 0
    retired: bool = False


class _Embedded(Database):
    """Version files read by DuckDB inside this process."""

    dialect = "duckdb"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._files = FileVersions(settings.home)
        self._integrity = FileIntegrity(self._files)
        self._lock = threading.Lock()
        self._open: OrderedDict[str, _Open] = OrderedDict()

    def current(self) -> Publication:
        return self.serving().publication

    def serving(self) -> Serving:
        try:
            found = self._integrity.serving()
        except NothingWhole as error:
            raise VersionDamaged(str(error)) from error
        if found is None:
            raise NothingPublished()
        return found

    def trouble(self, version: str) -> str:
        return self._integrity.trouble(version)

    def damaged(self) -> dict[str, str]:
        return self._integrity.damaged()

    def verify(self) -> None:
        self._integrity.verify()

    def publications(self) -> list[Publication]:
        return self._files.kept()

    @contextmanager
    def connect(self, version: str) -> Iterator[sa.Connection]:
        require_work()
        held = self._acquire(version)
        try:
            connection = open_connection(
                held.engine, f"版本 {version} 的数据文件无法打开", version, self.explained
            )
            with connection, bounded(connection, self._settings):
                yield connection
        except (sa.exc.DBAPIError, duckdb.Error) as error:
            explained = self.explained(version, error)
            if explained is None:
                raise
            raise explained from error
        finally:
            self._release(held)

    def explained(self, version: str, error: Exception) -> DatabaseUnavailable | None:
        """What an error while opening or reading a version means; None where it is the question's own."""
        said = first_line(error)
        if _OUT_OF_FILES.search(said):
            return DatabaseUnavailable("同时打开的文件太多，请稍后再试")
        if "Corrupt database file" in said or (_is_io(error) and self._files.database(version).name in said):
            self._integrity.suspect(version, said)
            self._retire(version)
            return VersionDamaged(f"版本 {version} {self.trouble(version) or '的数据文件读取出错'}，请重试")
        if _is_io(error):
            log.error("查询没有完成：%s", said)
            return DatabaseUnavailable("查询没有完成：临时文件读写出错，可能磁盘已满，请联系管理员")
        if _INVALIDATED.search(said):
            log.error("版本 %s 的数据库进程内出错，重新打开：%s", version, said)
            self._retire(version)
            return DatabaseUnavailable("数据库刚才出错，已重新打开，请重试")
        return None

    def close(self) -> None:
        with self._lock:
            for version in [v for v, held in self._open.items() if held.users == 0]:
                self._open.pop(version).engine.dispose()

    def _acquire(self, version: str) -> _Open:
        mark = self._mark(version)
        with self._lock:
            held = self._open.get(version)
            # A file that is gone while it is open can still be read: a pruned version, to its readers' end.
            if held is not None and mark not in (None, held.mark):
                self._forget(version)
                held = None
            if held is None:
                if mark is None:
                    raise self._gone(version)
                held = self._open[version] = _Open(self._engine(version), mark)
            self._open.move_to_end(version)
            held.users += 1
            return held

    def _release(self, held: _Open) -> None:
        with self._lock:
            held.users -= 1
            if held.users == 0 and held.retired:
                held.engine.dispose()
            idle = [v for v, other in self._open.items() if other.users == 0]
            for version in idle[: max(0, len(self._open) - _OPEN_VERSIONS)]:
                self._open.pop(version).engine.dispose()

    def _retire(self, version: str) -> None:
        """Open a version anew for the next reader; those who read it now go on to their end."""
        with self._lock:
            self._forget(version)

    def _forget(self, version: str) -> None:
        if (held := self._open.pop(version, None)) is not None:
            held.retired = True
            if held.users == 0:
                held.engine.dispose()

    def _mark(self, version: str) -> Mark | None:
        """The identity of a version's file, None where it is gone. Raises ``VersionDamaged``."""
        try:
            mark = mark_of(self._files.database(version))
        except OSError:
            return None
        if reason := self.trouble(version):
            raise VersionDamaged(f"版本 {version} {reason}")
        return mark

    def _gone(self, version: str) -> DatabaseUnavailable:
        if reason := self.trouble(version):
            return VersionDamaged(f"版本 {version} {reason}")
        return DatabaseUnavailable(f"版本 {version} 不在保留的版本中：已超过保留数量？请改用当前版本")

    def _engine(self, version: str) -> sa.Engine:
        path = self._files.database(version)
        config = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "enable_external_access": "false",
            "temp_directory": str(self._settings.home / "tmp" / f"duckdb-{os.getpid()}"),
            "memory_limit": f"{self._settings.query_memory_mb}MB",
            "max_temp_directory_size": f"{SPILL_TIMES * self._settings.query_memory_mb}MB",
        }
        engine = sa.create_engine(
            sa.URL.create("duckdb", database=str(path)),
            connect_args={"read_only": True, "config": config},
            poolclass=QueuePool,
            pool_size=self._settings.threads,
            max_overflow=64,
        )
        time_statements(engine)
        return engine


def _is_io(error: Exception) -> bool:
    return isinstance(getattr(error, "orig", None) or error, duckdb.IOException)


def open_workbench(path: Path, spill: Path, memory: str = "1GB") -> duckdb.DuckDBPyConnection:
    """A DuckDB file for intake to stage and build in, bounded in memory (spilling to ``spill``)."""
    config: dict[str, Any] = {
        "memory_limit": memory,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    return duckdb.connect(str(path), config=config)


def open_writer(settings: Settings, purpose: str) -> psycopg.Connection[tuple[Any, ...]]:
    """A writing connection to the server, for intake only; ``purpose`` (ASCII) names it to others."""
    url = sa.make_url(settings.database_url).set(drivername="postgresql")
    try:
        return psycopg.connect(
            url.render_as_string(hide_password=False),
            connect_timeout=CONNECT_SECONDS,
            application_name=purpose[:60],
            options="-c timezone=Asia/Shanghai -c client_connection_check_interval=2000",
        )
    except psycopg.OperationalError as error:
        raise unavailable(DatabaseUnavailable, "数据库服务器连接不上", error) from error
