"""Experts: who entered the library, what they are expert in, and when they served."""

from __future__ import annotations

import numpy as np

from demo import names
from demo.activities import counted
from demo.days import AS_OF, END, LAST_2021, START, STRETCHES, Array, draw, later
from demo.words import words
from demo.world import World, reference

#: Experts who first served in 2021, in 2022 (6,461 together, published) and in 2023.
_FIRST_SERVED = (1_240, 5_221, 880)
_IN_2441 = 2_243
_NEVER_SERVED = 1_450
_MEMBERS_SHARE = 0.58
#: Further services of experts who have served, by stretch.
_AGAIN = (310, 4_300, 2_150)
_TWICE = 30
_WEIGHTS_2441 = (22, 17, 9, 8, 12, 11, 6, 6, 5, 3, 4)
_KINDS = {
    "review": "评审",
    "project": "评审",
    "meeting": "讲座",
    "training": "讲座",
    "contest": "评审",
    "matching": "对接",
}


def build(world: World) -> None:
    """Make ``expert``, ``expert_industry`` and ``expert_service``."""
    rng = world.rng("experts")
    served = sum(_FIRST_SERVED)
    people = _people(world, rng, served + _NEVER_SERVED)
    expert, day = _first_services(rng)
    more, again = _further_services(rng)
    expert, day = np.concatenate([expert, more]), np.concatenate([day, again])
    activity, kind, day = _linked(world, rng, day)
    first = np.full(len(people), END)
    np.minimum.at(first, expert, day)
    entered = np.maximum(first - rng.integers(0, 40, len(people)), START)
    entered[served:] = draw(rng, _NEVER_SERVED, START, END)
    twins = rng.choice(3_000, _TWICE, replace=False)
    rows = np.concatenate([np.arange(len(people)), twins])
    since = np.concatenate([entered, np.minimum(later(entered[twins], 5, 90, rng), END)])
    world.put("expert", person_id=people[rows], entered_on=since)
    _industries(world, rng, len(people))
    order = np.argsort(day, kind="stable")
    world.put(
        "expert_service",
        expert_id=expert[order] + 1,
        activity_id=activity[order],
        served_on=day[order],
        kind=kind[order],
    )


def _people(world: World, rng: np.random.Generator, n: int) -> Array:
    """The experts' persons: members, and persons of no society, mixed."""
    inside = int(n * _MEMBERS_SHARE)
    members = rng.choice(np.unique(world.tables["membership"]["person_id"]), inside, replace=False)
    classes = rng.choice(list("ABCDE"), n - inside, p=[0.2, 0.44, 0.06, 0.22, 0.08])
    return rng.permutation(np.concatenate([members, world.new_people(classes, n - inside, "expert")]))


def _first_services(rng: np.random.Generator) -> tuple[Array, Array]:
    """(expert, day) of the service by which each expert comes to count, in batches by event."""
    days = [draw(rng, n, first, last) for n, (first, last) in zip(_FIRST_SERVED, STRETCHES, strict=True)]
    return np.arange(sum(_FIRST_SERVED)), np.concatenate(days)


def _further_services(rng: np.random.Generator) -> tuple[Array, Array]:
    known = np.cumsum(_FIRST_SERVED)
    expert = [np.minimum(rng.zipf(1.35, n), k * 50) * 7919 % k for n, k in zip(_AGAIN, known, strict=True)]
    days = [draw(rng, n, first, last) for n, (first, last) in zip(_AGAIN, STRETCHES, strict=True)]
    return np.concatenate(expert), np.concatenate(days)


def _linked(world: World, rng: np.random.Generator, day: Array) -> tuple[Array, Array, Array]:
    """(activity or 0, kind, day): more than half of the services belong to an activity of those days."""
    rows, columns = counted(world, *_KINDS)
    starts = columns["starts_on"][rows]
    at = np.minimum(np.searchsorted(starts, day), len(rows) - 1)
    near = (rng.random(len(day)) < 0.58) & (np.abs((starts[at] - day).astype(int)) <= 6)
    # A service must not move to another stretch: the published counts would change.
    near &= np.searchsorted([LAST_2021, AS_OF], starts[at]) == np.searchsorted([LAST_2021, AS_OF], day)
    near &= starts[at] >= START
    activity = np.where(near, rows[at] + 1, 0)
    kind = names.pick(rng, words("咨询 讲座 对接 评审 其他"), len(day), [38, 22, 18, 14, 8])
    codes = columns["component_code"][rows[at]]
    kind[near] = np.array([_KINDS[c] for c in codes[near]], dtype=object)
    return activity, kind, np.where(near, np.minimum(starts[at], END), day)


def _industries(world: World, rng: np.random.Generator, n: int) -> None:
    """2,243 of the experts who had served by ``AS_OF`` know a 2441 industry; others know another or none."""
    inside = [r["code"] for r in reference("industry") if r["is_2441"] == "true"]
    outside = [r["code"] for r in reference("industry") if r["is_2441"] == "false"]
    counting = sum(_FIRST_SERVED[:2])
    knows = np.zeros(n, dtype=bool)
    knows[rng.choice(counting, _IN_2441, replace=False)] = True
    knows[counting:] = rng.random(n - counting) < 0.37
    weights = np.array(_WEIGHTS_2441) / sum(_WEIGHTS_2441)
    pairs: list[tuple[int, str]] = []
    for expert in range(n):
        if knows[expert]:
            count = int(rng.choice([1, 2, 3], p=[0.68, 0.26, 0.06]))
            pairs += [(expert + 1, str(c)) for c in rng.choice(inside, count, replace=False, p=weights)]
        if rng.random() < (0.12 if knows[expert] else 0.55):
            pairs.append((expert + 1, str(rng.choice(outside))))
    expert_id, code = zip(*pairs, strict=True)
    world.put("expert_industry", expert_id=list(expert_id), industry_code=list(code))
