"""What a part of a page is going to ask, found out before it asks: it is drawn once from made-up answers.

Nothing of such a drawing is shown or kept, and no statement runs for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from queries.cache import AnswerCache
from queries.evaluate import Numbers, Question
from queries.filters import MISSING
from queries.rows import RowsPage, RowsQuestion
from queries.service import Answer, Cockpit


class NotRehearsed(Exception):
    """Rows are read when they are shown, not before."""


class _Doubtful(AnswerCache):
    """The cache as a rehearsal sees it: what asked for a number on its way is made up, and not stored."""

    def __init__(self, cache: AnswerCache, asked: Sequence[Question]) -> None:
        vars(self).update(vars(cache))
        self._asked = asked

    def get_or_compute(self, version: str, name: str, question: object, compute: Callable[[], Any]) -> Any:
        """The stored answer; or what ``compute`` gives, stored only where nothing made up is in it."""
        found = self.get(self._key(version, name, question))
        if found is not None:
            return found["answer"]
        before = len(self._asked)
        answer = compute()
        if len(self._asked) == before:
            self.keep(version, name, question, answer)
        return answer


class Rehearsal(Cockpit):
    """A cockpit that writes down what it is asked, and answers with one row that means nothing."""

    def __init__(self, cockpit: Cockpit) -> None:
        vars(self).update(vars(cockpit))
        self.asked: list[Question] = []
        self.cache = _Doubtful(cockpit.cache, self.asked)

    def ask_all(self, questions: Sequence[Question], version: str | None = None) -> list[Answer]:
        """Answers of the right form; the questions are in ``asked``."""
        self.asked += questions
        at = version or self.state().publication.version
        return [self.worded(question, _one(question), at) for question in questions]

    def rows(self, question: RowsQuestion, version: str | None = None) -> RowsPage:
        """Raises ``NotRehearsed``."""
        raise NotRehearsed

    def stream(self, question: RowsQuestion, version: str) -> Iterator[list[dict[str, Any]]]:
        """Raises ``NotRehearsed``."""
        raise NotRehearsed


def _one(question: Question) -> Numbers:
    """A value for one member, so that what is drawn for members is asked for too."""
    member = (MISSING,) * len(question.by)
    return {(n, member): 1 for n in range(len(question.periods))}
