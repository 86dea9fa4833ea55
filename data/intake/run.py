"""An import from end to end: lock, stage, check, build, publish, prune."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import duckdb
import psycopg

from data.engine import open_writer
from data.intake.checks import check_rows
from data.intake.delivery import Delivery, read_delivery
from data.intake.files import FileTarget
from data.intake.lock import import_lock
from data.intake.relations import check_carried, check_keys, check_references
from data.intake.report import Findings, ImportFailed, ImportReport, Progress
from data.intake.rownumbers import renumber
from data.intake.server import ServerTarget, server_lock
from data.intake.staging import Workbench, stage, workbench
from data.intake.target import Target, publication_of
from data.intake.trees import check_trees
from data.schema import delivery_tables
from data.settings import Settings
from data.versions import FileVersions, Publication

#: What a full disk, too little memory or a lost server end in.
_FAILURES = (
    OSError,
    duckdb.FatalException,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    psycopg.OperationalError,
)

#: How long an import waits for another one before it gives up, in seconds.
WAIT_SECONDS = 60.0


def import_delivery(
    directory: Path, settings: Settings, progress: Progress | None = None, wait: float = WAIT_SECONDS
) -> ImportReport:
    """Validate a delivery and publish it as a new version; all of it or nothing.

    Raises ``ImportRefused`` (problems in the delivery), ``ImportBusy`` (another import ran for
    longer than ``wait`` seconds), ``ImportFailed`` (a full disk), ``DatabaseUnavailable``.
    Tables that the delivery lacks are carried over from the current version.
    """
    tell = progress or _silent
    started = perf_counter()
    with _plain_failures():
        delivery = read_delivery(directory)
    with _plain_failures(), _target(settings, delivery.title, wait, tell) as (target, bench):
        stage(bench, delivery, _part(tell, 0.0, 0.3))
        _check(bench, delivery, target, _part(tell, 0.3, 0.45))
        publication = publication_of(delivery, target.next_version())
        target.publish(bench, delivery, publication, _part(tell, 0.45, 0.98))
        tell("清理", 0.98)
        pruned = target.prune(settings.keep_versions)
        rows = {d.table.name: bench.number(f'SELECT count(*) FROM "{d.table.name}"') for d in delivery.tables}
    tell(f"已发布版本 {publication.version}", 1.0)
    carried = tuple(t.name for t in delivery_tables() if t.name not in rows and target.columns(t))
    return ImportReport(publication.version, rows, carried, tuple(pruned), perf_counter() - started)


def rollback(version: str, settings: Settings, wait: float = WAIT_SECONDS) -> Publication:
    """Make an older kept version current again; nothing is deleted.

    Raises ``LookupError`` when that version isn't kept, otherwise as ``import_delivery``.
    """
    with _plain_failures(), _target(settings, f"回退到 {version}", wait, _silent) as (target, _):
        return target.point_to(version)


def _check(bench: Workbench, delivery: Delivery, target: Target, progress: Progress) -> None:
    findings = Findings()
    for number, delivered in enumerate(delivery.tables):
        progress(f"校验 {delivered.file}", 0.9 * number / len(delivery.tables))
        check_rows(bench, delivered, findings)
        check_keys(bench, delivered, findings)
    progress("校验引用关系", 0.9)
    check_carried(bench, delivery, target, findings)
    check_references(bench, delivery, target, findings)
    check_trees(bench, delivery, findings)
    renumber(delivery, findings)
    findings.refuse_if_any()


@contextmanager
def _target(
    settings: Settings, title: str, wait: float, progress: Progress
) -> Iterator[tuple[Target, Workbench]]:
    files = FileVersions(settings.home)
    with import_lock(files.folder, title, wait, progress):
        files.clean()
        try:
            with workbench(files.folder) as bench, _place(settings, files, bench, wait, progress) as target:
                yield target, bench
        finally:
            files.clean()


@contextmanager
def _place(
    settings: Settings, files: FileVersions, bench: Workbench, wait: float, progress: Progress
) -> Iterator[Target]:
    if settings.dialect == "duckdb":
        yield FileTarget(files, bench)
        return
    with (
        open_writer(settings, f"cockpit-import {os.getpid()}@{socket.gethostname()}") as connection,
        server_lock(connection, wait, progress),
    ):
        yield ServerTarget(connection)


@contextmanager
def _plain_failures() -> Iterator[None]:
    """Turn failures of disk, memory or server into one Chinese sentence."""
    try:
        yield
    except _FAILURES as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ImportFailed(f"导入中断，数据库未改变：{first}") from error


def _part(progress: Progress, low: float, high: float) -> Progress:
    def tell(what: str, share: float) -> None:
        progress(what, low + (high - low) * share)

    return tell


def _silent(what: str, share: float) -> None:
    """Progress that nobody watches."""
