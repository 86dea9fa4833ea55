"""Every indicator's one number on a version: what an import compares before it publishes."""

from __future__ import annotations

from datetime import date

from data.engine import Database
from queries.builder import Cut
from queries.evaluate import Number, Numbers, Question, combine, cut_of, measured
from queries.filters import Filters
from queries.indicators import INDICATORS
from queries.model import Measure
from queries.scope import EVERYTHING, Scope


def figures(database: Database, version: str, as_of: date) -> dict[str, tuple[str, Number, str]]:
    """(name, value, unit) of every listed indicator by code, as of the day, over the year up to it.

    Bypasses the cache: the version may be one that is never published.
    """
    known: dict[tuple[str, Cut, Scope], Numbers] = {}
    found = {}
    with database.connect(version) as connection:

        def fetch(name: str, measure: Measure, cut: Cut, scope: Scope) -> Numbers:
            key = (name, cut, scope)
            if key not in known:
                known[key] = measured(connection, measure, cut, scope)
            return known[key]

        for indicator in INDICATORS.values():
            if indicator.listed:
                question = Question(indicator.code, Filters.default(as_of), scope=EVERYTHING)
                numbers = combine(fetch, indicator.code, cut_of(question), question.scope)
                found[indicator.code] = (indicator.name, numbers.get((0, ())), indicator.unit)
    return found
