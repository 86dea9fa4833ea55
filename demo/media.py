"""Submissions, the media library and articles on their channels."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo import names
from demo.activities import counted
from demo.days import (
    AS_OF,
    END,
    FIRST_2023,
    LAST_2021,
    NEVER,
    Array,
    draw,
    draw_stretches,
    later,
    to_workday,
)
from demo.records import registered_on
from demo.words import words
from demo.world import Rows, World, apportion, reference

_CAMPAIGN = "北京科学嘉年华"
#: 2022: 544 submissions, most of them in September's festival.
_SUBMISSIONS = (
    ("2021-09-11", "2021-09-24", 38, _CAMPAIGN),
    ("2021-07-12", "2021-12-24", 22, None),
    ("2022-09-05", "2022-09-30", 462, _CAMPAIGN),
    ("2022-01-10", "2022-12-23", 82, None),
    ("2023-01-05", "2023-05-26", 74, None),
    ("2023-05-15", "2023-05-26", 41, "全国科技工作者日"),
)
#: Distinct resources in the library on 2022-12-30 (added in 2021, 2022), and added in 2023.
_RESOURCES = (312, 1_755, 268)
_GONE, _DOUBLES = 38, 46
_KILOBYTES = 2_998_400_000
_REPORTED_SHARE = 0.7


def build(world: World) -> None:
    """Make ``submission``, ``media_resource``, ``article`` and ``article_channel``."""
    _submissions(world, world.rng("submissions"))
    _resources(world, world.rng("media"))
    _articles(world, world.rng("articles"))


def _submissions(world: World, rng: np.random.Generator) -> None:
    days = np.concatenate([draw(rng, n, first, last) for first, last, n, _ in _SUBMISSIONS])
    campaign = np.concatenate([np.full(n, c, dtype=object) for _, _, n, c in _SUBMISSIONS])
    order = np.argsort(days, kind="stable")
    days, campaign = days[order], campaign[order]
    weights = {
        "society": 3.0,
        "outline": 6.0,
        "district": 8.0,
        "direct": 10.0,
        "university": 2.5,
        "street": 0.8,
        "enterprise": 0.4,
        "park": 1.0,
        "foundation": 1.0,
        "township": 0.5,
    }
    subject = names.pick(
        rng, words("科普市集 科学实验秀 专家讲座 科技馆开放日 科普大篷车 云直播 科学家故事汇"), len(days)
    )
    place = names.pick(rng, words("社区 校园 园区 场馆 乡村"), len(days))
    org = registered_on(world, rng, days, weights)
    world.put(
        "submission", org_id=org, title="走进" + place + "：" + subject, submitted_on=days, campaign=campaign
    )


def _resources(world: World, rng: np.random.Generator) -> None:
    """The library: batches by channel, some items twice, some taken down again."""
    days = _added(rng)
    n = len(days)
    domains = [r["code"] for r in reference("media_domain")]
    domain = rng.choice(domains, n, p=_shares(rng, len(domains)))
    kind = rng.choice(["图文", "音频", "视频"], n, p=[0.38, 0.14, 0.48])
    columns: dict[str, Any] = {
        "title": _titles(rng, domain),
        "domain_code": domain,
        "kind": kind,
        "channel_code": _channels(rng, days),
        "org_id": _providers(world, rng, days),
        "kilobytes": _sizes(rng, kind, days),
        "checksum": np.array([f"{i * 2654435761 % 2**40:010x}{i:06x}" for i in range(1, n + 1)]),
        "added_on": days,
        "removed_on": np.full(n, NEVER),
    }
    twice = rng.choice(np.flatnonzero(days < np.datetime64("2022-11-01")), _DOUBLES, replace=False)
    doubles = {k: v[twice] for k, v in columns.items()}
    doubles["added_on"] = np.minimum(later(days[twice], 20, 300, rng), AS_OF)
    gone = {k: v[:_GONE].copy() for k, v in columns.items()}
    gone["checksum"] = np.array([f"f{i:015x}" for i in range(_GONE)])
    gone["added_on"] = draw(rng, _GONE, "2021-09-01", "2022-08-31")
    gone["removed_on"] = np.minimum(later(gone["added_on"], 30, 400, rng), AS_OF)
    merged = {k: np.concatenate([columns[k], doubles[k], gone[k]]) for k in columns}
    retired = rng.choice(np.flatnonzero(days < AS_OF), 21, replace=False)
    retired = retired[~np.isin(retired, twice)]
    merged["removed_on"][retired] = draw(rng, len(retired), "2023-01-10", END)
    order = np.argsort(merged["added_on"], kind="stable")
    world.put("media_resource", **{k: v[order] for k, v in merged.items()})


def _added(rng: np.random.Generator) -> Array:
    """Days on which resources are added: some large batches and a steady trickle."""
    loose = (90, 520, 150)
    days = draw_stretches(rng, loose)
    batches = [
        np.repeat(draw(rng, steps, first, last), apportion(rng.lognormal(0, 0.7, steps), total - few))
        for steps, first, last, total, few in (
            (4, "2021-09-01", LAST_2021, _RESOURCES[0], loose[0]),
            (11, "2022-02-10", "2022-12-23", _RESOURCES[1], loose[1]),
            (3, FIRST_2023, END, _RESOURCES[2], loose[2]),
        )
    ]
    return np.sort(np.concatenate([days, *batches]))


def _shares(rng: np.random.Generator, n: int) -> Array:
    weight = 1 / (np.arange(n) + 3.0)
    return rng.permutation(weight / weight.sum())


def _sizes(rng: np.random.Generator, kind: Array, days: Array) -> Array:
    """File sizes in kB; the distinct resources on ``AS_OF`` come to just under 3 TB."""
    n = len(kind)
    text, sound, film = rng.lognormal(8.6, 0.9, n), rng.lognormal(10.8, 0.7, n), rng.lognormal(14.2, 0.9, n)
    small = np.where(kind == "图文", text, np.where(kind == "音频", sound, 0.0))
    film = np.where(kind == "视频", np.minimum(film, 14_000_000), 0.0)
    here = days <= AS_OF
    sizes: Array = np.rint(small + film * (_KILOBYTES - small[here].sum()) / film[here].sum()).astype(int)
    return sizes


def _titles(rng: np.random.Generator, domain: Array) -> Array:
    named = {str(r["code"]): str(r["name"]) for r in reference("media_domain")}
    form = names.pick(rng, words("一分钟 图解 小课堂 对话 探秘 漫谈 实验室"), len(domain))
    number = np.char.mod("%03d", rng.integers(1, 1000, len(domain)))
    return np.array(
        [f"{named[d]}{f}·第{k}期" for d, f, k in zip(domain, form, number, strict=True)], dtype=object
    )


def _open_channels(day: Any) -> Rows:
    return [r for r in reference("channel") if np.datetime64(r["valid_from"]) <= day]


def _channels(rng: np.random.Generator, days: Array) -> Array:
    """A matrix that was open by then for each day (蝌蚪五线谱 most often); a few unknown."""
    found = np.full(len(days), None, dtype=object)
    weight = {"bast": 3.0, "kedou": 5.0, "channel": 3.0, "digital": 4.0}
    for day in np.unique(days):
        able = [r["code"] for r in _open_channels(day) if r["code"] in weight]
        rows = np.flatnonzero(days == day)
        found[rows] = names.pick(rng, able, len(rows), [weight[c] for c in able])
    found[rng.random(len(days)) < 0.03] = None
    return found


def _providers(world: World, rng: np.random.Generator, days: Array) -> Array:
    org = registered_on(
        world, rng, days, {"society": 2.0, "direct": 60.0, "district": 6.0, "university": 1.0}
    )
    return np.where(rng.random(len(days)) < 0.35, 0, org)


def _articles(world: World, rng: np.random.Generator) -> None:
    """Reports of activities (about seven in ten have one) and other news."""
    rows, columns = counted(world)
    told = rows[rng.random(len(rows)) < _REPORTED_SHARE]
    told = np.sort(np.concatenate([told, rng.choice(told, len(told) // 6)]))
    day = to_workday(np.minimum(later(columns["starts_on"][told], 0, 6, rng), END))
    other = draw_stretches(rng, (60, 340, 190))
    org = registered_on(world, rng, other, {"society": 2.0, "district": 8.0, "direct": 20.0, "city": 60.0})
    news = names.pick(rng, words("科普知识 科学家精神 科技资讯 基层动态 学会动态 政策解读"), len(other))
    title = np.array([f"报道：{t}" for t in np.asarray(columns["title"], dtype=object)[told]], dtype=object)
    merged = {
        "title": np.concatenate([title, news + "：" + np.char.mod("第%d篇", np.arange(1, len(other) + 1))]),
        "org_id": np.concatenate([np.asarray(columns["organiser_id"])[told], org]),
        "activity_id": np.concatenate([told + 1, np.zeros(len(other), dtype=int)]),
        "published_on": np.concatenate([day, other]),
    }
    order = np.argsort(merged["published_on"], kind="stable")
    world.put("article", **{k: v[order] for k, v in merged.items()})
    _article_channels(world, rng)


def _article_channels(world: World, rng: np.random.Generator) -> None:
    weight = {
        "bast": 9.0,
        "kedou": 4.0,
        "channel": 4.0,
        "digital": 2.0,
        "website": 5.0,
        "app": 4.0,
        "society_sites": 3.0,
        "districts": 2.0,
    }
    article, channel, days = [], [], []
    for at, day in zip(world.tables["article"]["id"], world.tables["article"]["published_on"], strict=True):
        able = [str(r["code"]) for r in _open_channels(day)]
        share = np.array([weight[c] for c in able])
        n = int(rng.choice([1, 2, 3, 4], p=[0.42, 0.33, 0.17, 0.08]))
        for i, code in enumerate(rng.choice(able, min(n, len(able)), replace=False, p=share / share.sum())):
            article.append(at)
            channel.append(str(code))
            days.append(min(day + (0 if i == 0 else int(rng.integers(0, 4))), END))
    world.put("article_channel", article_id=article, channel_code=channel, published_on=days)
