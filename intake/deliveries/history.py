"""What came by the command line, kept like what came by the page."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from data.settings import Settings
from intake import ImportReport, IntakeReport
from intake.deliveries.inbox import described
from intake.deliveries.records import Records
from intake.deliveries.report import of_changes, of_movements, of_refusal, of_report
from intake.history import Attempt, Switched
from store import StoreUnavailable
from store.base import now


def keep(what: Attempt | Switched) -> str:
    """Enter what a command did; returns why that could not be done, or ""."""
    try:
        records = Records(Settings.from_env())
        if isinstance(what, Switched):
            records.note_switch(what.by, "command", what.before, what.after, "")
        else:
            _enter(records, what)
    except StoreUnavailable as error:
        return str(error)
    return ""


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
