"""Supervision tasks (督查督办): each lives its life as dated events, up to the last day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from demo import task_titles
from demo.days import AS_OF, END, FIRST_2023, LAST_2021, START, draw, to_workday
from demo.world import Rows, World

#: Tasks of 2021, 2022 (published; not cancelled) and 2023, and how many more are cancelled.
_TASKS = (58, 295, 132)
_CANCELLED = (1, 6, 1)
#: Source: share of tasks, shortest and longest time given (days).
_SOURCES = {
    "leader": (14, 15, 60), "party_group": (17, 30, 120), "chair": (12, 30, 120), "special": (17, 20, 90),
    "superior": (14, 15, 75), "proposal": (7, 60, 120), "other": (5, 20, 60),
}  # fmt: skip
#: Lead department: share of tasks, chance of finishing late, chance of missing a report.
_LEADS = {
    "general_office": (7, 0.03, 0.02),
    "planning": (10, 0.05, 0.04),
    "organisation": (10, 0.08, 0.06),
    "publicity": (9, 0.06, 0.05),
    "society": (12, 0.12, 0.08),
    "popular": (13, 0.11, 0.06),
    "innovation": (12, 0.15, 0.10),
    "international": (4, 0.10, 0.07),
    "personnel": (7, 0.05, 0.04),
    "finance": (4, 0.03, 0.03),
    "party": (6, 0.04, 0.03),
    "retired": (2, 0.02, 0.03),
    "science_center": (8, 0.17, 0.09),
    "society_center": (7, 0.09, 0.06),
    "innovation_center": (8, 0.19, 0.13),
    "education_center": (7, 0.11, 0.10),
    "research_center": (6, 0.08, 0.06),
}
_ANNUAL = {
    2021: (6, "2021-07-05", "2021-08-20", ("2021-11-30", "2021-12-20")),
    2022: (
        84,
        "2022-01-18",
        "2022-03-11",
        ("2022-06-30", "2022-09-30", "2022-11-30", "2022-12-15", "2022-12-25"),
    ),
    2023: (
        46,
        "2023-01-30",
        "2023-03-17",
        ("2023-04-28", "2023-05-22", "2023-06-30", "2023-09-28", "2023-11-30"),
    ),
}
_OFFICE = "general_office"


@dataclass
class _Life:
    """One task while its events are being made; ``deadline`` is the approved one so far."""

    lead: str
    source: str
    start: Any
    first_deadline: Any
    deadline: Any = None
    finish: Any = None
    events: Rows = field(default_factory=list)
    dues: list[Any] = field(default_factory=list)

    def happen(self, kind: str, day: Any, by: str | None = None, **more: Any) -> None:
        """Note an event; only what is known by ``END`` is kept."""
        if day <= END:
            row = {
                "type_code": kind,
                "occurred_on": day,
                "department_code": by or self.lead,
                "progress": None,
                "due": None,
                "new_deadline": np.datetime64("NaT"),
                "note": None,
            }
            self.events.append(row | more)


def build(world: World) -> None:
    """Make ``task``, ``task_support``, ``task_report_due`` and ``task_event``."""
    rng = world.rng("supervision")
    lives: list[tuple[_Life, bool]] = []
    for year, count, dropped in zip(_ANNUAL, _TASKS, _CANCELLED, strict=True):
        born = _births(rng, year, count + dropped)
        ends = set(rng.choice(np.arange(4, count // 2), dropped, replace=False).tolist())
        lives += [(life, i in ends) for i, life in enumerate(born)]
    for life, cancelled in lives:
        _live(rng, life)
        if cancelled:
            _cancel(rng, life)
    _put(world, rng, [life for life, _ in lives])


def _births(rng: np.random.Generator, year: int, n: int) -> list[_Life]:
    """Tasks of a year by day of initiation: annual ones early in the year, others all through it."""
    annual, first, last, ends = _ANNUAL[year]
    spans = {
        2021: (START + 4, LAST_2021 - 4),
        2022: ("2022-01-04", AS_OF - 1),
        2023: (FIRST_2023 + 3, END - 2),
    }
    leads = np.array([v[0] for v in _LEADS.values()], dtype=float)
    shares = np.array([v[0] for v in _SOURCES.values()], dtype=float)
    found = []
    for day in to_workday(draw(rng, annual, first, last)):
        end = np.datetime64(str(rng.choice(ends)))
        found.append(("annual", day, end - int(rng.integers(0, 12))))
    for day in to_workday(draw(rng, n - annual, *spans[year])):
        source = str(rng.choice(list(_SOURCES), p=shares / shares.sum()))
        _, low, high = _SOURCES[source]
        found.append(
            (
                source,
                day,
                to_workday(np.array([day + int(rng.integers(low, high + 1))]))[0]
                if day + high <= END
                else day + int(rng.integers(low, high + 1)),
            )
        )
    found.sort(key=lambda row: (row[1], row[0], row[2]))
    chosen = rng.choice(list(_LEADS), n, p=leads / leads.sum())
    return [_Life(str(lead), s, day, end) for (s, day, end), lead in zip(found, chosen, strict=True)]


def _live(rng: np.random.Generator, life: _Life) -> None:
    _begin(rng, life)
    _extend(rng, life)
    _choose_finish(rng, life)
    reported_to = _finish(rng, life)
    _report(rng, life, reported_to)
    if life.finish > life.deadline + 3:
        life.happen(
            "urged", life.deadline + int(rng.integers(1, 4)), _OFFICE, note="已过办理期限，请尽快办结"
        )


def _begin(rng: np.random.Generator, life: _Life) -> None:
    life.deadline = life.first_deadline
    day = life.start
    life.happen("initiated", day, _OFFICE)
    for kind, wait, by in (("assigned", 3, _OFFICE), ("signed", 3, None), ("started", 5, None)):
        day = to_workday(np.array([day + int(rng.integers(0, wait))]))[0]
        life.happen(kind, day, by, progress=0 if kind == "started" else None)


def _extend(rng: np.random.Generator, life: _Life) -> None:
    """One task in six is given more time; a few ask too late, which doesn't count."""
    given = int((life.first_deadline - life.start).astype(int))
    for chance in (0.17, 0.12):
        if rng.random() > chance or given < 20:
            return
        day = life.deadline - int(rng.integers(1, min(16, given // 2)))
        life.deadline = life.deadline + int(rng.integers(14, 61))
        note = str(
            rng.choice(
                [
                    "因疫情防控调整活动安排",
                    "需与相关部门进一步会商",
                    "招标采购周期延长",
                    "专家论证意见需修改完善",
                ]
            )
        )
        life.happen("extended", day, _OFFICE, new_deadline=life.deadline, note=note)


def _choose_finish(rng: np.random.Generator, life: _Life) -> None:
    """The day on which the task is finally reported finished: mostly shortly before the deadline."""
    given = int((life.deadline - life.start).astype(int))
    late = _LEADS[life.lead][1] * (0.55 if life.source == "leader" else 1.0)
    if any(0 <= (day - life.deadline).astype(int) < 28 for day in (AS_OF, END)):
        late *= 1.6  # the year's end and a full spring leave work undone
    if rng.random() < late:
        life.finish = life.deadline + 1 + int(rng.exponential(40))
        if rng.random() < 0.3:
            asked = life.deadline + int(rng.integers(1, 8))
            life.happen(
                "extended",
                min(asked, life.finish),
                _OFFICE,
                new_deadline=life.finish + 10,
                note="逾期后补办延期",
            )
    else:
        life.finish = life.deadline - min(int(rng.exponential(0.1 * given + 2)), given - 8)


def _finish(rng: np.random.Generator, life: _Life) -> Any:
    """Finishing, perhaps sent back once, then verification and closing; the first finishing day."""
    first = life.finish
    if rng.random() < 0.09:
        first = max(life.finish - int(rng.integers(8, 22)), life.start + 10)
    if first < life.finish - 3:
        life.happen("finished", first, progress=100)
        back = first + int(rng.integers(1, int((life.finish - first).astype(int)) - 1))
        life.happen("returned", back, _OFFICE, progress=90, note="佐证材料不完整，补充后再报")
    life.happen("finished", life.finish, progress=100)
    verified = _workday_after(life.finish, int(rng.integers(2, 17)))
    life.happen("verified", verified, _OFFICE)
    life.happen("closed", _workday_after(verified, int(rng.integers(0, 9))), _OFFICE)
    return first


def _workday_after(day: Any, wait: int) -> Any:
    later = day + wait
    return to_workday(np.array([later]))[0] if later <= END - 4 else later


def _report(rng: np.random.Generator, life: _Life, finish: Any) -> None:
    """Reports at every agreed node before the (first) finishing day: on time, late, or missed."""
    until = finish if finish <= END else max(finish, life.deadline)
    step = int(rng.choice([14, 21, 28, 42], p=[0.3, 0.2, 0.35, 0.15]))
    total = int((finish - life.start).astype(int))
    pace, missed = float(rng.choice([0.8, 1.0, 1.3, 2.0], p=[0.3, 0.4, 0.2, 0.1])), False
    progress = 0
    due = life.start + step
    while due < until:
        life.dues.append(due)
        chance = _LEADS[life.lead][2] * (4 if missed else 1)
        missed = bool(rng.random() < chance)
        wait = int(rng.integers(1, 9)) if rng.random() < 0.1 else -int(rng.integers(0, 5))
        day = due + wait
        if missed and rng.random() < 0.7 and due + 3 < finish:
            life.happen("urged", due + int(rng.integers(1, 4)), _OFFICE, note="未按期反馈，请尽快补报")
        if not missed and day < finish:
            share = max(0.0, float((day - life.start).astype(int)) / total)
            made = 5 * round(19 * share**pace + rng.normal(0, 0.8))
            progress = int(np.clip(max(made, progress), 0, 95))
            life.happen("reported", day, progress=progress, due=len(life.dues))
        due = due + step


def _cancel(rng: np.random.Generator, life: _Life) -> None:
    """The task is withdrawn half-way; nothing happens to it afterwards."""
    half = life.start + int((life.first_deadline - life.start).astype(int)) // 2
    day = min(to_workday(np.array([half]))[0], life.finish - 1, END)
    life.events = [e for e in life.events if e["occurred_on"] < day]
    life.dues = [d for d in life.dues if d < day]
    life.happen("cancelled", day, _OFFICE, note=str(rng.choice(["事项合并办理", "上级工作安排调整"])))


def _put(world: World, rng: np.random.Generator, lives: list[_Life]) -> None:
    lives.sort(key=lambda t: t.start)
    world.put(
        "task",
        title=task_titles.titles(rng, [(t.source, t.lead, t.start) for t in lives]),
        source_code=[t.source for t in lives],
        lead_department_code=[t.lead for t in lives],
        initiated_on=[t.start for t in lives],
        first_deadline=[t.first_deadline for t in lives],
    )
    supports: Rows = []
    dues: Rows = []
    events: Rows = []
    for i, life in enumerate(lives, start=1):
        others = [d for d in _LEADS if d != life.lead]
        for code in rng.choice(
            others, int(rng.choice([0, 1, 2, 3], p=[0.3, 0.35, 0.25, 0.1])), replace=False
        ):
            supports.append({"task_id": i, "department_code": str(code)})
        first_due = len(dues)
        dues += [{"task_id": i, "due_on": day} for day in life.dues]
        life.events.sort(key=lambda e: e["occurred_on"])
        for seq, event in enumerate(life.events, start=1):
            due = event.pop("due")
            events.append({"task_id": i, "seq": seq, "report_due_id": first_due + due if due else 0} | event)
    world.put_rows("task_support", supports)
    world.put_rows("task_report_due", dues)
    world.put_rows("task_event", events)
