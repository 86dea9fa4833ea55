"""Single records: the same on both engines, seen on a day, and only by whom the scope allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from queries.evaluate import Question
from queries.records.activities import read_activity
from queries.records.base import Asked
from queries.records.districts import read_district
from queries.records.organisations import read_organisation
from queries.records.tasks import read_task
from queries.rows import RowsQuestion
from queries.scope import EVERYTHING, Scope, ScopeRefused
from queries.service import Cockpit
from tests.queries.conftest import Asker

Read = Callable[[Cockpit, Asked], Any]
DAY = date(2022, 12, 30)
TASKS = [f"K{n:02d}" for n in range(1, 24)]
EACH: list[tuple[Read, str]] = [
    *((read_organisation, key) for key in ("C1", "S1", "S4", "B1", "N1")),
    *((read_activity, key) for key in ("H1", "H2", "H5", "H9", "H13")),
    *((read_task, key) for key in TASKS),
    *((read_district, key) for key in ("110108", "110101")),
]


@pytest.mark.parametrize(("read", "key"), EACH, ids=[key for _, key in EACH])
@pytest.mark.parametrize("day", [DAY, date(2022, 5, 15)])
def test_a_record_is_the_same_on_both_engines(
    duckdb_world: Asker, postgresql_world: Asker, read: Read, key: str, day: date
) -> None:
    here, there = (read(w.cockpit, Asked(key, day, EVERYTHING)) for w in (duckdb_world, postgresql_world))
    assert here is not None
    assert here == there


@pytest.mark.parametrize("read", [read_organisation, read_activity, read_task, read_district])
def test_what_is_not_there_is_none(asker: Asker, read: Read) -> None:
    assert read(asker.cockpit, Asked("zzz", DAY, EVERYTHING)) is None


def test_a_task_stands_as_the_indicator_counts_it(duckdb_world: Asker) -> None:
    """Every task on several days: light and deadline are those of the rows that are counted."""
    for day in (DAY, date(2022, 9, 25), date(2022, 5, 31)):
        filters = replace(duckdb_world.filters, as_of=day)
        asked = RowsQuestion(Question("DB.lights", filters, scope=EVERYTHING), limit=None)
        counted = {row["_key"]: row for row in duckdb_world.cockpit.rows(asked).rows}
        for key in TASKS:
            standing = read_task(duckdb_world.cockpit, Asked(key, day, EVERYTHING))
            assert standing is not None
            assert (standing.standing is not None) == (key in counted), (key, day)
            if standing.standing:
                row = counted[key]
                assert standing.standing.light == row["light_code"], (key, day)
                assert standing.standing.deadline.isoformat() == row["deadline"], (key, day)


def test_a_scope_hides_what_is_not_in_it(asker: Asker) -> None:
    haidian, society = Scope((("district", ("110108",)),)), Scope((("department", ("society",)),))

    def seen(read: Read, key: str, scope: Scope) -> bool:
        return read(asker.cockpit, Asked(key, DAY, scope)) is not None

    assert seen(read_organisation, "S1", haidian)
    assert not seen(read_organisation, "S2", haidian)
    assert seen(read_activity, "H1", haidian)
    assert not seen(read_activity, "H2", haidian)
    assert seen(read_district, "110108", haidian)
    assert not seen(read_district, "110105", haidian)
    assert seen(read_task, "K04", society)
    assert not seen(read_task, "K01", society)
    red = Scope((("light", ("red",)),))
    assert seen(read_task, "K04", red)
    assert not seen(read_task, "K01", red)


def test_a_record_without_a_rule_for_a_limit_is_refused(asker: Asker) -> None:
    haidian, society = Scope((("district", ("110108",)),)), Scope((("department", ("society",)),))
    for read, key, scope in ((read_task, "K04", haidian), (read_district, "110108", society)):
        with pytest.raises(ScopeRefused, match="不能按"):
            read(asker.cockpit, Asked(key, DAY, scope))


def test_relatives_outside_the_scope_are_not_named(asker: Asker) -> None:
    inner = Scope((("organisation", ("S1",)),))
    found = read_organisation(asker.cockpit, Asked("S1", DAY, inner))
    assert found is not None
    assert found.children == ()
