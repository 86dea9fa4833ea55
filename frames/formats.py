"""The one number formatter of the cockpit; ``echart/echart.js`` holds its twin for charts.

Both round half up on the shortest decimal form of the number, so that a figure reads the same on
a card, in a chart, in a table and in a document. ``tests/components`` compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from frames.model import Better
from queries.periods import Period
from queries.thresholds import SMALL_BASE

DASH = "—"
#: From here on a percentage is hard to picture (tenfold); below ``SMALL_BASE`` it says more than there is.
HUGE = 9.0
Tone = Literal["good", "bad", "neutral"]
Arrow = Literal["up", "down", "flat", "none"]

_SCALES = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
#: Units whose values may lie between whole numbers.
FRACTIONS = frozenset({"%", "TB", "工作日", "单"})


@dataclass(frozen=True)
class Formatted:
    """A number for reading: ``text`` (“10.07万”), its unit, and the ``exact`` form for hovering."""

    text: str
    unit_text: str
    exact: str

    @property
    def full(self) -> str:
        """Text and unit on one line: “10.07万人”, “53.7%”, “1,579 家”."""
        return join_unit(self.text, self.unit_text)


@dataclass(frozen=True)
class Change:
    """A comparison for reading: ``word`` (增加/减少/持平), ``text`` (12.3% or 1.2个百分点), tone, arrow."""

    text: str
    word: str
    tone: Tone
    arrow: Arrow
    exact: str

    @property
    def full(self) -> str:
        """Word and amount: “增加 12.3%”, “持平”, “—”."""
        return " ".join(part for part in (self.word, self.text) if part) or DASH


def missing(value: float | None) -> bool:
    """Whether there is no value: None, NaN or infinite."""
    return value is None or not math.isfinite(value)


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """Round half away from zero to ``digits`` decimals."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _trim(value: Decimal, digits: int) -> str:
    text = f"{round_half_up(value, digits):,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _plain(value: Decimal) -> str:
    """Below one 万: whole numbers as they are, others with one decimal (two under ten)."""
    return _trim(value, 2 if abs(value) < 10 else 1)


def _short(value: Decimal) -> str:
    for index, (scale, name) in enumerate(_SCALES):
        threshold = scale if index else scale - 50  # 99,999,999 rounds to 1亿, not 10,000万
        if abs(value) >= threshold:
            return _trim(value / scale, 2) + name
    text = _plain(value)
    return "1万" if text == "10,000" else "-1万" if text == "-10,000" else text


def number(value: float | None, unit: str = "") -> Formatted:
    """Format ``value`` given in ``unit``: 万 from 1e4, 亿 from 1e8, ``%`` with one decimal.

    No value reads “—” without a unit. ``exact`` keeps every digit: “100,742 人”.
    """
    if missing(value):
        return Formatted(DASH, "", DASH)
    assert value is not None
    exact_value = _decimal(value)
    if unit == "%":
        text = f"{round_half_up(exact_value, 1):.1f}"
        text = "0.0" if text == "-0.0" else text
        return Formatted(text, "%", f"{_trim(exact_value, 4)}%")
    return Formatted(_short(exact_value), unit, join_unit(_trim(exact_value, 4), unit))


def join_unit(text: str, unit: str) -> str:
    """Put a unit behind a number: no space after 万/亿 or before %, a space otherwise."""
    if not unit or text == DASH:
        return text
    tight = unit == "%" or text[-1] in "万亿"
    return f"{text}{unit}" if tight else f"{text} {unit}"


def small_base(now: float, before: float) -> bool:
    """Whether a percentage would say more than there is: of a few, or of a beginning.

    One more of two is no growth of half, and 增加 3,200% is hard to picture. The difference is told then.
    """
    return abs(before) < SMALL_BASE or abs(now - before) / abs(before) > HUGE


def change(
    now: float | None, before: float | None, unit: str, better: Better = "up", *, percent: bool = False
) -> Change:
    """Compare two values: relative change in %, or 百分点 where the values are rates themselves.

    In the values' unit on a small base (``small_base``), unless a ``percent`` is what is meant (a threshold).
    No value, no base or a zero base reads “—” with a neutral tone.
    """
    if missing(now) or missing(before):
        return Change(DASH, "", "neutral", "none", "无可比数据")
    assert now is not None
    assert before is not None
    new, old = _decimal(now), _decimal(before)
    gap = new - old
    exact = f"对比值 {number(before, unit).exact}，相差 {number(float(gap), unit).exact}"
    if unit == "%":
        exact = f"对比值 {number(before, unit).exact}，相差 {_trim(gap, 4)} 个百分点"
        amount = round_half_up(abs(gap), 1)
        return _change(gap, f"{amount:.1f} 个百分点", amount == 0, better, exact)
    if old == 0:
        return Change(DASH, "", "neutral", "none", f"{exact}；对比值为零，不计算百分比")
    if not percent and small_base(now, before):
        return _change(gap, number(abs(float(gap)), unit).full, gap == 0, better, exact)
    amount = round_half_up(abs(gap / old) * 100, 1)
    text = f"{amount:,.1f}%"
    return _change(gap, text, amount == 0, better, exact)


def difference(value: float | None, unit: str) -> str:
    """How far two values lie apart, with its sign: “+12 家”, “−3.1 个百分点” where they are rates."""
    if missing(value):
        return DASH
    assert value is not None
    sign = "+" if value > 0 else "−" if value < 0 else ""
    if unit == "%":
        return f"{sign}{number(abs(value), unit).text} 个百分点"
    return f"{sign}{number(abs(value), unit).full}"


def _change(gap: Decimal, text: str, flat: bool, better: Better, exact: str) -> Change:
    if flat:
        return Change("", "持平", "neutral", "flat", exact)
    up = gap > 0
    tone: Tone = "neutral" if better == "none" else "good" if up == (better == "up") else "bad"
    return Change(text, "增加" if up else "减少", tone, "up" if up else "down", exact)


def date_zh(day: date | None) -> str:
    """A day in Chinese: 2022年12月30日."""
    return DASH if day is None else f"{day.year}年{day.month}月{day.day}日"


def days_iso(days: Period) -> str:
    """2023-04-01至04-26; a single day as 2023-04-26; the year stands twice where there are two."""
    start, end = days.start.isoformat(), days.end.isoformat()
    if start == end:
        return end
    return f"{start}至{end[5:] if days.start.year == days.end.year else end}"


def moment_zh(moment: datetime | None) -> str:
    """A moment in Chinese to the minute: 2022年12月30日 18:05."""
    return DASH if moment is None else f"{date_zh(moment.date())} {moment:%H:%M}"


def period_zh(label: str) -> str:
    """A period label for reading: 2022-03 → 2022年3月, 2022-Q1 → 2022年一季度, 2022 → 2022年."""
    year, _, part = label.partition("-")
    if not (year.isdigit() and len(year) == 4):
        return label
    if not part:
        return f"{year}年"
    if part.startswith("Q") and part[1:] in ("1", "2", "3", "4"):
        return f"{year}年{'一二三四'[int(part[1]) - 1]}季度"
    month, _, day = part.partition("-")
    if not month.isdigit():
        return label
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day.isdigit() else "")


def month_axis(labels: Sequence[str]) -> list[str]:
    """Axis labels: 1月…12月, with the year under the first and under each January."""
    shown: list[str] = []
    last = ""
    for label in labels:
        year, _, month = label.partition("-")
        if not (year.isdigit() and month.isdigit()):
            shown.append(period_zh(label))
            continue
        shown.append(f"{int(month)}月" + (f"\n{year}年" if year != last else ""))
        last = year
    return shown
