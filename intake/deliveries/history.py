"""The history of deliveries as commands keep it: what came by the command line, like what came by page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from data.engine import DatabaseUnavailable, open_database
from data.settings import Settings
from intake import (
    Changes,
    ImportBusy,
    ImportFailed,
    ImportRefused,
    ImportReport,
    IntakeReport,
    Movement,
)
from intake.deliveries.inbox import described
from intake.deliveries.records import Records
from intake.deliveries.report import of_changes, of_movements, of_refusal, of_report
from store import StoreUnavailable
from store.base import now


@dataclass
class Attempt:
    """One import from the command line, and what became of it; ``base`` is the version before it.

    ``version`` is set where a publication has no report of its own, ``moved`` and ``changes`` where
    its report has none.
    """

    title: str
    by: str
    paths: tuple[Path, ...] = ()
    base: str | None = None
    report: IntakeReport | ImportReport | None = None
    moved: tuple[Movement, ...] = ()
    changes: tuple[Changes, ...] = ()
    version: str | None = None
    refusal: ImportRefused | None = None
    error: str = ""


@dataclass(frozen=True)
class Switched:
    """A kept version was made to serve."""

    by: str
    before: str | None
    after: str


@contextmanager
def attempt(settings: Settings, title: str, by: str, paths: tuple[Path, ...] = ()) -> Iterator[Attempt]:
    """Around an import: what it sets on the ``Attempt``, or raises, goes into the history."""
    noted = Attempt(title, by, paths, current_version(settings))
    try:
        yield noted
    except ImportRefused as error:
        noted.refusal = error
        keep(noted)
        raise
    except (ImportBusy, ImportFailed, DatabaseUnavailable) as error:
        noted.error = str(error)
        keep(noted)
        raise
    if noted.report is not None or noted.version:
        keep(noted)


def keep(what: Attempt | Switched) -> None:
    """Put something into the history; says so where that fails, what happened stands all the same."""
    try:
        records = Records(Settings.from_env())
        if isinstance(what, Switched):
            records.note_switch(what.by, "command", what.before, what.after, "")
        else:
            _enter(records, what)
    except StoreUnavailable as error:
        click.echo(f"没有记入交付历史：{error}", err=True)


def current_version(settings: Settings) -> str | None:
    """The version that serves; None where there is none, or none can be read."""
    try:
        with closing(open_database(settings)) as database:
            return database.current().version
    except DatabaseUnavailable:
        return None


def _enter(records: Records, done: Attempt) -> None:
    files: list[dict[str, Any]] = []
    with suppress(OSError):
        files = described([p for p in done.paths if p.is_file()])
    told: dict[str, Any] = {"report": None, "error": done.error, "version": None}
    if done.refusal:
        told |= {"state": "refused", "report": of_refusal(done.refusal)}
    elif isinstance(done.report, IntakeReport):
        told |= _loose(done.report, done.base)
    elif isinstance(done.report, ImportReport):
        told |= _whole(done.report, done)
    else:
        told |= {"state": "published" if done.version else "failed", "version": done.version}
    records.enter(done.title, done.by, files, channel="command", finished_at=now(), **told)


def _loose(report: IntakeReport, base: str | None) -> dict[str, Any]:
    if report.version:
        told: dict[str, Any] = {"state": "published", "version": report.version}
    elif report.questions:
        told = {"state": "failed", "error": f"变化超过限度，没有发布：{'；'.join(report.questions)}"}
    else:
        told = {"state": "same"}
    return told | {"report": of_report(report, base)}


def _whole(report: ImportReport, done: Attempt) -> dict[str, Any]:
    told = {
        "base": done.base,
        "tables": len(report.tables),
        "rows": sum(report.tables.values()),
        "carried": len(report.carried),
        "changes": of_changes([c for c in done.changes if c.written]),
        "moved": of_movements(done.moved, ()),
        "seconds": round(report.seconds, 1),
    }
    return {"state": "published", "version": report.version, "report": told}
