"""What activities leave behind: answers, sign-ins, entries, lessons, reviewed items, applications."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo import names
from demo.activities import counted
from demo.days import LAST_2021, STRETCHES, Array, stretch_end
from demo.words import words
from demo.world import World, apportion

#: Records in 2021, 2022 (published) and 2023.
_ATTENDANCE = (2_350, 28_511, 13_900)
_ANSWERS = (260, 3_320, 1_940)
_INVALID = (18, 213, 96)
_ENTRIES = (64, 1_196, 520)
_LESSONS = (420, 6_943, 3_650)
_APPLICATIONS = (210, 2_734, 1_180)
_DUPLICATES = (6, 94, 31)


def build(world: World) -> None:
    """Make the record tables of every component."""
    _answers(world, world.rng("answers"))
    _attendance(world, world.rng("attendance"))
    _entries(world, world.rng("entries"))
    _lessons(world, world.rng("lessons"))
    _reviewed(world, world.rng("reviewed"))
    _applications(world, world.rng("applications"))


def _spread(
    world: World, rng: np.random.Generator, component: str, totals: tuple[int, int, int], sigma: float = 0.7
) -> tuple[Array, Array]:
    """(activity, day) of records: exactly so many in each stretch, unevenly over its activities."""
    rows, columns = counted(world, component)
    activity, days = [], []
    for (first, last), total in zip(STRETCHES, totals, strict=True):
        at = rows[(columns["starts_on"][rows] >= first) & (columns["starts_on"][rows] <= last)]
        if not len(at):
            continue
        counts = apportion(rng.lognormal(0, sigma, len(at)), total, 1)
        start = np.repeat(columns["starts_on"][at], counts)
        length = np.repeat(columns["ends_on"][at] - columns["starts_on"][at], counts).astype(int)
        day = start + np.floor(rng.beta(1.3, 1.6, total) * (length + 1)).astype(int)
        activity.append(np.repeat(at + 1, counts))
        days.append(np.minimum(day, last))
    found, when = np.concatenate(activity), np.concatenate(days)
    order = np.lexsort((found, when))
    return found[order], when[order]


def _scaled(world: World, totals: tuple[int, int, int]) -> tuple[int, int, int]:
    first, second, third = (world.scaled(n) for n in totals)
    return first, second, third


def _answers(world: World, rng: np.random.Generator) -> None:
    valid = _spread(world, rng, "survey", _scaled(world, _ANSWERS))
    invalid = _spread(world, rng, "survey", _scaled(world, _INVALID))
    activity, day = (np.concatenate(pair) for pair in zip(valid, invalid, strict=True))
    is_valid = np.arange(len(day)) < len(valid[0])
    order = np.lexsort((activity, day))
    world.put("survey_answer", activity_id=activity[order], submitted_on=day[order], is_valid=is_valid[order])


def _attendance(world: World, rng: np.random.Generator) -> None:
    """Sign-ins. Most come from the host society and from a circle that goes to many meetings."""
    activity, day = _spread(world, rng, "meeting", _scaled(world, _ATTENDANCE), 0.8)
    organiser = np.asarray(world.tables["activity"]["organiser_id"])[activity - 1]
    member = world.tables["membership"]
    joined = np.asarray(member["valid_from"])
    circle = rng.choice(np.asarray(member["person_id"])[joined <= LAST_2021], 4_000, replace=False)
    person = np.zeros(len(activity), dtype=int)
    for host in np.unique(organiser):
        own = np.asarray(member["person_id"])[np.asarray(member["society_id"]) == host]
        rows = np.flatnonzero(organiser == host)
        person[rows] = _guests(rng, own, circle, activity[rows], day[rows])
    world.put("attendance", activity_id=activity, person_id=person, signed_on=day)


def _guests(rng: np.random.Generator, own: Array, circle: Array, activity: Array, day: Array) -> Array:
    """A person for each sign-in; nobody signs in twice on one day of one activity."""
    person = np.zeros(len(activity), dtype=int)
    groups = activity.astype(np.int64) * 100_000 + day.astype(int)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        n_own = min(len(own), int(len(rows) * 0.55))
        rest = len(rows) - n_own
        chosen = rng.choice(own, n_own, replace=False) if n_own else np.zeros(0, dtype=int)
        free = np.setdiff1d(circle, chosen)
        person[rows] = np.concatenate([chosen, rng.choice(free, rest, replace=rest > len(free))])
    return person


def _entries(world: World, rng: np.random.Generator) -> None:
    activity, day = _spread(world, rng, "contest", _scaled(world, _ENTRIES))
    works = rng.random(len(day)) < 0.56
    subject = names.pick(rng, words("星际 月球 深海 智能 绿色 微观 时间 城市"), len(day))
    thing = names.pick(rng, words("来信 旅人 花园 实验室 信标 图书馆 引擎 日记"), len(day))
    title = np.where(works, subject + thing, names.people(rng, len(day)))
    kind = np.where(works, "作品", "参赛人员")
    world.put("contest_entry", activity_id=activity, kind=kind, title=title, submitted_on=day)


def _lessons(world: World, rng: np.random.Generator) -> None:
    activity, day = _spread(world, rng, "training", _scaled(world, _LESSONS))
    contacts = np.unique(world.tables["contact"]["person_id"])
    person = rng.choice(contacts, len(day))
    person[rng.random(len(day)) < 0.22] = 0
    minutes = np.clip(rng.normal(46, 18, len(day)), 5, 180).astype(int)
    world.put("learning_record", activity_id=activity, person_id=person, learned_on=day, minutes=minutes)


def _reviewed(world: World, rng: np.random.Generator) -> None:
    activity, day = _spread(world, rng, "review", (34, 560, 270))
    done = np.asarray(world.tables["activity"]["completed_on"])[activity - 1]
    result = names.pick(rng, ["通过", "不通过", "修改后再审"], len(day), [5, 4, 1])
    result[np.isnat(done)] = None
    title = np.char.add("评审对象", np.char.mod("%04d", np.arange(1, len(day) + 1)))
    world.put("review_item", activity_id=activity, title=title, submitted_on=day, result=result)


def _applications(world: World, rng: np.random.Generator) -> None:
    """Applications, and repeated ones that point to the first of their kind."""
    activity, day = _spread(world, rng, "project", _APPLICATIONS)
    n = len(day)
    org = _applicants(world, rng, day)
    field = names.pick(
        rng, words("智能监测 低碳工艺 临床路径 科普展教 学术期刊 人才托举 决策咨询 种质资源"), n
    )
    kind = names.pick(rng, ["研究", "示范", "平台建设", "推广应用"], n)
    first = {"activity_id": activity, "org_id": org, "title": field + kind, "submitted_on": day}
    repeated = _repeats(rng, day)
    again: dict[str, Any] = {k: v[repeated] for k, v in first.items()}
    gap = rng.integers(0, 4, len(repeated))
    again["submitted_on"] = np.minimum(day[repeated] + gap, stretch_end(day[repeated]))
    rows = {k: np.concatenate([first[k], again[k]]) for k in first}
    duplicate = np.concatenate([np.zeros(n, dtype=int), repeated + 1])
    world.put("application", **rows, duplicate_of=duplicate)


def _repeats(rng: np.random.Generator, day: Array) -> Array:
    chosen = []
    for (first, last), n in zip(STRETCHES, _DUPLICATES, strict=True):
        chosen.append(rng.choice(np.flatnonzero((day >= first) & (day <= last)), n, replace=False))
    return np.concatenate(chosen)


def _applicants(world: World, rng: np.random.Generator, day: Array) -> Array:
    """The organisation behind each application: one that had registered by then; some have none."""
    weights = {
        "society": 9.0,
        "university": 6.0,
        "foundation": 4.0,
        "union": 4.0,
        "enterprise": 1.2,
        "park": 2.0,
    }
    found = registered_on(world, rng, day, weights)
    found[rng.random(len(day)) < 0.04] = 0
    return found


def registered_on(world: World, rng: np.random.Generator, day: Array, weights: dict[str, float]) -> Array:
    """An organisation for each day that was registered by then, by the weight of its type."""
    rows = [
        r for r in world.orgs(*weights) if np.isnat(r["registered_to"]) and not np.isnat(r["registered_from"])
    ]
    rows.sort(key=lambda r: r["registered_from"])
    since = np.array([r["registered_from"] for r in rows])
    total = np.cumsum([weights[r["type_code"]] for r in rows])
    able = np.maximum(np.searchsorted(since, day, side="right"), 1)
    at = np.searchsorted(total, rng.random(len(day)) * total[able - 1])
    ids: Array = np.array([r["id"] for r in rows])
    found: Array = ids[np.minimum(at, len(rows) - 1)]
    return found
