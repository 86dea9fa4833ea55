"""Sentences that open a page: every clause, and every case in which it must not be said."""

from __future__ import annotations

import pytest

from frames.words import opening
from frames.words.opening import Part


def parts(*found: tuple[str, float | None]) -> list[Part]:
    """Parts without a year before."""
    return [Part(name, value) for name, value in found]


def test_a_whole_sentence() -> None:
    most = opening.largest(parts(("理科", 28_300), ("工科", 42_549), ("医科", None)), 108_478, "人")
    text = opening.sentence(
        opening.figure("个人会员", 108_478, "人"), most, opening.compared(108_478, 96_600, "人")
    )
    assert text == "个人会员 10.85万人，工科最多（4.25万人，占 39.2%）；较上年同期增加 12.3%。"
    assert opening.sentence("个人会员 5 人", "", "与上年同期持平") == "个人会员 5 人，与上年同期持平。"
    assert opening.sentence("本年业务活动 0 项", "", "") == "本年业务活动 0 项。"


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ([("甲", 5), ("乙", 3)], "甲最多（5 家，占 62.5%）"),
        ([("甲", 4), ("乙", 4), ("丙", 1)], "甲、乙并列最多（各 4 家）"),
        ([("甲", 4), ("乙", 4)], ""),  # all alike: nobody stands out
        ([("甲", 2), ("乙", 2), ("丙", 2), ("丁", 1)], ""),  # three alike
        ([("甲", 5), ("乙", 0), ("丙", None)], ""),  # one has everything
        ([("甲", 5)], ""),  # only one was chosen
        ([("甲", 0), ("乙", 0)], ""),
        ([], ""),
        ([("甲", 9), ("乙", 3)], "甲最多（9 家）"),  # parts beyond the whole have no share
    ],
)
def test_the_largest(found: list[tuple[str, float | None]], text: str) -> None:
    assert opening.largest(parts(*found), 8, "家") == text


@pytest.mark.parametrize(
    ("now", "before", "unit", "text"),
    [
        (112, 100, "家", "较上年同期增加 12.0%"),
        (88, 100, "家", "较上年同期减少 12.0%"),
        (100, 100, "家", "与上年同期持平"),
        (100_001, 100_000, "家", "与上年同期基本持平"),
        (12, 2, "家", "较上年同期增加 10 家"),  # a base of two makes no percentage
        (19, 20, "家", "较上年同期减少 5.0%"),
        (5_000, 100, "家", "较上年同期增加 4,900 家"),  # nor does fifty times as much
        (12, 0, "家", ""),
        (0, 0, "家", ""),
        (12, None, "家", ""),
        (-3, 10, "家", "较上年同期减少 13 家"),
        (5, -2, "家", ""),
        (91.2, 90.8, "%", "较上年同期提高 0.4 个百分点"),
        (0.0, 3.2, "%", "较上年同期下降 3.2 个百分点"),
        (91.21, 91.2, "%", "与上年同期基本持平"),
        (91.2, None, "%", ""),
    ],
)
def test_the_comparison(now: float, before: float | None, unit: str, text: str) -> None:
    assert opening.compared(now, before, unit) == text


def test_the_fastest() -> None:
    found = [
        Part("甲", 130, 100, "A"),
        Part("乙", 300, 200, "B"),
        Part("丙", 9, 1, "C"),
        Part("丁", 50, None),
    ]
    assert opening.fastest("注册组织", found, "家") == (
        "注册组织增长最快的是乙，较上年同期增加 50.0%，达到 300 家",
        "B",
    )


@pytest.mark.parametrize(
    "found",
    [
        [Part("甲", 130, 100)],  # nobody to compare with
        [Part("甲", 90, 100), Part("乙", 80, 100)],  # nobody grew
        [Part("甲", 130, 100), Part("乙", 260, 200)],  # both alike
        [Part("甲", 6, 2), Part("乙", 3, 1)],  # too small to tell
        [Part("甲", 5, 0), Part("乙", 7, 0)],
        [],
    ],
)
def test_nobody_is_the_fastest(found: list[Part]) -> None:
    assert opening.fastest("注册组织", found, "家") == ("", "")


@pytest.mark.parametrize(
    ("count", "most", "days", "text"),
    [
        (
            12,
            "社会部最多（5 件，占 41.7%）",
            43,
            "超期未办结 12 件，社会部最多（5 件，占 41.7%），最久的已逾期 43 天",
        ),
        (1, "", 1_200, "超期未办结 1 件，已逾期 1,200 天"),
        (3, "", 0, "超期未办结 3 件"),
        (0, "", 0, "没有超期未办结事项"),
    ],
)
def test_what_is_late(count: int, most: str, days: int, text: str) -> None:
    assert opening.late("超期未办结", count, "件", most, days) == text
