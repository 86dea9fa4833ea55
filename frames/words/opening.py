"""What opens a page, in one sentence an indicator: how much, which is largest, fastest, late.

Clauses are made of values only and are empty where they would say something false or silly: on ties of
many, without a base to compare with, where a single part holds everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frames.formats import change, missing, number
from queries.thresholds import SMALL_BASE

#: So many names may share a place; more of them single nobody out.
MOST_TIED = 2


@dataclass(frozen=True)
class Part:
    """A member of a breakdown: its value now and, where it is compared, a year before."""

    name: str
    now: float | None
    before: float | None = None
    key: str = ""


def figure(name: str, value: float, unit: str, when: str = "") -> str:
    """“本年业务活动 1,204 项”; ``when`` names the period of a flow."""
    return f"{when}{name} {number(value, unit).full}"


def largest(parts: Sequence[Part], whole: float, unit: str) -> str:
    """“工科最多（4.25万人，占 39.2%）”; empty where no part or more than two stand out."""
    valued = [p for p in parts if not missing(p.now) and p.now]
    if len(valued) < 2:
        return ""
    top = max(p.now or 0 for p in valued)
    first = [p.name for p in valued if p.now == top]
    if len(first) > MOST_TIED or len(first) == len(valued) or whole <= 0 or top < 0:
        return ""
    value = number(top, unit).full
    if len(first) > 1:
        return f"{'、'.join(first)}并列最多（各 {value}）"
    share = number(top / whole * 100, "%").full
    return f"{first[0]}最多（{value}，占 {share}）" if top <= whole else f"{first[0]}最多（{value}）"


def compared(now: float, before: float | None, unit: str) -> str:
    """“较上年同期增加 12.3%”; rates in 百分点, small and tiny bases in their unit; empty without a base."""
    if missing(before):
        return ""
    assert before is not None
    if now == before:
        return "与上年同期持平" if now else ""
    if unit == "%":
        moved = change(now, before, unit)
        return (
            f"较上年同期{'提高' if now > before else '下降'} {moved.text}"
            if moved.text
            else "与上年同期基本持平"
        )
    if before <= 0:
        return ""
    moved = change(now, before, unit)
    return f"较上年同期{moved.full}" if moved.text else "与上年同期基本持平"


def fastest(name: str, parts: Sequence[Part], unit: str, base: float = SMALL_BASE) -> tuple[str, str]:
    """“注册组织增长最快的是海淀区，较上年同期增加 12.3%，达到 312 家”, and the key of the member.

    Members with less than ``base`` a year before are not compared: one more of two is no growth of
    half. Both are empty where fewer than two can be compared, nobody grew, or several grew alike.
    """
    known = [p for p in parts if not missing(p.now) and p.before is not None and p.before >= base]
    order = sorted(known, key=lambda p: -(p.now or 0) / (p.before or 1))
    if len(order) < 2:
        return "", ""
    moved, next_moved = (change(p.now, p.before, unit) for p in order[:2])
    if moved.arrow != "up" or moved.text == next_moved.text:
        return "", ""
    first = order[0]
    reached = number(first.now, unit).full
    return f"{name}增长最快的是{first.name}，较上年同期增加 {moved.text}，达到 {reached}", first.key


def late(what: str, count: float, unit: str, most: str = "", days: int = 0) -> str:
    """“超期未办结 12 件，社会部最多（5 件，占 41.7%），最久的已逾期 43 天”; “没有超期未办结” for none."""
    if not count:
        return f"没有{what}事项" if unit == "件" else f"没有{what}"
    oldest = f"{'最久的' if count > 1 else ''}已逾期 {days:,} 天" if days > 0 else ""
    return "，".join(part for part in (figure(what, count, unit), most, oldest) if part)


def sentence(*clauses: str) -> str:
    """Clauses as one sentence, empty ones left out; of three, the last stands apart."""
    *first, last = [clause for clause in clauses if clause]
    return ("；" if len(first) > 1 else "，").join(["，".join(first), last] if first else [last]) + "。"
