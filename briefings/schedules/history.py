"""最近执行: every run with when it was planned, how it ended, what it made, and who has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from briefings.schedules.webhook import shown
from components.intake.elements import box, said
from frames.formats import DASH, moment_zh
from jobs.runs import Delivery, Run

FILES = "/schedules/runs"
_HEADS = ("任务", "计划时间", "用时", "结果", "文件", "送达", "说明")
_WORDS = {"sending": "正在送", "sent": "已送达", "failed": "未送达", "unknown": "不能确定"}
_SIGNS = {"done": ("good", "●"), "failed": ("bad", "■"), "running": ("", "◆"), "waiting": ("", "▲")}


def history(runs: Sequence[Run]) -> Any:
    """The newest runs as a table."""
    if not runs:
        return box("最近执行", said("还没有执行过。"))
    head = html.Thead(html.Tr([html.Th(name, scope="col", className="txt") for name in _HEADS]))
    body = html.Tbody([_row(run) for run in runs])
    grid = html.Table([head, body], className="data-table listing")
    inside = html.Div(grid, className="table-scroll", tabIndex=0, role="region", **{"aria-label": "最近执行"})
    return box("最近执行", html.Div(inside, className="table-view"))


def _row(run: Run) -> Any:
    cells: list[Any] = [
        run.name,
        "立即执行" if run.by_hand else moment_zh(run.planned_for),
        _took(run),
        _state(run),
        _file(run),
        [_delivery(one) for one in run.deliveries] or DASH,
        _remarks(run) or DASH,
    ]
    pairs = zip(_HEADS, cells, strict=True)
    return html.Tr([html.Td(cell, className="txt", **{"data-label": name}) for name, cell in pairs])


def _took(run: Run) -> str:
    if run.started_at is None or run.ended_at is None:
        return DASH
    return f"{max(0.0, (run.ended_at - run.started_at).total_seconds()):.0f} 秒"


def _state(run: Run) -> Any:
    tone, sign = _SIGNS[run.state]
    if run.is_trouble and run.state == "waiting":
        tone = "warn"
    mark = html.Span(sign, className="said-sign", **{"aria-hidden": "true"})
    return html.Span([mark, run.words], className=f"schedule-state {tone}".strip())


def _file(run: Run) -> Any:
    if not run.code:
        return DASH
    href = f"{FILES}/{run.id}/file"
    return html.A(run.code, href=href, download="", title="下载归档的文件", className="schedule-code")


def _delivery(one: Delivery) -> Any:
    reason = f"（{one['error']}）" if one.get("error") else ""
    return html.Div(f"{shown(one['to'])} {_WORDS.get(one['state'], one['state'])}{reason}")


def _remarks(run: Run) -> str:
    parts = []
    if run.missed:
        parts.append(f"补做：此前另有 {run.missed} 次因系统未运行而错过，不再补做")
    told = any(one["state"] == "failed" for one in run.deliveries)
    if run.error and run.state != "done" and not told:
        parts.append(run.error)
    if run.state == "waiting" and run.next_attempt_at:
        parts.append(f"下次尝试 {moment_zh(run.next_attempt_at)}")
    elif run.attempts > 1:
        parts.append(f"共尝试 {run.attempts} 次")
    return "；".join(parts)
