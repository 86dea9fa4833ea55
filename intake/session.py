"""One import's session: the lock, the workbench, the target, and failures in one Chinese sentence."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import psycopg

from data.engine import open_writer
from data.integrity import FileIntegrity
from data.lock import Progress, import_lock, silent
from data.settings import Settings
from data.versions import FileVersions, Publication
from intake.files import FileTarget, point_to_whole
from intake.report import ImportFailed
from intake.server import ServerTarget, server_lock
from intake.staging import Workbench, workbench
from intake.target import Target

#: What a full disk, too little memory or a lost server end in.
_FAILURES = (
    OSError,
    duckdb.FatalException,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    psycopg.OperationalError,
)


@contextmanager
def opened_target(
    settings: Settings, title: str, wait: float, progress: Progress
) -> Iterator[tuple[Target, Workbench]]:
    """The target and a workbench, under the import lock; what was half built is removed at the end."""
    files = FileVersions(settings.home)
    with import_lock(files.folder, title, wait, progress):
        files.clean()
        try:
            with workbench(files.folder) as bench, _place(settings, files, bench, wait, progress) as target:
                if target.trouble:
                    base = f"以版本 {target.version} 为底" if target.version else "没有可以沿用的数据"
                    progress(f"注意：{target.trouble}；这次导入{base}", 0.0)
                yield target, bench
        finally:
            files.clean()


def point_to(settings: Settings, version: str, wait: float) -> Publication:
    """Make a kept version current, under the import lock; it takes no room on the disk.

    Raises ``LookupError`` where it isn't kept or is damaged, and as ``opened_target``.
    """
    files, title = FileVersions(settings.home), f"回退到 {version}"
    with import_lock(files.folder, title, wait, silent):
        if settings.dialect == "duckdb":
            return point_to_whole(files, FileIntegrity(files), version)
        with _server(settings, wait, silent) as target:
            return target.point_to(version)


@contextmanager
def _place(
    settings: Settings, files: FileVersions, bench: Workbench, wait: float, progress: Progress
) -> Iterator[Target]:
    if settings.dialect == "duckdb":
        yield FileTarget(files, bench)
        return
    with _server(settings, wait, progress) as target:
        yield target


@contextmanager
def _server(settings: Settings, wait: float, progress: Progress) -> Iterator[ServerTarget]:
    with (
        open_writer(settings, f"cockpit-import {os.getpid()}@{socket.gethostname()}") as connection,
        server_lock(connection, wait, progress),
    ):
        yield ServerTarget(connection)


@contextmanager
def plain_failures() -> Iterator[None]:
    """Turn failures of disk, memory or server into one Chinese sentence."""
    try:
        yield
    except _FAILURES as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ImportFailed(f"导入中断，数据库未改变：{first}") from error


def part_of(progress: Progress, low: float, high: float) -> Progress:
    """The share ``low`` to ``high`` of a progress, for one of its steps."""

    def tell(what: str, share: float) -> None:
        progress(what, low + (high - low) * share)

    return tell
