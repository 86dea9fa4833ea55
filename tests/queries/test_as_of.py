"""A day in the past is seen as it was: what came later changes nothing.

Every indicator as of a day, on the whole database, equals its value on a database that ends there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Date

from data.engine import open_database
from data.schema import references
from data.tables.base import metadata
from queries.evaluate import Question, evaluate
from queries.filters import Filters
from queries.indicators import INDICATORS
from queries.scope import EVERYTHING
from tests.conftest import NewSettings
from tests.queries.conftest import Asker
from tests.support.small import publish
from tests.support.world import world
from tests.support.world_tables import Tables

DAYS = ("2022-06-30", "2022-10-10")

#: The day on which a row comes to be, where it has one.
_BORN = (
    *("valid_from", "entered_on", "served_on", "registered_on", "starts_on", "signed_on", "submitted_on"),
    *("learned_on", "added_on", "published_on", "accepted_on", "matched_on", "visited_on", "opened_on"),
    *("recorded_on", "delivered_on", "measured_on", "initiated_on", "occurred_on"),
)
#: Dates that are decided, not happening: they stand from the day that their row came to be.
_DECIDED = {"new_deadline", "first_deadline", "due_on", "ends_on"}


def past(tables: Tables, day: str) -> Tables:
    """The tables as they stood at the end of ``day``: later rows and later dates taken away."""
    kept = {
        name: [_blanked(name, row, day) for row in rows if _born(row) <= day] for name, rows in tables.items()
    }
    while _drop_dangling(kept):
        pass
    return kept


def _born(row: dict[str, Any]) -> str:
    return next((str(row[name]) for name in _BORN if row.get(name)), "")


def _blanked(table: str, row: dict[str, Any], day: str) -> dict[str, Any]:
    columns = metadata.tables[table].columns
    later = {
        n
        for n, v in row.items()
        if isinstance(columns[n].type, Date) and columns[n].nullable and n not in _DECIDED and v and v > day
    }
    return {n: None if n in later else v for n, v in row.items()}


def _drop_dangling(kept: Tables) -> bool:
    dropped = False
    for name, rows in kept.items():
        for column, target, key in references(metadata.tables[name]):
            if target.name not in kept:
                continue
            there = {row[key.name] for row in kept[target.name]} | {None}
            fine = [row for row in rows if row.get(column.name) in there]
            dropped |= len(fine) < len(rows)
            rows[:] = fine
    return dropped


@pytest.fixture(scope="module")
def ended(new_settings: NewSettings) -> Iterator[dict[str, Connection]]:
    """A connection to a database that ends on each of ``DAYS``."""
    with ExitStack() as stack:
        opened = {}
        for day in DAYS:
            settings = stack.enter_context(new_settings("duckdb"))
            version = publish(settings, past(world(), day), business_date=day)
            database = open_database(settings)
            stack.callback(database.close)
            opened[day] = stack.enter_context(database.connect(version))
        yield opened


def test_the_past_is_shorter() -> None:
    whole, ended = world(), past(world(), DAYS[0])
    assert {name for name in whole if len(ended[name]) < len(whole[name])} >= {
        "organisation",
        "membership",
        "activity",
        "task_event",
        "delivery",
        "media_resource",
    }


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("code", INDICATORS)
def test_later_events_are_not_seen(
    duckdb_world: Asker, ended: dict[str, Connection], code: str, day: str
) -> None:
    question = Question(code, Filters.default(date.fromisoformat(day)), scope=EVERYTHING)
    assert duckdb_world.numbers(question) == evaluate(ended[day], question)
