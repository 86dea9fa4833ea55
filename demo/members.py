"""Individual members: society by society, in import batches, calibrated on 2022-12-30."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demo.days import AS_OF, END, FIRST_2022, FIRST_2023, NEVER, Array, draw, later
from demo.world import World, apportion


@dataclass(frozen=True)
class ClassPlan:
    """One class on 2022-12-30: persons by their first society, persons from other classes, societies.

    ``primary + cross`` is the number of distinct members of the class (工科: 39,667); the
    ``primary`` of all classes sum to 100,742 distinct persons.
    """

    primary: int
    cross: int
    within: int
    big: int
    small: int
    late: int


PLANS = {
    "A": ClassPlan(primary=20_100, cross=500, within=720, big=5, small=14, late=2),
    "B": ClassPlan(primary=38_667, cross=1_000, within=1_480, big=11, small=29, late=5),
    "C": ClassPlan(primary=6_825, cross=150, within=190, big=2, small=6, late=1),
    "D": ClassPlan(primary=25_800, cross=500, within=980, big=6, small=20, late=4),
    "E": ClassPlan(primary=9_350, cross=250, within=275, big=2, small=13, late=2),
}
#: A society of 千人以上 has at least this many; the others stay well under 1000.
_BIG, _SMALL = 1_080, 860
_JOINED_2023 = 8_400
_LEFT, _LEFT_2023 = 620, 700


@dataclass
class Club:
    """A society that manages its members here: since when, and on which days it imports them."""

    society: int
    class_code: str
    since: np.datetime64
    primary: int
    batches: Array
    shares: Array


def build(world: World) -> list[Club]:
    """Make members and memberships; set ``member_mgmt_from`` of their societies; return these."""
    rng = world.rng("members")
    clubs = _clubs(world, rng)
    society, person, since, until = _first_societies(world, rng, clubs)
    extra = _second_societies(world, rng, clubs, society, person)
    left = _left(world, rng, clubs)
    new = _joined_2023(world, rng, clubs)
    columns = [
        np.concatenate(parts) for parts in zip((society, person, since, until), extra, left, new, strict=True)
    ]
    order = np.lexsort((columns[1], columns[2]))
    keys = ("society_id", "person_id", "valid_from", "valid_to")
    world.put("membership", **{k: c[order] for k, c in zip(keys, columns, strict=True)})
    return clubs


def _clubs(world: World, rng: np.random.Generator) -> list[Club]:
    clubs: list[Club] = []
    for code, plan in PLANS.items():
        rows = [r for r in world.orgs("society") if r["class_code"] == code and np.isnat(r["valid_to"])]
        rows.sort(key=lambda r: (np.isnat(r["registered_from"]), r["registered_from"]))
        sizes = _sizes(rng, plan)
        early = {0: 1, 3: 1} if code in "BD" else {1: 1}
        for i, size in enumerate(sizes):
            in_2021 = i in early or (i >= plan.big and i % 5 == 0)
            clubs.append(_club(rng, rows[i], code, size, in_2021))
        for row in rows[len(sizes) : len(sizes) + plan.late]:
            row["member_mgmt_from"] = draw(rng, 1, FIRST_2023, "2023-04-28")[0]
    return clubs


def _sizes(rng: np.random.Generator, plan: ClassPlan) -> list[int]:
    small = np.clip(rng.lognormal(5.3, 0.75, plan.small), 24, _SMALL).astype(int)
    weights = 1 / (np.arange(plan.big) + 2.2)
    big = apportion(weights, plan.primary - int(small.sum()), _BIG)
    return [int(n) for n in (*big, *sorted(small)[::-1])]


def _club(rng: np.random.Generator, row: dict[str, object], code: str, size: int, in_2021: bool) -> Club:
    first, last = ("2021-09-06", "2021-12-10") if in_2021 else ("2022-02-14", "2022-12-12")
    since = draw(rng, 1, first, last)[0]
    row["member_mgmt_from"] = since
    following = draw(rng, int(rng.integers(1, 4)), min(since + 7, AS_OF), AS_OF)
    if in_2021:
        following = draw(rng, 3, FIRST_2022, AS_OF)
    opening = np.array([since, since, since + 1])
    shares = np.concatenate([[0.45, 0.25, 0.08], np.full(len(following), 0.17 / len(following)), [0.05]])
    club = Club(int(str(row["id"])), code, since, size, np.concatenate([opening, following]), shares)
    return club


def _dates(rng: np.random.Generator, club: Club, n: int) -> Array:
    """Days on which ``n`` members of the club are entered: batches, and a few one by one."""
    counts = apportion(club.shares, n)
    loose = draw(rng, int(counts[-1]), club.since, AS_OF)
    return np.concatenate([np.repeat(np.minimum(club.batches, AS_OF), counts[:-1]), loose])


def _first_societies(world: World, rng: np.random.Generator, clubs: list[Club]) -> tuple[Array, ...]:
    """Every person that is a member on 2022-12-30, in the first of their societies."""
    sizes = [world.scaled(c.primary) for c in clubs]
    classes = np.repeat([c.class_code for c in clubs], sizes)
    person = world.new_people(classes, len(classes), "member")
    society = np.repeat([c.society for c in clubs], sizes)
    since = np.concatenate([_dates(rng, c, n) for c, n in zip(clubs, sizes, strict=True)])
    until = np.full(len(person), NEVER)
    leaving = rng.choice(len(person), world.scaled(_LEFT_2023), replace=False)
    until[leaving] = draw(rng, len(leaving), "2023-01-03", END)
    return society, person, since, until


def _second_societies(
    world: World, rng: np.random.Generator, clubs: list[Club], society: Array, person: Array
) -> tuple[Array, ...]:
    """Further memberships: nobody has more than one, and none doubles a first one."""
    code_of = {c.society: c.class_code for c in clubs}
    codes = np.array([code_of[s] for s in society.tolist()])
    free = np.ones(len(person), dtype=bool)
    found: list[tuple[Array, Array, Array]] = []
    for club_class, plan in PLANS.items():
        own = [c for c in clubs if c.class_code == club_class]
        for n, same in ((plan.cross, False), (plan.within, True)):
            counts = apportion([c.primary for c in own], world.scaled(n))
            for club, count in zip(own, counts, strict=True):
                able = free & ((codes == club_class) == same) & (society != club.society)
                chosen = rng.choice(np.flatnonzero(able), count, replace=False)
                free[chosen] = False
                found.append((np.full(count, club.society), person[chosen], _dates(rng, club, int(count))))
    columns = [np.concatenate(parts) for parts in zip(*found, strict=True)]
    return (*columns, np.full(len(columns[0]), NEVER))


def _left(world: World, rng: np.random.Generator, clubs: list[Club]) -> tuple[Array, ...]:
    """Persons who were members for a while and had left by 2022-12-30."""
    early = [c for c in clubs if c.since < np.datetime64("2022-08-01")]
    counts = apportion([c.primary for c in early], world.scaled(_LEFT))
    person = world.new_people(np.repeat([c.class_code for c in early], counts), int(counts.sum()), "member")
    since = np.repeat([c.since for c in early], counts)
    until = np.minimum(later(since, 60, 420, rng), AS_OF)
    return np.repeat([c.society for c in early], counts), person, since, until


def _joined_2023(world: World, rng: np.random.Generator, clubs: list[Club]) -> tuple[Array, ...]:
    """Persons who join in 2023: some everywhere, and the societies that begin in 2023."""
    late = [r for r in world.orgs("society") if r["member_mgmt_from"] > AS_OF]
    weights = [c.primary**0.7 for c in clubs] + [260.0] * len(late)
    counts = apportion(weights, world.scaled(_JOINED_2023), 1)
    codes = [c.class_code for c in clubs] + [r["class_code"] for r in late]
    society = np.repeat([c.society for c in clubs] + [r["id"] for r in late], counts)
    person = world.new_people(np.repeat(codes, counts), len(society), "member")
    days = [_batches_2023(rng, int(n)) for n in counts[: len(clubs)]]
    for row, n in zip(late, counts[len(clubs) :], strict=True):
        steps = draw(rng, 3, row["member_mgmt_from"], END)
        days.append(np.sort(rng.choice(np.array([row["member_mgmt_from"], *steps]), n)))
    return society, person, np.concatenate(days), np.full(len(society), NEVER)


def _batches_2023(rng: np.random.Generator, n: int) -> Array:
    steps = draw(rng, 2, FIRST_2023, END)
    days = np.where(rng.random(n) < 0.6, rng.choice(steps, n), draw(rng, n, FIRST_2023, END))
    return np.sort(days)
