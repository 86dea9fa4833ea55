"""Dates of the demonstration: its three stretches of time and how busy each day is."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from data.calendar import workday

Array = npt.NDArray[Any]
Profile = Literal["office", "event", "public"]

START: Final = np.datetime64("2021-07-01")
LAST_2021: Final = np.datetime64("2021-12-31")
FIRST_2022: Final = np.datetime64("2022-01-02")
#: The day the published figures stand at; the year's flows end here, not on 31 December.
AS_OF: Final = np.datetime64("2022-12-30")
FIRST_2023: Final = np.datetime64("2022-12-31")
END: Final = np.datetime64("2023-05-26")
NEVER: Final = np.datetime64("NaT", "D")

STRETCHES: Final = ((START, LAST_2021), (FIRST_2022, AS_OF), (FIRST_2023, END))

_MONTHS = np.array([0.9, 0.75, 1.15, 1.05, 1.05, 1.0, 0.62, 0.55, 1.65, 1.0, 1.1, 1.15])
#: Stretches in which public life slowed down, or the year's end hurried it up.
_EPISODES = (
    ("2021-10-25", "2021-11-15", 0.75),
    ("2022-04-28", "2022-06-03", 0.5),
    ("2022-11-19", "2022-12-18", 0.5),
    ("2022-12-19", "2022-12-30", 1.25),
    ("2023-01-09", "2023-01-29", 0.5),
)
#: Weight of (weekend, public holiday) days against a workday.
_OFF_DAYS: dict[Profile, tuple[float, float]] = {
    "office": (0.04, 0.005),
    "event": (0.35, 0.04),
    "public": (1.35, 0.85),
}


@cache
def all_days() -> Array:
    """Every day of the demonstration."""
    return np.arange(START, END + 1)


@cache
def _is_workday() -> Array:
    return np.array([workday(d)[0] for d in all_days().tolist()])


@cache
def _weights(profile: Profile) -> Array:
    """How much happens on each day of ``all_days()``, relative to an ordinary workday."""
    days = all_days()
    months = days.astype("datetime64[M]").astype(int)
    weight: Array = _MONTHS[months % 12] * (0.55 + 0.45 * np.clip((months - months[0]) / 12, 0, 1))
    for first, last, factor in _EPISODES:
        weight[(days >= np.datetime64(first)) & (days <= np.datetime64(last))] *= factor
    weekday = (days.astype(int) + 3) % 7
    weekend, holiday = _OFF_DAYS[profile]
    off = ~_is_workday()
    weight[off & (weekday >= 5)] *= weekend
    weight[off & (weekday < 5)] *= holiday
    return weight


def draw(rng: np.random.Generator, n: int, first: Any, last: Any, profile: Profile = "office") -> Array:
    """``n`` days of [first, last] in order, busy days more often."""
    days = all_days()
    inside = (days >= np.datetime64(first)) & (days <= np.datetime64(last))
    weight = np.where(inside, _weights(profile), 0.0)
    if not weight.sum():
        weight = inside.astype(float)
    return np.sort(rng.choice(days, n, p=weight / weight.sum()))


def draw_stretches(
    rng: np.random.Generator, counts: tuple[int, int, int], profile: Profile = "office"
) -> Array:
    """Days in order: so many in 2021, in 2022 up to ``AS_OF``, and in 2023."""
    return np.concatenate(
        [draw(rng, n, first, last, profile) for n, (first, last) in zip(counts, STRETCHES, strict=True)]
    )


def to_workday(days: Array) -> Array:
    """Each day, or the next workday where it is none; not beyond ``END``."""
    work = all_days()[_is_workday()]
    at = np.searchsorted(work, np.clip(days, START, END))
    return work[np.minimum(at, len(work) - 1)]


def stretch_end(days: Array) -> Array:
    """The last day of the stretch that each day lies in."""
    ends = np.array([last for _, last in STRETCHES])
    return ends[np.minimum(np.searchsorted(ends, days), 2)]


def later(days: Array, low: int, high: int, rng: np.random.Generator) -> Array:
    """Each day plus ``low`` to ``high`` days, uniformly."""
    return days + rng.integers(low, high + 1, len(days))


def as_date(day: Any) -> date:
    """A ``numpy.datetime64`` as ``datetime.date``."""
    value = np.datetime64(day, "D").astype(object)
    assert isinstance(value, date)
    return value
