"""Units of the receivers: which of ours they are made of, in exact decimal arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext

#: Their unit over ours, where they are not one power of ten apart by name: (ours, theirs) to factor.
_FACTORS: Mapping[tuple[str, str], Decimal] = {
    ("%", "比例"): Decimal("0.01"),
    ("%", "‰"): Decimal(10),
    ("TB", "GB"): Decimal(1000),
    ("TB", "PB"): Decimal("0.001"),
    ("家", "个"): Decimal(1),
    ("名", "人"): Decimal(1),
}
_LARGER = {
    "千": Decimal("0.001"),
    "万": Decimal("0.0001"),
    "百万": Decimal("0.000001"),
    "亿": Decimal("1e-8"),
}
_DIGITS = 40


def factor(ours: str, theirs: str) -> Decimal | None:
    """What a value in ``ours`` is multiplied by to be one in ``theirs``; None where that is not declared.

    万人 is made of 人, 亿元 of 元; % of % and nothing else but what is declared.
    """
    if ours == theirs:
        return Decimal(1)
    known = _FACTORS.get((ours, theirs))
    if known is None and ours not in ("", "%"):
        known = next((f for prefix, f in _LARGER.items() if theirs == prefix + ours), None)
    return known


def right_units(ours: str) -> tuple[str, ...]:
    """Every unit that a value in ``ours`` can be given in."""
    larger = () if ours in ("", "%") else tuple(prefix + ours for prefix in _LARGER)
    return (ours, *(theirs for mine, theirs in _FACTORS if mine == ours), *larger)


def converted(value: int | float | Decimal, by: Decimal, decimals: int | None) -> Decimal:
    """``value`` times ``by``, exact; with ``decimals``, rounded half up to so many places."""
    with localcontext(prec=_DIGITS):
        # The shortest text that means a float is the number a reader sees.
        found = Decimal(repr(value) if isinstance(value, float) else value) * by
        return found if decimals is None else found.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def plain(value: Decimal) -> int | float:
    """The number as JSON has it: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
