"""Slides into the archive: made with their verification code on them, kept, and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

from access import audit
from components.wall.payload import PATH
from documents.pages import assemble
from documents.slides.content import Content, SlidesRefused, Tell, content_of, untold
from documents.slides.make import pptx_of
from jobs import JobFailed, Progress, kind
from jobs.snapshots import SLIDES
from store.artefacts import Artefact, get_archive

MAKE = SLIDES


@kind(MAKE)
def make(params: Mapping[str, Any], progress: Progress) -> dict[str, str]:
    """Slides of ``page`` under ``query``, or of ``scene`` of the wall; who asked may stand in ``by``."""
    assemble()
    page, query, scene, by = (str(params.get(name) or "") for name in ("page", "query", "scene", "by"))
    try:
        content = content_of(page, query, scene, progress, by)
    except SlidesRefused as error:
        raise JobFailed(str(error)) from error
    progress.seal()
    kept, _ = archive(content)
    return {"artefact": kept.id, "code": kept.code}


def slides(page: str, query: str = "", scene: str = "", tell: Tell = untold) -> tuple[Artefact, bytes]:
    """Make and archive slides; raises ``SlidesRefused`` and ``StoreUnavailable``, then nothing is kept."""
    return archive(content_of(page, query, scene, tell))


def archive(content: Content) -> tuple[Artefact, bytes]:
    """Draw slides with their code and keep them; raises ``StoreUnavailable``."""
    facts = facts_of(content)
    data = pptx_of(content, facts.code)
    kept = get_archive().keep(data, facts)
    detail = {"query": kept.query, "version": kept.version, "code": kept.code, "sha256": kept.sha256}
    audit("slides", content.title, {"page": kept.page, **detail, "by": content.made_by})
    return kept, data


def facts_of(content: Content) -> Artefact:
    """What the archive knows of slides: their view is of their day and version, whatever comes later."""
    p, asked = content.publication, content.asked
    pinned = {**parse_qs(asked["query"]), "as_of": [content.as_of.isoformat()]}
    if asked["page"] == PATH:
        pinned["scene"] = [content.scene]
    return Artefact(
        kind="slides.pptx",
        title=content.title,
        page=asked["page"],
        query=urlencode(pinned, doseq=True),
        version=p.version,
        edition=p.edition,
        business_date=p.business_date,
        is_demonstration=p.is_demonstration,
        maker=content.made_by,
        file_name=content.filename,
        filters=content.filters,
        indicators=content.codes,
        made_as=dict(asked),
    )
