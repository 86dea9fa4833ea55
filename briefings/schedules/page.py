"""The page 定期: what comes again, how it went, and what went wrong; a form for more."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from briefings.schedules.form import add_form
from briefings.schedules.history import history
from briefings.schedules.plan import words_of
from briefings.schedules.webhook import shown
from components import shell
from components.board.page import data_state, known_state, said
from components.board.sheet import Query, Sheet
from components.intake.elements import box
from components.intake.elements import said as words
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
NONE = "还没有定期任务。"
NOBODY = "后台处理程序没有运行：到期的任务将在它启动后补做一次。请联系管理员。"
_SIGNS = {"waiting": ("", "▲"), "running": ("", "◆"), "done": ("good", "●"), "failed": ("bad", "■")}


def lay_out(query: Query) -> Sheet:
    """The page; stands with the operational database away."""
    data = data_state(known_state(get_cockpit()))
    settings = Settings.from_env()
    try:
        found, runs = Schedules(settings).all(), Runs(settings)
        latest, newest = runs.latest(), runs.newest()
        nobody = [] if Jobs(settings).workers() else [html.Div(words(NOBODY, "warn"), className="span-12")]
    except StoreUnavailable as problem:
        wrong = said(broken(str(problem), PATH, what="定期任务暂时读不出来"))
        return Sheet(shell.top(TITLE, data=data, lead=LEAD), said=[wrong])
    troubles = [one for one in found if _is_trouble(one, latest.get(one.id))]
    top = shell.top(TITLE, data=data, lead=LEAD, actions=_count(len(troubles)))
    is_open = any(run.state == "running" or run.state == "waiting" for run in newest)
    parts = [*nobody, _list(found, latest, is_open), history(newest), add_form(query, settings)]
    return Sheet(top, said=parts)


def _is_trouble(one: Schedule, run: Run | None) -> bool:
    return one.is_late(now()) or (run is not None and run.is_trouble)


def _count(troubles: int) -> list[Any]:
    """How many need somebody's eye, beside the title."""
    if not troubles:
        return []
    mark = html.Span("■", **{"aria-hidden": "true"})
    return [html.Span([mark, f" {troubles} 个任务未完成"], className="schedule-count", role="status")]


def _list(found: list[Schedule], latest: dict[str, Run], is_open: bool) -> Any:
    inside: Any = [_entry(one, latest.get(one.id)) for one in found] or [
        html.P(NONE, className="schedule-none")
    ]
    more = {"data-open-runs": "1"} if is_open else {}
    return box("定期任务", html.Div(inside, className="schedules", **more))


def _entry(one: Schedule, run: Run | None) -> Any:
    head: list[Any] = [html.B(one.name, className="schedule-name")]
    if not one.is_on:
        head.append(html.Span("已暂停", className="tag"))
    facts = [html.Small(words_of(one.what, one.params)), html.Small(_when(one))]
    facts += [html.Small(to)] if (to := _to(one)) else []
    left = html.Div([html.Div(head), *facts, *_last(one, run)], className="schedule-facts")
    return html.Article([left, html.Div(_actions(one), className="view-actions")], className="view-entry")


def _when(one: Schedule) -> str:
    following = f"　下次 {moment_zh(one.next_at)}" if one.next_at else ""
    return f"{one.timing.words}{following}"


def _to(one: Schedule) -> str:
    parts = [f"邮件：{'、'.join(one.mail)}"] if one.mail else []
    parts += [f"通知：{shown(one.webhook)}"] if one.webhook else []
    return "　".join(parts)


def _last(one: Schedule, run: Run | None) -> list[Any]:
    """How the last run ended, with the reason and what comes next."""
    lines: list[Any] = []
    if one.next_at and one.is_late(now()):
        lines.append(_line("bad", "■", f"已过 {moment_zh(one.next_at)}，没有执行：后台处理程序没有运行"))
    if run is not None:
        tone, sign = _SIGNS[run.state]
        if run.is_trouble and run.state == "waiting":
            tone = "warn"
        lines.append(_line(tone, sign, _ended(run)))
    return lines


def _line(tone: str, sign: str, text: str) -> Any:
    mark = html.Span(sign, className="said-sign", **{"aria-hidden": "true"})
    return html.Small([mark, text], className=f"schedule-last {tone}".strip())


def _ended(run: Run) -> str:
    when = run.ended_at or run.started_at or run.planned_for
    parts = [f"{run.words}（{moment_zh(when)}）"]
    if run.error and run.state != "done":
        parts.append(run.error)
    if run.state == "waiting" and run.next_attempt_at and run.error:
        parts.append(f"第 {run.attempts + 1} 次尝试：{moment_zh(run.next_attempt_at)}")
    return "；".join(parts)


def _actions(one: Schedule) -> list[Any]:
    turn = ("pause", "暂停") if one.is_on else ("resume", "恢复")
    return [
        _form(one, "run", "立即执行"),
        _form(one, *turn),
        _form(one, "remove", "删除", ask=f"删除定期任务“{one.name}”？已制作的文件仍在归档中。"),
    ]


def _form(one: Schedule, action: str, word: str, ask: str = "") -> Any:
    button = html.Button(
        word, type="submit", className="button quiet", **{"aria-label": f"{word}：{one.name}"}
    )
    trouble = html.P(className="form-trouble", role="alert")
    more = {"data-ask": ask} if ask else {}
    hidden = dcc.Input(type="hidden", name="id", value=one.id)
    return html.Form(
        [hidden, button, trouble], action=f"{PATH}/{one.id}/{action}", **{"data-views": action, **more}
    )
