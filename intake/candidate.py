"""A version that is built but not yet published, as a database that only its import can read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.pool import NullPool, StaticPool

from data.engine import Database, DatabaseUnavailable
from data.versions import Publication, schema_name

Connection = psycopg.Connection[tuple[Any, ...]]

#: As for readers (``data/engine.py``), for the rest of the import's transaction.
_SESSION = "SET LOCAL jit = off; SET LOCAL enable_nestloop = off"


class Candidate(Database):
    """One version on one engine."""

    def __init__(self, dialect: str, engine: sa.Engine, publication: Publication) -> None:
        self.dialect = dialect
        self._engine = engine
        self._publication = publication

    def current(self) -> Publication:
        return self._publication

    def publications(self) -> list[Publication]:
        return [self._publication]

    @contextmanager
    def connect(self, version: str) -> Iterator[sa.Connection]:
        if version != self._publication.version:
            raise DatabaseUnavailable(f"版本 {version} 不是正在导入的版本")
        with self._engine.connect() as connection:
            if self.dialect == "duckdb":
                yield connection
            else:
                yield connection.execution_options(schema_translate_map={None: schema_name(version)})

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def file_candidate(path: Path, publication: Publication) -> Iterator[Candidate]:
    """The version in a finished, closed DuckDB file."""
    url = sa.URL.create("duckdb", database=str(path))
    engine = sa.create_engine(url, connect_args={"read_only": True}, poolclass=NullPool)
    try:
        yield Candidate("duckdb", engine, publication)
    finally:
        engine.dispose()


@contextmanager
def server_candidate(connection: Connection, publication: Publication) -> Iterator[Candidate]:
    """The version that an open transaction has built, seen from within that transaction."""
    connection.execute(_SESSION)
    engine = sa.create_engine(
        "postgresql+psycopg://",
        creator=partial(_Borrowed, connection),
        poolclass=StaticPool,
        # It would be looked up with more of a connection than is lent here.
        use_native_hstore=False,
    )
    yield Candidate("postgresql", engine, publication)


class _Borrowed:
    """A connection in somebody else's transaction: the borrower neither ends nor closes it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def rollback(self) -> None:
        """The lender decides."""

    def commit(self) -> None:
        """The lender decides."""

    def close(self) -> None:
        """The lender decides."""
