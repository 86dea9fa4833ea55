"""Attributes of every person made by the other subjects."""

from __future__ import annotations

import numpy as np

from demo import names
from demo.days import Array
from demo.world import World, districts, reference, with_gaps

_ACADEMICIANS = 58
#: A person's own discipline is usually of the class of their society, not always.
_SAME_CLASS = 0.74


def build(world: World) -> None:
    """Make ``person`` for all identifiers handed out so far."""
    rng = world.rng("people")
    kind, classes = np.concatenate(world.person_kind), np.concatenate(world.person_class)
    n = world.people
    born = _born(rng, kind)
    title = _titles(rng, born, kind)
    academician = np.zeros(n, dtype=bool)
    able = np.flatnonzero((title == "senior") & (born < 1965))
    academician[rng.choice(able, _ACADEMICIANS, replace=False)] = True
    unknown = rng.random(n) < np.where(kind == "contact", 0.5, 0.17)
    title[unknown & ~academician] = None
    mobile = np.char.add("1990000", np.char.mod("%04d", rng.integers(0, 10_000, n)))
    years = born.astype(object)
    years[rng.random(n) < np.where(kind == "contact", 0.35, 0.07)] = None
    world.put(
        "person",
        name=names.people(rng, n),
        gender=with_gaps(rng, np.where(rng.random(n) < 0.61, "男", "女"), 0.02),
        birth_year=years,
        mobile=with_gaps(rng, mobile, 0.09),
        title_level_code=title,
        is_academician=academician,
        discipline_code=with_gaps(rng, _disciplines(rng, classes), 0.11),
        district_code=with_gaps(rng, districts(rng, n), 0.05),
    )


def _born(rng: np.random.Generator, kind: Array) -> Array:
    """Year of birth: members of every age, experts older, contacts younger."""
    middle = np.select([kind == "expert", kind == "contact"], [1971, 1986], 1978)
    young = (kind == "member") & (rng.random(len(kind)) < 0.3)
    year = np.where(young, rng.normal(1992, 4.5, len(kind)), middle + rng.normal(0, 9.5, len(kind)))
    return np.clip(year, 1936, 2001).astype(int)


def _titles(rng: np.random.Generator, born: Array, kind: Array) -> Array:
    """Title levels rise with age; experts stand one step higher."""
    age = 2022 - born + rng.normal(0, 5, len(born)) + np.where(kind == "expert", 8, 0)
    levels = np.array(["junior", "middle", "associate", "senior"], dtype=object)
    return levels[np.searchsorted([31, 41.5, 51], age)]


def _disciplines(rng: np.random.Generator, classes: Array) -> Array:
    rows = reference("discipline")
    codes = np.array([r["code"] for r in rows], dtype=object)
    own = np.array([r["class_code"] for r in rows])
    weight = rng.lognormal(0, 0.9, len(codes)) * np.where(own == "E", 0.25, 1.0)
    found = names.pick(rng, codes, len(classes), weight)
    for code in "ABCDE":
        rows_of = np.flatnonzero((classes == code) & (rng.random(len(classes)) < _SAME_CLASS))
        found[rows_of] = names.pick(rng, codes[own == code], len(rows_of), weight[own == code])
    return found
