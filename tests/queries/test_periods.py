"""Periods: presets, cuts at interval borders, and the days that 同比 and 环比 compare with."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.periods import (
    INTERVALS,
    ONE_DAY,
    Period,
    cut,
    is_whole,
    label,
    period_before,
    preset,
    shift_months,
    split,
    whole_months,
    year_before,
)

days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


def _period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("name", "as_of", "period"),
    [
        ("month", "2022-02-28", ("2022-02-01", "2022-02-28")),
        ("quarter", "2022-02-28", ("2022-01-01", "2022-02-28")),
        ("quarter", "2022-12-30", ("2022-10-01", "2022-12-30")),
        ("year", "2022-12-30", ("2022-01-01", "2022-12-30")),
        ("same_period", "2021-12-30", ("2021-01-01", "2021-12-30")),
        ("last_year", "2022-12-30", ("2021-01-01", "2021-12-31")),
    ],
)
def test_presets(name: str, as_of: str, period: tuple[str, str]) -> None:
    assert preset(name, date.fromisoformat(as_of)) == _period(*period)


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        ("2022-03-31", -1, "2022-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2023-02-28", -12, "2022-02-28"),
        ("2025-02-28", -12, "2024-02-29"),  # a last day stays a last day
        ("2022-04-30", -1, "2022-03-31"),
        ("2022-12-30", -1, "2022-11-30"),
        ("2022-01-15", -1, "2021-12-15"),
        ("2022-12-31", 2, "2023-02-28"),
        ("2022-05-30", 9, "2023-02-28"),
    ],
)
def test_shifting_months(day: str, months: int, shifted: str) -> None:
    assert shift_months(date.fromisoformat(day), months) == date.fromisoformat(shifted)


@given(days, st.integers(-600, 600))
def test_a_shift_lands_in_the_month_meant(day: date, months: int) -> None:
    moved = shift_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day or day + ONE_DAY == (day + ONE_DAY).replace(day=1)


#: (chosen, seen from, 环比, 同比): whole months against as many months, cut alike; else as many days.
BASES = [
    # One day, ten days.
    ("2022-03-05..2022-03-05", "2022-12-30", "2022-03-04..2022-03-04", "2021-03-05..2021-03-05"),
    ("2022-03-01..2022-03-01", "2022-12-30", "2022-02-28..2022-02-28", "2021-03-01..2021-03-01"),
    ("2022-12-21..2022-12-30", "2022-12-30", "2022-12-11..2022-12-20", "2021-12-21..2021-12-30"),
    ("2022-01-05..2022-01-14", "2022-12-30", "2021-12-26..2022-01-04", "2021-01-05..2021-01-14"),
    # Whole months: 1, 2, 4, 5, 6, 7, 11, 12, 13, over the end of a year, with months of all lengths.
    ("2022-03-01..2022-03-31", "2022-12-30", "2022-02-01..2022-02-28", "2021-03-01..2021-03-31"),
    ("2022-01-01..2022-01-31", "2022-12-30", "2021-12-01..2021-12-31", "2021-01-01..2021-01-31"),
    ("2023-03-01..2023-04-30", "2023-05-26", "2023-01-01..2023-02-28", "2022-03-01..2022-04-30"),
    ("2022-12-01..2023-01-31", "2023-05-26", "2022-10-01..2022-11-30", "2021-12-01..2022-01-31"),
    ("2022-03-01..2022-06-30", "2022-12-30", "2021-11-01..2022-02-28", "2021-03-01..2021-06-30"),
    ("2022-04-01..2022-08-31", "2022-12-30", "2021-11-01..2022-03-31", "2021-04-01..2021-08-31"),
    ("2022-01-01..2022-06-30", "2022-12-30", "2021-07-01..2021-12-31", "2021-01-01..2021-06-30"),
    ("2022-04-01..2022-10-31", "2022-12-30", "2021-09-01..2022-03-31", "2021-04-01..2021-10-31"),
    ("2022-01-01..2022-11-30", "2022-12-30", "2021-02-01..2021-12-31", "2021-01-01..2021-11-30"),
    ("2021-01-01..2021-12-31", "2022-12-30", "2020-01-01..2020-12-31", "2020-01-01..2020-12-31"),
    ("2021-11-01..2022-11-30", "2022-12-30", "2020-10-01..2021-10-31", "2020-11-01..2021-11-30"),
    # Whole months that are not over: as many months before, up to the same day.
    ("2023-01-01..2023-12-31", "2023-05-26", "2022-01-01..2022-05-26", "2022-01-01..2022-05-26"),
    ("2023-05-01..2023-05-31", "2023-05-26", "2023-04-01..2023-04-26", "2022-05-01..2022-05-26"),
    ("2023-04-01..2023-07-31", "2023-05-26", "2022-12-01..2023-01-26", "2022-04-01..2022-05-26"),
    ("2023-04-01..2023-05-31", "2023-04-30", "2023-02-01..2023-02-28", "2022-04-01..2022-04-30"),
    # Up to the day it is seen from: the last month is running.
    ("2023-02-01..2023-05-26", "2023-05-26", "2022-10-01..2023-01-26", "2022-02-01..2022-05-26"),
    ("2022-12-01..2022-12-30", "2022-12-30", "2022-11-01..2022-11-30", "2021-12-01..2021-12-30"),
    ("2023-05-01..2023-06-15", "2023-05-26", "2023-04-01..2023-04-26", "2022-05-01..2022-05-26"),
    # Days that go on after the day it is seen from are not compared.
    ("2023-05-20..2023-06-15", "2023-05-26", "2023-05-13..2023-05-19", "2022-05-20..2022-05-26"),
    # From a first of month to some day long ago is no whole month.
    ("2022-03-01..2022-03-15", "2022-12-30", "2022-02-14..2022-02-28", "2021-03-01..2021-03-15"),
    # Leap days: a whole February is one, a day has 28 February before it.
    ("2024-02-01..2024-02-29", "2024-06-30", "2024-01-01..2024-01-31", "2023-02-01..2023-02-28"),
    ("2025-02-01..2025-02-28", "2025-06-30", "2025-01-01..2025-01-31", "2024-02-01..2024-02-29"),
    ("2024-02-29..2024-02-29", "2024-06-30", "2024-02-28..2024-02-28", "2023-02-28..2023-02-28"),
    ("2025-02-28..2025-03-05", "2025-06-30", "2025-02-22..2025-02-27", "2024-02-28..2024-03-05"),
    ("2025-02-19..2025-02-28", "2025-06-30", "2025-02-09..2025-02-18", "2024-02-19..2024-02-28"),
    ("2024-02-20..2024-02-29", "2024-06-30", "2024-02-10..2024-02-19", "2023-02-20..2023-02-28"),
]


@pytest.mark.parametrize(("chosen", "as_of", "before", "last_year"), BASES)
def test_what_chosen_days_are_held_against(chosen: str, as_of: str, before: str, last_year: str) -> None:
    period, day = _days(chosen), date.fromisoformat(as_of)
    assert period_before(period, day) == _days(before)
    assert year_before(cut(period, day)) == _days(last_year)


@given(days, st.integers(0, 900), st.integers(-40, 900))
def test_no_base_reaches_into_what_it_is_held_against(start: date, length: int, seen: int) -> None:
    period, as_of = Period(start, start + timedelta(days=length)), start + timedelta(days=max(seen, 0))
    over = cut(period, as_of)
    assert over.end == min(period.end, as_of)
    base, last = period_before(period, as_of), year_before(over)
    assert base.start <= base.end < over.start
    assert last.start <= last.end
    if not whole_months(period, as_of):
        assert (base.end - base.start, base.end + ONE_DAY) == (over.end - over.start, over.start)
    assert abs((last.end - last.start) - (over.end - over.start)) <= ONE_DAY


def test_the_period_before_of_a_known_kind() -> None:
    quarter, year = _period("2022-10-01", "2022-10-20"), _period("2023-01-01", "2023-05-26")
    assert period_before(quarter, quarter.end, 3) == _period("2022-07-01", "2022-07-20")
    assert period_before(year, year.end, 12) == _period("2022-01-01", "2022-05-26")


def _days(words: str) -> Period:
    return _period(*words.split(".."))


def test_iso_weeks_belong_to_the_year_of_their_thursday() -> None:
    assert label(date(2021, 12, 27), "week") == "2021-W52"
    assert label(date(2020, 12, 28), "week") == "2020-W53"
    weeks = split(_period("2021-01-01", "2021-01-10"), "week")
    assert [w.label for w in weeks] == ["2020-W53", "2021-W01"]
    assert weeks[0] == Period(date(2021, 1, 1), date(2021, 1, 3), "2020-W53")
    assert [is_whole(w, "week") for w in weeks] == [False, True]


def test_labels() -> None:
    day = date(2022, 7, 1)
    assert {i: label(day, i) for i in INTERVALS} == {
        "day": "2022-07-01",
        "week": "2022-W26",
        "month": "2022-07",
        "quarter": "2022-Q3",
        "year": "2022",
    }


def test_months_of_a_year_that_is_not_over() -> None:
    months = split(_period("2022-01-01", "2022-12-30"), "month")
    assert [m.label for m in months] == [f"2022-{n:02d}" for n in range(1, 13)]
    assert months[1].end == date(2022, 2, 28)
    assert [is_whole(m, "month") for m in months] == [True] * 11 + [False]


@given(days, st.integers(0, 800), st.sampled_from(list(INTERVALS)))
def test_pieces_cover_the_period_once(start: date, length: int, interval: str) -> None:
    period = Period(start, start + timedelta(days=length))
    pieces = split(period, interval)
    assert pieces[0].start == period.start
    assert pieces[-1].end == period.end
    assert all(p.start <= p.end for p in pieces)
    assert all(a.end + ONE_DAY == b.start for a, b in pairwise(pieces))
    assert len({p.label for p in pieces}) == len(pieces)
