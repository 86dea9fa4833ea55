"""A supervision task's page: its light and why, facts, reports due, and the whole chain of events."""

from __future__ import annotations

from frames.context import Context
from frames.details.parts import Page, asked_in, day_fact, fact, facts
from frames.formats import date_zh
from frames.kinds import Timeline
from frames.links import drill_href
from frames.model import Column, Fact, Step, Table
from frames.records import Reasons
from frames.tiles import RULE, SHOWN, Drawn, Tile
from frames.words.tasks import why
from queries.dimensions import LIGHTS
from queries.filters import Filters
from queries.records.base import Asked
from queries.records.tasks import Event, Report, Standing, Task, read_task
from queries.service import Cockpit

#: Steps that slow a task down, and steps that end it.
_WARN = ("urged", "extended", "returned")
_END = ("closed", "cancelled")


def task_page(cockpit: Cockpit, asked: Asked, filters: Filters, more: dict[str, str]) -> Page | None:
    """The page of a task, or None where there is none. Raises ``DatabaseUnavailable``."""
    found = read_task(cockpit, asked)
    if found is None:
        return None
    lead = f"{found.source}，{found.department}牵头"
    return Page(found.title, "督查督办", lead, _tiles(found), notice=_notice(found, filters))


def _notice(task: Task, filters: Filters) -> str:
    day = date_zh(filters.as_of)
    if task.initiated_on > filters.as_of:
        return f"截至{day}，该事项尚未立项（{date_zh(task.initiated_on)}立项）"
    if task.cancelled_on:
        return f"该事项已于{date_zh(task.cancelled_on)}撤销，不再计入督办事项"
    return ""


def _tiles(task: Task) -> dict[str, Tile]:
    out: dict[str, Tile] = {}
    if task.standing:
        out["standing"] = Tile(
            "当前状态", (), lambda c: _standing(task.key, c), 12, "table", note=RULE, linked=False
        )
    out["facts"] = facts("基本信息", lambda c: _facts(task.key, c), 5)
    out["events"] = Tile("办理过程", (), lambda c: _events(task.key, c), 7, "table", linked=False)
    if task.reports:
        out["reports"] = Tile("反馈节点", (), lambda c: _reports(task.key, c), 12, "table", linked=False)
    return out


def _standing(key: str, context: Context) -> Drawn:
    task = read_task(context.cockpit, asked_in(context, key))
    if task is None or task.standing is None:
        return Drawn(None)
    reasons = why(task.standing, context.filters.as_of)
    light = next((light for light in SHOWN if light == task.standing.light), None)
    return Drawn(Reasons(light, LIGHTS[light or "done"], tuple(reasons)))


def _facts(key: str, context: Context) -> list[Fact]:
    task = read_task(context.cockpit, asked_in(context, key))
    if task is None:
        return []
    filters, s = context.filters, task.standing
    all_of = filters.with_dim("department", [task.department_code])
    department = drill_href("DB.lights", all_of, ["department"])
    progress = f"{s.progress}%" if s else None
    return [
        *fact("事项名称", task.title),
        *fact("来源", task.source),
        *fact("牵头部门", task.department, department),
        *fact("配合部门", "、".join(task.supports)),
        *day_fact("立项日期", task.initiated_on, filters.as_of),
        *fact("首次期限", date_zh(task.first_deadline)),
        *fact("批准期限", _deadline(task, s)),
        *fact("办理进度", progress),
        *fact("办结日期", date_zh(s.finished_on) if s and s.finished_on else None),
        *fact("核验日期", date_zh(s.verified_on) if s and s.verified_on else None),
        *fact("销号日期", date_zh(s.closed_on) if s and s.closed_on else None),
        *fact("事项编号", task.key),
    ]


def _deadline(task: Task, s: Standing | None) -> str | None:
    if s is None:
        return None
    same = "（未延期）" if s.deadline == task.first_deadline else "（已延期）"
    return date_zh(s.deadline) + same


def _events(key: str, context: Context) -> Drawn:
    task = read_task(context.cockpit, asked_in(context, key))
    if task is None or not task.events:
        return Drawn(None)
    return Drawn(Timeline(tuple(_steps(task))))


def _steps(task: Task) -> list[Step]:
    """The chain as it was; an extension counts where it came before the deadline then in force had passed."""
    deadline, steps = task.first_deadline, []
    for event in task.events:
        until = ""
        if event.kind == "extended" and event.new_deadline:
            until = f"批准延期至{date_zh(event.new_deadline)}"
            if event.day > deadline:
                until += f"；批准时期限{date_zh(deadline)}已过，延期不计"
            else:
                deadline = event.new_deadline
        steps.append(_step(event, until))
    return steps


def _step(event: Event, until: str) -> Step:
    said = [text for text in (event.note, until) if text]
    if event.progress is not None:
        said.append(f"进度 {event.progress}%")
    who, text = event.department or "", "；".join(said)
    if event.kind in _WARN:
        return Step(event.day, event.name, who, text, "warn")
    return Step(event.day, event.name, who, text, "end" if event.kind in _END else "")


def _reports(key: str, context: Context) -> Drawn:
    task = read_task(context.cockpit, asked_in(context, key))
    if task is None or not task.reports:
        return Drawn(None)
    heads = (
        Column("due", "应反馈日期", "date"),
        Column("given", "实际反馈", "date"),
        Column("said", "情况"),
    )
    rows = tuple(
        {"due": one.due_on, "given": one.given_on, "said": _said(one, task, context.filters)}
        for one in task.reports
    )
    return Drawn(Table(heads, rows))


def _said(report: Report, task: Task, filters: Filters) -> str:
    """Whether a report came in time; one that falls due after the task is finished is nobody's to give."""
    if report.given_on:
        late = (report.given_on - report.due_on).days
        return f"逾期 {late} 天反馈" if late > 0 else "按时反馈"
    finished = task.standing.finished_on if task.standing else None
    if task.cancelled_on or (finished and report.due_on > finished):
        return "无须反馈"
    return "逾期未报" if report.due_on < filters.as_of else "未到期"
