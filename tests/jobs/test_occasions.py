"""The next occasion of a rhythm: ends of months and quarters, holidays, one after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar import workday
from jobs.occasions import RHYTHMS, Timing, due_until, next_occasion
from store.base import ZONE

EIGHT = time(8, 0)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("timing", "after", "due"),
    [
        # Daily: today's if it is still to come, else tomorrow's; never the same one again.
        (Timing("daily"), "2022-12-30 07:59", "2022-12-30 08:00"),
        (Timing("daily"), "2022-12-30 08:00", "2022-12-31 08:00"),
        (Timing("daily"), "2022-12-31 09:00", "2023-01-01 08:00"),
        (Timing("daily", time(0, 0)), "2022-12-30 00:00", "2022-12-31 00:00"),
        # Workdays: 国庆 2023 is 29 September to 6 October, and Saturday the 7th is worked.
        (Timing("daily", workdays=True), "2023-09-28 08:00", "2023-10-07 08:00"),
        (Timing("daily", workdays=True), "2022-12-30 08:00", "2023-01-03 08:00"),
        # Weekly: 2 January 2023 is a Monday, and a holiday.
        (Timing("weekly", weekday=1), "2022-12-30 12:00", "2023-01-02 08:00"),
        (Timing("weekly", weekday=1, workdays=True), "2022-12-30 12:00", "2023-01-03 08:00"),
        (Timing("weekly", weekday=5), "2022-12-30 07:00", "2022-12-30 08:00"),
        (Timing("weekly", weekday=5), "2022-12-30 08:00", "2023-01-06 08:00"),
        (Timing("weekly", weekday=7), "2022-12-30 08:00", "2023-01-01 08:00"),
        # Monthly: the 31st is the last day of every month, the 30th also of February.
        (Timing("monthly", day=1), "2022-12-30 08:00", "2023-01-01 08:00"),
        (Timing("monthly", day=31), "2022-12-31 08:00", "2023-01-31 08:00"),
        (Timing("monthly", day=31), "2023-01-31 08:00", "2023-02-28 08:00"),
        (Timing("monthly", day=31), "2023-02-28 08:00", "2023-03-31 08:00"),
        (Timing("monthly", day=31), "2023-03-31 08:00", "2023-04-30 08:00"),
        (Timing("monthly", day=30), "2024-02-01 08:00", "2024-02-29 08:00"),
        (Timing("monthly", day=1, workdays=True), "2022-12-30 08:00", "2023-01-03 08:00"),
        # 31 December 2022 is a Saturday and a holiday: its occasion is the 3rd of January.
        (Timing("monthly", day=31, workdays=True), "2022-12-31 12:00", "2023-01-03 08:00"),
        (Timing("monthly", day=31, workdays=True), "2023-01-03 08:00", "2023-01-31 08:00"),
        # 1 May 2023 and the days after are holidays until the 3rd.
        (Timing("monthly", day=1, workdays=True), "2023-04-30 08:00", "2023-05-04 08:00"),
        # Quarterly: in the first, second or third month of each.
        (Timing("quarterly", day=5, month=1), "2022-12-30 08:00", "2023-01-05 08:00"),
        (Timing("quarterly", day=5, month=1), "2023-01-05 08:00", "2023-04-05 08:00"),
        (Timing("quarterly", day=31, month=3), "2022-12-31 08:00", "2023-03-31 08:00"),
        (Timing("quarterly", day=31, month=3), "2023-03-31 08:00", "2023-06-30 08:00"),
        (Timing("quarterly", day=31, month=2), "2022-12-30 08:00", "2023-02-28 08:00"),
        (Timing("quarterly", day=31, month=2), "2022-11-30 07:00", "2022-11-30 08:00"),
        (Timing("quarterly", day=1, month=1, workdays=True), "2022-12-30 08:00", "2023-01-03 08:00"),
        (Timing("quarterly", day=1, month=1, workdays=True), "2023-09-28 08:00", "2023-10-07 08:00"),
    ],
)  # fmt: skip
def test_the_next_occasion(timing: Timing, after: str, due: str) -> None:
    assert next_occasion(timing, at(after)) == at(due)


def test_a_moment_of_another_zone_is_the_same_moment() -> None:
    # 23:59 UTC is 07:59 of the next day in Beijing.
    after = datetime(2022, 12, 29, 23, 59, tzinfo=UTC)
    assert next_occasion(Timing("daily"), after) == at("2022-12-30 08:00")


def test_a_publication_has_no_day() -> None:
    assert next_occasion(Timing("publication"), at("2022-12-30 08:00")) is None


def test_two_days_that_holidays_move_onto_one_are_one_occasion() -> None:
    timing = Timing("weekly", weekday=6, workdays=True)  # Saturdays: Monday, or a day after holidays
    # Saturday 30 September and Saturday 7 October 2023 (worked) both come on the 7th.
    first = next_occasion(timing, at("2023-09-29 08:00"))
    assert first == at("2023-10-07 08:00")
    assert next_occasion(timing, first) == at("2023-10-16 08:00")


@given(
    st.builds(
        Timing,
        rhythm=st.sampled_from([r for r in RHYTHMS if r != "publication"]),
        at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        weekday=st.integers(1, 7),
        day=st.integers(1, 31),
        month=st.integers(1, 3),
        workdays=st.booleans(),
    ),
    st.datetimes(datetime(2016, 1, 1), datetime(2030, 1, 1)),
)
def test_occasions_go_forward_on_allowed_days_and_none_is_left_out(timing: Timing, start: datetime) -> None:
    after = start.replace(tzinfo=ZONE)
    first = next_occasion(timing, after)
    assert first is not None
    assert first > after
    assert (first.hour, first.minute) == (timing.at.hour, timing.at.minute)
    assert not timing.workdays or workday(first.date())[0]
    longest = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92}[timing.rhythm]
    assert first - after <= timedelta(days=longest + 12)
    # Whoever looks a moment before it, or at any time in between, finds the same one.
    assert next_occasion(timing, first - timedelta(minutes=1)) == first
    assert next_occasion(timing, after + (first - after) / 2) == first


def test_missed_ones_are_counted_and_the_last_is_known() -> None:
    timing = Timing("daily")
    ten = due_until(timing, at("2022-12-01 08:00"), at("2022-12-10 09:00"))
    assert ten == (10, at("2022-12-10 08:00"))
    assert due_until(timing, at("2022-12-11 08:00"), at("2022-12-10 09:00"))[0] == 0
    months = due_until(Timing("monthly"), at("2000-01-01 08:00"), at("2022-01-01 08:00"))
    assert months == (265, at("2022-01-01 08:00"))


def test_words() -> None:
    assert Timing("daily").words == "每日 08:00"
    assert Timing("daily", workdays=True).words == "每个工作日 08:00"
    assert Timing("weekly", time(17, 30), weekday=5).words == "每周五 17:30"
    assert Timing("monthly", day=31, workdays=True).words == "每月最后一日 08:00，遇节假日顺延"
    assert Timing("quarterly", day=5, month=1).words == "每季第一个月5日 08:00"
    assert Timing("publication").words == "每次发布数据后"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rhythm": "hourly"}, "没有“hourly”这种周期"),
        ({"rhythm": "weekly", "weekday": 8}, "星期应为 1 到 7"),
        ({"rhythm": "monthly", "day": 0}, "日应为 1 到 31"),
        ({"rhythm": "quarterly", "month": 4}, "季内第几月应为 1 到 3"),
    ],
)
def test_what_no_calendar_has_is_refused(values: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Timing(**values)  # type: ignore[arg-type]


def test_the_years_without_an_arrangement_go_by_the_week() -> None:
    assert not workday(date(2034, 12, 30))[0]  # a Saturday
    assert next_occasion(Timing("daily", workdays=True), at("2034-12-29 08:00")) == at("2035-01-01 08:00")
