"""点数见账 as a tile: everything that makes a number what it is, on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from data.engine import DatabaseUnavailable
from frames import reconciliation
from frames.context import Context
from frames.formats import DASH, date_zh, moment_zh, number
from frames.links import catalogue_href
from frames.records import Account, Entry, Note, StatementText
from frames.tiles import Drawn, Tile
from queries.evaluate import Question
from queries.indicators import get
from queries.reconcile import VERDICTS, reconcile
from queries.trace import Read, Statement, sources, statements_on

TITLE = "点数见账：这个数字的来历"


def trace(code: str) -> Tile:
    """How the number of an indicator came about: meaning, conditions, data, statements, published figures."""
    return Tile(TITLE, (code,), lambda context: Drawn(_account(code, context)), 12, "table", linked=False)


def _account(code: str, context: Context) -> Account:
    indicator = get(code)
    shown = number(context.value(code), indicator.unit)
    read = sources(context.cockpit, code, context.filters.as_of, context.version)
    publication = context.cockpit.publication(context.version)
    version = f"{publication.version}（{moment_zh(publication.published_at)} 发布）"
    question = Question(code, context.filters, scope=context.scope)
    statements = (_statement(one) for one in statements_on(context.cockpit, question, context.version))
    entries = (
        Entry("数值", shown.exact),
        Entry("口径", indicator.definition + (f"；{indicator.note}" if indicator.note else "")),
        Entry("条件", context.cockpit.sentence(context.filters, code)),
        Entry("未适用", "、".join(context.ignored([code]))),
        Entry("数据截至", f"{date_zh(publication.business_date)}，版本 {version}"),
        Entry("数据来源", indicator.system, notes=tuple(_source(one) for one in read)),
        Entry("责任部门", indicator.owner),
        Entry("目标", _goal(code, context)),
        Entry("公布数字", notes=_published(code, context)),
        Entry("计算语句", statements=tuple(statements)),
        Entry("指标目录", f"{indicator.name} {code}", catalogue_href(code)),
    )
    summary = _summary(read, indicator.system, indicator.owner, publication.version)
    return Account(summary, tuple(one for one in entries if one.text or one.notes or one.statements))


def _goal(code: str, context: Context) -> str:
    found = context.goal(code, context.filters, context.value(code))
    return "；".join(filter(None, (found.exact, found.done, found.due, found.pace))) if found else ""


def _summary(read: Sequence[Read], system: str, owner: str, version: str) -> str:
    days = [one.delivered_on for one in read if one.delivered_on]
    until = f"，最近交付 {date_zh(max(days))}" if days else ""
    return f"来自{system}{until}；版本 {version}；责任部门{owner}。展开可看条件、来源、计算语句和公布数字"


def _source(one: Read) -> Note:
    until = date_zh(one.delivered_on) if one.delivered_on else "尚无交付记录"
    return Note(one.name, f"每{one.frequency}更新，最近交付 {until}")


def _published(code: str, context: Context) -> tuple[Note, ...]:
    try:
        found = reconcile(context.cockpit, context.scope, context.version).of(code)
    except DatabaseUnavailable:
        return ()
    return tuple(
        Note(
            f"{one.figure.name}：{one.text or DASH}",
            f"{reconciliation.when(one)}，{one.figure.source}",
            one.verdict,
            one.conclusion or VERDICTS[one.verdict],
        )
        for one in found
    )


def _statement(one: Statement) -> StatementText:
    parameters = tuple((name, str(value)) for name, value in one.parameters)
    return StatementText(one.name, one.sql, parameters)
