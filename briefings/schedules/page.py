"""The page 定期: what comes again, how it went, and what went wrong; a form for more."""

from __future__ import annotations

from typing import Any

from dash import html

from briefings.schedules.form import form_values
from briefings.schedules.history import row, tone_of
from briefings.schedules.plan import words_of
from briefings.schedules.webhook import shown
from components import shell
from components.board.page import data_state, known_state, said
from components.board.sheet import Query, Sheet
from components.markup.templates import fragment
from components.states import broken
from data.settings import Settings
from frames.formats import moment_zh
from jobs import Jobs
from jobs.runs import Run, Runs
from jobs.schedules import Schedule, Schedules
from queries.service import get_cockpit
from store import StoreUnavailable
from store.base import now

PATH = "/schedules"
TITLE = "定期"
LEAD = "按日、周、月、季或随数据发布自动制作，进入归档，并可发邮件或通知其他系统。"


def lay_out(query: Query) -> Sheet:
    """The page; stands with the operational database away."""
    data = data_state(known_state(get_cockpit()))
    settings = Settings.from_env()
    try:
        found, runs = Schedules(settings).all(), Runs(settings)
        latest, newest = runs.latest(), runs.newest()
        nobody = not Jobs(settings).workers()
    except StoreUnavailable as problem:
        wrong = said(broken(str(problem), PATH, what="定期任务暂时读不出来"))
        return Sheet(shell.top(TITLE, data=data, lead=LEAD), said=[wrong])
    troubles = [one for one in found if _is_trouble(one, latest.get(one.id))]
    top = shell.top(TITLE, data=data, lead=LEAD, actions=_count(len(troubles)))
    values = {
        "path": PATH,
        "nobody": nobody,
        "is_open": any(run.state == "running" or run.state == "waiting" for run in newest),
        "entries": [_entry(one, latest.get(one.id)) for one in found],
        "runs": [row(run) for run in newest],
        **form_values(query, settings),
    }
    return Sheet(top, said=[fragment("briefings/schedules/page.html", **values)])


def _is_trouble(one: Schedule, run: Run | None) -> bool:
    return one.is_late(now()) or (run is not None and run.is_trouble)


def _count(troubles: int) -> list[Any]:
    """How many need somebody's eye, beside the title."""
    if not troubles:
        return []
    mark = html.Span("■", **{"aria-hidden": "true"})
    return [html.Span([mark, f" {troubles} 个任务未完成"], className="schedule-count", role="status")]


def _entry(one: Schedule, run: Run | None) -> dict[str, Any]:
    facts = [words_of(one.what, one.params), _when(one), _to(one)]
    return {
        "plan": one,
        "facts": [words for words in facts if words],
        "last": _last(one, run),
        "actions": _actions(one),
    }


def _when(one: Schedule) -> str:
    following = f"　下次 {moment_zh(one.next_at)}" if one.next_at else ""
    return f"{one.timing.words}{following}"


def _to(one: Schedule) -> str:
    parts = [f"邮件：{'、'.join(one.mail)}"] if one.mail else []
    parts += [f"通知：{shown(one.webhook)}"] if one.webhook else []
    return "　".join(parts)


def _last(one: Schedule, run: Run | None) -> list[tuple[str, str, str]]:
    """How the last run ended (tone, sign, words), with the reason and what comes next."""
    lines = []
    if one.next_at and one.is_late(now()):
        lines.append(("bad", "■", f"已过 {moment_zh(one.next_at)}，没有执行：后台处理程序没有运行"))
    if run is not None:
        lines.append((*tone_of(run), _ended(run)))
    return lines


def _ended(run: Run) -> str:
    when = run.ended_at or run.started_at or run.planned_for
    parts = [f"{run.words}（{moment_zh(when)}）"]
    if run.error and run.state != "done":
        parts.append(run.error)
    if run.state == "waiting" and run.next_attempt_at and run.error:
        parts.append(f"第 {run.attempts + 1} 次尝试：{moment_zh(run.next_attempt_at)}")
    return "；".join(parts)


def _actions(one: Schedule) -> list[tuple[str, str, str]]:
    """Name, words, and what has to be confirmed of each thing to be done."""
    return [
        ("run", "立即执行", ""),
        ("pause", "暂停", "") if one.is_on else ("resume", "恢复", ""),
        ("remove", "删除", f"删除定期任务“{one.name}”？已制作的文件仍在归档中。"),
    ]
