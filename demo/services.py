"""Science and innovation services: needs, envoys, matches, visits; stewards and their orders."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo import names
from demo.days import AS_OF, END, NEVER, Array, draw, draw_stretches, later, to_workday
from demo.records import registered_on
from demo.words import words
from demo.world import World, districts, reference, with_gaps

_ENTERPRISES = 1_620
_NEEDS = (54, 600, 232)
#: Persons appointed as envoys and in office on 2022-12-30 ("2000多名"), and appointed in 2023.
_ENVOYS, _ENVOYS_2023, _ENVOYS_GONE = 2_046, 190, 64
_VISITS = (("2022-02-21", AS_OF, 812), ("2022-12-31", END, 486))
_STEWARDS = 246
_ORDERS = (("2022-06-13", AS_OF, 2_760), ("2022-12-31", END, 3_150))
_KNOWLEDGE = words(
    "工艺优化 检测方法 算法优化 材料替代 能耗降低 质量控制 样机试制 标准制定 人才引进 成果转化"
)


def build(world: World) -> None:
    """Make all tables of the subject."""
    rng = world.rng("services")
    industry = _enterprises(world, rng)
    _needs(world, rng, industry)
    _envoys(world, rng)
    _matches(world, rng)
    _visits(world, rng)
    _stewards(world, rng)
    _orders(world, rng)


def _industry_codes(rng: np.random.Generator, n: int) -> Array:
    codes = [r["code"] for r in reference("industry")]
    weight = np.array([20, 15, 7, 7, 12, 11, 5, 6, 5, 3, 3, 7, 4, 3, 4, 4], dtype=float)
    return names.pick(rng, codes, n, weight)


def _enterprises(world: World, rng: np.random.Generator) -> Array:
    where = districts(rng, _ENTERPRISES)
    industry = _industry_codes(rng, _ENTERPRISES)
    code = [names.uscc("91", str(d), 500_000 + i) for i, d in enumerate(where)]
    world.put(
        "enterprise",
        uscc=with_gaps(rng, np.array(code, dtype=object), 0.03),
        name=names.enterprises(rng, _ENTERPRISES),
        district_code=with_gaps(rng, where, 0.02),
        industry_code=with_gaps(rng, industry, 0.03),
    )
    return industry


def _needs(world: World, rng: np.random.Generator, industry: Array) -> None:
    day = draw_stretches(rng, _NEEDS)
    n = len(day)
    enterprise = np.minimum(rng.exponential(420, n).astype(int), _ENTERPRISES - 1)
    enterprise = rng.permutation(_ENTERPRISES)[enterprise]
    own = industry[enterprise]
    own[rng.random(n) < 0.08] = "services"
    solved = to_workday(np.minimum(later(day, 35, 210, rng), END + 200))
    open_ = (rng.random(n) > 0.56) | (later(day, 60, 200, rng) > END)
    named = {str(r["code"]): str(r["name"]) for r in reference("industry")}
    title = [f"{named[i]}领域{k}需求" for i, k in zip(own, names.pick(rng, _KNOWLEDGE, n), strict=True)]
    world.put(
        "enterprise_need",
        enterprise_id=enterprise + 1,
        industry_code=own,
        title=title,
        accepted_on=day,
        solved_on=np.where(open_, NEVER, solved),
    )


def _envoys(world: World, rng: np.random.Generator) -> None:
    """Envoys: appointed in classes for two years; some for two industries; some ended by 2022-12-30."""
    total = _ENVOYS + _ENVOYS_2023 + _ENVOYS_GONE
    experts = np.unique(world.tables["expert"]["person_id"])
    known = rng.choice(experts, int(total * 0.55), replace=False)
    classes = rng.choice(list("ABCDE"), total - len(known), p=[0.12, 0.6, 0.1, 0.14, 0.04])
    person = rng.permutation(np.concatenate([known, world.new_people(classes, total - len(known), "expert")]))
    classes_2022 = np.array(
        ["2021-11-15", "2022-03-18", "2022-06-24", "2022-09-28", "2022-11-25"], dtype="datetime64[D]"
    )
    since = rng.choice(classes_2022, total, p=[0.16, 0.24, 0.28, 0.22, 0.1])
    since[_ENVOYS : _ENVOYS + _ENVOYS_2023] = rng.choice(
        np.array(["2023-03-24", "2023-05-12"], dtype="datetime64[D]"), _ENVOYS_2023
    )
    until = since + 730
    gone = slice(_ENVOYS + _ENVOYS_2023, total)
    since[gone] = np.datetime64("2021-09-24")
    until[gone] = np.datetime64("2022-09-24")
    until[rng.random(total) < 0.2] = NEVER
    until[gone] = np.datetime64("2022-09-24")
    again = rng.choice(_ENVOYS, 88, replace=False)
    rows = np.concatenate([np.arange(total), again])
    rows = rows[np.argsort(since[rows], kind="stable")]
    industry = _industry_codes(rng, len(rows))
    world.put(
        "envoy", person_id=person[rows], industry_code=industry, valid_from=since[rows], valid_to=until[rows]
    )


def _matches(world: World, rng: np.random.Generator) -> None:
    """Matches of needs with envoys in office who know the industry; a solved need has one before."""
    need, envoy = world.tables["enterprise_need"], world.tables["envoy"]
    found: list[tuple[int, int, Any]] = []
    solved = np.asarray(need["solved_on"])
    for i, (day, industry) in enumerate(zip(need["accepted_on"], need["industry_code"], strict=True)):
        done = not np.isnat(solved[i])
        count = int(rng.choice([0, 1, 2, 3], p=[0.27, 0.45, 0.2, 0.08])) or int(done)
        for _ in range(count):
            when = to_workday(np.array([day + int(rng.integers(3, 55))]))[0]
            when = min(when, solved[i] - 5) if done else when
            fits = np.flatnonzero(
                (envoy["industry_code"] == industry)
                & (envoy["valid_from"] <= when)
                & (np.isnat(envoy["valid_to"]) | (envoy["valid_to"] > when))
            )
            if len(fits) and when <= END:
                found.append((i + 1, int(rng.choice(fits)) + 1, when))
    found.sort(key=lambda row: (row[2], row[0]))
    need_id, envoy_id, matched = zip(*found, strict=True)
    world.put("need_match", need_id=list(need_id), envoy_id=list(envoy_id), matched_on=list(matched))
    _unsolve(world, set(need_id))


def _unsolve(world: World, matched: set[int]) -> None:
    """A need that nobody was matched with cannot have been solved."""
    need = world.tables["enterprise_need"]
    without = ~np.isin(need["id"], sorted(matched))
    need["solved_on"] = np.where(without, NEVER, need["solved_on"])


def _visits(world: World, rng: np.random.Generator) -> None:
    day = np.concatenate([draw(rng, n, first, last) for first, last, n in _VISITS])
    weight = 1 / (rng.permutation(_ENTERPRISES) + 260.0)
    enterprise = rng.choice(_ENTERPRISES, len(day), p=weight / weight.sum()) + 1
    since = np.asarray(world.tables["envoy"]["valid_from"])
    until = np.asarray(world.tables["envoy"]["valid_to"])
    envoy = (rng.random(len(day)) * np.searchsorted(since, day, side="right")).astype(int)
    ended = until[envoy] <= day
    envoy_id = np.where(ended | (rng.random(len(day)) < 0.12), 0, envoy + 1)
    world.put("visit", enterprise_id=enterprise, envoy_id=envoy_id, visited_on=day)


def _stewards(world: World, rng: np.random.Generator) -> None:
    """Stewards of four kinds in every district, most in office since mid-2022."""
    person = rng.choice(np.unique(world.tables["contact"]["person_id"]), _STEWARDS, replace=False)
    since = np.sort(
        rng.choice(
            np.array(["2022-06-06", "2022-06-20", "2022-09-13", "2023-03-06"], dtype="datetime64[D]"),
            _STEWARDS,
            p=[0.4, 0.25, 0.2, 0.15],
        )
    )
    until = np.full(_STEWARDS, NEVER)
    until[rng.choice(120, 9, replace=False)] = draw(rng, 9, "2022-10-10", "2023-05-15")
    kind = names.pick(rng, ["党建指导员", "组织联络员", "平台服务员", "信息管理员"], _STEWARDS, [2, 4, 3, 3])
    world.put(
        "steward",
        person_id=person,
        kind=kind,
        district_code=with_gaps(rng, districts(rng, _STEWARDS), 0.03),
        valid_from=since,
        valid_to=until,
    )


def _orders(world: World, rng: np.random.Generator) -> None:
    opened = np.concatenate([draw(rng, n, first, last) for first, last, n in _ORDERS])
    n = len(opened)
    since, until = (np.asarray(world.tables["steward"][k]) for k in ("valid_from", "valid_to"))
    steward = np.floor(rng.beta(0.9, 1.4, n) * np.searchsorted(since, opened, side="right")).astype(int)
    left = until[steward] <= opened
    steward[left] = rng.integers(125, 150, int(left.sum()))
    weights = {
        "society": 6.0,
        "street": 1.6,
        "township": 1.2,
        "enterprise": 1.4,
        "university": 3.0,
        "park": 2.0,
        "farm": 0.7,
        "outline": 1.6,
        "district": 6.0,
        "foundation": 2.0,
        "union": 2.0,
    }
    closed = opened + np.floor(rng.exponential(4.5, n)).astype(int)
    late = (closed > END) | (rng.random(n) < 0.02)
    what = names.pick(
        rng,
        words(
            "账号开通 会员数据导入 活动发布指导 信息报送指导 组织信息变更 政策咨询 "
            "党建工作对接 资源需求对接 系统使用培训"
        ),
        n,
    )
    org = registered_on(world, rng, opened, weights)
    org[rng.random(n) < 0.05] = 0
    world.put(
        "service_order",
        steward_id=steward + 1,
        org_id=org,
        title=what,
        opened_on=opened,
        closed_on=np.where(late, NEVER, closed),
    )
