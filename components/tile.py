"""Tile: the frame around every view: title, 口径, remarks, state, and the chart's data as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from dash import dcc, html
from dash.development.base_component import Component

from components.states import broken, empty, loading, stale
from components.views.table import table
from frames.links import DRILL, EXPORT, MINE, TILE, catalogue_href, late_href
from frames.model import Table
from frames.tile import Skeleton

State = Literal["normal", "empty", "error", "loading", "stale"]


@dataclass(frozen=True)
class TileInfo:
    """What a tile says about itself.

    ``span`` counts columns of twelve. ``ignored`` names filters that don't apply (“学科”).
    ``export`` is where its numbers are taken away, less the format's name.
    ``filters`` is the sentence of those that do. ``note`` is a remark under the title (e.g. “各学科
    之和大于总数：一人可在多个学会”). ``late`` says how old the data are where a source missed its agreed
    frequency. ``period`` says what the numbers cover (“本年”), which stands beside the title.
    ``href`` leads to the rows (“明细”).
    """

    title: str
    span: int = 6
    definition: str = ""
    code: str = ""
    owner: str = ""
    source: str = ""
    unit: str = ""
    ignored: tuple[str, ...] = ()
    filters: str = ""
    note: str = ""
    as_of: date | None = None
    href: str | None = None
    late: str = ""
    period: str = ""
    export: str = ""


def tile(
    info: TileInfo,
    body: Any = None,
    *,
    state: State = "normal",
    message: str = "",
    clear_href: str | None = None,
    retry_href: str | None = None,
    actions: Sequence[Component] = (),
    skeleton: Skeleton = "chart",
    id: str | dict[str, Any] | None = None,
) -> Component:
    """A tile in one of five states; only ``normal`` and ``stale`` show ``body``.

    ``message`` explains an error, or says since when a stale value stands. ``id`` names the element
    that holds the body, so that a callback may fill it with ``tile_body``.
    """
    inside = tile_body(
        body,
        state=state,
        message=message,
        clear_href=clear_href,
        retry_href=retry_href,
        skeleton=skeleton,
        as_of=info.as_of,
    )
    holder = {"id": id} if id is not None else {}
    return html.Section(
        [_head(info, actions), *remarks(info), html.Div(inside, className="tile-body", **holder)],
        className=f"tile span-{info.span}",
        **{"aria-label": info.title},
    )


def tile_body(
    body: Any = None,
    *,
    state: State = "normal",
    message: str = "",
    clear_href: str | None = None,
    retry_href: str | None = None,
    skeleton: Skeleton = "chart",
    as_of: date | None = None,
) -> list[Component]:
    """What stands inside a tile in the given state."""
    if state == "loading":
        return [loading(skeleton)]
    if state == "empty":
        return [empty(clear_href)]
    if state == "error":
        return [broken(message, retry_href)]
    parts: list[Any] = [stale(as_of, message)] if state == "stale" else []
    parts += list(body) if isinstance(body, (list, tuple)) else [body]
    return parts


def _head(info: TileInfo, actions: Sequence[Component]) -> Component:
    said = [(f"单位：{info.unit}" if info.unit else "", "tile-unit"), (info.period, "tile-unit tile-period")]
    beside = [html.Span(text, className=name) for text, name in said if text]
    title = html.H2([info.title, *beside] if beside else info.title, className="tile-title")
    right: list[Any] = [*actions]
    if info.href:
        right.append(dcc.Link("明细", href=info.href, className="more-link"))
    if info.export:
        right.append(export_menu(info))
    if info.definition:
        right.append(definition(info))
    return html.Div([title, html.Div(right, className="tile-actions")], className="tile-head")


def export_menu(info: TileInfo) -> Component:
    """The 导出 button: the tile's numbers as files, and its chart as a picture (``picture.js``)."""
    files = [
        html.A(words, href=info.export + ending, download=True, className="export-item")
        for words, ending in (("Excel 表格（XLSX）", "xlsx"), ("文本表格（CSV）", "csv"))
    ]
    picture = html.Button("图片（PNG）", className="export-item", type="button", **{"data-action": "picture"})
    shot = html.Button(
        "快照（PDF，归档）", className="export-item", type="button", **{"data-snapshot": info.export}
    )
    facts = {"data-title": info.title, "data-unit": info.unit, "data-filters": info.filters}
    label = html.Summary("导出", className="info-button", title="导出这一块的数据")
    return html.Details(
        [label, html.Div([*files, picture, shot, *_pin(info)], className="export-list")],
        className="info export",
        **facts,
    )


def _pin(info: TileInfo) -> list[Component]:
    """钉住, but not where a tile changes with the way to it, or is pinned already (``mine.js``)."""
    address = urlsplit(info.export)
    if address.path.removeprefix(EXPORT) in (DRILL, MINE):
        return []
    name = parse_qs(address.query)[TILE][0]
    return [html.Button("钉到我的页面", className="export-item", type="button", **{"data-pin": name})]


def definition(info: TileInfo) -> Component:
    """The 口径 button: opens without a script and holds definition, code, owner, source."""
    rows = [
        ("口径", info.definition),
        ("编号", info.code),
        ("责任部门", info.owner),
        ("数据来源", info.source),
    ]
    rows += [("单位", info.unit), ("当前条件", info.filters)]
    listed = [part for name, text in rows if text for part in (html.Dt(name), html.Dd(text))]
    if info.code:
        link = dcc.Link("公布数字、用于何处", href=catalogue_href(info.code))
        listed += [html.Dt("指标目录", className="to-catalogue"), html.Dd(link, className="to-catalogue")]
    label = html.Summary("口径", className="info-button", title="查看指标口径")
    return html.Details([label, html.Dl(listed, className="info-panel")], className="info")


def remarks(info: TileInfo) -> list[Component]:
    """The line under a title: the tile's note, filters that don't apply, sources that are late."""
    texts: list[Any] = []
    if info.note:
        texts.append(html.Span(info.note))
    if info.ignored:
        texts.append(html.Span("未适用：" + "、".join(info.ignored), className="not-applied"))
    if info.late:
        until, sign, why = info.late.partition("（")
        inside = [until, html.Span(sign + why, className="late-why")]
        texts.append(dcc.Link(inside, href=late_href(), className="late-source", title=info.late))
    return [html.P(texts, className="tile-remarks")] if texts else []


def data_table(data: Table) -> Component:
    """The chart's numbers as a table, closed until asked for."""
    return html.Details([html.Summary("查看数据表"), table(data)], className="tile-data")
