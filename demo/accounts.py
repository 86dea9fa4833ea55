"""Individual accounts: the largest table; most come with the autumn's 公民科学素质大赛."""

from __future__ import annotations

import numpy as np

from demo.days import STRETCHES, Array, draw
from demo.world import World, apportion, districts, with_gaps

#: Registrations in 2021, 2022 (published, 41.05万) and 2023.
_TOTALS = (11_800, 410_500, 46_300)
_CONTEST = "公民科学素质大赛"
#: Of 2022, from the contest: (first day, last day, share of the year).
_CONTEST_WAVES = (
    ("2022-08-22", "2022-09-09", 0.10),
    ("2022-09-10", "2022-10-16", 0.52),
    ("2022-10-17", "2022-11-13", 0.24),
)
_ORIGINS = ("培训", "会议活动", "其他")


def build(world: World) -> None:
    """Make ``individual_account`` in order of registration."""
    rng = world.rng("individual_accounts")
    days, contest = [], []
    for at, (total, (first, last)) in enumerate(zip(_TOTALS, STRETCHES, strict=True)):
        n = world.scaled(total)
        waves = _CONTEST_WAVES if at == 1 else ()
        counts = apportion([*(w[2] for w in waves), 1 - sum(w[2] for w in waves)], n)
        for (start, end, _), k in zip(waves, counts, strict=False):
            days.append(_daily(rng, int(k), start, end))
            contest.append(np.ones(k, dtype=bool))
        days.append(draw(rng, int(counts[-1]), first, last, "public"))
        contest.append(rng.random(counts[-1]) < (0.25 if at == 2 else 0.0))
    _put(world, rng, np.concatenate(days), np.concatenate(contest))


def _daily(rng: np.random.Generator, n: int, first: str, last: str) -> Array:
    """Days of a wave: it swells and ebbs, and no two days are alike."""
    days = np.arange(np.datetime64(first), np.datetime64(last) + 1)
    swell = np.sin(np.linspace(0.35, np.pi - 0.25, len(days)))
    weekend = np.where((days.astype(int) + 3) % 7 >= 5, 1.3, 1.0)
    return np.repeat(days, apportion(swell * weekend * rng.lognormal(0, 0.12, len(days)), n))


def _put(world: World, rng: np.random.Generator, days: Array, contest: Array) -> None:
    order = np.argsort(days, kind="stable")
    days, contest = days[order], contest[order]
    n = len(days)
    outside = rng.random(n)
    share = np.where(contest, 0.25, 0.06)
    province = np.where(outside < share * 0.45, "120000", np.where(outside < share, "130000", "110000"))
    district = with_gaps(rng, districts(rng, n), 0.13)
    district[province != "110000"] = None
    origin = np.where(contest, _CONTEST, rng.choice(_ORIGINS, n, p=[0.22, 0.47, 0.31]))
    world.put(
        "individual_account",
        province_code=province,
        district_code=district,
        origin=origin,
        registered_on=days,
    )
