"""最近执行: every run with when it was planned, how it ended, what it made, and who has it."""

from __future__ import annotations

from typing import Any

from briefings.schedules.webhook import shown
from frames.formats import DASH, moment_zh
from jobs.runs import Delivery, Run

FILES = "/schedules/runs"
_WORDS = {"sending": "正在送", "sent": "已送达", "failed": "未送达", "unknown": "不能确定"}
_SIGNS = {"done": ("good", "●"), "failed": ("bad", "■"), "running": ("", "◆"), "waiting": ("", "▲")}


def row(run: Run) -> dict[str, Any]:
    """What the table says of a run."""
    tone, sign = tone_of(run)
    return {
        "name": run.name,
        "planned": "立即执行" if run.by_hand else moment_zh(run.planned_for),
        "took": _took(run),
        "tone": tone,
        "sign": sign,
        "words": run.words,
        "code": run.code,
        "file": f"{FILES}/{run.id}/file",
        "deliveries": [_delivery(one) for one in run.deliveries],
        "remarks": _remarks(run),
    }


def tone_of(run: Run) -> tuple[str, str]:
    """The tone and the sign of a run's state."""
    tone, sign = _SIGNS[run.state]
    return "warn" if run.is_trouble and run.state == "waiting" else tone, sign


def _took(run: Run) -> str:
    if run.started_at is None or run.ended_at is None:
        return DASH
    return f"{max(0.0, (run.ended_at - run.started_at).total_seconds()):.0f} 秒"


def _delivery(one: Delivery) -> str:
    reason = f"（{one['error']}）" if one.get("error") else ""
    return f"{shown(one['to'])} {_WORDS.get(one['state'], one['state'])}{reason}"


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
