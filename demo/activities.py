"""Activities of every component: when, by whom, where; 401 to 480 of them in 2022."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo import names
from demo.activity_plan import COMPONENTS, Component
from demo.days import END, LAST_2021, NEVER, STRETCHES, draw
from demo.words import words
from demo.world import Rows, World, apportion, districts

#: 2022: 157 meetings organised by 53 societies.
_BY_SOCIETIES = (16, 157, 84)
_HOSTS = 53
_PLACES = words("会议中心 科技馆 学术报告厅 科技园区 科技活动中心")
_OTHER_HOSTS = {
    "city": 30,
    "district": 34,
    "direct": 10,
    "university": 8,
    "enterprise": 7,
    "union": 4,
    "park": 4,
    "foundation": 3,
}


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
    own = world.orgs("city") * 6 + world.orgs("direct")
    outside = world.orgs("district") + world.orgs("society")[:40]
    return [_pick(rng, own if rng.random() < 0.62 else outside) for _ in range(n)]


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


def _pick(rng: np.random.Generator, rows: Rows) -> dict[str, Any]:
    return rows[int(rng.integers(len(rows)))]


def _activity(
    rng: np.random.Generator,
    code: str,
    plan: Component,
    organiser: dict[str, Any],
    day: Any,
    last: Any,
    dropped: bool,
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
        "place": "线上" if online else str(rng.choice(_PLACES)),
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
