"""环比 and 同比 of any days, in numbers that a reader can count in the small world (as of 2022-12-30).

Held: H13 2021-11-01, H7 12-31, H4 2022-01-01, H12 02-01, H16 03-01, H3 03-05, H9 04-01, H19 06-15, H6 07-01,
H15 08-01, H11 09-01, H2 10-01, H1 10-02, H14 12-01, H17 12-30. H20 of 07-08 is called off on 08-20.
"""

from __future__ import annotations

import pytest

from queries import comparison
from queries.filters import Filters
from queries.periods import Period
from tests.queries.conftest import Asker
from tests.support.world import AS_OF

FLOW = [
    # One day, ten days: as many days immediately before.
    ("start=2022-10-02&end=2022-10-02", 1, ("2022-10-01", "2022-10-01", 1), ("2021-10-02", "2021-10-02", 0)),
    ("start=2022-10-02&end=2022-10-11", 1, ("2022-09-22", "2022-10-01", 1), ("2021-10-02", "2021-10-11", 0)),
    ("start=2022-01-01&end=2022-01-10", 1, ("2021-12-22", "2021-12-31", 1), ("2021-01-01", "2021-01-10", 0)),
    # 1, 2, 4, 5, 7, 11 months, those up to December cut by the as-of day.
    ("start=2022-12-01&end=2022-12-31", 2, ("2022-11-01", "2022-11-30", 0), ("2021-12-01", "2021-12-30", 0)),
    ("start=2022-10-01&end=2022-11-30", 2, ("2022-08-01", "2022-09-30", 2), ("2021-10-01", "2021-11-30", 1)),
    ("start=2022-09-01&end=2022-12-31", 5, ("2022-05-01", "2022-08-30", 3), ("2021-09-01", "2021-12-30", 1)),
    ("start=2022-06-01&end=2022-10-31", 6, ("2022-01-01", "2022-05-31", 5), ("2021-06-01", "2021-10-31", 0)),
    ("start=2022-05-01&end=2022-11-30", 6, ("2021-10-01", "2022-04-30", 7), ("2021-05-01", "2021-11-30", 1)),
    ("start=2022-02-01&end=2022-12-31", 12, ("2021-03-01", "2022-01-30", 3), ("2021-02-01", "2021-12-30", 1)),
    # A whole year that isn't over is held against the same part of the year before, twice the same.
    ("start=2022-01-01&end=2022-12-31", 13, ("2021-01-01", "2021-12-30", 1), ("2021-01-01", "2021-12-30", 1)),
    # In the middle of March: its first five days against those of February.
    (
        "as_of=2022-03-05&start=2022-03-01&end=2022-03-31",
        2,
        ("2022-02-01", "2022-02-05", 1),
        ("2021-03-01", "2021-03-05", 0),
    ),
    # As it then stood: on 10 July nobody knew that H20 would be called off; long after, everybody does.
    (
        "as_of=2022-08-10&start=2022-08-01&end=2022-08-31",
        1,
        ("2022-07-01", "2022-07-10", 2),
        ("2021-08-01", "2021-08-10", 0),
    ),
    ("start=2022-08-01&end=2022-08-31", 1, ("2022-07-01", "2022-07-31", 1), ("2021-08-01", "2021-08-31", 0)),
    # Presets.
    ("period=month", 2, ("2022-11-01", "2022-11-30", 0), ("2021-12-01", "2021-12-30", 0)),
    ("period=quarter", 4, ("2022-07-01", "2022-09-30", 3), ("2021-10-01", "2021-12-30", 1)),
    ("", 13, ("2021-01-01", "2021-12-30", 1), ("2021-01-01", "2021-12-30", 1)),
]

OTHERS = [
    # Stocks: a month and a year earlier; a last day stays a last day.
    ("ZZ01", "as_of=2022-11-30", 8, ("2022-10-31", "2022-10-31", 9), ("2021-11-30", "2021-11-30", 6)),
    ("ZZ01", "as_of=2022-07-29", 9, ("2022-06-29", "2022-06-29", 10), None),
    ("ZZ01", "start=2022-10-01&end=2022-10-31", 8, ("2022-11-30", "2022-11-30", 8), None),
    # Net changes: 10-31 9, 11-30 8; 2021-12-31 6, 06-30 9.
    (
        "ZZ02",
        "start=2022-11-01&end=2022-11-30",
        -1,
        ("2022-10-01", "2022-10-31", 0),
        ("2021-11-01", "2021-11-30", 0),
    ),
    ("ZZ02", "start=2022-12-01&end=2022-12-31", 0, ("2022-11-01", "2022-11-30", -1), None),
    # Ratios: −1 of 9, 3 of 6.
    ("ZZ03", "start=2022-07-01&end=2022-12-31", -100 / 9, ("2022-01-01", "2022-06-30", 50), None),
]
Told = tuple[str, str, int | float]


@pytest.mark.parametrize(("query", "now", "before", "last_year"), FLOW)
def test_activities(asker: Asker, query: str, now: int, before: Told, last_year: Told) -> None:
    check(asker, "HD01", query, now, before, last_year)


@pytest.mark.parametrize(("code", "query", "now", "before", "last_year"), OTHERS)
def test_stocks_net_changes_and_ratios(
    asker: Asker, code: str, query: str, now: float, before: Told, last_year: Told | None
) -> None:
    check(asker, code, query, now, before, last_year)


def check(asker: Asker, code: str, query: str, now: float, before: Told, last_year: Told | None) -> None:
    """Value and days of a figure and of what it is compared with."""
    filters = asker.cockpit.filters(dict(part.split("=") for part in query.split("&") if part))
    assert asker.value(code, filters) == pytest.approx(now)
    assert told(asker, code, comparison.before(code, filters)) == before
    if last_year:
        assert told(asker, code, comparison.year_before(code, filters)) == last_year


def told(asker: Asker, code: str, base: comparison.Base) -> Told:
    """First and last day of a base, and its value, which the named days give again by themselves."""
    value = asker.value(code, base.filters)
    assert value is not None
    return base.days.start.isoformat(), base.days.end.isoformat(), value


def test_the_days_that_are_named_give_the_value(asker: Asker) -> None:
    """Who asks for the days on the card, seen from their end, finds the value on the card."""
    filters = asker.cockpit.filters({"start": "2022-02-01", "end": "2022-12-31"})
    for base in (comparison.before("HD01", filters), comparison.year_before("HD01", filters)):
        again = Filters(base.filters.as_of, Period(base.days.start, base.days.end), "custom")
        assert asker.value("HD01", again) == asker.value("HD01", base.filters)


def test_a_day_after_the_data_is_the_last_of_the_data(asker: Asker) -> None:
    for day in ("2022-12-31", "2024-12-31", "2199-12-31"):
        assert asker.cockpit.filters({"as_of": day}).as_of.isoformat() == AS_OF
