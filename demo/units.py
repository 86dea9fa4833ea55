"""Branches and unit members of societies, and unit accounts."""

from __future__ import annotations

import numpy as np

from demo import names
from demo.days import AS_OF, END, FIRST_2023, LAST_2021, NEVER, START, draw, draw_stretches
from demo.organisations import add
from demo.words import words
from demo.world import World, districts, with_gaps

#: Entered in 2021, in 2022 (published) and in 2023.
BRANCHES = (310, 1_106, 140)
UNIT_MEMBERS = (520, 4_939, 380)
ACCOUNTS = (410, 3_302, 640)
#: Unit members that a second society entered anew, under the same code.
_DOUBLES = 11
_BRANCH_KINDS = ("专业委员会", "工作委员会", "分会", "专家组")
_BRANCH_FIELDS = words(
    "数据应用 标准化 青年 科普 教育 国际合作 基础理论 检测评价 产业服务 装备 "
    "软件 临床 信息化 安全 绿色发展 科技史 方法 工程 质量 智库"
)


def build(world: World) -> None:
    """Add branches, unit members, their memberships, and unit accounts."""
    _branches(world, world.rng("branches"))
    _unit_members(world, world.rng("unit_members"))
    _accounts(world, world.rng("unit_accounts"))


def _weights(rows: list[dict[str, object]]) -> list[float]:
    """Large and early societies have more of everything."""
    return [
        1.0 + 5.0 / (1 + i % 23) + (3.0 if not np.isnat(r["member_mgmt_from"]) else 0.0)  # type: ignore[call-overload]
        for i, r in enumerate(rows)
    ]


def _societies(world: World) -> list[dict[str, object]]:
    return [r for r in world.orgs("society") if r["valid_from"] <= START and np.isnat(r["valid_to"])]


def _branches(world: World, rng: np.random.Generator) -> None:
    rows = _societies(world)
    days = draw_stretches(rng, BRANCHES)
    hosts = names.pick(rng, rows, len(days), _weights(rows))
    seen: dict[object, int] = {}
    offset = rng.permutation(len(_BRANCH_FIELDS) * len(_BRANCH_KINDS))
    for day, host in zip(days, hosts, strict=True):
        seen[host["id"]] = n = seen.get(host["id"], int(host["id"]) % 40) + 1
        pick = offset[n % len(offset)]
        title = _BRANCH_FIELDS[pick % len(_BRANCH_FIELDS)] + _BRANCH_KINDS[pick // len(_BRANCH_FIELDS)]
        ends = NEVER if rng.random() > 0.012 or day > np.datetime64("2022-09-01") else day + 200
        add(
            world,
            name=f"{host['name']}{title}",
            short_name=title,
            type_code="branch",
            parent_id=host["id"],
            district_code=host["district_code"],
            class_code=host["class_code"],
            department_code="society",
            valid_from=day,
            valid_to=ends,
        )


def _unit_members(world: World, rng: np.random.Generator) -> None:
    days = draw_stretches(rng, UNIT_MEMBERS)
    titles = names.enterprises(rng, len(days))
    where = districts(rng, len(days))
    first = len(world.organisations) + 1
    for day, title, district in zip(days, titles, where, strict=True):
        add(
            world,
            name=title,
            type_code="unit_member",
            district_code=str(district),
            valid_from=day,
            department_code="society",
            uscc=names.uscc("91", str(district), len(world.organisations) + 1),
        )
    inside = [
        r
        for r in world.organisations[first - 1 :]
        if LAST_2021 < r["valid_from"] < np.datetime64("2022-11-01")
    ]
    for twin in rng.choice(np.array(inside, dtype=object), _DOUBLES, replace=False):
        add(
            world,
            **{k: twin[k] for k in ("name", "type_code", "district_code", "department_code", "uscc")},
            valid_from=draw(rng, 1, twin["valid_from"] + 7, AS_OF)[0],
        )
    _unit_memberships(world, rng, first)


def _unit_memberships(world: World, rng: np.random.Generator, first: int) -> None:
    units = world.organisations[first - 1 :]
    rows = _societies(world)
    weight = np.array(_weights(rows)) ** 1.5
    ids = np.array([r["id"] for r in rows])
    how_many = rng.choice([1, 2, 3], len(units), p=[0.84, 0.13, 0.03])
    society, unit, since = [], [], []
    for row, n in zip(units, how_many, strict=True):
        for i, host in enumerate(rng.choice(ids, n, replace=False, p=weight / weight.sum())):
            society.append(host)
            unit.append(row["id"])
            since.append(min(END, row["valid_from"] + (0 if i == 0 else int(rng.integers(0, 150)))))
    until = np.full(len(unit), NEVER)
    leaving = rng.choice(len(unit), 46, replace=False)
    until[leaving] = np.minimum(np.array(since)[leaving] + rng.integers(90, 300, 46), END)
    until[until <= np.array(since)] = NEVER
    world.put("unit_membership", society_id=society, unit_id=unit, valid_from=since, valid_to=until)


def _accounts(world: World, rng: np.random.Generator) -> None:
    days = draw_stretches(rng, ACCOUNTS)
    n = len(days)
    titles = np.array(names.enterprises(rng, n), dtype=object)
    where = with_gaps(rng, districts(rng, n), 0.04)
    org = np.zeros(n, dtype=int)
    linked = rng.permutation(n)[: int(n * 0.36)]
    hosts = rng.choice(np.array(world.organisations[1:], dtype=object), len(linked), replace=False)
    for at, host in zip(linked, hosts, strict=True):
        org[at], titles[at], where[at] = host["id"], host["name"], host["district_code"]
    closed = np.full(n, NEVER)
    some = rng.choice(np.flatnonzero(days < FIRST_2023), 37, replace=False)
    closed[some] = np.minimum(days[some] + rng.integers(30, 400, len(some)), END)
    world.put(
        "unit_account", name=titles, org_id=org, district_code=where, registered_on=days, closed_on=closed
    )


def finish(world: World) -> None:
    """Turn the collected organisations into their table."""
    world.put_rows("organisation", world.organisations)
