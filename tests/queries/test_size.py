"""How large an answer may be: just below and above the limit, before its rows are read and while they are."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from queries import batch, size
from queries.errors import AnswerTooLarge
from queries.evaluate import Question, evaluate
from queries.filters import Filters
from queries.periods import Period
from queries.scope import EVERYTHING
from queries.service import Cockpit
from queries.together import foresee

BY = ("organisation", "age_band", "title_level", "district", "own_discipline", "gender")
DECADE = Period(date(2013, 1, 1), date(2022, 12, 30))


def refused(*_: object) -> AbstractContextManager[sa.Connection]:
    raise AssertionError("a statement ran")


def bounded(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(batch, "MOST_NUMBERS", most)
    monkeypatch.setattr(size, "MOST_NUMBERS", most)


def test_as_many_numbers_as_the_limit_are_answered_and_no_more(
    cockpit: Cockpit, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question("RC01", replace(filters, period=DECADE), BY, "month", scope=EVERYTHING)
    rows = cockpit.ask(question).rows
    assert rows
    bounded(monkeypatch, len(rows))
    # Another question to the cache, of the same size.
    again = replace(question, by=tuple(reversed(BY)))
    assert len(cockpit.ask(again).rows or ()) == len(rows)
    bounded(monkeypatch, len(rows) - 1)
    with pytest.raises(AnswerTooLarge, match=rf"{len(rows):,} 个.*上限 {len(rows) - 1:,} 个：请减少分组"):
        cockpit.ask(replace(question, by=(*BY[1:], BY[0])))


def test_what_is_surely_small_costs_no_statement_to_know(cockpit: Cockpit, filters: Filters) -> None:
    labels = cockpit.labels()
    size.require_size(
        [Question("RC01", filters, ("organisation",), "month", scope=EVERYTHING)], labels, refused
    )
    size.require_size([Question("RC01", filters, scope=EVERYTHING)], labels, refused)
    giant = Question("RC01", replace(filters, period=DECADE), BY, "month", scope=EVERYTHING)
    assert size.most_numbers(giant, labels) > batch.MOST_NUMBERS
    with pytest.raises(AssertionError, match="a statement ran"):
        size.require_size([giant], labels, refused)


def test_chosen_members_make_an_answer_smaller(cockpit: Cockpit, filters: Filters) -> None:
    whole = Question("RC01", filters, ("district", "gender"), scope=EVERYTHING)
    one = Question("RC01", filters.with_dim("district", ["110101"]), ("district", "gender"), scope=EVERYTHING)
    districts = cockpit.labels().count("district")
    assert size.most_groups(whole, cockpit.labels()) == (districts + 1) * 3
    assert size.most_groups(one, cockpit.labels()) == 3


def test_rows_are_held_where_they_are_read(
    cockpit: Cockpit, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question("RC01", filters, ("district",), "month", scope=EVERYTHING)
    long = replace(question, filters=replace(filters, period=DECADE))
    most = batch.MOST_NUMBERS
    with cockpit.database.connect(cockpit.state().publication.version) as connection:
        for asked in (question, long):
            bounded(monkeypatch, most)
            rows = len(evaluate(connection, asked))
            bounded(monkeypatch, rows)
            assert len(evaluate(connection, asked)) == rows
            # A row of the statement holds a group's numbers of many periods.
            bounded(monkeypatch, 1)
            with pytest.raises(AnswerTooLarge):
                evaluate(connection, asked)


def test_what_is_too_large_takes_nothing_else_along(
    cockpit: Cockpit, filters: Filters, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = cockpit.state().publication.version
    giant = Question(
        "RC01", replace(filters, period=DECADE), (*BY[2:], "age_band"), "month", scope=EVERYTHING
    )
    small = Question("RC01", filters.with_dim("gender", ["女"]), ("title_level",), scope=EVERYTHING)
    monkeypatch.setattr("queries.together.MOST_TOGETHER", 100)
    foresee(cockpit, [giant, small], version)
    assert cockpit.cache.holds(version, "answer", small.key())
    assert not cockpit.cache.holds(version, "answer", giant.key())
