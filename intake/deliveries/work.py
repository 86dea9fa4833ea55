"""The kinds of jobs that deliveries need: looking, publishing, approving, changing the version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from data.engine import DatabaseUnavailable, NothingPublished, open_database
from data.settings import Settings
from data.versions import Publication
from intake import (
    ImportBusy,
    ImportFailed,
    ImportRefused,
    Options,
    import_files,
    rollback,
)
from intake.bulletins import BulletinError, read_bulletin
from intake.bulletins.publish import approve
from intake.bulletins.review import Entry, ReviewList
from intake.deliveries.inbox import Inbox, tidy
from intake.deliveries.records import AT_WORK, Delivery, NotNow, Records, State
from intake.deliveries.report import of_refusal, of_report
from intake.deliveries.sorting import sorted_out
from jobs import JobFailed, Progress, kind
from queries.movement import figures

LOOK, PUBLISH, APPROVE, SWITCH = "delivery.look", "delivery.publish", "bulletin.approve", "version.switch"
#: How long an import waits for another one, in seconds.
WAIT = 300.0


#: Such files may hold a table that somebody meant.
_TABLES = dict.fromkeys((".docx", ".doc"), "；文中的表格请另存为 Excel 或 CSV 后上传")
#: What the command line says of an item that lacks something.
_ON_PAGE = re.compile("；请用 --set.*")


def importing(settings: Settings) -> Settings:
    """The settings with which versions are written: the server's own account may only read."""
    return replace(settings, database_url=settings.intake_url or settings.database_url)


@kind(LOOK)
def look(params: Mapping[str, Any], progress: Progress) -> None:
    """Read a delivery and say what it would change; bulletins go on the review list."""
    settings = importing(Settings.from_env())
    records = Records(settings)
    found = _taken(records, params, progress)
    if found is None:
        return
    tidy(settings)
    files = _files(settings, found)
    bulletins, tables = sorted_out(files)
    with _told():
        read = _read_bulletins(bulletins, settings, found, progress)
        if not tables:
            _close(records, found, "failed" if all(b["error"] for b in read) else "read", {"bulletins": read})
            return
        options = replace(_options(found), dry_run=True)
        try:
            report = import_files(tables, settings, options, progress, WAIT)
        except ImportRefused as error:
            _close(records, found, "refused", of_refusal(error) | {"bulletins": read})
            return
    told = of_report(report, _current(settings)) | {"bulletins": read}
    state: State = "ready" if report.written_rows else "refused" if report.refused_rows else "same"
    _close(records, found, state, told)


@kind(PUBLISH)
def publish(params: Mapping[str, Any], progress: Progress) -> None:
    """Publish a delivery that was looked at; what moved meanwhile has to be agreed to again."""
    settings = importing(Settings.from_env())
    records = Records(settings)
    found = _taken(records, params, progress)
    if found is None:
        return
    _, tables = sorted_out(_files(settings, found))
    with _told():
        before, seen = _current(settings), (found.report or {}).get("base")
    agreed = bool(params["agreed"]) and before == seen
    kept = {"bulletins": (found.report or {}).get("bulletins", [])}

    def tell(what: str, share: float) -> None:
        progress(what, share)
        if what == "发布":
            progress.seal()

    options = replace(_options(found), agreed=agreed, announce=partial(records.announce, found))
    with _told():
        try:
            report = import_files(tables, settings, options, tell, WAIT)
        except ImportRefused as error:
            _close(records, found, "refused", of_refusal(error) | kept)
            return
    told = of_report(report, before) | kept
    if report.version:
        _close(records, found, "published", told, version=report.version)
    elif report.questions:
        why = "试算之后数据有变化，请重新核对后发布" if before != seen else "变化超过限度，请核对后发布"
        _close(records, found, "ready", told, error=why)
    else:
        _close(records, found, "same", told)


@kind(APPROVE)
def approve_items(params: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Publish items of the review list, all of them or none."""
    settings = importing(Settings.from_env())
    records, id = Records(settings), uuid4().hex
    progress("核对条目", 0.1)
    with _told():
        entries = _entries(settings, params["ids"])
        titles = "、".join(e.item.title.value for e in entries[:2]) + ("等" if len(entries) > 2 else "")

        def announce(publication: Publication) -> None:
            # Before it is made current: a version without a delivery says nothing of who made it.
            records.enter(
                f"工作动态：{titles}", params["by"], [], id=id, channel="review", state="publishing",
                job=progress.job, edition=publication.edition,
            )  # fmt: skip

        try:
            progress.seal()
            done = approve(entries, settings, {}, params["article_only"], params["by"], announce)
        except (BulletinError, ImportRefused) as error:
            raise JobFailed(plain(str(error))) from error
    if done.is_new:
        report = {
            "as_of": done.as_of.isoformat(),
            "remarks": done.remarks,
            "rows": {name: len(rows) for name, rows in done.tables.items()},
        }
        records.close(records.one(id), "published", version=done.version, report=report)
    return {"version": done.version, "is_new": done.is_new, "remarks": done.remarks, "count": len(entries)}


def _entries(settings: Settings, ids: Sequence[str]) -> list[Entry]:
    try:
        return ReviewList(settings).find(ids)
    except BulletinError as error:
        raise JobFailed(plain(str(error))) from error


@kind(SWITCH)
def switch(params: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Have another kept version serve; nothing is deleted."""
    settings = importing(Settings.from_env())
    with _told():
        before = _current(settings)
    if before != params["from"]:
        raise JobFailed(f"当前版本已是 {before}，不再是 {params['from']}，请重新查看后再操作")
    progress("切换版本", 0.5)
    progress.seal()
    with _told():
        try:
            publication = rollback(params["to"], settings, WAIT)
        except LookupError as error:
            raise JobFailed(str(error.args[0])) from error
    Records(settings).note_switch(params["by"], "page", before, publication.version, params["reason"])
    return {"version": publication.version}


def plain(message: str) -> str:
    """A message of the command line without what only the command line has."""
    lines = [_ON_PAGE.sub("；请在条目中改正", line) for line in message.splitlines()]
    return "\n".join(lines).replace("，或读入时用 --date 给出", "").replace("data rollback", "版本列表")


def _read_bulletins(
    paths: list[Path], settings: Settings, found: Delivery, progress: Progress
) -> list[dict[str, Any]]:
    review, read = ReviewList(settings), []
    for number, path in enumerate(paths):
        progress(f"读取 {path.name}", 0.3 * number / len(paths))
        entry: dict[str, Any] = {"file": path.name, "items": 0, "added": 0, "notices": [], "error": ""}
        try:
            bulletin = read_bulletin(path, _options(found).as_of)
            entry["added"] = len(review.add(bulletin, found.delivered_by))
            entry |= {"items": len(bulletin.items), "notices": [plain(n) for n in bulletin.notices]}
        except BulletinError as error:
            entry["error"] = plain(str(error)) + _TABLES.get(path.suffix.lower(), "")
        read.append(entry)
    return read


def _options(found: Delivery) -> Options:
    given = found.options
    return Options(
        tables=given.get("tables", {}),
        full=frozenset({"*"}) if given.get("full") else frozenset(),
        as_of=date.fromisoformat(given["as_of"]) if given.get("as_of") else None,
        title=found.title,
        delivered_by=found.delivered_by,
        source=given.get("source", ""),
        again=bool(given.get("again")),
        clear_blank=bool(given.get("clear_blank")),
        measure=figures,
    )


def _taken(records: Records, params: Mapping[str, Any], progress: Progress) -> Delivery | None:
    """The delivery that this job is to work on; None where there is nothing left to do for it."""
    found = records.one(params["delivery"])
    if found.state not in AT_WORK or found.job != progress.job:
        raise JobFailed("这份交付已由另一次处理接手")
    with _told():
        came = records.published(found)
    if came:
        # An earlier job published it and died, or was taken for dead, before it could say so.
        records.close(found, "published", version=came)
        return None
    return found


def _files(settings: Settings, found: Delivery) -> list[Path]:
    """The files of a delivery, all of them and as they were uploaded; raises ``JobFailed``."""
    inbox = Inbox(settings, found.id)
    if lacking := inbox.lacking(found.files):
        raise JobFailed(lacking)
    return inbox.files()


def _close(records: Records, found: Delivery, state: State, report: Mapping[str, Any], **values: Any) -> None:
    if state == "same" and (came := records.published(found)):
        state, values = "published", {"version": came}
    records.close(found, state, report=dict(report), **values)


def _current(settings: Settings) -> str | None:
    with closing(open_database(settings)) as database:
        try:
            return database.current().version
        except NothingPublished:
            return None


@contextmanager
def _told() -> Iterator[None]:
    """What keeps an import from running, as the job's error."""
    try:
        yield
    except (ImportBusy, ImportFailed, DatabaseUnavailable, NotNow) as error:
        raise JobFailed(str(error)) from error
