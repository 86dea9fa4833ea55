"""The morning view (晨会): what changed since the last workday, what is red, what needs a decision.

Every sentence is made by rule (``frames/words``) from declared indicators and their rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from data.calendar import workday_before
from frames.context import Context
from frames.controls import Link
from frames.formats import date_zh
from frames.kinds import Sentences
from frames.links import drill_href
from frames.model import Light, Sentence
from frames.tiles import Drawn, Tile
from frames.words.changes import Changed, added, moved
from frames.words.periods import when
from frames.words.tasks import red_light, waiting
from queries.evaluate import Question
from queries.indicators import get
from queries.rows import RowsPage, RowsQuestion

_TASKS = "DB.lights"


def changes(*codes: str, title: str = "较上一工作日的变化", span: int = 12) -> Tile:
    """A sentence for each indicator that changed since the last workday before the as-of day."""

    def draw(context: Context) -> Drawn:
        before = workday_before(context.filters.as_of)
        found = [_told(context, code, c) for code in codes if (c := _changed(context, code, before))]
        found.sort(key=lambda c: c.order)
        lead = _lead(context.filters.as_of, before, len(found), len(codes))
        return Drawn(Sentences(tuple(c.sentence for c in found), lead))

    return Tile(title, codes, draw, span, skeleton="table", linked=False, dated=True)


def _told(context: Context, code: str, found: Changed) -> Changed:
    """A change whose own source is late says so; the other lines are of today."""
    return replace(found, sentence=replace(found.sentence, late=context.late_short([code])))


def _lead(as_of: date, before: date, changed: int, asked: int) -> str:
    days = f"{date_zh(as_of)}与上一工作日{date_zh(before)}相比"
    if not changed:
        return f"{days}，所列 {asked} 项指标没有变化"
    rest = f"，其余 {asked - changed} 项没有变化" if changed < asked else ""
    return f"{days}，{changed} 项指标有变化{rest}"


def _changed(context: Context, code: str, before: date) -> Changed | None:
    """What one indicator gained or how far it moved, by one statement."""
    indicator, filters = get(code), context.filters
    asked = [filters, filters.as_stood(before), filters.after(before)]
    answers = context.cockpit.ask_all(
        [Question(code, f, scope=context.scope) for f in asked], context.version
    )
    now, then, since = (a.value for a in answers)
    if indicator.kind != "flow":
        return moved(indicator.name, indicator.unit, now, then, indicator.better, context.href(code))
    more = (now or 0) - (then or 0)
    # Where the new days hold just what was gained, the sentence leads to exactly these rows.
    shown = asked[2] if since == more else filters
    href = context.href(code, shown)
    return added(indicator.name, indicator.unit, more, now or 0, when(code, filters), indicator.better, href)


def red(title: str = "红灯事项", span: int = 12, limit: int = 8) -> Tile:
    """A sentence for each task under the red light, the longest overdue first."""

    def draw(context: Context) -> Drawn:
        chosen = context.filters.members.get("light", ("red",))
        if "red" not in chosen:
            return Drawn(None)
        at = replace(context, filters=context.filters.with_dim("light", ["red"]))
        found = _rows(at, _TASKS, "deadline", limit)
        if not found.total:
            return Drawn(Sentences((), "没有红灯事项"))
        rest = found.total - len(found.rows)
        more = Link(f"另有 {rest:,} 件红灯事项", at.href(_TASKS)) if rest else None
        return Drawn(Sentences(tuple(_red_lines(at, found)), more=more))

    return Tile(title, (_TASKS,), draw, span, skeleton="table", linked=False)


def _red_lines(context: Context, found: RowsPage) -> list[Sentence]:
    as_of = context.filters.as_of
    lines = []
    for row in found.rows:
        deadline = date.fromisoformat(row["deadline"])
        text = red_light(row["title"], row["department"], deadline, row["missing"] or 0, as_of)
        href = drill_href(_TASKS, context.filters.with_dim("task", [row["_key"]]), ["light", "task"])
        lines.append(Sentence(text, "逾期" if deadline < as_of else "缺报", "red", "bad", href))
    return lines


@dataclass(frozen=True)
class _Ask:
    """Something that waits for a decision: its indicator, sign and word, and the day its rows wait since."""

    code: str
    sign: Light
    word: str
    what: str
    since: str = ""


_ASKS = (
    _Ask("DB.urged", "yellow", "催办", "事项催办后仍未回应", "urged_on"),
    _Ask("DB.returned", "yellow", "退回", "事项退回后尚未重新报办结", "returned_on"),
    _Ask("DB12", "yellow", "预警", "事项按目前进度预计逾期，是否延期须在期限届满前决定"),
    _Ask("DB.unverified", "blue", "核验", "事项已报办结，等待核验销号", "finished_on"),
    _Ask("SJ02.late", "yellow", "数据", "数据表未按约定更新，需督促交付"),
)


def decisions(title: str = "需要决策", span: int = 12) -> Tile:
    """What waits for somebody's decision on the as-of day, each with its number and its rows."""

    def draw(context: Context) -> Drawn:
        lines = tuple(line for ask in _ASKS if (line := _asked(context, ask)))
        return Drawn(Sentences(lines, "" if lines else "没有等待决策的事项"))

    codes = tuple(ask.code for ask in _ASKS)
    return Tile(title, codes, draw, span, skeleton="table", linked=False, dated=True)


def _asked(context: Context, ask: _Ask) -> Sentence | None:
    found = _rows(context, ask.code, ask.since, 1)
    if not found.total:
        return None
    since = found.rows[0][ask.since] if ask.since else None
    oldest = date.fromisoformat(since) if since else None
    text = waiting(ask.what, found.total, get(ask.code).unit, oldest, context.filters.as_of)
    late = context.late_short([ask.code])
    return Sentence(text, ask.word, ask.sign, href=context.href(ask.code), late=late)


def _rows(context: Context, code: str, sort: str, limit: int) -> RowsPage:
    question = Question(code, context.filters, scope=context.scope)
    return context.cockpit.rows(RowsQuestion(question, sort, limit=limit), context.version)
