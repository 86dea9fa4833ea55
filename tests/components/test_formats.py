"""Numbers, changes and dates as readers see them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from frames.formats import change, date_zh, moment_zh, month_axis, number, period_zh

NUMBERS: list[tuple[float | None, str, str, str]] = [
    (None, "家", "—", "—"),
    (float("nan"), "家", "—", "—"),
    (0, "家", "0 家", "0 家"),
    (1579, "家", "1,579 家", "1,579 家"),
    (9999, "人", "9,999 人", "9,999 人"),
    (9999.96, "人", "1万人", "9,999.96 人"),
    (10000, "人", "1万人", "10,000 人"),
    (39667, "人", "3.97万人", "39,667 人"),
    (100742, "人", "10.07万人", "100,742 人"),
    (28511, "人次", "2.85万人次", "28,511 人次"),
    (410500, "人", "41.05万人", "410,500 人"),
    (10050, "件", "1.01万件", "10,050 件"),
    (99999949, "元", "9,999.99万元", "99,999,949 元"),
    (99999950, "元", "1亿元", "99,999,950 元"),
    (123456789, "元", "1.23亿元", "123,456,789 元"),
    (-12345, "家", "-1.23万家", "-12,345 家"),
    (-3, "家", "-3 家", "-3 家"),
    (2.97, "TB", "2.97 TB", "2.97 TB"),
    (23.46, "工作日", "23.5 工作日", "23.46 工作日"),
    (1.005, "TB", "1.01 TB", "1.005 TB"),
    (53.0, "%", "53.0%", "53%"),
    (53.05, "%", "53.1%", "53.05%"),
    (0.0, "%", "0.0%", "0%"),
    (-0.04, "%", "0.0%", "-0.04%"),
    (100, "%", "100.0%", "100%"),
    (1e-9, "家", "0 家", "0 家"),
]


@pytest.mark.parametrize(("value", "unit", "full", "exact"), NUMBERS)
def test_number(value: float | None, unit: str, full: str, exact: str) -> None:
    shown = number(value, unit)
    assert (shown.full, shown.exact) == (full, exact)


@pytest.mark.parametrize(
    ("now", "before", "unit", "better", "full", "tone", "arrow"),
    [
        (1579, 203, "家", "up", "增加 677.8%", "good", "up"),
        (90, 100, "件", "up", "减少 10.0%", "bad", "down"),
        (90, 100, "件", "down", "减少 10.0%", "good", "down"),
        (110, 100, "件", "none", "增加 10.0%", "neutral", "up"),
        (100, 100, "件", "up", "持平", "neutral", "flat"),
        (100.01, 100, "件", "up", "持平", "neutral", "flat"),
        (87.4, 88.6, "%", "up", "减少 1.2 个百分点", "bad", "down"),
        (5, 0, "件", "up", "—", "neutral", "none"),
        (0.5, 0.0, "%", "up", "增加 0.5 个百分点", "good", "up"),
        (None, 5, "件", "up", "—", "neutral", "none"),
        (5, None, "件", "up", "—", "neutral", "none"),
        (-50, -100, "家", "up", "增加 50.0%", "good", "up"),
        # Of a few, and from a beginning, the difference says more than a percentage.
        (6, 1, "件", "down", "增加 5 件", "bad", "up"),
        (19, 20, "件", "up", "减少 5.0%", "bad", "down"),
        (20, 19, "件", "up", "增加 1 件", "good", "up"),
        (200, 20, "家", "up", "增加 900.0%", "good", "up"),
        (32000, 100, "人", "up", "增加 3.19万人", "good", "up"),
    ],
)
def test_change(now, before, unit, better, full, tone, arrow) -> None:
    found = change(now, before, unit, better)
    assert (found.full, found.tone, found.arrow) == (full, tone, arrow)


def test_change_says_what_it_compares() -> None:
    assert change(1579, 203, "家").exact == "对比值 203 家，相差 1,376 家"
    assert "不计算百分比" in change(5, 0, "件").exact
    assert change(87.4, 88.6, "%").exact == "对比值 88.6%，相差 -1.2 个百分点"


def test_a_threshold_means_percent_whatever_the_base() -> None:
    assert change(6, 4, "件", percent=True).full == "增加 50.0%"


def test_dates() -> None:
    assert date_zh(date(2022, 12, 30)) == "2022年12月30日"
    assert moment_zh(datetime(2022, 12, 30, 6, 5)) == "2022年12月30日 06:05"
    assert date_zh(None) == "—"
    labels = ["2022-03", "2022-Q1", "2022", "2022-03-05", "海淀区"]
    assert [period_zh(label) for label in labels] == [
        "2022年3月",
        "2022年一季度",
        "2022年",
        "2022年3月5日",
        "海淀区",
    ]


def test_month_axis_says_the_year_once() -> None:
    assert month_axis(["2021-11", "2021-12", "2022-01", "2022-02"]) == [
        "11月\n2021年",
        "12月",
        "1月\n2022年",
        "2月",
    ]
