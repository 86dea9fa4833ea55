"""A target in words: “目标 600 项”, “完成 36.3%”, “慢于时间进度 3.6 个百分点”."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from components.formats import date_zh, number, round_half_up
from components.frames import Goal
from queries.indicators import get
from queries.targets import Progress


def goal(found: Progress) -> Goal:
    """What a card says of a target; a share is done ÷ target, of a target of zero there is none."""
    target, indicator = found.target, get(found.target.code)
    wanted = number(target.value, indicator.unit)
    less = indicator.better == "down"
    done = number(found.share, "%").full
    days = f"{date_zh(target.start)}至{date_zh(target.end)}"
    so_far = number(found.value, indicator.unit).exact
    exact = f"目标 {wanted.exact}（{days}），目前 {so_far}；出处：{target.source}"
    common = Goal(
        text=f"目标{'不超过' if less else ''} {wanted.full}",
        done=f"为目标的 {done}" if less else f"完成 {done}",
        share=found.share,
        gone=found.gone,
        exact=exact,
        value=target.value,
    )
    return _judged(common, found, less)


def _judged(plain: Goal, found: Progress, less: bool) -> Goal:
    if found.value is None or found.share is None:
        return plain
    if less:
        return _with(plain, "在目标以内" if found.reached else "超出目标", found.reached)
    if found.reached:
        return _with(plain, "已达到目标", True)
    if found.gone is None:
        return plain
    # What reads the same is the same: the difference is that of the shares as they are told.
    apart = _told(found.share) - _told(found.gone)
    if not apart:
        return _with(plain, "与时间进度持平", None)
    word = "快于" if apart > 0 else "慢于"
    return _with(plain, f"{word}时间进度 {number(float(abs(apart)), '%').text} 个百分点", apart > 0)


def _told(share: float) -> Decimal:
    """A share as it is read."""
    return round_half_up(Decimal(repr(share)), 1)


def _with(plain: Goal, pace: str, good: bool | None) -> Goal:
    if good is None:
        return replace(plain, pace=pace)
    return replace(plain, pace=pace, arrow="up" if good else "down", tone="good" if good else "bad")
