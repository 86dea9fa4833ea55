"""A target in words: pace only where it adds up over time, less is better where it is, zero has no share."""

from __future__ import annotations

from datetime import date

import pytest

from components.frames import Goal
from components.views.card import goal_line
from components.words.goals import goal
from queries.filters import Filters
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
        ("HD01", 560, 218, "目标 560 项 完成 38.9%", "慢于时间进度 1.1 个百分点", "bad"),
        ("HD01", 500, 218, "目标 500 项 完成 43.6%", "快于时间进度 3.6 个百分点", "good"),
        ("HD01", 545, 218, "目标 545 项 完成 40.0%", "与时间进度持平", "neutral"),
        ("HD01", 200, 218, "目标 200 项 完成 109.0%", "已达到目标", "good"),
        ("HD01", 0, 218, "目标 0 项 完成 —", "", "neutral"),
        ("HD01", 10, None, "目标 10 项 完成 —", "", "neutral"),
        ("ZZ01", 1800, 1668, "目标 1,800 家 完成 92.7%", "", "neutral"),
        ("RC01", 120_000, 120_001, "目标 12万人 完成 100.0%", "已达到目标", "good"),
        ("DB04", 90, 85.5, "目标 90.0% 完成 95.0%", "", "neutral"),
        ("DB06", 5, 6, "目标不超过 5 件 为目标的 120.0%", "超出目标", "bad"),
        ("DB06", 5, 5, "目标不超过 5 件 为目标的 100.0%", "在目标以内", "good"),
        ("DB06", 0, 0, "目标不超过 0 件 为目标的 —", "", "neutral"),
    ],
)
def test_a_target_in_words(
    code: str, wanted: float, value: float | None, words: str, pace: str, tone: str
) -> None:
    found = said(code, wanted, value)
    assert (f"{found.text} {found.done}", found.pace, found.tone) == (words, pace, tone)
    assert bool(found.arrow) == (tone != "neutral")


def test_the_exact_form_has_days_and_source() -> None:
    found = said("RC01", 120_000, 108_478)
    assert found.exact == "目标 120,000 人（2023年1月1日至2023年12月31日），目前 108,478 人；出处：年度计划"


def test_the_line_has_a_bar_only_where_there_is_a_share() -> None:
    line = goal_line(said("HD01", 560, 218))
    assert text(line) == "目标 560 项 · 完成 38.9%慢于时间进度 1.1 个百分点"
    assert [len(of_class(line, name)) for name in ("goal-bar", "goal-now", "arrow")] == [1, 1, 1]
    none = goal_line(said("HD01", 0, 218))
    assert (text(none), of_class(none, "goal-bar")) == ("目标 0 项 · 完成 —", [])
