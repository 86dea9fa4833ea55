"""Forecasts (预测) of a monthly course: exponential smoothing, tested on what is known, or a reason why not.

A forecast is only given where the history carries it; ``Refused`` says in Chinese what is missing.
"""

from __future__ import annotations

import statistics
import threading
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

#: Months of history that a forecast needs, and those from which a season is looked for.
FEWEST, SEASONAL = 24, 36
#: The share of cases in which the value should lie within the band, in percent.
BAND = 80
#: Below these a rate's denominator, and a month's count, are chance more than rule.
FEWEST_BASE, FEWEST_COUNT = 20, 5
#: From one year to the next: growth from which on the past says nothing of what comes.
_GROWN = 3
#: A step of so much of the level, with all months after it beyond all months before it, is a break.
_STEP, _AROUND = 0.5, 6
_MARGIN, _WORST = 0.95, 50.0
_SEASON = 12
_AHEAD = 3

#: What is expected, and the ends of the band.
_Made = tuple[list[float], list[float], list[float]]

#: Fitting is work for one core, and its warnings are caught for the whole process.
_fitting = threading.Lock()


@dataclass(frozen=True)
class Bounds:
    """What a value can be at all: counts are not negative, rates lie between 0 and 100."""

    low: float | None = None
    high: float | None = None

    def held(self, value: float) -> float:
        """The value, or the bound that it passes."""
        if self.low is not None:
            value = max(self.low, value)
        return value if self.high is None else min(self.high, value)


@dataclass(frozen=True)
class Forecast:
    """The next months, and how well the method did on the last ``tested`` ones that are known.

    ``error`` and ``naive`` are mean errors of the method and of the better of two plain guesses (last
    month, same month of last year: ``guess``): in percent of the level, of rates in 百分点.
    """

    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    is_seasonal: bool
    tested: int
    error: float
    naive: float
    guess: str


@dataclass(frozen=True)
class Refused:
    """No forecast; ``reason`` (Chinese) says why, as part of a sentence."""

    reason: str


def forecast(
    history: Sequence[float | None],
    unit: str,
    bounds: Bounds,
    bases: Sequence[float | None] | None = None,
) -> Forecast | Refused:
    """The months after ``history`` (whole months, the oldest first), or why there are none.

    ``bases`` are a rate's denominators in the same months.
    """
    known = list(dropwhile(lambda value: not value, history))
    if why := unfit(known, unit, bases):
        return Refused(why)
    values = [float(value) for value in known if value is not None]
    return _tested(values, unit, bounds)


def unfit(known: Sequence[float | None], unit: str, bases: Sequence[float | None] | None = None) -> str:
    """Why a history, from its first number on, carries no forecast; empty where it may."""
    if len(known) < FEWEST:
        return f"只有 {len(known)} 个月的历史，少于 {FEWEST} 个月" if known else "还没有历史"
    blank = sum(value is None for value in known)
    if blank:
        return f"历史中有 {blank} 个月没有数值"
    values = [float(value) for value in known if value is not None]
    zero = sum(value == 0 for value in values)
    if zero * 3 >= len(values):
        return f"{len(values)} 个月的历史中有 {zero} 个月为零"
    if len(set(values[-_SEASON:])) == 1:
        return f"近 {_SEASON} 个月没有变化，不需要预测"
    return _too_small(values, unit, bases) or _broken(values)


def _too_small(values: Sequence[float], unit: str, bases: Sequence[float | None] | None) -> str:
    if bases is not None:
        base = statistics.median(value or 0 for value in bases[-_SEASON:])
        return f"比率的分母太小（近 {_SEASON} 个月中位数 {base:g}）" if base < FEWEST_BASE else ""
    usual = statistics.median(abs(value) for value in values[-_SEASON:])
    if unit != "%" and usual < FEWEST_COUNT:
        return f"数量太少（近 {_SEASON} 个月中位数 {usual:g}），起伏出于偶然"
    return ""


def _broken(values: Sequence[float]) -> str:
    """A history that is no history of the same thing: a beginning, a leap, a collapse."""
    last, before = (statistics.median(v) for v in (values[-_SEASON:], values[-2 * _SEASON : -_SEASON]))
    if before > 0 and not 1 / _GROWN < last / before < _GROWN:
        return f"近一年的水平是上一年的 {last / before:.1f} 倍，处于起步或结构变化期，过去不能说明今后"
    steps = [at for at in range(max(_AROUND, len(values) - 2 * _SEASON), len(values) - _AROUND + 1)
             if _is_step(values, at)]  # fmt: skip
    if not steps:
        return ""
    at = max(steps, key=lambda at: abs(values[at] - values[at - 1]))
    earlier, later = (statistics.median(v) for v in (values[at - _AROUND : at], values[at : at + _AROUND]))
    return f"{len(values) - at} 个月前水平突变（由 {earlier:,.4g} 到 {later:,.4g}）"


def _is_step(values: Sequence[float], at: int) -> bool:
    """Whether everything from a month on lies beyond everything before it, after a leap."""
    earlier, later = values[at - _AROUND : at], values[at : at + _AROUND]
    apart = min(later) > max(earlier) or max(later) < min(earlier)
    return apart and abs(values[at] - values[at - 1]) > _STEP * abs(statistics.median(earlier))


def _tested(values: list[float], unit: str, bounds: Bounds) -> Forecast | Refused:
    seasonal = len(values) >= SEASONAL
    tested = _SEASON if seasonal else _SEASON // 2
    with _fitting, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gaps = list(_gaps(values, tested, seasonal, bounds))
        made = _predict(values, 2 * _AHEAD if seasonal else _AHEAD, seasonal)
    own, last, year = (statistics.fmean(column) for column in zip(*gaps, strict=True))
    guess, naive = min(("按上期外推", last), ("按上年同月外推", year), key=lambda found: found[1])
    scale = 1.0 if unit == "%" else 100 / (statistics.fmean(abs(v) for v in values[-tested:]) or 1)
    error, plain = own * scale, naive * scale
    size = f"{error:.1f} 个百分点" if unit == "%" else f"{error:.1f}%"
    than = f"{plain:.1f} 个百分点" if unit == "%" else f"{plain:.1f}%"
    if own >= naive * _MARGIN:
        return Refused(f"近 {tested} 个月回测平均误差 {size}，不优于{guess}（{than}）")
    if unit != "%" and error > _WORST:
        return Refused(f"近 {tested} 个月回测平均误差 {size}，过大")
    mean, low, high = (tuple(bounds.held(v) for v in part) for part in _widened(made, [g[0] for g in gaps]))
    return Forecast(mean, low, high, seasonal, tested, error, plain, guess)


def _widened(made: _Made, gaps: Sequence[float]) -> _Made:
    """The band, nowhere narrower than what four of five misses of the test were.

    What a method thinks of itself is measured on months that it was fitted to.
    """
    least = statistics.quantiles(gaps, n=100, method="inclusive")[BAND - 1]
    mean, low, high = made
    return (
        mean,
        [min(a, m - least) for a, m in zip(low, mean, strict=True)],
        [max(b, m + least) for b, m in zip(high, mean, strict=True)],
    )


def _gaps(
    values: list[float], tested: int, seasonal: bool, bounds: Bounds
) -> Iterator[tuple[float, float, float]]:
    """Each month ahead of each origin, told only what was known then."""
    for origin in range(len(values) - tested, len(values)):
        known, coming = values[:origin], values[origin : origin + _AHEAD]
        mean, _, _ = _predict(known, len(coming), seasonal)
        for n, real in enumerate(coming):
            guessed = bounds.held(mean[n])
            yield abs(guessed - real), abs(known[-1] - real), abs(values[origin + n - _SEASON] - real)


def _predict(values: list[float], ahead: int, seasonal: bool) -> _Made:
    """Mean and band of the next months: additive damped ETS."""
    # Loading it takes longer than most pages: only where a history carries a forecast.
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    # States estimated beside the smoothing take twenty times as long and make the band too narrow.
    own = {"error": "add", "trend": "add", "damped_trend": True, "initialization_method": "heuristic"}
    season = {"seasonal": "add", "seasonal_periods": _SEASON} if seasonal else {}
    fitted = ETSModel(pd.Series(values), **own, **season).fit(disp=False, maxiter=1000)
    at = fitted.get_prediction(start=len(values), end=len(values) + ahead - 1)
    frame = at.summary_frame(alpha=1 - BAND / 100)
    mean, low, high = (frame[name].tolist() for name in ("mean", "pi_lower", "pi_upper"))
    return mean, low, high
