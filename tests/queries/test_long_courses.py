"""A course of hundreds of days is right, and leaves nothing behind in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from queries import builder
from queries.evaluate import Question
from queries.filters import Filters
from queries.periods import Period
from queries.scope import EVERYTHING
from tests.queries.conftest import Asker


def test_days_of_a_year(asker: Asker, filters: Filters) -> None:
    year = replace(filters, period=Period(date(2022, 1, 1), date(2022, 12, 30)), preset="custom")
    months = asker.series("RC01", "month")
    kept = builder._facts_of.cache_info().currsize
    numbers = asker.numbers(Question("RC01", year, interval="day", scope=EVERYTHING))
    assert len(numbers) == 364
    ends = [date(2022, n, 1).toordinal() - date(2022, 1, 1).toordinal() - 1 for n in range(2, 13)]
    assert [numbers[day, ()] for day in [*ends, 363]] == months
    assert builder._facts_of.cache_info().currsize == kept
