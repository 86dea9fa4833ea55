"""Publishing to version files (DuckDB): built beside the others, then renamed into place."""

from __future__ import annotations

from collections.abc import Container

from sqlalchemy import Table

from data.ddl import carried_columns, create_table, literal, quoted, sort_order, typed_columns
from data.integrity import FileIntegrity, NothingWhole
from data.lock import Progress
from data.schema import version_tables
from data.tables.base import metadata
from data.tables.governance import publication as publication_table
from data.versions import FileVersions, Publication
from intake.candidate import file_candidate
from intake.delivery import DeliveredTable, Delivery
from intake.staging import Workbench
from intake.target import Inspect, Target


def whole_base(integrity: FileIntegrity) -> tuple[str | None, str]:
    """The version that serves, read to its end and found whole, and why it isn't the one published last.

    None for the first import, and where no version is whole: then nothing can be carried over.
    """
    try:
        base = integrity.serving()
        while base is not None:
            integrity.verify(base.publication.version)
            if (found := integrity.serving()) == base:
                return base.publication.version, base.trouble
            base = found
    except NothingWhole as error:
        return None, str(error)
    return None, ""


def point_to_whole(files: FileVersions, integrity: FileIntegrity, version: str) -> Publication:
    """Make a kept version current; raises ``LookupError`` where it isn't kept or is damaged."""
    integrity.verify(version)
    if reason := integrity.trouble(version):
        raise LookupError(f"版本 {version} {reason}，不能改用")
    return files.point_to(version)


class FileTarget(Target):
    """The version files under ``$COCKPIT_HOME/unified``."""

    def __init__(self, files: FileVersions, bench: Workbench) -> None:
        self._files = files
        self._integrity = FileIntegrity(files)
        self.version, self.trouble = whole_base(self._integrity)
        self._columns: dict[str, frozenset[str]] = {}
        if self.version:
            bench.run(f"ATTACH {literal(str(files.database(self.version)))} AS base (READ_ONLY)")
            for name, columns in bench.rows(
                "SELECT table_name, list(column_name) FROM duckdb_columns() "
                "WHERE database_name = 'base' GROUP BY table_name"
            ):
                self._columns[str(name)] = frozenset(columns)  # type: ignore[call-overload]

    def next_version(self) -> str:
        return self._files.next_version()

    def columns(self, table: Table) -> frozenset[str]:
        return self._columns.get(table.name, frozenset())

    def relation(self, bench: Workbench, table: Table, columns: list[str]) -> str:
        return f"base.main.{quoted(table.name)}"

    def publish(
        self,
        bench: Workbench,
        delivery: Delivery,
        publication: Publication,
        progress: Progress,
        inspect: Inspect | None = None,
    ) -> None:
        path = self._files.building(publication.version)
        bench.run(f"ATTACH {literal(str(path))} AS build")
        staged = {d.table.name: d for d in delivery.tables}
        tables = version_tables()
        for number, table in enumerate(tables):
            progress(f"建库 {table.name}", number / len(tables))
            self._fill(bench, table, staged.get(table.name))
        self._describe(bench, publication)
        progress("写盘", 1.0)
        bench.run("CHECKPOINT build")
        bench.run("DETACH build")
        if inspect:
            with file_candidate(path, publication) as candidate:
                inspect(candidate)
        progress("发布", 1.0)
        self._files.install(publication)

    def prune(self, keep: int, held: Container[str] = ()) -> list[str]:
        return self._files.prune(keep, held, self._integrity.damaged())

    def point_to(self, version: str) -> Publication:
        return point_to_whole(self._files, self._integrity, version)

    def _fill(self, bench: Workbench, table: Table, delivered: DeliveredTable | None) -> None:
        name = quoted(table.name)
        bench.run(create_table(table, "build.main", "duckdb"))
        if delivered:
            columns = typed_columns(table, delivered.columns)
            order = sort_order(table)
            bench.run(f"INSERT INTO build.main.{name} SELECT {columns} FROM {name} ORDER BY {order}")
        else:
            self._carry(bench, table)

    def _carry(self, bench: Workbench, table: Table) -> None:
        if there := self.columns(table):
            name = quoted(table.name)
            columns = carried_columns(table, there)
            bench.run(f"INSERT INTO build.main.{name} SELECT {columns} FROM base.main.{name}")

    def _describe(self, bench: Workbench, publication: Publication) -> None:
        table = metadata.tables[publication_table.name]
        bench.run(create_table(table, "build.main", "duckdb"))
        self._carry(bench, table)
        bench.run(
            "INSERT INTO build.main.publication VALUES (?, ?, ?, ?, ?)",
            publication.version,
            publication.business_date,
            publication.published_at,
            publication.is_demonstration,
            publication.delivery_title,
        )
