"""The only place that opens connections to the operational database: a SQLite file, or PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout

from data.settings import Settings
from data.unavailable import Unavailable, unavailable
from store.carry import carry, put_aside
from store.migrate import NewerSchema, upgrade

#: How long a writer waits for another one, and a process for another's migration.
BUSY_SECONDS = 15
MIGRATION_SECONDS = 120
FILE = "cockpit.sqlite"
_CONNECT_SECONDS = 3
_WRITES = "cockpit_writes"
_WAITS = "cockpit_waits"


class StoreUnavailable(Unavailable):
    """The operational database cannot be used now; the message (Chinese) says why and what to do."""


class Store:
    """The operational database. Opened, and brought up to date, at its first use; thread-safe.

    ``read`` and ``write`` raise ``StoreUnavailable`` where it is away, locked for too long, full, or
    of a newer release than this program.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._ready = False
        self._engine = _engine(settings)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that only reads; it sees one state as long as it is open."""
        with _plain(), self._opened().connect() as connection:
            yield connection

    @contextmanager
    def write(self, wait: float = BUSY_SECONDS) -> Iterator[sa.Connection]:
        """A transaction: committed at the end, rolled back by an exception.

        In a SQLite file it waits at most ``wait`` seconds for others who write.
        """
        with _plain():
            engine = self._opened().execution_options(**{_WRITES: True, _WAITS: wait})
            with engine.begin() as connection:
                yield connection

    def check(self) -> None:
        """Raise ``StoreUnavailable`` where it doesn't answer now."""
        self.revision()

    def revision(self) -> str:
        """The revision of its schema, once it is up to date."""
        with self.read() as connection:
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())

    def copy_to(self, path: Path) -> None:
        """Copy the SQLite file as it is at one moment, while others write to it."""
        with self.read() as connection, closing(sqlite3.connect(path)) as target:
            driver: Any = connection.connection.driver_connection
            driver.backup(target)

    def migrate(self) -> None:
        """Bring the schema up to date now; safe in many processes at once."""
        with _plain():
            self._opened()

    def close(self) -> None:
        """Close every connection that isn't in use."""
        self._engine.dispose()

    def _opened(self) -> sa.Engine:
        if not self._ready:
            with self._lock:
                if not self._ready:
                    self._migrate()
                    self._ready = True
        return self._engine

    def _migrate(self) -> None:
        engine = self._engine.execution_options(**{_WRITES: True})
        if self._settings.store_url:
            with engine.begin() as connection:
                upgrade(connection)
                carried = carry(connection, self._settings.home)
            put_aside(carried)
            return
        home = self._settings.home
        home.mkdir(parents=True, exist_ok=True)
        # SQLite alone would make the second of two migrations fail, not wait.
        with FileLock(home / f"{FILE}.lock", timeout=MIGRATION_SECONDS):
            self._keep_private(home / FILE)
            with engine.begin() as connection:
                upgrade(connection)
                carried = carry(connection, home)
            put_aside(carried)

    def _keep_private(self, file: Path) -> None:
        """Only the owner may read who looked at what; the files beside it are made as it is."""
        file.touch(0o600)
        with suppress(PermissionError):
            for path in (file, *file.parent.glob(f"{FILE}-*")):
                path.chmod(0o600)


_stores: dict[tuple[str, str], Store] = {}
_stores_lock = threading.Lock()


def open_store(settings: Settings) -> Store:
    """The operational database that ``settings`` names; one object for each in this process."""
    key = (settings.store_url, "" if settings.store_url else str(settings.home))
    with _stores_lock:
        if key not in _stores:
            _stores[key] = Store(settings)
        return _stores[key]


def get_store() -> Store:
    """The operational database of this process, as the environment says."""
    return open_store(Settings.from_env())


def _engine(settings: Settings) -> sa.Engine:
    if settings.store_url:
        return sa.create_engine(
            settings.store_url,
            connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "cockpit-store"},
            pool_pre_ping=True,
            pool_size=settings.threads,
            max_overflow=16,
        )
    url = sa.URL.create("sqlite", database=str(settings.home / FILE))
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    sa.event.listen(engine, "connect", _set_up)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, record: object) -> None:
    # The driver's own transactions begin at the first change: two readers that then write would
    # stand in each other's way without waiting. Ours begin as what they are.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    writes = options.get(_WRITES)
    milliseconds = round(options.get(_WAITS, BUSY_SECONDS) * 1000)
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _plain() -> Iterator[None]:
    try:
        yield
    except NewerSchema as error:
        raise StoreUnavailable(str(error)) from error
    except (sa.exc.IntegrityError, sa.exc.ProgrammingError, sa.exc.DataError):
        raise
    except (sa.exc.DatabaseError, sqlite3.DatabaseError, sa.exc.TimeoutError, OSError, Timeout) as error:
        raise unavailable(StoreUnavailable, "运行库暂时不能使用", error) from error
