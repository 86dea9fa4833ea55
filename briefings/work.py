"""Briefings into the archive: made with their verification code on them, kept, and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from access import audit, current_reader, reader_of
from briefings.compose import NothingToSay, compose
from briefings.kinds import get_kind
from briefings.times import BadTime, latest, span
from data.engine import DatabaseUnavailable
from documents.browser import BrowserFailed
from documents.chromium import ToolMissing
from documents.files import FORMS, make
from documents.model import Briefing
from documents.printing import PrintRefused
from documents.seal import seal_of
from frames.formats import date_zh
from jobs import JobFailed, Progress, kind
from queries.filters import day_text, period_text
from queries.scope import Scope
from queries.service import get_cockpit
from store.artefacts import Artefact, get_archive

MAKE = "briefing.make"
#: What keeps a paper from being made; each says in Chinese what and what to do.
REFUSED = (BadTime, NothingToSay, LookupError, PrintRefused, ToolMissing, BrowserFailed, DatabaseUnavailable)
#: The page that a kind of briefing is about.
_PAGES = {"supervision": "/supervision"}


@kind(MAKE)
def make_job(params: Mapping[str, Any], progress: Progress) -> dict[str, str]:
    """A briefing of ``kind`` about ``year`` (and ``quarter`` or ``month``) as ``format``.

    ``as_of`` (ISO 8601) and ``by``, who asked, may stand beside them. Without a year, about the
    last whole year, quarter or month that the data reaches.
    """
    form = str(params.get("format") or "docx")
    if form not in FORMS:
        raise JobFailed(f"简报没有格式“{form}”，应为 {'、'.join(FORMS)} 之一")
    try:
        progress("汇集数字", 0.1)
        found = asked_for(_timed(params), reader_of(str(params.get("by") or "")).scope)
        progress("排版", 0.5)
        kept, _ = archive(found, form, str(params.get("by") or ""))
    except REFUSED as error:
        raise JobFailed(str(error.args[0] if error.args else error)) from error
    return {"artefact": kept.id, "code": kept.code}


def _timed(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Parameters with a time; schedules give none."""
    if params.get("year"):
        return params
    reached = get_cockpit().publication().business_date
    return {**params, **latest(get_kind(str(params.get("kind"))), reached)}


def asked_for(params: Mapping[str, Any], scope: Scope) -> Briefing:
    """The briefing that parameters name; raises what stands in ``REFUSED``."""
    declared, cockpit = get_kind(str(params.get("kind"))), get_cockpit()
    year, quarter, month = (_whole(params, name) for name in ("year", "quarter", "month"))
    day = params.get("as_of")
    try:
        as_of = date.fromisoformat(str(day)) if day else None
    except ValueError:
        raise BadTime(f"日期“{day}”无法识别，应写作 2022-12-30") from None
    when = span(declared, year, quarter, month)
    return compose(cockpit, declared, when, str(params.get("version") or ""), scope=scope, as_of=as_of)


def _whole(params: Mapping[str, Any], name: str) -> int | None:
    given = params.get(name)
    if given in (None, ""):
        return None
    try:
        return int(str(given))
    except ValueError:
        raise BadTime(f"{name}={given!r} 不是整数") from None


def archive(
    found: Briefing,
    form: str,
    by: str = "",
    is_issued: bool = False,
    about: Mapping[str, str] = {},
) -> tuple[Artefact, bytes]:
    """Write a paper with its code and keep it; raises ``StoreUnavailable`` and what ``make`` raises."""
    facts = facts_of(found, form, by or current_reader().name, is_issued, about)
    data = make(found, form, seal_of(facts.code))
    kept = get_archive().keep(data, facts)
    detail = {"kind": found.kind, "version": found.version, "code": kept.code, "sha256": kept.sha256}
    audit(MAKE, found.title, {**detail, "form": form, "by": kept.maker})
    return kept, data


def facts_of(
    found: Briefing,
    form: str,
    maker: str,
    is_issued: bool,
    about: Mapping[str, str] = {},
) -> Artefact:
    """What the archive knows of a paper: its view is of its days and version, whatever comes later."""
    publication = get_cockpit().publication(found.version)
    start, end, head = found.period.start, found.period.end, found.masthead
    query = {"as_of": found.as_of, "start": start, "end": end}
    return Artefact(
        kind=f"briefing.{form}",
        title=f"{found.masthead.name}：{found.title}",
        page=_PAGES.get(found.kind, "/"),
        query=urlencode({name: day.isoformat() for name, day in query.items()}),
        version=found.version,
        edition=publication.edition,
        business_date=publication.business_date,
        is_demonstration=found.is_demonstration,
        maker=maker,
        file_name=file_name(found, form),
        filters=f"截至{day_text(found.as_of)}；期间{period_text(found.period)}",
        indicators=tuple(dict.fromkeys(field.spec.code for field in found.used())),
        made_as={"kind": found.kind, "number": head.number, "total": head.total, **about},
        is_issued=is_issued,
    )


def file_name(found: Briefing, form: str) -> str:
    """How a paper is called as a file: without what file systems refuse."""
    number = f"第{found.masthead.number}期" if found.masthead.number else date_zh(found.as_of)
    return f"{found.title}（{number}）.{form}".replace("/", "／")
