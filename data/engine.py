"""The only place that opens connections to the unified database, embedded or server.

Readers ask ``Database.current()`` for the publication to show and ``connect(version)`` for a
read-only connection bound to exactly that version; nothing is opened at import time.
"""

from __future__ import annotations

import os
import threading
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import sqlalchemy as sa
from sqlalchemy.pool import QueuePool

from data.limits import SPILL_TIMES, allowed, bounded, time_statements, took_long
from data.settings import Settings
from data.unavailable import DatabaseUnavailable, NothingPublished, QueryStopped
from data.versions import FileVersions, Publication, schema_name

__all__ = [
    "Database",
    "DatabaseUnavailable",
    "NothingPublished",
    "Publication",
    "QueryStopped",
    "get_database",
    "open_database",
]

CONNECT_SECONDS = 3
#: How old the server's answer to "which version is current" may be.
POLL_SECONDS = 2.0
_OPEN_VERSIONS = 4
#: A server that vanished without a word is noticed after some ten seconds, not after hours.
_ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
#: How reading sessions on the server are set.
_SESSION = {
    "default_transaction_read_only": "on",
    "timezone": "Asia/Shanghai",
    "jit": "off",
    # Replayed states are estimated at one row, and a nested loop over them took 90 s instead of 1 s.
    "enable_nestloop": "off",
}


class Database(ABC):
    """The unified database as readers see it: versions that never change."""

    dialect: str

    @abstractmethod
    def current(self) -> Publication:
        """The publication to show now; cheap enough to ask for on every request.

        Raises ``DatabaseUnavailable`` when nothing is published or the server is away.
        """

    @abstractmethod
    def publications(self) -> list[Publication]:
        """Kept publications, newest first; empty when there is none yet."""

    @abstractmethod
    def connect(self, version: str) -> AbstractContextManager[sa.Connection]:
        """A read-only connection that sees exactly ``version``.

        Raises ``DatabaseUnavailable`` when that version is not kept or the server is away, and
        ``QueryStopped`` where what is read takes more time or memory than the settings allow
        (``data.limits.allowing``: some times as long).
        """

    @abstractmethod
    def close(self) -> None:
        """Close every connection that isn't in use."""


def open_database(settings: Settings) -> Database:
    """The database that ``settings`` names; opens nothing yet."""
    return _Server(settings) if settings.dialect == "postgresql" else _Embedded(settings)


@cache
def get_database() -> Database:
    """The database of this process, as the environment says."""
    return open_database(Settings.from_env())


@dataclass
class _Open:
    """An engine on one version file and how many connections are out."""

    engine: sa.Engine
    users: int = 0


class _Embedded(Database):
    """Version files read by DuckDB inside this process."""

    dialect = "duckdb"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._files = FileVersions(settings.home)
        self._lock = threading.Lock()
        self._open: OrderedDict[str, _Open] = OrderedDict()
        self._seen: tuple[tuple[int, int, int], Publication] | None = None

    def current(self) -> Publication:
        try:
            stat = self._files.pointer.stat()
            mark = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if self._seen is None or self._seen[0] != mark:
                publication = self._files.current()
                if publication is None:
                    raise NothingPublished()
                self._seen = (mark, publication)
            return self._seen[1]
        except FileNotFoundError:
            raise NothingPublished() from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DatabaseUnavailable(f"无法读取 {self._files.pointer}：{error}") from error

    def publications(self) -> list[Publication]:
        try:
            return self._files.kept()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DatabaseUnavailable(f"无法读取 {self._files.folder}：{error}") from error

    @contextmanager
    def connect(self, version: str) -> Iterator[sa.Connection]:
        held = self._acquire(version)
        try:
            connection = _open_connection(held.engine, f"版本 {version} 的数据文件无法打开")
            with connection, bounded(connection, self._settings):
                yield connection
        finally:
            self._release(held)

    def close(self) -> None:
        with self._lock:
            for version in [v for v, held in self._open.items() if held.users == 0]:
                self._open.pop(version).engine.dispose()

    def _acquire(self, version: str) -> _Open:
        with self._lock:
            held = self._open.get(version)
            if held is None:
                held = self._open[version] = _Open(self._engine(version))
            self._open.move_to_end(version)
            held.users += 1
            return held

    def _release(self, held: _Open) -> None:
        with self._lock:
            held.users -= 1
            idle = [v for v, other in self._open.items() if other.users == 0]
            for version in idle[: max(0, len(self._open) - _OPEN_VERSIONS)]:
                self._open.pop(version).engine.dispose()

    def _engine(self, version: str) -> sa.Engine:
        path = self._files.database(version)
        if not path.exists():
            raise DatabaseUnavailable(f"版本 {version} 不在 {path.parent}：已超过保留数量？请改用当前版本")
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


class _Server(Database):
    """A PostgreSQL server with one schema a version."""

    dialect = "postgresql"

    def __init__(self, settings: Settings) -> None:
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._answer: Publication | DatabaseUnavailable | None = None
        self._seconds = settings.query_seconds
        session = _SESSION | {"statement_timeout": f"{self._seconds}s"}
        self._engine = sa.create_engine(
            settings.database_url,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "application_name": "cockpit",
                **_ALIVE,
                "options": " ".join(f"-c {name}={value}" for name, value in session.items()),
            },
            pool_pre_ping=True,
            pool_size=settings.threads,
            max_overflow=16,
            pool_timeout=10,
        )

    def current(self) -> Publication:
        # While one thread asks, the others go on with the last answer, if there ever was one.
        if self._is_due() and self._lock.acquire(blocking=self._answer is None):
            try:
                if self._is_due():
                    self._answer = self._ask_current()
                    self._asked = time.monotonic()
            finally:
                self._lock.release()
        answer = self._answer
        if isinstance(answer, Publication):
            return answer
        raise NothingPublished if isinstance(answer, NothingPublished) else DatabaseUnavailable(str(answer))

    def publications(self) -> list[Publication]:
        return self._publications("is_kept")

    @contextmanager
    def connect(self, version: str) -> Iterator[sa.Connection]:
        translated = {None: schema_name(version)}
        seconds = allowed(self._seconds)
        try:
            with _open_connection(self._engine, "数据库服务器连接不上") as connection:
                if seconds != self._seconds:
                    # Until the connection goes back to the pool, which rolls back.
                    connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{seconds}s'")
                yield connection.execution_options(schema_translate_map=translated)
        except sa.exc.OperationalError as error:
            if isinstance(error.orig, psycopg.errors.QueryCanceled):
                raise took_long(seconds) from error
            raise DatabaseUnavailable(f"数据库服务器中断：{_first_line(error)}") from error
        except sa.exc.ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) in ("42P01", "3F000") and not self._is_kept(version):
                raise DatabaseUnavailable(f"版本 {version} 已不再保留，请改用当前版本") from error
            raise

    def close(self) -> None:
        self._engine.dispose()

    def _is_due(self) -> bool:
        return time.monotonic() - self._asked >= POLL_SECONDS

    def _ask_current(self) -> Publication | DatabaseUnavailable:
        try:
            found = self._publications("is_current")
        except DatabaseUnavailable as error:
            return error
        return found[0] if found else NothingPublished()

    def _is_kept(self, version: str) -> bool:
        return any(p.version == version for p in self.publications())

    def _publications(self, condition: str) -> list[Publication]:
        columns = "version, business_date, published_at, is_demonstration, delivery_title"
        query = sa.text(
            f"SELECT {columns} FROM cockpit_meta.publication WHERE {condition} ORDER BY version::int DESC"
        )
        try:
            with _open_connection(self._engine, "数据库服务器连接不上") as connection:
                return [Publication(*row) for row in connection.execute(query)]
        except sa.exc.ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) in ("42P01", "3F000"):
                return []
            raise DatabaseUnavailable(f"读不到发布记录 cockpit_meta：{_first_line(error)}") from error
        except sa.exc.OperationalError as error:
            raise DatabaseUnavailable(f"数据库服务器中断：{_first_line(error)}") from error


def _open_connection(engine: sa.Engine, trouble: str) -> sa.Connection:
    try:
        return engine.connect()
    except (sa.exc.DBAPIError, duckdb.Error) as error:
        raise DatabaseUnavailable(f"{trouble}：{_first_line(error)}") from error
    except sa.exc.TimeoutError as error:
        raise DatabaseUnavailable("数据库连接已全部占用，请稍后再试") from error


def _first_line(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    return (str(original).strip().splitlines() or [type(original).__name__])[0]


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
        raise DatabaseUnavailable(f"数据库服务器连接不上：{_first_line(error)}") from error
