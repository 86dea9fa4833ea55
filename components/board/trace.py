"""点数见账 as a tile: everything that makes a number what it is, on one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.board import reconciliation
from components.board.tiles import Drawn, Tile
from data.engine import DatabaseUnavailable
from frames.context import Context
from frames.formats import DASH, date_zh, moment_zh, number
from frames.links import catalogue_href
from queries.evaluate import Question
from queries.indicators import get
from queries.reconcile import reconcile
from queries.trace import Read, Statement, sources, statements_on

TITLE = "点数见账：这个数字的来历"


def trace(code: str) -> Tile:
    """How the number of an indicator came about: meaning, conditions, data, statements, published figures."""
    return Tile(TITLE, (code,), lambda context: Drawn(_account(code, context)), 12, "table", linked=False)


def _account(code: str, context: Context) -> Component:
    """A closed sheet; its summary already says the most important."""
    indicator = get(code)
    shown = number(context.value(code), indicator.unit)
    read = sources(context.cockpit, code, context.filters.as_of, context.version)
    publication = context.cockpit.publication(context.version)
    version = f"{publication.version}（{moment_zh(publication.published_at)} 发布）"
    question = Question(code, context.filters, scope=context.scope)
    rows: list[tuple[str, Any]] = [
        ("数值", f"{shown.exact}"),
        ("口径", indicator.definition + (f"；{indicator.note}" if indicator.note else "")),
        ("条件", context.cockpit.sentence(context.filters, code)),
        ("未适用", "、".join(context.ignored([code]))),
        ("数据截至", f"{date_zh(publication.business_date)}，版本 {version}"),
        ("数据来源", [_source(one) for one in read] or indicator.system),
        ("责任部门", indicator.owner),
        ("目标", _goal(code, context)),
        ("公布数字", _published(code, context)),
        ("计算语句", [_statement(one) for one in statements_on(context.cockpit, question, context.version)]),
        ("指标目录", dcc.Link(f"{indicator.name} {code}", href=catalogue_href(code))),
    ]
    listed = [part for label, value in rows if value for part in (html.Dt(label), html.Dd(value))]
    summary = html.Summary(
        [html.Span(_summary(read, indicator.system, indicator.owner, publication.version))]
    )
    return html.Details([summary, html.Dl(listed, className="account")], className="account-box")


def _goal(code: str, context: Context) -> str:
    found = context.goal(code, context.filters, context.value(code))
    return "；".join(filter(None, (found.exact, found.done, found.due, found.pace))) if found else ""


def _summary(read: Sequence[Read], system: str, owner: str, version: str) -> str:
    days = [one.delivered_on for one in read if one.delivered_on]
    until = f"，最近交付 {date_zh(max(days))}" if days else ""
    return f"来自{system}{until}；版本 {version}；责任部门{owner}。展开可看条件、来源、计算语句和公布数字"


def _source(one: Read) -> Component:
    until = date_zh(one.delivered_on) if one.delivered_on else "尚无交付记录"
    return html.Div([html.Span(one.name), html.Small(f"每{one.frequency}更新，最近交付 {until}")])


def _published(code: str, context: Context) -> list[Component]:
    try:
        found = reconcile(context.cockpit, context.scope, context.version).of(code)
    except DatabaseUnavailable:
        return []
    return [
        html.Div(
            [
                html.Span(f"{one.figure.name}：{one.text or DASH}"),
                html.Small(f"{reconciliation.when(one)}，{one.figure.source}"),
                reconciliation.verdict_mark(one.verdict, one.conclusion),
            ]
        )
        for one in found
    ]


def _statement(one: Statement) -> Component:
    """A statement to be read or copied, closed until asked for."""
    given = html.Dl(
        [part for name, value in one.parameters for part in (html.Dt(f":{name}"), html.Dd(value))],
        className="parameters",
    )
    return html.Details(
        [html.Summary(f"{one.name}：SQL 与参数"), html.Pre(one.sql, tabIndex=0), given], className="statement"
    )
