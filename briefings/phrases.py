"""Numbers in the words of a paper: 1579家, 41.05万人, 近7000次, 400多项, 增加12.3%, 上升2位.

Digits stand without separators and units without a space, as such papers write them; what 近, 多
and 约 may say is decided by ``data.precision``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from data.precision import PRECISIONS, Given
from documents.model import Style
from frames.formats import DASH, change, number, round_half_up, small_base
from queries.ranking import Place

_TEN_THOUSAND = Decimal(10_000)
#: A leading digit stands for a value up to so many times itself; beyond, a second digit is told.
_FAR = Decimal("1.5")
#: Units that take a counter in a sentence.
_SPOKEN = {"工作日": "个工作日"}
#: Amounts grow, rates rise: “人数增加”, but “办结率提高”.
_OF_RATES = {"增加": "提高", "减少": "下降"}
_NEARLY_HALF, _HALF, _OVER_HALF = Decimal(45), Decimal(50), Decimal(60)


@dataclass(frozen=True)
class Phrase:
    """Words, and the number that they state."""

    text: str
    stated: float | None


def tight(text: str) -> str:
    """Without the spaces and separators that a screen has."""
    return text.replace(" ", "").replace(",", "")


def value(given: int | float, unit: str, style: Style = "exact") -> Phrase:
    """A value in the words of a style."""
    exact = Decimal(repr(given)) if isinstance(given, float) else Decimal(given)
    rule = _STYLES.get(style)
    found = rule(exact, unit) if rule else None
    return found or _plain(exact, unit)


def _plain(exact: Decimal, unit: str) -> Phrase:
    unit = _SPOKEN.get(unit, unit)
    if unit == "%":
        return Phrase(number(float(exact), unit).full, float(round_half_up(exact, 1)))
    if exact == exact.to_integral_value():
        return Phrase(tight(number(int(exact), unit).exact), float(exact))
    shown = number(float(exact), unit)
    return Phrase(tight(shown.full), _read(shown.text))


def _read(text: str) -> float:
    plain = text.replace(",", "").removesuffix("亿").removesuffix("万")
    return float(Decimal(plain) * (10**8 if text.endswith("亿") else 10**4 if text.endswith("万") else 1))


def _wan(exact: Decimal, unit: str) -> Phrase | None:
    if unit == "%" or abs(exact) < _TEN_THOUSAND:
        return None
    shown = number(float(exact), unit)
    return Phrase(tight(shown.full), _read(shown.text))


def _worded(precision: str, rounding: str, word: str = "") -> Callable[[Decimal, str], Phrase | None]:
    """A style that rounds to one leading digit, or two where one is too far away, and says so."""

    def rule(exact: Decimal, unit: str) -> Phrase | None:
        if unit == "%" or exact <= 0:
            return None
        for digits in (1, 2):
            place = Decimal(1).scaleb(exact.adjusted() - digits + 1)
            rounded = (exact / place).quantize(Decimal(1), rounding=rounding) * place
            far = digits == 1 and exact / rounded > _FAR if rounded else True
            given = Given.of(float(rounded))
            if not far and rounded != exact and PRECISIONS[precision].within(given, exact):
                text = PRECISIONS[precision].text(_short(rounded), unit)
                return Phrase(text.replace("多", word) if word else text, float(rounded))
        return None

    return rule


def _short(rounded: Decimal) -> str:
    wan = rounded / _TEN_THOUSAND
    text = f"{wan if wan >= 1 and wan == wan.to_integral_value() else rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}万" if wan >= 1 and wan == wan.to_integral_value() else text


def _half(exact: Decimal, unit: str) -> Phrase | None:
    if unit != "%" or not _NEARLY_HALF <= exact <= _OVER_HALF:
        return None
    word = "近半数" if exact < _HALF else "半数" if exact == _HALF else "超过半数"
    return Phrase(word, float(_HALF))


_STYLES: dict[Style, Callable[[Decimal, str], Phrase | None]] = {
    "wan": _wan,
    "near": _worded("nearly", ROUND_CEILING),
    "more": _worded("at_least", ROUND_FLOOR),
    "over": _worded("at_least", ROUND_FLOOR, "余"),
    "about": _worded("approx", ROUND_HALF_UP),
    "half": _half,
    "bare": lambda exact, unit: _plain(exact, unit if unit == "%" else ""),
}


def gap(now: int | float, before: int | float, unit: str) -> Phrase:
    """“增加1376家”, “下降0.4个百分点”, “持平”: the difference in its unit."""
    if unit == "%":
        return rate(now, before, unit)
    amount = abs(now - before)
    shown = _plain(Decimal(repr(amount)) if isinstance(amount, float) else Decimal(amount), unit)
    if not shown.stated:
        return Phrase("持平", 0.0)
    up = now > before
    return Phrase(f"{'增加' if up else '减少'}{shown.text}", shown.stated if up else -shown.stated)


def rate(now: int | float, before: int | float, unit: str) -> Phrase:
    """“增加12.3%”, “提高1.2个百分点”, “持平”; in its unit where the base is too small for a percentage."""
    if unit != "%" and small_base(now, before):
        return gap(now, before, unit)
    found = change(now, before, unit)
    difference = now - before if unit == "%" else (now - before) / before * 100
    word = _OF_RATES.get(found.word, found.word) if unit == "%" else found.word
    return Phrase(tight(f"{word}{found.text}"), float(round_half_up(Decimal(repr(difference)), 1)))


def rank(place: Place | None) -> Phrase:
    """“第3”, “并列第3”; “—” for who has no place."""
    return Phrase(DASH, None) if place is None else Phrase(place.words, float(place.number))


def climb(now: Place | None, before: Place | None) -> Phrase:
    """“上升2位”, “下降1位”, “持平”; “—” for who has or had no place, or shares or shared it."""
    if now is None or before is None or now.tied or before.tied:
        return Phrase(DASH, None)
    moved = before.number - now.number
    if not moved:
        return Phrase("持平", 0.0)
    return Phrase(f"{'上升' if moved > 0 else '下降'}{abs(moved)}位", float(moved))
