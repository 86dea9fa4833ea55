"""The sentences that open a page (概述), as rules: which indicator, and what is said of it.

A rule says nothing where a chosen filter isn't its indicator's: what it says is about what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from frames.context import Context
from frames.kinds import Sentences
from frames.links import drill_href, member_href
from frames.model import Sentence
from frames.tiles import Drawn, Tile
from frames.words import opening
from frames.words.opening import Part
from frames.words.periods import when
from queries.evaluate import Question
from queries.filters import MISSING
from queries.indicators import dimensions, get
from queries.rows import RowsQuestion
from queries.service import Answer
from queries.thresholds import SMALL_BASE

TITLE = "概述"

#: A sentence and where its evidence is; None where there is nothing to say.
Said = tuple[str, str] | None


@dataclass(frozen=True)
class Rule:
    """One sentence of a page: the indicator it is about, and how it is made."""

    code: str
    say: Callable[[Context], Said]


def words(rules: Sequence[Rule]) -> Tile:
    """The sentences of a page as its first tile."""

    def draw(context: Context) -> Drawn:
        fit = [rule for rule in rules if not context.ignored([rule.code])]
        found = [said for rule in fit if (said := rule.say(context))]
        items = tuple(Sentence(text, href=href) for text, href in found)
        none = "当前条件下没有可以概述的内容" if fit else "所选条件不适用于本页概述"
        return Drawn(Sentences(items, otherwise=none))

    return Tile(TITLE, (), draw, span=12, skeleton="lines", bare=True, linked=False)


def stands(code: str) -> Rule:
    """How much it is, and how it moved in a year: “按期办结率 91.2%，较上年同期提高 0.4 个百分点。”."""
    return Rule(code, lambda context: _stands(context, code))


def largest(code: str, by: str) -> Rule:
    """As ``stands``, with the largest member of a dimension and its share."""
    return Rule(code, lambda context: _stands(context, code, by))


def fastest(code: str, by: str, base: float = SMALL_BASE) -> Rule:
    """The member of a dimension that grew most in a year, of those that had ``base`` then."""
    return Rule(code, lambda context: _fastest(context, code, by, base))


def late(code: str, by: str = "", since: str = "", days: str = "") -> Rule:
    """How many rows are late, who has most of them, and for how long the longest.

    The longest by the field ``since`` (a deadline), or by ``days`` where the rows count them.
    """
    return Rule(code, lambda context: _late(context, code, by, since, days))


def _stands(context: Context, code: str, by: str = "") -> Said:
    now, before = (answer.value for answer in _a_year_apart(context, code))
    if now is None:
        return None
    unit = get(code).unit
    head = opening.figure(get(code).name, now, unit, _when(context, code))
    text = opening.sentence(head, _most(context, code, by, now), opening.compared(now, before, unit))
    return text, _evidence(context, code, by)


def _a_year_apart(context: Context, code: str, *by: str) -> tuple[Answer, Answer]:
    """The answers now and as of, and over, the same days of last year, by one statement."""
    asked = [context.filters, context.filters.year_before()]
    now, before = context.cockpit.ask_all(
        [Question(code, f, by, scope=context.scope) for f in asked], context.version
    )
    return now, before


def _most(context: Context, code: str, by: str, whole: float) -> str:
    """The clause of the largest member; none where rows without a member outnumber it."""
    if not by:
        return ""
    points = context.members(code, by)
    named = [Part(p.label, p.value) for p in points if p.key != MISSING]
    unnamed = max((p.value or 0 for p in points if p.key == MISSING), default=0)
    if unnamed >= max((p.now or 0 for p in named), default=0):
        return ""
    return opening.largest(named, whole, get(code).unit)


def _fastest(context: Context, code: str, by: str, base: float) -> Said:
    now, before = _a_year_apart(context, code, by)
    key = f"{by}_code"
    then = {row[key]: row["value"] for row in before.rows or []}
    parts = [
        Part(row[by], row["value"], then.get(row[key]), row[key])
        for row in now.rows or []
        if row[key] != MISSING
    ]
    name = _when(context, code) + get(code).name
    text, member = opening.fastest(name, parts, get(code).unit, base)
    return (text + "。", member_href(code, context.filters, by, member)) if text else None


def _late(context: Context, code: str, by: str, since: str, days: str) -> Said:
    count = context.value(code)
    if count is None:
        return None
    indicator = get(code)
    most = _most(context, code, by, count) if count > 1 else ""
    oldest = _longest(context, code, since, days) if count else 0
    return opening.late(indicator.name, count, indicator.unit, most, oldest) + "。", _evidence(
        context, code, by
    )


def _longest(context: Context, code: str, since: str, days: str) -> int:
    """For how many days the longest of the rows has been late; 0 where no field says."""
    field = days or since
    if not field:
        return 0
    question = RowsQuestion(Question(code, context.filters, scope=context.scope), field, bool(days), 1)
    (row,) = context.cockpit.rows(question, context.version).rows
    if not row[field]:
        return 0
    return int(row[field]) if days else (context.filters.as_of - date.fromisoformat(row[field])).days


def _evidence(context: Context, code: str, by: str) -> str:
    """The drill-down that shows the sentence: the figure, and its members beside each other."""
    chosen = [d for d, _ in context.filters.dims if d in dimensions(code)]
    more = {"by": by} if by and by not in chosen else {}
    return drill_href(code, context.filters, chosen, **more)


def _when(context: Context, code: str) -> str:
    """The period of what happens in one: 本年, 上年, 期内; nothing for what stands on a day."""
    return when(code, context.filters)
