"""One paper of the archive: what it is, whether its file is unchanged, and the way to what it shows."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qsl, urlencode

from dash import dcc, html
from dash.development.base_component import Component

from components.board.page import BOARDS
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
    sound, trouble = True, ""
    try:
        archive.read(one)
    except BlobChanged as problem:
        sound, trouble = False, str(problem)
    mark = "验证通过：归档中的文件与制作时一致" if sound else trouble
    look = "paper-sound" if sound else "form-trouble"
    facts = [
        ("文件", one.file_name),
        ("视图", _place(one)),
        ("条件", one.filters),
        ("数据截至", date_zh(one.business_date)),
        ("版本", one.version),
        ("制作", f"{moment_zh(one.created_at.replace(tzinfo=None))}，{one.maker}"),
        ("指标", [_indicator(code) for code in one.indicators]),
        ("SHA-256", html.Code(one.sha256)),
        ("大小", f"{one.size:,} 字节"),
    ]
    rows = [part for label, value in facts if value for part in (html.Dt(label), html.Dd(value))]
    badge = [html.Span("演示数据", className="demo-badge")] if one.is_demonstration else []
    return html.Section(
        [
            html.Div([html.H2(one.title, className="tile-title"), *badge], className="archive-head"),
            html.P(f"验证码 {one.code}　{mark}", className=look, role="status"),
            html.Div([html.Dl(rows, className="paper-facts"), *_preview(one, sound)], className="paper"),
            html.Div([*_taking(one, sound), *view_of_paper(one)], className="form-actions"),
        ],
        className="tile span-12",
        **{"aria-label": f"文件 {one.code}"},
    )


def _taking(one: Artefact, sound: bool) -> list[Component]:
    if not sound:
        return []
    return [html.A("下载", href=f"/artefacts/{one.id}", className="button", download=one.file_name)]


def _preview(one: Artefact, sound: bool) -> list[Component]:
    """A picture as it is; a PDF opens in a tab of its own."""
    if not sound or one.media_type not in ("image/png", "application/pdf"):
        return []
    address = f"/artefacts/{one.id}?show=1"
    if one.media_type == "application/pdf":
        return [html.A("在浏览器中查看", href=address, target="_blank", className="button quiet paper-open")]
    picture = html.Img(src=address, alt=f"{one.title}的快照", className="paper-picture")
    return [html.A(picture, href=address, target="_blank")]


def _place(one: Artefact) -> str:
    if not one.page:
        return ""
    name = BOARDS[one.page].title if one.page in BOARDS else "大屏" if one.page == WALL else one.page
    return f"{name}，其中一块" if one.tile else name


def _indicator(code: str) -> Component:
    name = INDICATORS[code].name if code in INDICATORS else ""
    link = dcc.Link(f"{name} {code}".strip(), href=catalogue_href(code))
    return html.Span(link, className="paper-indicator")


def view_of_paper(one: Artefact) -> list[Component]:
    """The view as it was: pinned to its version, if that very publication is still kept; else in words."""
    if not one.page:
        return []
    with suppress(DatabaseUnavailable):
        if get_cockpit().publication(one.version).edition == one.edition:
            query = dict(parse_qsl(one.query)) | {VERSION: one.version}
            if one.tile and one.page != WALL:
                query[TILE] = one.tile
            return [html.A("打开当时的视图", href=f"{one.page}?{urlencode(query)}", className="button quiet")]
    return [html.Small(f"版本 {one.version} 已不再保留，只能看归档的文件", className="paper-gone")]
