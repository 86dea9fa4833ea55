"""How large an answer may be: groups × periods, known before it is read, and held where rows are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from math import prod

from sqlalchemy import Connection

from queries import builder
from queries.batch import MOST_NUMBERS
from queries.dimensions import DIMENSIONS
from queries.errors import AnswerTooLarge
from queries.evaluate import Question, asked_by
from queries.labels import Labels

#: How many members a list may have that isn't known before its rows are read.
_UNKNOWN = 1_000
Connect = Callable[[], AbstractContextManager[Connection]]


def most_groups(question: Question, labels: Labels) -> int:
    """No answer has more groups: the product of the members of what it is grouped by."""
    chosen = dict(question.applied)
    return prod(len(chosen[d]) if d in chosen else (labels.count(d) or _UNKNOWN) + 1 for d in question.by)


def most_numbers(question: Question, labels: Labels) -> int:
    """No answer has more numbers: groups × periods."""
    return most_groups(question, labels) * len(question.periods)


def require_size(questions: Sequence[Question], labels: Labels, connect: Connect) -> None:
    """Raise ``AnswerTooLarge`` for questions (differing in periods only) with too many numbers.

    The members' product is far above what there is where dimensions hang together; beyond the limit the
    groups of the last period are counted, which costs one short statement.
    """
    periods = sum(len(question.periods) for question in questions)
    question = questions[-1]
    if not question.by or most_groups(question, labels) * periods <= MOST_NUMBERS:
        return
    with connect() as connection:
        there = _groups(connection, question)
    if there * periods > MOST_NUMBERS:
        raise too_large(question, there, periods)


def require_fit(question: Question, groups: int) -> None:
    """The same, once it is known how many groups there are over all periods together."""
    if groups * len(question.periods) > MOST_NUMBERS:
        raise too_large(question, groups, len(question.periods))


def too_large(question: Question, groups: int, periods: int) -> AnswerTooLarge:
    """What is wrong with a question, and what to leave out."""
    by = "、".join(DIMENSIONS[d].label for d in question.by)
    less = [f"减少分组（现按 {by}）", "选定成员"]
    less += ["缩短期间或放大间隔"] if periods > 1 else []
    return AnswerTooLarge(
        "by",
        f"结果约有 {groups * periods:,} 个数（{groups:,} 组 × {periods:,} 期），"
        f"超过一次回答的上限 {MOST_NUMBERS:,} 个：请{'、'.join(less)}",
    )


def _groups(connection: Connection, question: Question) -> int:
    """How many groups the last period has, by the measure that has most of them."""
    found = [0]
    for ask in asked_by(question).values():
        if ask.cut.by:
            statement, days = builder.count_of_groups(ask.measure, ask.cut)
            found.append(connection.execute(statement, days).scalar_one())
    return max(found)
