"""Activities of every component: when, by whom, where; 401 to 480 of them in 2022."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from data.demo import names
from data.demo.days import END, LAST_2021, NEVER, STRETCHES, Profile, draw
from data.demo.world import Rows, World, apportion, districts


@dataclass(frozen=True)
class Component:
    """How many activities a component has (2021, 2022, 2023), of what kind, lasting how long.

    ``cancelled`` come on top of the counts. ``departments`` are the ones responsible, the busiest
    first; ``margin`` keeps the last days of a stretch free, so that its records still fall inside.
    """

    counts: tuple[int, int, int]
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    departments: tuple[str, ...]
    days: tuple[int, int]
    cancelled: tuple[int, int, int] = (0, 0, 0)
    margin: int = 3
    profile: Profile = "office"


_FRONTIER = ("人工智能前沿", "绿色低碳技术", "生命健康", "量子信息", "新材料应用", "智慧城市治理", "科技伦理", "乡村产业技术",
             "青年科学家", "科技期刊建设", "工程师能力", "中医药创新", "应急与安全", "数字经济", "空间科学")  # fmt: skip
_SURVEY = ("科技工作者状况", "学会服务能力", "基层组织建设", "科普需求", "数字科协使用体验", "青年人才成长", "企业技术需求",
           "科技馆之城建设", "会员服务满意度", "培训需求")  # fmt: skip
COMPONENTS = {
    "meeting": Component((34, 322, 150), ("学术会议", "学术沙龙", "座谈会", "报告会", "论坛", "工作会议"), _FRONTIER,
                         ("society", "organisation", "innovation", "popular", "international", "general_office",
                          "society_center", "innovation_center"), (1, 2), (1, 9, 3), profile="event"),
    "survey": Component((9, 56, 31), ("问卷调查",), _SURVEY,
                        ("research_center", "planning", "society", "popular", "organisation"), (12, 30), (0, 1, 0), 6),
    "contest": Component((1, 9, 4), ("竞赛",), ("科幻创作创意", "青少年科技创新", "科普讲解", "公民科学素质", "科学实验展演",
                         "工程师技能", "科普微视频", "数学建模", "机器人创新", "科技创意设计"),
                         ("popular", "education_center", "science_center"), (20, 60), (0, 1, 0), 24, "event"),
    "training": Component((3, 14, 9), ("培训班",), ("京津冀科普工作者", "学会秘书长", "科技志愿者", "信息员业务",
                          "科技教师", "基层科协干部", "科技评价", "新媒体传播"),
                          ("education_center", "organisation", "publicity"), (5, 40), (0, 1, 0), 15),
    "review": Component((1, 12, 6), ("评审",), ("青年科技奖", "青年人才托举", "优秀科普作品", "学术期刊资助",
                        "科技智库课题", "科普基地", "优秀学术论文"), ("personnel", "society", "popular"), (6, 24), margin=26),
    "project": Component((4, 25, 12), ("项目申报",), ("学会能力提升", "学术交流资助", "青年人才托举", "科普专项", "智库课题",
                         "科技馆之城", "金桥工程种子资金", "基层组织建设", "国际合作交流", "科技期刊卓越"),
                         ("society_center", "society", "popular", "innovation", "planning"), (18, 40), (0, 1, 0), 22),
    "resource": Component((1, 3, 1), ("征集活动",), ("科学嘉年华信息", "科普短视频", "科学家精神影像"), ("publicity",), (15, 30)),
    "matching": Component((0, 5, 4), ("对接活动",), ("智能制造", "医药健康", "绿色能源", "信息技术", "现代农业"),
                          ("innovation", "innovation_center"), (1, 3), profile="event"),
    "newsroom": Component((0, 2, 1), ("专题宣传",), ("全国科技工作者日", "全国科普日"), ("publicity",), (3, 10)),
}  # fmt: skip
#: 2022: 157 meetings organised by 53 societies.
_BY_SOCIETIES = (16, 157, 84)
_HOSTS = 53
_OTHER_HOSTS = {"city": 30, "district": 34, "direct": 10, "university": 8, "enterprise": 7, "union": 4, "park": 4,
                "foundation": 3}  # fmt: skip


def build(world: World) -> None:
    """Make the ``activity`` table, in order of its start."""
    rng = world.rng("activities")
    hosts = [r for r in world.orgs("society") if r["registered_from"] <= LAST_2021]
    hosts = [hosts[i] for i in rng.permutation(len(hosts))[:_HOSTS]]
    rows: Rows = []
    for code, component in COMPONENTS.items():
        for stretch in range(3):
            rows += _stretch(world, rng, code, component, stretch, hosts)
    rows.sort(key=lambda r: (r["starts_on"], r["component_code"], r["title"]))
    world.put_rows("activity", rows)


def _stretch(
    world: World, rng: np.random.Generator, code: str, plan: Component, stretch: int, hosts: Rows
) -> Rows:
    first, last = STRETCHES[stretch]
    n, dropped = plan.counts[stretch], plan.cancelled[stretch]
    days = draw(rng, n + dropped, first + 4, last - plan.margin, plan.profile)
    cancelled = set(rng.choice(n + dropped, dropped, replace=False).tolist())
    meeting = code == "meeting"
    kept = iter(_meeting_hosts(world, rng, stretch, n, hosts) if meeting else _other_hosts(world, rng, n))
    gone = iter([_pick(rng, hosts) for _ in range(dropped)])
    organisers = [next(gone) if i in cancelled else next(kept) for i in range(n + dropped)]
    rows = []
    for i, (day, organiser) in enumerate(zip(days, organisers, strict=True)):
        rows.append(_activity(rng, code, plan, organiser, day, last, i in cancelled))
    return rows


def _other_hosts(world: World, rng: np.random.Generator, n: int) -> Rows:
    """Organisers of what isn't a meeting: mostly 市科协 and its units, also societies and districts."""
    own = world.orgs("city", "direct")
    outside = world.orgs("district") + world.orgs("society")[:40]
    return [_pick(rng, own, [12, 2, 2, 2, 2, 2]) if rng.random() < 0.62 else _pick(rng, outside) for _ in range(n)]


def _meeting_hosts(world: World, rng: np.random.Generator, stretch: int, n: int, hosts: Rows) -> Rows:
    """Organisers of ``n`` meetings, in no order: each host at least once, some far more often."""
    if stretch == 2:
        hosts = hosts + [r for r in world.orgs("society") if str(r["registered_from"])[:4] == "2022"][:21]
    counts = apportion(1 / (np.arange(len(hosts)) + 2.0), _BY_SOCIETIES[stretch], 1 if stretch else 0)
    chosen: Rows = [r for r, k in zip(hosts, counts, strict=True) for _ in range(k)]
    early = [r for r in world.organisations if r["registered_from"] <= LAST_2021]
    for kind in names.pick(rng, list(_OTHER_HOSTS), n - len(chosen), list(_OTHER_HOSTS.values())):
        chosen.append(_pick(rng, [r for r in early if r["type_code"] == kind]))
    return [chosen[i] for i in rng.permutation(n)]


def _pick(rng: np.random.Generator, rows: Rows, weights: list[float] | None = None) -> dict[str, Any]:
    share = None if weights is None else np.array(weights[: len(rows)]) / np.sum(weights[: len(rows)])
    return rows[int(rng.choice(len(rows), p=share))]


def _activity(
    rng: np.random.Generator, code: str, plan: Component, organiser: dict[str, Any], day: Any, last: Any, dropped: bool
) -> dict[str, Any]:
    length = int(rng.integers(plan.days[0], plan.days[1] + 1)) - 1
    ends = min(day + length, last)
    kind = str(rng.choice(plan.kinds))
    online = code not in ("contest", "matching") and rng.random() < (0.3 if code == "meeting" else 0.75)
    district = organiser["district_code"]
    if organiser["type_code"] in ("city", "direct", "society"):
        district = str(districts(rng, 1)[0])
    department = str(rng.choice(plan.departments, p=_falling(len(plan.departments))))
    if code == "meeting" and organiser["type_code"] == "society":
        department = "society"
    done = ends + int(rng.integers(1, 6)) if code == "review" else ends
    return {
        "component_code": code,
        "kind": kind,
        "title": _title(rng, plan, kind, code, organiser, day),
        "organiser_id": organiser["id"],
        "department_code": department,
        "district_code": None if online and rng.random() < 0.5 else district,
        "place": "线上" if online else str(rng.choice(["会议中心", "科技馆", "学术报告厅", "科技园区", "科技活动中心"])),
        "starts_on": day,
        "ends_on": ends,
        "completed_on": NEVER if dropped or done > END else done,
        "cancelled_on": day - int(rng.integers(1, 15)) if dropped else NEVER,
    }


def _falling(n: int) -> Any:
    weight = 1 / (np.arange(n) + 1.5)
    return weight / weight.sum()


def _title(
    rng: np.random.Generator, plan: Component, kind: str, code: str, organiser: dict[str, Any], day: Any
) -> str:
    year, month = str(day)[:4], int(str(day)[5:7])
    topic = str(rng.choice(plan.topics))
    who = organiser["short_name"] or organiser["name"]
    if code == "meeting":
        return f"{who}{month}月“{topic}”{kind}"
    if code == "survey":
        return f"{year}年{month}月{topic}问卷调查"
    return f"{year}年{topic}{kind}（{month}月）"


def counted(world: World, *components: str) -> tuple[Any, dict[str, Any]]:
    """(row numbers, columns as arrays) of the activities of these components that were not cancelled."""
    columns = {k: np.asarray(v) for k, v in world.tables["activity"].items()}
    wanted = np.isnat(columns["cancelled_on"])
    if components:
        wanted &= np.isin(columns["component_code"], components)
    return np.flatnonzero(wanted & (columns["starts_on"] <= END)), columns


