"""Reading the unified database on a PostgreSQL server: one schema a version."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import sqlalchemy as sa

from data.database import Database, open_connection
from data.effort import require_work
from data.integrity import NothingWhole, Serving
from data.limits import allowed, took_long
from data.server_integrity import PUBLICATIONS, ServerIntegrity, is_damage, publication_of
from data.settings import Settings
from data.unavailable import DatabaseUnavailable, NothingPublished, VersionDamaged, first_line, unavailable
from data.versions import Publication, schema_name

CONNECT_SECONDS = 3
#: How old the server's answer to "which version is current" may be.
POLL_SECONDS = 2.0
#: SQLSTATEs of a table, or a schema, that isn't there.
_NO_SUCH_TABLE = ("42P01", "3F000")
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


class ServerDatabase(Database):
    """A PostgreSQL server with one schema a version."""

    dialect = "postgresql"

    def __init__(self, settings: Settings) -> None:
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._answer: Serving | DatabaseUnavailable | None = None
        self._seconds = settings.query_seconds
        session = _SESSION | {"statement_timeout": f"{self._seconds}s"}
        self._integrity = ServerIntegrity()
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
        return self.serving().publication

    def serving(self) -> Serving:
        # While one thread asks, the others go on with the last answer, if there ever was one.
        if self._is_due() and self._lock.acquire(blocking=self._answer is None):
            try:
                if self._is_due():
                    self._answer = self._ask_current()
                    self._asked = time.monotonic()
            finally:
                self._lock.release()
        answer = self._answer
        if isinstance(answer, Serving):
            return answer
        if isinstance(answer, NothingPublished):
            raise NothingPublished
        again = (VersionDamaged if isinstance(answer, VersionDamaged) else DatabaseUnavailable)(str(answer))
        again.detail = answer.detail if answer else ""
        raise again

    def trouble(self, version: str) -> str:
        return self._integrity.troubles.get(version, "")

    def damaged(self) -> dict[str, str]:
        self._asked = float("-inf")
        self.serving()
        return dict(self._integrity.troubles)

    def publications(self) -> list[Publication]:
        return [publication_of(row) for row in self._rows()]

    @contextmanager
    def connect(self, version: str) -> Iterator[sa.Connection]:
        require_work()
        translated = {None: schema_name(version)}
        seconds = allowed(self._seconds)
        try:
            with open_connection(self._engine, "数据库服务器连接不上") as connection:
                if seconds != self._seconds:
                    # Until the connection goes back to the pool, which rolls back.
                    connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{seconds}s'")
                yield connection.execution_options(schema_translate_map=translated)
        except sa.exc.DBAPIError as error:
            if isinstance(error.orig, psycopg.errors.QueryCanceled):
                raise took_long(seconds) from error
            explained = self._explained(version, error)
            if explained is None:
                raise
            raise explained from error

    def _explained(self, version: str, error: sa.exc.DBAPIError) -> DatabaseUnavailable | None:
        """What an error while reading a version means; None where it is the question's own."""
        if is_damage(error.orig):
            self._integrity.mark(version, first_line(error))
            self._asked = float("-inf")
            return VersionDamaged(f"版本 {version} 的数据损坏（数据库服务器读取出错），请重试")
        if isinstance(error, sa.exc.OperationalError):
            return unavailable(DatabaseUnavailable, "数据库服务器中断", error)
        if getattr(error.orig, "sqlstate", None) in _NO_SUCH_TABLE:
            self._asked = float("-inf")
            if not self._is_kept(version):
                return DatabaseUnavailable(f"版本 {version} 已不再保留，请改用当前版本")
            with suppress(DatabaseUnavailable):
                self.serving()
            if reason := self.trouble(version):
                return VersionDamaged(f"版本 {version} {reason}")
        return None

    def close(self) -> None:
        self._engine.dispose()

    def _is_due(self) -> bool:
        return time.monotonic() - self._asked >= POLL_SECONDS

    def _ask_current(self) -> Serving | DatabaseUnavailable:
        try:
            return self._integrity.choose(self._rows()) or NothingPublished()
        except NothingWhole as error:
            return VersionDamaged(str(error))
        except DatabaseUnavailable as error:
            return error

    def _is_kept(self, version: str) -> bool:
        return any(p.version == version for p in self.publications())

    def _rows(self) -> list[sa.Row[Any]]:
        try:
            with open_connection(self._engine, "数据库服务器连接不上") as connection:
                return list(connection.execute(sa.text(PUBLICATIONS)))
        except sa.exc.ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) in _NO_SUCH_TABLE:
                return []
            raise unavailable(DatabaseUnavailable, "读不到发布记录 cockpit_meta", error) from error
        except sa.exc.OperationalError as error:
            raise unavailable(DatabaseUnavailable, "数据库服务器中断", error) from error
