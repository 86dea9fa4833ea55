"""One paper of the archive: what it is, whether its file is unchanged, and the way to what it shows."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qsl, urlencode

from dash.development.base_component import Component

from components.board.page import BOARDS
from components.markup.templates import fragment
from data.engine import DatabaseUnavailable
from frames.formats import date_zh, moment_zh
from frames.links import TILE, catalogue_href
from jobs.snapshots import WALL
from queries.indicators import INDICATORS
from queries.pin import VERSION
from queries.service import get_cockpit
from store.artefacts import Archive, Artefact
from store.blobs import BlobChanged


def paper(archive: Archive, one: Artefact) -> Component:
    """Everything that is known of a paper."""
    trouble = ""
    try:
        archive.read(one)
    except BlobChanged as problem:
        trouble = str(problem)
    facts = [
        ("文件", one.file_name),
        ("视图", _place(one)),
        ("条件", one.filters),
        ("数据截至", date_zh(one.business_date)),
        ("版本", one.version),
        ("制作", f"{moment_zh(one.created_at.replace(tzinfo=None))}，{one.maker}"),
    ]
    values = {"file": one, "trouble": trouble, "facts": facts, "size": f"{one.size:,}"}
    values |= {"indicators": [_indicator(code) for code in one.indicators], "view": view_of_paper(one)}
    return fragment("components/archive/paper.html", **values, show=f"/artefacts/{one.id}?show=1")


def _place(one: Artefact) -> str:
    if not one.page:
        return ""
    name = BOARDS[one.page].title if one.page in BOARDS else "大屏" if one.page == WALL else one.page
    return f"{name}，其中一块" if one.tile else name


def _indicator(code: str) -> tuple[str, str]:
    name = INDICATORS[code].name if code in INDICATORS else ""
    return f"{name} {code}".strip(), catalogue_href(code)


def view_of_paper(one: Artefact) -> str | None:
    """The address of the view as it was, pinned to its version; "" if that very publication is gone.

    None for a paper that shows no page.
    """
    if not one.page:
        return None
    with suppress(DatabaseUnavailable):
        if get_cockpit().publication(one.version).edition == one.edition:
            query = dict(parse_qsl(one.query)) | {VERSION: one.version}
            if one.tile and one.page != WALL:
                query[TILE] = one.tile
            return f"{one.page}?{urlencode(query)}"
    return ""
