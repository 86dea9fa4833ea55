"""Party-building groups in societies and the records of their work."""

from __future__ import annotations

import numpy as np

from demo import names
from demo.days import END, NEVER, START, Array, draw, draw_stretches, to_workday
from demo.words import words
from demo.world import World

#: Records approved in 2021, 2022 (published) and 2023; rejected ones and ones waiting at the end.
_APPROVED = (148, 764, 392)
_REJECTED, _WAITING = 23, 17
_GROUPS_2021, _GROUPS_2022, _GROUPS_2023 = 118, 61, 8
_BRANCHES = words("理科一 理科二 工科一 工科二 工科三 农林 医科一 医科二 交叉一 交叉二 基金会 联合体")
_BRANCH_OF = {"A": (0, 1), "B": (2, 3, 4), "C": (5,), "D": (6, 7), "E": (8, 9)}
_KINDS = words("三会一课 主题党日 理论学习 谈心谈话 其他")
_TOPICS = words("学习贯彻党的二十大精神 科学家精神学习 服务科技工作者 作风建设 党建与业务融合 红色基地参观")


def build(world: World) -> None:
    """Make ``party_branch``, ``party_group`` and ``party_record``."""
    rng = world.rng("party")
    codes = [f"DZ{i:02d}" for i in range(1, len(_BRANCHES) + 1)]
    world.put("party_branch", code=codes, name=[f"社会组织第{b}党支部" for b in _BRANCHES])
    _groups(world, rng, codes)
    _records(world, rng)


def _groups(world: World, rng: np.random.Generator, codes: list[str]) -> None:
    """About four societies in five have a group by the end of 2022."""
    rows = [r for r in world.orgs("society") if r["valid_from"] <= START and np.isnat(r["valid_to"])]
    rows = [rows[i] for i in rng.permutation(len(rows))[: _GROUPS_2021 + _GROUPS_2022 + _GROUPS_2023]]
    since = np.concatenate(
        [
            np.sort(
                rng.choice(
                    np.array(["2021-07-01", "2021-09-27", "2021-11-22"], dtype="datetime64[D]"), _GROUPS_2021
                )
            ),
            to_workday(draw(rng, _GROUPS_2022, "2022-01-10", "2022-11-30")),
            draw(rng, _GROUPS_2023, "2023-01-05", "2023-05-12"),
        ]
    )
    until = np.full(len(rows), NEVER)
    until[[12, 77]] = np.array(["2022-07-15", "2023-03-10"], dtype="datetime64[D]")
    branch = [codes[int(rng.choice(_BRANCH_OF[r["class_code"]]))] for r in rows]
    world.put(
        "party_group",
        name=[f"{r['short_name']}党建工作小组" for r in rows],
        branch_code=branch,
        society_id=[r["id"] for r in rows],
        valid_from=since,
        valid_to=until,
    )


def _records(world: World, rng: np.random.Generator) -> None:
    approved = draw_stretches(rng, _APPROVED)
    recorded = np.maximum(approved - rng.integers(1, 15, len(approved)), START)
    refused = draw(rng, _REJECTED, "2021-08-01", END - 10)
    waiting = draw(rng, _WAITING, END - 16, END)
    day = np.concatenate([recorded, refused, waiting])
    passed = np.concatenate([approved, np.full(_REJECTED + _WAITING, NEVER)])
    is_rejected = np.zeros(len(day), dtype=bool)
    is_rejected[len(approved) : len(approved) + _REJECTED] = True
    kind = names.pick(rng, _KINDS, len(day), [34, 30, 20, 10, 6])
    title = kind + "：" + names.pick(rng, _TOPICS, len(day))
    group = _group_of(world, rng, day)
    order = np.argsort(day, kind="stable")
    world.put(
        "party_record",
        group_id=group[order],
        title=title[order],
        kind=kind[order],
        recorded_on=day[order],
        approved_on=passed[order],
        is_rejected=is_rejected[order],
    )


def _group_of(world: World, rng: np.random.Generator, day: Array) -> Array:
    """A group that existed on each day; some groups are far busier than others."""
    since, until = (np.asarray(world.tables["party_group"][k]) for k in ("valid_from", "valid_to"))
    busy = rng.lognormal(0, 0.8, len(since))
    found = np.zeros(len(day), dtype=int)
    for i, when in enumerate(day):
        weight = np.where((since <= when) & ~(until <= when), busy, 0.0)
        found[i] = rng.choice(len(since), p=weight / weight.sum()) + 1
    return found
