"""Supervision tasks in sentences: what is wrong with one, and how long several have been waiting."""

from __future__ import annotations

from datetime import date

from components.formats import date_zh


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


def waiting(what: str, count: int, unit: str, oldest: date | None, as_of: date) -> str:
    """Things that wait: “2 件事项催办后仍未回应，最久的已等待 13 天”.

    ``oldest`` is the day since when the first of them waits; None says only how many there are.
    """
    age = (as_of - oldest).days if oldest else 0
    since = f"，{'最久的' if count > 1 else ''}已等待 {age} 天" if age > 0 else ""
    return f"{count:,} {unit}{what}{since}"
