"""How numbers are worded: 近, 多, 余, 约, 万, 百分点, and when a plain number is told instead."""

from __future__ import annotations

import pytest

from briefings import phrases
from documents.model import Style
from queries.ranking import Place


@pytest.mark.parametrize(
    ("style", "value", "unit", "text", "stated"),
    [
        ("exact", 28_511, "条", "28511条", 28_511),
        ("exact", 0, "件", "0件", 0),
        ("exact", 48.6486, "%", "48.6%", 48.6),
        ("exact", 2.9984, "TB", "3TB", 3),
        ("exact", 103.668, "工作日", "103.7个工作日", 103.7),
        ("bare", 295, "件", "295", 295),
        ("bare", 83.05, "%", "83.1%", 83.1),
        ("wan", 410_500, "人", "41.05万人", 410_500),
        ("wan", 1_000_000.0, "人", "100万人", 1_000_000),
        ("wan", 9_999, "人", "9999人", 9_999),
        ("near", 6_943, "次", "近7000次", 7_000),
        ("near", 6_130, "次", "近6200次", 6_200),
        ("near", 7_000, "次", "7000次", 7_000),
        ("more", 448, "项", "400多项", 400),
        ("more", 2_046, "人", "2000多人", 2_000),
        ("more", 24_697, "人", "2万多人", 20_000),
        ("more", 185, "家", "180多家", 180),
        ("more", 400, "项", "400项", 400),
        ("over", 103_761, "人", "10万余人", 100_000),
        ("about", 2.9984, "TB", "约3TB", 3),
        ("about", 1.75, "TB", "约1.8TB", 1.8),
        ("half", 48.6486, "%", "近半数", 50),
        ("half", 50.0, "%", "半数", 50),
        ("half", 53.0, "%", "超过半数", 50),
        ("half", 44.9, "%", "44.9%", 44.9),
    ],
)
def test_a_value_in_words(style: Style, value: float, unit: str, text: str, stated: float) -> None:
    found = phrases.value(value, unit, style)
    assert (found.text, found.stated) == (text, stated)


@pytest.mark.parametrize(
    ("now", "before", "unit", "text"),
    [
        (1579, 203, "家", "增加1376家"),
        (5, 7, "件", "减少2件"),
        (7, 7, "件", "持平"),
        (90.1, 92.1, "%", "下降2.0个百分点"),
        (90.14, 90.1, "%", "持平"),
    ],
)
def test_a_difference_in_words(now: float, before: float, unit: str, text: str) -> None:
    assert phrases.gap(now, before, unit).text == text


@pytest.mark.parametrize(
    ("now", "before", "unit", "text"),
    [
        (123, 130, "项", "减少5.4%"),
        (130, 130, "项", "持平"),
        (90.1, 88.9, "%", "提高1.2个百分点"),
        (4, 1, "项", "增加3项"),  # Four times one says less than three more.
        (600, 52, "个", "增加548个"),  # More than tenfold is hard to picture.
    ],
)
def test_a_rate_of_change_in_words(now: float, before: float, unit: str, text: str) -> None:
    assert phrases.rate(now, before, unit).text == text


def test_places_in_words() -> None:
    first, third, fourth = (Place(number, False, 9) for number in (1, 3, 4))
    shared = Place(3, True, 9)
    assert [phrases.rank(place).text for place in (third, shared, None)] == ["第3", "并列第3", "—"]
    pairs = ((first, third), (fourth, first), (third, third), (third, None), (first, shared), (shared, first))
    assert [phrases.climb(*pair).text for pair in pairs] == ["上升2位", "下降3位", "持平", "—", "—", "—"]
