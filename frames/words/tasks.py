"""Supervision tasks in sentences: what is wrong with one, and how long several have been waiting."""

from __future__ import annotations

from datetime import date

from frames.formats import date_zh, number
from queries.records.tasks import Standing


def red_light(title: str, department: str, deadline: date, missed: int, as_of: date) -> str:
    """Why a task stands under the red light: “某事项，社会部牵头，期限2022年12月29日，已逾期 1 天”.

    ``missed`` counts the reports missed one after the other.
    """
    head = f"{title}，{department}牵头"
    over = (as_of - deadline).days
    if over <= 0:
        return f"{head}，连续 {missed} 次未按时反馈，期限{date_zh(deadline)}"
    also = f"，且连续 {missed} 次未按时反馈" if missed > 1 else ""
    return f"{head}，期限{date_zh(deadline)}，已逾期 {over} 天{also}"


def why(s: Standing, as_of: date) -> list[str]:
    """By which rules a task has its light: “批准期限2022年8月31日已过，逾期 121 天，尚未办结”."""
    if s.closed_on:
        return [f"{date_zh(s.closed_on)}销号"]
    if s.finished_on:
        verified = f"，{date_zh(s.verified_on)}核验" if s.verified_on else ""
        rest = "等待销号" if verified else "等待核验"
        return [f"{date_zh(s.finished_on)}报办结{verified}，{rest}"]
    reasons = _red(s, as_of) if s.light == "red" else _yellow(s)
    if s.light == "green":
        reasons = [f"{_pace(s)}；{_left(s, as_of)}；没有应报未报的反馈，或已补报"]
    if s.is_foreseen:
        reasons.append("预警：按目前进度推算，将明显超过批准期限")
    return reasons


def _red(s: Standing, as_of: date) -> list[str]:
    over = (as_of - s.deadline).days
    reasons = [f"批准期限{date_zh(s.deadline)}已过，逾期 {over} 天，尚未办结"] if over > 0 else []
    if s.missing >= s.limit_missing:
        reasons.append(f"最近连续 {s.missing} 次应反馈未反馈（达到 {s.limit_missing:g} 次为红灯）")
    return reasons


def _yellow(s: Standing) -> list[str]:
    reasons = []
    if s.days_left is not None and s.days_left <= s.limit_days:
        reasons.append(
            f"距批准期限{date_zh(s.deadline)}还有 {s.days_left} 个工作日（不超过 {s.limit_days:g} 个为黄灯）"
        )
    if s.is_behind:
        reasons.append(f"{_pace(s)}，落后达到 {s.limit_behind:g} 个百分点")
    if s.missing:
        reasons.append("最近一次应反馈逾期未报")
    return reasons


def _pace(s: Standing) -> str:
    gone = number(100 * s.elapsed / s.total, "%").full
    return f"时间已过 {gone}，办理进度 {s.progress}%"


def _left(s: Standing, as_of: date) -> str:
    days = f"{s.days_left} 个工作日" if s.days_left is not None else f"{(s.deadline - as_of).days} 天"
    return f"距批准期限{date_zh(s.deadline)}还有 {days}"


def waiting(what: str, count: int, unit: str, oldest: date | None, as_of: date) -> str:
    """Things that wait: “2 件事项催办后仍未回应，最久的已等待 13 天”.

    ``oldest`` is the day since when the first of them waits; None says only how many there are.
    """
    age = (as_of - oldest).days if oldest else 0
    since = f"，{'最久的' if count > 1 else ''}已等待 {age} 天" if age > 0 else ""
    return f"{count:,} {unit}{what}{since}"
