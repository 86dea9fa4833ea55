"""A target in words: “目标 600 项”, “完成 36.3%”, “慢于时间进度 3.6 个百分点”, “低于目标 4.5 个百分点”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from frames.formats import date_zh, number, round_half_up
from frames.model import Goal, GoalTone
from queries.indicators import get
from queries.targets import PACE, RATE, Progress
from queries.thresholds import Level

#: Where the limit of “not more than” stands on its bar, in percent of the bar: there is room to exceed it.
CEILING = 80.0
_TONES: Mapping[Level, GoalTone] = {"watch": "warn", "alert": "bad"}


def goal(found: Progress) -> Goal:
    """What a card says of a target.

    What adds up is so much completed, and held against the time gone. A rate or a stock isn't “95%
    completed”: it is so far from its target.
    """
    target, indicator = found.target, get(found.target.code)
    wanted = number(target.value, indicator.unit)
    days = f"{date_zh(target.start)}至{date_zh(target.end)}"
    so_far = number(found.value, indicator.unit).exact
    due = number(round(found.due), indicator.unit).text if found.due is not None else ""
    exact = f"目标 {wanted.exact}（{days}），目前 {so_far}；出处：{target.source}"
    share, tick = _bar(found)
    plain = Goal(
        text=f"目标{'不超过' if indicator.better == 'down' else ''} {wanted.full}",
        done=f"完成 {number(found.share, '%').full}" if found.gone is not None else "",
        due=f"应达 {due}" if due and not found.reached else "",
        share=share,
        tick=tick,
        exact=exact,
        value=target.value,
    )
    return _judged(plain, found)


def _bar(found: Progress) -> tuple[float | None, float | None]:
    """How far a bar is filled and where its tick stands, in percent of its length."""
    target, indicator = found.target, get(found.target.code)
    if found.value is None:
        return None, None
    if indicator.better == "down":
        filled = 100.0 if found.share is None else found.share * CEILING / 100
        return (filled if found.value else 0.0), CEILING
    if indicator.unit == RATE:
        return found.value, float(target.value)
    return found.share, found.gone


def _judged(plain: Goal, found: Progress) -> Goal:
    less = get(found.target.code).better == "down"
    if found.value is None or (found.share is None and not less):
        return plain
    if found.reached:
        return replace(plain, pace="在目标以内" if less else "已达到目标", tone="good")
    if found.gone is not None and not found.is_over:
        return _paced(plain, found.share or 0, found.gone, found.level)
    pace = f"{'超出' if less else '低于'}目标 {_apart(found)}"
    if not found.level:
        return replace(plain, pace=pace)
    return replace(plain, pace=pace, arrow="up" if less else "down", tone=_TONES[found.level])


def _paced(plain: Goal, share: float, gone: float, level: Level | None) -> Goal:
    """Ahead of the time gone or behind it. What reads the same is the same: the shares differ as told."""
    apart = _told(share) - _told(gone)
    if not apart:
        return replace(plain, pace="与时间进度持平")
    pace = f"{'快于' if apart > 0 else '慢于'}时间进度 {number(float(abs(apart)), '%').text} 个百分点"
    if level:
        return replace(plain, pace=pace, arrow="down", tone=_TONES[level])
    ahead = apart >= (PACE.watch or 0)
    return replace(plain, pace=pace, arrow="up" if ahead else "", tone="good" if ahead else "neutral")


def _apart(found: Progress) -> str:
    """How far the value is from its target: points between rates, else in the unit."""
    unit = get(found.target.code).unit
    if unit == RATE:
        between = abs(_told(found.value or 0) - _told(float(found.target.value)))
        return f"{number(float(between), RATE).text} 个百分点"
    return number(abs((found.value or 0) - found.target.value), unit).full


def _told(share: float) -> Decimal:
    """A share as it is read."""
    return round_half_up(Decimal(repr(share)), 1)
