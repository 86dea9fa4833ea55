"""Many questions answered together: what a page needs is read side by side before it is drawn."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from data.effort import for_the_same
from data.engine import Database
from queries.batch import MOST_SPANS, Numbers, answered, chunks
from queries.builder import Cut
from queries.evaluate import Fetch, Question, asked_by, combine, cut_of
from queries.model import Measure
from queries.scope import Scope, ScopeRefused
from queries.service import Cockpit
from queries.size import most_numbers

#: Statements of one page run side by side, as many as there are processors.
_pool = ThreadPoolExecutor(os.cpu_count() or 2, thread_name_prefix="numbers")


#: How many numbers a question may have that is asked with others.
MOST_TOGETHER = 40_000


def can_join(question: Question) -> bool:
    """Whether a question can be asked with others: its course isn't too long, its scope lets it be asked."""
    with suppress(ScopeRefused):
        return 0 < len(question.periods) <= MOST_SPANS and bool(asked_by(question))
    return False


def foresee(cockpit: Cockpit, questions: Iterable[Question], version: str) -> None:
    """Have the answers to many questions ready, by few statements; what can't be, is left out.

    Raises ``DatabaseUnavailable``.
    """
    unknown = [q for q in dict.fromkeys(questions) if not cockpit.cache.holds(version, "answer", q.key())]
    labels = cockpit.labels(version)
    # Large answers are asked for alone, where their size is looked at.
    wanted = [q for q in unknown if can_join(q) and most_numbers(q, labels) <= MOST_TOGETHER]

    def compute(missing: list[int]) -> list[Any]:
        asked = [wanted[n] for n in missing]
        fetch = _read(cockpit.database, asked, version)
        found = [(q, combine(fetch, q.code, cut_of(q), q.scope)) for q in asked]
        return [asdict(cockpit.worded(q, numbers, version)) for q, numbers in found]

    cockpit.cache.get_or_compute_all(version, "answer", [q.key() for q in wanted], compute)


def _read(database: Database, questions: Sequence[Question], version: str) -> Fetch:
    """The numbers of every measure that the questions ask for, read by few statements."""
    asks = {key: ask for question in questions for key, ask in asked_by(question).items()}
    keys = list(asks)
    known: dict[tuple[str, Cut, Scope], Numbers] = {}

    def run(part: list[int]) -> None:
        with database.connect(version) as connection:
            found = answered(connection, [asks[keys[n]] for n in part])
        known.update(zip((keys[n] for n in part), found, strict=True))

    list(_pool.map(for_the_same(run), chunks(asks.values())))

    def fetch(name: str, measure: Measure, cut: Cut, scope: Scope) -> Numbers:
        return known[name, cut, scope]

    return fetch
