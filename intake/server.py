"""Publishing to PostgreSQL: one schema a version, filled by COPY in one transaction.

``cockpit_meta.publication`` lists every version there ever was; the row of a version, its schema
and its rows become visible together, or not at all.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
from sqlalchemy import Table

from data.ddl import carried_columns, create_table, kind, literal, quoted, sort_order, typed_columns
from data.integrity import NothingWhole
from data.lock import Progress, busy
from data.schema import version_tables
from data.server_integrity import PUBLICATIONS, ServerIntegrity, comment, publication_of, trouble_of
from data.tables.governance import publication as publication_table
from data.versions import Publication, schema_name, superfluous, version_name
from intake.candidate import server_candidate
from intake.delivery import DeliveredTable, Delivery
from intake.staging import Workbench
from intake.target import Inspect, Target

Connection = psycopg.Connection[tuple[Any, ...]]

#: Any constant: the advisory lock that imports into one server share.
_LOCK = 20_221_230
_COPY_BYTES = 1 << 20
_META = """
CREATE SCHEMA IF NOT EXISTS cockpit_meta;
CREATE TABLE IF NOT EXISTS cockpit_meta.publication (
    version text PRIMARY KEY,
    business_date date NOT NULL,
    published_at timestamp NOT NULL,
    is_demonstration boolean NOT NULL,
    delivery_title text,
    is_current boolean NOT NULL,
    is_kept boolean NOT NULL
);
"""


@contextmanager
def server_lock(connection: Connection, wait: float, progress: Progress) -> Iterator[None]:
    """Hold the server's import lock for this session; raise ``ImportBusy`` after ``wait`` seconds."""
    until = monotonic() + wait
    while not _rows(connection, "SELECT pg_try_advisory_lock(%s)", _LOCK)[0][0]:
        connection.commit()
        if monotonic() >= until:
            raise busy(_holder(connection), wait)
        progress(f"等待另一次导入结束（{_holder(connection)}）", 0.0)
        sleep(0.2)
    connection.commit()
    try:
        yield
    finally:
        if not connection.closed:
            connection.rollback()
            connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
            connection.commit()


class ServerTarget(Target):
    """The version schemas of one PostgreSQL database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        _run(connection, _META)
        try:
            base = ServerIntegrity().choose(_rows(connection, PUBLICATIONS))
            self.version, self.trouble = (base.publication.version, base.trouble) if base else (None, "")
        except NothingWhole as error:
            self.version, self.trouble = None, str(error)
        self._columns: dict[str, set[str]] = {}
        self._loaded: dict[tuple[str, ...], str] = {}
        if self.version:
            query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s"
            for name, column in _rows(connection, query, schema_name(self.version)):
                self._columns.setdefault(name, set()).add(column)
        connection.commit()

    def next_version(self) -> str:
        query = "SELECT coalesce(max(version::int), 0) + 1 FROM cockpit_meta.publication"
        return version_name(_rows(self._connection, query)[0][0])

    def columns(self, table: Table) -> frozenset[str]:
        return frozenset(self._columns.get(table.name, ()))

    def relation(self, bench: Workbench, table: Table, columns: list[str]) -> str:
        key = (table.name, *columns)
        if key not in self._loaded:
            self._loaded[key] = self._load(bench, table, columns)
        return self._loaded[key]

    def publish(
        self,
        bench: Workbench,
        delivery: Delivery,
        publication: Publication,
        progress: Progress,
        inspect: Inspect | None = None,
    ) -> None:
        schema = schema_name(publication.version)
        staged = {d.table.name: d for d in delivery.tables}
        tables = version_tables()
        connection = self._connection
        with connection.transaction():
            _run(connection, "SET LOCAL maintenance_work_mem = '256MB'")
            _run(connection, f"CREATE SCHEMA {schema}")
            for number, table in enumerate(tables):
                progress(f"建库 {table.name}", number / len(tables))
                self._fill(bench, schema, table, staged.get(table.name))
                _finish(connection, schema, table)
            self._describe(schema, publication)
            made = [*(table.name for table in tables), publication_table.name]
            _run(connection, f"COMMENT ON SCHEMA {schema} IS {literal(comment(made))}")
            if inspect:
                with server_candidate(connection, publication) as candidate:
                    inspect(candidate)
            progress("发布", 1.0)
        connection.commit()

    def prune(self, keep: int, held: Container[str] = ()) -> list[str]:
        kept = [row[0] for row in _rows(self._connection, _kept("version"))]
        current = _rows(self._connection, _kept("version") + " AND is_current")
        self._connection.commit()
        gone = superfluous(kept, current[0][0] if current else None, keep, held)
        return [version for version in gone if self._drop(version)]

    def point_to(self, version: str) -> Publication:
        found = [row for row in _rows(self._connection, PUBLICATIONS) if row[0] == version]
        if not found:
            self._connection.rollback()
            raise LookupError(f"版本 {version} 不在保留的版本中")
        if reason := trouble_of(found[0]):
            self._connection.rollback()
            raise LookupError(f"版本 {version} {reason}，不能改用")
        _run(self._connection, "UPDATE cockpit_meta.publication SET is_current = (version = %s)", version)
        self._connection.commit()
        return publication_of(found[0])

    def _fill(self, bench: Workbench, schema: str, table: Table, delivered: DeliveredTable | None) -> None:
        _run(self._connection, create_table(table, schema, "postgresql"))
        if not delivered:
            self._carry(schema, table)
            return
        path = bench.folder / f"{table.name}.copy"
        columns = typed_columns(table, delivered.columns)
        rows = f"SELECT {columns} FROM {quoted(table.name)} ORDER BY {sort_order(table)}"
        bench.run(f"COPY ({rows}) TO {literal(str(path))} (FORMAT csv, HEADER false)")
        _copy_in(self._connection, f"{schema}.{quoted(table.name)}", path)
        path.unlink()

    def _carry(self, schema: str, table: Table) -> None:
        if self.version and (there := self.columns(table)):
            source = f"{schema_name(self.version)}.{quoted(table.name)}"
            columns = carried_columns(table, there)
            _run(
                self._connection, f"INSERT INTO {schema}.{quoted(table.name)} SELECT {columns} FROM {source}"
            )

    def _describe(self, schema: str, publication: Publication) -> None:
        facts = (
            publication.version,
            publication.business_date,
            publication.published_at,
            publication.is_demonstration,
            publication.delivery_title,
        )
        _run(self._connection, create_table(publication_table, schema, "postgresql"))
        self._carry(schema, publication_table)
        _run(self._connection, f"INSERT INTO {schema}.publication VALUES (%s, %s, %s, %s, %s)", *facts)
        _run(self._connection, "UPDATE cockpit_meta.publication SET is_current = false WHERE is_current")
        values = "VALUES (%s, %s, %s, %s, %s, true, true)"
        _run(self._connection, f"INSERT INTO cockpit_meta.publication {values}", *facts)

    def _load(self, bench: Workbench, table: Table, columns: list[str]) -> str:
        """Bring columns of the base version into the workbench, by way of a file."""
        name = f"base_{len(self._loaded)}"
        path = bench.folder / f"{name}.csv"
        listed = ", ".join(map(quoted, columns))
        source = f"SELECT {listed} FROM {schema_name(self.version or '')}.{quoted(table.name)}"
        query = f"COPY ({source}) TO STDOUT (FORMAT csv)"
        with path.open("wb") as out, self._connection.cursor().copy(query) as rows:
            for block in rows:
                out.write(block)
        self._connection.commit()
        types = ", ".join(f"{literal(c)}: 'VARCHAR'" for c in columns)
        options = f"auto_detect = false, header = false, delim = ',', quote = '\"', columns = {{{types}}}"
        bench.run(f"CREATE TABLE {name} AS SELECT * FROM read_csv({literal(str(path))}, {options})")
        path.unlink()
        return name

    def _drop(self, version: str) -> bool:
        try:
            with self._connection.transaction():
                _run(self._connection, "SET LOCAL lock_timeout = '3s'")
                mark = "UPDATE cockpit_meta.publication SET is_kept = false WHERE version = %s"
                _run(self._connection, mark, version)
                _run(self._connection, f"DROP SCHEMA IF EXISTS {schema_name(version)} CASCADE")
        except psycopg.errors.LockNotAvailable:
            return False
        self._connection.commit()
        return True


def _finish(connection: Connection, schema: str, table: Table) -> None:
    """Primary key, an index on every reference and date, and statistics."""
    name = f"{schema}.{quoted(table.name)}"
    keys = ", ".join(quoted(c.name) for c in table.primary_key)
    _run(connection, f"ALTER TABLE {name} ADD PRIMARY KEY ({keys})")
    for column in table.columns:
        if (column.info.get("ref") or kind(column) == "date") and not column.primary_key:
            _run(connection, f"CREATE INDEX ON {name} ({quoted(column.name)})")
    _run(connection, f"ANALYZE {name}")


def _copy_in(connection: Connection, name: str, path: Path) -> None:
    # FREEZE: the table is this transaction's own, so its rows need no later clean-up.
    query = f"COPY {name} FROM STDIN (FORMAT csv, FREEZE)"
    with path.open("rb") as source, connection.cursor().copy(query) as target:
        while block := source.read(_COPY_BYTES):
            target.write(block)


def _kept(columns: str) -> str:
    return f"SELECT {columns} FROM cockpit_meta.publication WHERE is_kept"


def _holder(connection: Connection) -> str:
    query = (
        "SELECT a.application_name, a.backend_start::timestamp(0) FROM pg_locks l "
        "JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted"
    )
    found = _rows(connection, query, _LOCK)
    connection.commit()
    return f"{found[0][0]}，自 {found[0][1]} 起" if found else "进程不明"


def _run(connection: Connection, sql: str, *parameters: object) -> None:
    # Identifiers come from the schema and from version numbers, never from a delivery.
    connection.execute(sql, parameters or None)


def _rows(connection: Connection, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    return connection.execute(sql, parameters or None).fetchall()
