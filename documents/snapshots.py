"""Snapshots (快照): a view drawn, checked, archived with its code; the job of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from access import audit, current_reader
from data.engine import DatabaseUnavailable
from documents.browser import BrowserFailed
from documents.chromium import ToolMissing
from documents.own import own_server
from documents.pages import application, assemble
from documents.shot import Tell, shoot
from documents.view import SnapshotRefused, View, view_of
from jobs import JobFailed, Progress, kind
from jobs.snapshots import KIND, BadOrder, Order
from queries.filters import FilterError
from queries.service import get_cockpit
from store.artefacts import Artefact, get_archive
from store.base import now
from store.codes import new_code

#: What a snapshot can fail with, in words for readers.
FAILURES = (SnapshotRefused, ToolMissing, BrowserFailed, BadOrder, FilterError, DatabaseUnavailable)


@kind(KIND, retries=1, delay=3)
def make(params: Mapping[str, Any], progress: Progress) -> dict[str, str]:
    """The job: ``params`` as ``jobs.snapshots.Order`` reads them, and ``by``, who asked."""
    given = dict(params)
    by = str(given.pop("by", "") or current_reader().name)
    try:
        kept, _ = snapshot(Order.parse(given), by, progress, progress.seal)
    except FAILURES as error:
        raise JobFailed(str(error)) from error
    return {"artefact": kept.id, "code": kept.code}


def snapshot(order: Order, maker: str, tell: Tell, seal: Any = lambda: None) -> tuple[Artefact, bytes]:
    """Draw, check and archive; nothing is kept of one that isn't complete. ``seal`` is called before that.

    Raises ``FAILURES`` and ``StoreUnavailable``.
    """
    assemble()
    app = application()
    base = own_server(app)
    for attempt in (1, 2):
        view = replace(view_of(order), made_at=now(), maker=maker, code=new_code())
        data, view = shoot(view, base, tell)
        if view.pinned or get_cockpit().newest().publication == view.publication:
            break
        if attempt == 2:
            raise SnapshotRefused("制作期间又发布了新的数据，请稍后再试")
    seal()
    tell("归档", 0.95)
    kept = get_archive().keep(data, _facts(view))
    detail = {"page": kept.page, "query": kept.query, "tile": kept.tile, "version": kept.version}
    audit("snapshot", kept.title, {**detail, "code": kept.code, "sha256": kept.sha256, "by": maker})
    return kept, data


def _facts(view: View) -> Artefact:
    p, order = view.publication, view.order
    return Artefact(
        kind=f"snapshot.{order.format}",
        title=view.title,
        page=order.page,
        query=view.query,
        tile=order.tile,
        version=p.version,
        edition=p.edition,
        business_date=p.business_date,
        is_demonstration=p.is_demonstration,
        maker=view.maker,
        file_name=view.file_name,
        filters=view.filters,
        indicators=view.indicators,
        made_as={n: value for n, value in order.params().items() if n not in ("page", "query", "tile")},
        code=view.code,
        created_at=view.made_at,
    )
