"""Targets: which one holds for a figure, how far it is reached, what it costs; on both engines."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date

import duckdb
import pytest
import sqlalchemy as sa

from data.engine import open_database
from data.settings import Settings
from queries.cache import AnswerCache
from queries.filters import Filters
from queries.scope import EVERYTHING, Scope
from queries.service import Cockpit
from queries.targets import Progress, progress_of, targets
from tests.support.small import publish
from tests.support.world import AS_OF, world
from tests.support.world_tables import table


def reached(
    cockpit: Cockpit, code: str, query: dict[str, str] | None = None, scope: Scope = EVERYTHING
) -> Progress | None:
    """How far a figure has come under the filters of an address."""
    filters = cockpit.filters(query or {})
    value = cockpit.value(code, filters, scope=scope)
    return progress_of(cockpit, cockpit.state().publication.version, code, filters, scope, value)


def told(found: Progress | None) -> tuple[float | None, float | None, float | None, bool] | None:
    """(target, share, share of the time gone, reached)."""
    if found is None:
        return None
    share, gone = (None if x is None else round(x, 2) for x in (found.share, found.gone))
    return found.target.value, share, gone, found.reached


@pytest.mark.parametrize(
    ("code", "query", "expected"),
    [
        ("ZZ01", {}, (10, 80.0, None, False)),
        ("ZZ01", {"district": "110108"}, (3, 100.0, None, True)),
        ("ZZ01", {"district": "110105"}, None),  # no target of its own
        ("ZZ01", {"district": "110108", "org_type": "society"}, None),
        ("ZZ01", {"platform": "base"}, (10, 80.0, None, False)),  # a filter that the indicator lacks
        ("ZZ01", {"as_of": "2021-12-31"}, None),  # before it begins
        ("ZZ01", {"period": "month"}, (10, 80.0, None, False)),  # a stock has no period
        ("HD01", {}, (26, 50.0, 99.73, False)),  # 364 of 365 days
        ("HD01", {"as_of": "2022-06-30"}, (26, 34.62, 49.59, False)),  # 9 so far; 181 days
        ("HD01", {"period": "quarter"}, None),
        ("HD01", {"start": "2022-02-01", "end": "2022-12-30"}, None),  # another beginning
        ("HD01", {"start": "2022-01-01", "end": "2022-12-31"}, (26, 50.0, 99.73, False)),
        ("HD01", {"period": "same_period"}, None),
        ("DB06", {}, (2, 150.0, None, False)),  # less is better
        ("DB04", {}, (40, 100.0, None, True)),
        ("HD04", {}, (0, None, 99.73, True)),  # of a target of zero there is no share
        ("RC01", {}, None),
    ],
)
def test_a_figure_has_the_target_of_exactly_what_it_counts(
    cockpit: Cockpit, code: str, query: dict[str, str], expected: tuple[float, ...] | None
) -> None:
    found = told(reached(cockpit, code, query))
    if code == "HD01" and query.get("as_of"):
        share = round((cockpit.value("HD01", cockpit.filters(query), scope=EVERYTHING) or 0) / 26 * 100, 2)
        assert expected is not None
        expected = (26, share, *expected[2:])
    assert found == expected


def test_a_month_is_held_against_the_months_target(cockpit: Cockpit) -> None:
    found = reached(cockpit, "HD01", {"period": "month"})
    assert found is not None
    assert (found.target.value, found.target.days) == (4, 31)
    assert found.gone == pytest.approx(30 / 31 * 100)
    assert found.share == (found.value or 0) / 4 * 100


def test_the_next_years_target_begins_with_the_year(cockpit: Cockpit) -> None:
    version = cockpit.state().publication.version
    day = date(2023, 3, 1)
    found = progress_of(cockpit, version, "ZZ01", Filters.default(day), EVERYTHING, 9)
    assert found is not None
    assert (found.target.value, found.target.start, found.share) == (20, date(2023, 1, 1), 45.0)


def test_who_sees_a_part_is_held_against_the_target_of_that_part(cockpit: Cockpit) -> None:
    haidian = Scope((("district", ("110108",)),))
    found = reached(cockpit, "ZZ01", scope=haidian)
    assert found is not None
    assert (found.value, found.target.value) == (3, 3)
    assert reached(cockpit, "HD01", scope=haidian) is None


def test_targets_are_read_once_a_version(new_cockpit: Cockpit, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    connect = new_cockpit.database.connect

    def counted(version: str) -> AbstractContextManager[sa.Connection]:
        asked.append(version)
        return connect(version)

    version, filters = new_cockpit.state().publication.version, new_cockpit.filters({})
    monkeypatch.setattr(new_cockpit.database, "connect", counted)
    found = targets(new_cockpit, version)
    many = {code: len(own) for code, own in found.items()}
    assert many == {"ZZ01": 3, "HD01": 2, "DB06": 1, "DB04": 1, "HD04": 1}
    once = len(asked)
    assert once
    # Nor is the store asked again: a card reads nothing at all.
    monkeypatch.setattr(new_cockpit.cache, "get_or_compute", None)
    for code in ("ZZ01", "HD01", "DB06", "RC01") * 10:
        progress_of(new_cockpit, version, code, filters, EVERYTHING, 1)
    assert len(asked) == once


@pytest.fixture
def new_cockpit(duckdb_settings: Settings) -> Iterator[Cockpit]:
    """A cockpit of a home of its own."""
    publish(duckdb_settings, world(), business_date=AS_OF)
    database = open_database(duckdb_settings)
    yield Cockpit(database, AnswerCache(duckdb_settings))
    database.close()


def test_versions_of_earlier_releases_have_no_targets(duckdb_settings: Settings) -> None:
    version = publish(duckdb_settings, world(), business_date=AS_OF)
    with duckdb.connect(str(duckdb_settings.home / "unified" / f"unified-{version}.duckdb")) as file:
        file.execute("DROP TABLE target")
    database = open_database(duckdb_settings)
    cockpit = Cockpit(database, AnswerCache(duckdb_settings))
    assert targets(cockpit, version) == {}
    assert reached(cockpit, "ZZ01") is None
    database.close()


def test_what_cannot_hold_is_left_out_and_logged(
    duckdb_settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = table(
        "key indicator_code condition value period_end source",
        ("W1", "ZZ01", "district=火星", 1, "2022-12-31", "年度目标"),
        ("W2", "DB01", "district=海淀区", 1, "2022-12-31", "年度目标"),
        ("W3", "ZZ01", None, 5, "2022-12-31", "年度目标"),
    )
    version = publish(duckdb_settings, {**world(), "target": wrong}, business_date=AS_OF)
    database = open_database(duckdb_settings)
    cockpit = Cockpit(database, AnswerCache(duckdb_settings))
    with caplog.at_level(logging.WARNING):
        found = targets(cockpit, version)
    assert [t.value for own in found.values() for t in own] == [5]
    assert ["W1" in caplog.text, "火星" in caplog.text, "W2" in caplog.text] == [True] * 3
    database.close()
