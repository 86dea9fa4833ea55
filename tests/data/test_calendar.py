"""Workdays by the arrangement of the State Council, and Monday to Friday where there is none yet."""

from __future__ import annotations

from datetime import date

import pytest

from data.calendar import workday_before


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2022-12-30", "2022-12-29"),  # Friday: Thursday
        ("2022-12-26", "2022-12-23"),  # Monday: Friday
        ("2022-12-25", "2022-12-23"),  # Sunday too
        ("2022-10-08", "2022-09-30"),  # after the week of the National Day
        ("2022-10-10", "2022-10-09"),  # a Sunday that was worked for it
        ("2199-06-03", "2199-05-31"),  # a Monday far ahead: Friday
    ],
)
def test_the_last_workday(day: str, before: str) -> None:
    assert workday_before(date.fromisoformat(day)) == date.fromisoformat(before)
