"""Sentences by rule: each kind of change, its direction and tone, and what is not worth a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from frames.model import Better
from frames.words.changes import added, moved
from frames.words.tasks import red_light, waiting

DAY = date(2022, 12, 30)


@pytest.mark.parametrize(
    ("unit", "now", "before", "better", "text", "word"),
    [
        ("家", 1581, 1579, "up", "指标增加 2 家，达到 1,581 家", "向好"),
        ("家", 1577, 1579, "up", "指标减少 2 家，为 1,577 家", "转差"),
        ("件", 12, 9, "down", "指标增加 3 件，达到 12 件", "转差"),
        ("件", 9, 12, "down", "指标减少 3 件，为 9 件", "向好"),
        ("件", 9, 12, "none", "指标减少 3 件，为 9 件", "变化"),
        ("人", 100742, 100342, "up", "指标增加 400 人，达到 10.07万人", "向好"),
        ("人", 120000, 100000, "up", "指标增加 2万人，达到 12万人", "向好"),
        ("%", 91.2, 91.6, "up", "指标下降 0.4 个百分点，为 91.2%", "转差"),
        ("%", 91.6, 91.2, "up", "指标提高 0.4 个百分点，达到 91.6%", "向好"),
        ("工作日", 45.25, 45, "down", "指标增加 0.25 工作日，达到 45.3 工作日", "转差"),
        ("家", 3, 0, "up", "指标增加 3 家，达到 3 家", "向好"),
    ],
)
def test_a_stock_or_rate_that_moved(
    unit: str, now: float, before: float, better: Better, text: str, word: str
) -> None:
    found = moved("指标", unit, now, before, better, "/x")
    assert found
    sentence = found.sentence
    assert (sentence.text, sentence.word, sentence.href) == (text, word, "/x")
    assert sentence.sign == ("up" if now > before else "down")
    assert sentence.tone == {"向好": "good", "转差": "bad", "变化": "neutral"}[word]


@pytest.mark.parametrize(
    ("unit", "now", "before"),
    [
        ("家", 7, 7),
        ("家", None, 7),
        ("家", 7, None),
        ("%", float("nan"), 3.0),
        ("%", 91.21, 91.24),  # 0.0 个百分点
        ("工作日", 45.001, 45.0),
    ],
)
def test_what_did_not_move_has_no_sentence(unit: str, now: float | None, before: float | None) -> None:
    assert moved("指标", unit, now, before, "up") is None


@pytest.mark.parametrize(
    ("name", "more", "total", "better", "text", "word", "tone"),
    [
        ("业务活动", 12, 1204, "up", "业务活动新增 12 项，本年累计 1,204 项", "新增", "neutral"),
        ("新增分支机构", 12, 1106, "up", "新增分支机构 12 项，本年累计 1,106 项", "新增", "neutral"),
        ("业务活动", -1, 1203, "up", "业务活动减少 1 项，本年累计 1,203 项", "转差", "bad"),
        ("净增组织", -2, -3, "up", "净增组织减少 2 项，本年累计 -3 项", "转差", "bad"),
        ("立项事项", -2, 9, "none", "立项事项减少 2 项，本年累计 9 项", "减少", "neutral"),
        ("退件", 2, 9, "down", "退件新增 2 项，本年累计 9 项", "转差", "bad"),
    ],
)
def test_a_flow_that_gained(
    name: str, more: float, total: float, better: Better, text: str, word: str, tone: str
) -> None:
    found = added(name, "项", more, total, "本年", better)
    assert found
    assert (found.sentence.text, found.sentence.word, found.sentence.tone) == (text, word, tone)


def test_a_flow_that_gained_nothing_has_no_sentence() -> None:
    assert added("业务活动", "项", 0, 1204, "本年", "up") is None


def test_the_bad_ones_come_first_then_the_larger_ones() -> None:
    changes = [
        moved("甲", "家", 101, 100, "up"),
        moved("乙", "家", 150, 100, "up"),
        moved("丙", "件", 11, 10, "down"),
        moved("丁", "%", 50.0, 100.0, "up"),
        added("戊", "项", 30, 130, "本年", "up"),
    ]
    found = sorted((c for c in changes if c), key=lambda c: c.order)
    assert [c.sentence.text[0] for c in found] == ["丁", "丙", "乙", "戊", "甲"]


@pytest.mark.parametrize(
    ("deadline", "missed", "text"),
    [
        ("2022-12-29", 0, "某事，科普部牵头，期限2022年12月29日，已逾期 1 天"),
        ("2022-12-29", 1, "某事，科普部牵头，期限2022年12月29日，已逾期 1 天"),
        ("2022-12-01", 2, "某事，科普部牵头，期限2022年12月1日，已逾期 29 天，且连续 2 次未按时反馈"),
        ("2022-12-30", 2, "某事，科普部牵头，连续 2 次未按时反馈，期限2022年12月30日"),
        ("2023-06-30", 3, "某事，科普部牵头，连续 3 次未按时反馈，期限2023年6月30日"),
    ],
)
def test_why_a_task_is_red(deadline: str, missed: int, text: str) -> None:
    assert red_light("某事", "科普部", date.fromisoformat(deadline), missed, DAY) == text


@pytest.mark.parametrize(
    ("count", "oldest", "text"),
    [
        (2, date(2022, 12, 17), "2 件事项未回应，最久的已等待 13 天"),
        (1, date(2022, 12, 17), "1 件事项未回应，已等待 13 天"),
        (1234, None, "1,234 件事项未回应"),
        (2, DAY, "2 件事项未回应"),  # since today
    ],
)
def test_how_long_things_wait(count: int, oldest: date | None, text: str) -> None:
    assert waiting("事项未回应", count, "件", oldest, DAY) == text
