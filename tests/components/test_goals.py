"""A target in words: pace only where it adds up over time, less is better where it is, zero has no share."""

from __future__ import annotations

from datetime import date

import pytest

from components.views.card import goal_line
from frames.model import Goal
from frames.words.goals import goal
from queries.filters import Filters
from queries.indicators import INDICATORS, get
from queries.targets import Target, progress
from tests.components.test_views import of_class, text

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
#: 146 of 365 days: 40 %.
MAY = Filters.default(date(2023, 5, 26))


def said(code: str, wanted: float, value: float | None) -> Goal:
    return goal(progress(Target(code, (), wanted, *YEAR, "年度计划", ""), value, MAY))


@pytest.mark.parametrize(
    ("code", "wanted", "value", "words", "pace", "tone"),
    [
        # What adds up is held against the time gone; a little behind is in step, then 关注, then 预警.
        ("HD01", 560, 218, "目标 560 项 完成 38.9%", "慢于时间进度 1.1 个百分点", "neutral"),
        ("HD01", 589, 218, "目标 589 项 完成 37.0%", "慢于时间进度 3.0 个百分点", "neutral"),
        ("HD01", 590, 218, "目标 590 项 完成 36.9%", "慢于时间进度 3.1 个百分点", "warn"),
        ("HD01", 720, 218, "目标 720 项 完成 30.3%", "慢于时间进度 9.7 个百分点", "warn"),
        ("HD01", 730, 218, "目标 730 项 完成 29.9%", "慢于时间进度 10.1 个百分点", "bad"),
        ("HD01", 500, 218, "目标 500 项 完成 43.6%", "快于时间进度 3.6 个百分点", "good"),
        ("HD01", 530, 218, "目标 530 项 完成 41.1%", "快于时间进度 1.1 个百分点", "neutral"),
        ("HD01", 545, 218, "目标 545 项 完成 40.0%", "与时间进度持平", "neutral"),
        ("HD01", 200, 218, "目标 200 项 完成 109.0%", "已达到目标", "good"),
        ("HD01", 0, 218, "目标 0 项 完成 —", "", "neutral"),
        ("HD01", 10, None, "目标 10 项 完成 —", "", "neutral"),
        # A stock is so far from its target, which is due at its end; a small one has no level before.
        ("ZZ01", 1800, 1668, "目标 1,800 家", "低于目标 132 家", "neutral"),
        ("RC01", 120_000, 120_001, "目标 12万人", "已达到目标", "good"),
        # A missed rate is 关注 at least, and 预警 below the limit that is declared for it.
        ("DB04", 90, 90, "目标 90.0%", "已达到目标", "good"),
        ("DB04", 90, 89.9, "目标 90.0%", "低于目标 0.1 个百分点", "warn"),
        ("DB04", 90, 85.5, "目标 90.0%", "低于目标 4.5 个百分点", "warn"),
        ("DB04", 90, 79.9, "目标 90.0%", "低于目标 10.1 个百分点", "bad"),
        ("DB04", 96, 92, "目标 96.0%", "低于目标 4.0 个百分点", "warn"),
        # Not more than: what is over it is too much, whichever way it came.
        ("DB06", 5, 6, "目标不超过 5 件", "超出目标 1 件", "bad"),
        ("DB06", 2, 3, "目标不超过 2 件", "超出目标 1 件", "warn"),
        ("DB06", 5, 5, "目标不超过 5 件", "在目标以内", "good"),
        ("DB06", 0, 0, "目标不超过 0 件", "在目标以内", "good"),
        ("DB06", 0, 1, "目标不超过 0 件", "超出目标 1 件", "warn"),
        ("SJ05", 2, 2.5, "目标不超过 2.0%", "超出目标 0.5 个百分点", "warn"),
    ],
)
def test_a_target_in_words(
    code: str, wanted: float, value: float | None, words: str, pace: str, tone: str
) -> None:
    found = said(code, wanted, value)
    assert (f"{found.text} {found.done}".strip(), found.pace, found.tone) == (words, pace, tone)
    arrows = {"超": "up", "快": "up", "慢": "down", "低": "down"}
    wanted_arrow = "" if tone == "neutral" else arrows.get(pace[:1], "")
    assert found.arrow == wanted_arrow


@pytest.mark.parametrize(
    "code", [i.code for i in INDICATORS.values() if i.unit == "%" and i.better != "none"]
)
def test_no_missed_rate_looks_fine(code: str) -> None:
    """Whatever limits a rate has: beside its target it is never “so much completed”, and never neutral."""
    miss = 45.0 if get(code).better == "up" else 55.0
    found = said(code, 50, miss)
    assert (found.done, found.tone in ("warn", "bad")) == ("", True)
    assert found.pace in ("低于目标 5.0 个百分点", "超出目标 5.0 个百分点")
    assert said(code, 50, 50).tone == "good"


@pytest.mark.parametrize(("value", "tone"), [(100, "good"), (99, "warn"), (89, "bad")])
def test_there_is_no_tolerance_once_the_time_is_over(value: float, tone: str) -> None:
    target = Target("HD01", (), 100, *YEAR, "年度计划", "")
    found = goal(progress(target, value, Filters.default(YEAR[1])))
    assert (found.tone, found.pace) == (tone, f"低于目标 {100 - value} 项" if value < 100 else "已达到目标")


def test_what_should_stand_today() -> None:
    assert said("HD01", 560, 218).due == "应达 224"
    assert [said(*given).due for given in (("HD01", 200, 218), ("DB04", 90, 85.5), ("ZZ01", 1800, 1668))] == [
        ""
    ] * 3


def test_the_bar_of_a_rate_is_the_rate_and_a_ceiling_leaves_room_to_exceed() -> None:
    bars = [(g.share, g.tick) for g in (said("DB04", 90, 85.5), said("DB06", 5, 5), said("ZZ01", 1800, 1668))]
    assert bars == [(85.5, 90.0), (80.0, 80.0), (pytest.approx(92.67, abs=0.01), None)]
    assert said("DB06", 5, 6).share == 96.0


def test_the_exact_form_has_days_and_source() -> None:
    found = said("RC01", 120_000, 108_478)
    assert found.exact == "目标 120,000 人（2023年1月1日至2023年12月31日），目前 108,478 人；出处：年度计划"


def test_the_line_has_a_bar_only_where_there_is_a_share() -> None:
    line = goal_line(said("HD01", 560, 218))
    assert text(line) == "目标 560 项完成 38.9%应达 224慢于时间进度 1.1 个百分点"
    assert [len(of_class(line, name)) for name in ("goal-bar", "goal-now", "arrow")] == [1, 1, 0]
    none = goal_line(said("HD01", 0, 218))
    assert (text(none), of_class(none, "goal-bar")) == ("目标 0 项完成 —", [])
