"""Forecasts on courses whose future is known, and the reasons why there is none."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pytest

from queries.forecast import BAND, Bounds, Forecast, Refused, forecast
from queries.indicators import INDICATORS
from queries.outlook import bounds

COUNT = Bounds(low=0.0)
RATE = Bounds(low=0.0, high=100.0)


def noise(seed: int, size: float, count: int) -> list[float]:
    chance = random.Random(seed)
    return [chance.gauss(0, size) for _ in range(count)]


def growing(count: int, seed: int = 1, size: float = 4) -> list[float]:
    """100, 110, 120 …, give or take."""
    return [100 + 10 * n + e for n, e in enumerate(noise(seed, size, count))]


def seasonal(count: int, seed: int = 2) -> list[float]:
    wave = [60 * math.sin(2 * math.pi * n / 12) for n in range(count)]
    return [300 + 2 * n + w + e for n, (w, e) in enumerate(zip(wave, noise(seed, 4, count), strict=True))]


def made(history: Sequence[float | None], unit: str = "家", within: Bounds = COUNT) -> Forecast:
    found = forecast(history, unit, within)
    assert isinstance(found, Forecast), found
    return found


def refused(
    history: Sequence[float | None], unit: str = "家", bases: Sequence[float | None] | None = None
) -> str:
    found = forecast(history, unit, RATE if unit == "%" else COUNT, bases)
    assert isinstance(found, Refused), found
    return found.reason


def test_what_grows_evenly_goes_on_growing() -> None:
    found = made(growing(30))
    assert len(found.values) == len(found.low) == len(found.high) == 3
    assert not found.is_seasonal
    for n, value in enumerate(found.values):
        assert value == pytest.approx(100 + 10 * (30 + n), rel=0.04)
        assert found.low[n] < value < found.high[n]
    assert found.tested == 6
    assert 0 < found.error < found.naive
    assert found.guess == "按上期外推"


def test_a_season_comes_again() -> None:
    whole = seasonal(54)
    found = made(whole[:48])
    assert (found.is_seasonal, len(found.values), found.tested) == (True, 6, 12)
    inside = sum(
        low <= real <= high for low, real, high in zip(found.low, whole[48:], found.high, strict=True)
    )
    assert inside >= 4
    assert found.values == pytest.approx(whole[48:], rel=0.05)
    assert found.guess == "按上年同月外推"


def test_noise_is_told_as_its_mean_with_a_wide_band() -> None:
    found = made([200 + e for e in noise(4, 20, 30)])
    assert found.values == pytest.approx([200] * 3, rel=0.06)
    assert all(high - low > 2 * 20 for low, high in zip(found.low, found.high, strict=True))


def test_the_band_holds_what_it_says() -> None:
    """Of 90 values that came, some four in five lie within; half or double the width fails."""
    hits = 0
    for seed in range(30):
        whole = growing(33, seed, 12)
        found = made(whole[:30])
        hits += sum(a <= real <= b for a, real, b in zip(found.low, whole[30:], found.high, strict=True))
    assert BAND - 15 <= hits / 90 * 100 <= BAND + 13


def test_counts_stay_above_zero_and_rates_within_a_hundred() -> None:
    falling = [120 - 4 * n + e for n, e in enumerate(noise(5, 3, 28))]
    found = forecast([max(v, 0) for v in falling], "件", COUNT)
    if isinstance(found, Forecast):
        assert min(found.low) >= 0
    rising = made([70 + 1.05 * n + e for n, e in enumerate(noise(6, 0.4, 28))], "%", RATE)
    assert max(rising.high) <= 100
    assert rising.values[0] > 97
    assert rising.error < 5  # in 百分点


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (growing(23), "只有 23 个月的历史，少于 24 个月"),
        ([0, 0, None, *growing(23)], "只有 23 个月的历史"),  # what was before the beginning is no history
        ([], "还没有历史"),
        ([None, 0, 0], "还没有历史"),
        ([*growing(15), None, *growing(15)], "历史中有 1 个月没有数值"),
        ([5, 0, 7, 0, 0, 9] * 5, "30 个月的历史中有 15 个月为零"),
        ([40.0] * 30, "近 12 个月没有变化，不需要预测"),
        ([2, 3, 1, 4, 2, 3] * 5, "数量太少（近 12 个月中位数 2.5）"),
    ],
)
def test_too_little_is_no_history(history: list[float | None], why: str) -> None:
    assert why in refused(history)


def test_a_beginning_is_no_history() -> None:
    """Registered organisations went from 28 to 1579 in eighteen months, and then hardly grew."""
    platform = [28, 43, 104, 128, 171, 203, 219, 248, 336, 428, 502, 644, 860, 994, 1278, 1458, 1536, 1579]
    after = [1589, 1605, 1633, 1652, 1668, 1690, 1705]
    assert "处于起步或结构变化期" in refused([*platform, *after])


def test_a_step_is_a_break() -> None:
    before, after = ([level + e for e in noise(n, 5, 18)] for n, level in ((7, 200), (8, 420)))
    assert "18 个月前水平突变（由 " in refused([*before, *after])


def walk(seed: int) -> list[float]:
    """Each month lies somewhere around the one before: there is nothing else to know."""
    levels, level = [], 500.0
    for step in noise(seed, 20, 30):
        level += step
        levels.append(level)
    return levels


def test_what_no_method_tells_better_than_guessing_is_not_told() -> None:
    found = [forecast(walk(seed), "家", COUNT) for seed in range(20)]
    reasons = [one.reason for one in found if isinstance(one, Refused)]
    assert len(reasons) >= 16
    assert any("近 6 个月回测平均误差" in why and "不优于按上期外推" in why for why in reasons)


def test_a_rate_over_a_handful_is_chance() -> None:
    rates = [60 + e for e in noise(9, 5, 30)]
    assert refused(rates, "%", [12.0] * 30) == "比率的分母太小（近 12 个月中位数 12）"
    assert isinstance(forecast(rates, "%", RATE, [500.0] * 30), Forecast)


def test_an_error_that_makes_the_number_worthless_is_said() -> None:
    """One month 30, the next 1,500: better than guessing, and still nothing to go by."""
    wild = [forecast([30 + abs(e) ** 1.5 for e in noise(seed, 80, 30)], "件", COUNT) for seed in range(20)]
    assert any("过大" in one.reason for one in wild if isinstance(one, Refused))
    assert all(one.error <= 50 for one in wild if isinstance(one, Forecast))


def test_every_indicator_has_bounds() -> None:
    found = {code: bounds(code) for code in INDICATORS}
    assert found["RC01"] == COUNT
    assert found["DB04"] == RATE
    assert found["KC06"] == COUNT  # an average, no share
    assert found["ZZ02"] == Bounds()  # net change
    assert found["ZZ03"] == Bounds()  # growth
    assert COUNT.held(-3) == 0
    assert RATE.held(104) == 100
    assert Bounds().held(-3) == -3
