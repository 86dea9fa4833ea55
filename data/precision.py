"""Precision (精度) of published figures: what 近, 多, 约 mean, in words and in numbers – only here.

Tables take the codes from here, intake the words that clerks write, the reconciliation the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: 近 reaches down to this share of the published value.
NEARLY_FROM = Decimal("0.9")
#: 约 is the published value plus or minus this share of it.
ABOUT = Decimal("0.05")


@dataclass(frozen=True)
class Given:
    """A published value with the digits that it was given to, all in one unit.

    ``digit`` is one of its last decimal place (1 for whole numbers), ``place`` one of its last
    significant digit: 100 for 410,500, which was written as 41.05万.
    """

    value: Decimal
    digit: Decimal
    place: Decimal

    @classmethod
    def of(cls, value: float, factor: Decimal = Decimal(1)) -> Given:
        """The value as it is stored, multiplied by ``factor`` into another unit."""
        found = Decimal(repr(value))
        exponent = _exponent(found)
        return cls(found * factor, Decimal(1).scaleb(min(exponent, 0)) * factor, _place(exponent) * factor)


def _exponent(value: Decimal) -> int:
    """Power of ten of the last significant digit."""
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) and value else 0


def _place(exponent: int) -> Decimal:
    return Decimal(1).scaleb(exponent)


@dataclass(frozen=True)
class Precision:
    """One precision: its code, its name and other words for it, how it reads, and its rule.

    ``shown`` has ``{}`` where the number with its unit stands, or ``{number}`` and ``{unit}``.
    ``rule`` says ``within`` in words; both suppose that the value is not equal.
    """

    code: str
    name: str
    also: tuple[str, ...]
    shown: str
    rule: str
    within: Callable[[Given, Decimal], bool]

    def text(self, number: str, unit: str) -> str:
        """The figure as it reads: 近7000次, 400多项, 1,579家."""
        return self.shown.format(number=number, unit=unit)


def _exactly(given: Given, now: Decimal) -> bool:
    if now == now.to_integral_value():
        return False
    return (now / given.digit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * given.digit == given.value


def _rounded(given: Given, now: Decimal) -> bool:
    return abs(now - given.value) <= given.place / 2


def _nearly(given: Given, now: Decimal) -> bool:
    return given.value * NEARLY_FROM <= now < given.value


def _at_least(given: Given, now: Decimal) -> bool:
    return given.value < now < given.value + given.place


def _about(given: Given, now: Decimal) -> bool:
    return abs(now - given.value) <= abs(given.value) * ABOUT


def _never(given: Given, now: Decimal) -> bool:
    return False


ORDER = "order"

_ALL = (
    Precision(
        "exact",
        "精确",
        ("准确", "确切", "确数", "精确数"),
        "{number}{unit}",
        "与公布值相等；现值带小数的，按公布的小数位数四舍五入后相等",
        _exactly,
    ),
    Precision(
        "rounded",
        "四舍五入",
        ("取整", "舍入"),
        "{number}{unit}",
        "与公布值相差不超过末位有效数字的一半（41.05万：上下 50）",
        _rounded,
    ),
    Precision(
        "nearly",
        "近",
        ("不足", "将近", "接近", "近（不足）"),
        "近{number}{unit}",
        "低于公布值，不低于其 90%（近7000：6300 至 6999）",
        _nearly,
    ),
    Precision(
        "at_least",
        "多",
        ("余", "超", "超过", "多（超过）"),
        "{number}多{unit}",
        "高于公布值，不满末位有效数字再加一（400多：401 至 499）",
        _at_least,
    ),
    Precision(
        "approx",
        "约",
        ("大约", "左右", "约数", "约计"),
        "约{number}{unit}",
        "与公布值相差不超过 5%（约3：2.85 至 3.15）",
        _about,
    ),
    Precision(
        ORDER,
        "排序",
        ("次序", "排名", "顺序"),
        "",
        "所列各项从多到少依次居前",
        _never,
    ),
)

PRECISIONS: Mapping[str, Precision] = {p.code: p for p in _ALL}
#: Code to the words for it, as columns declare their codes.
CODES: Mapping[str, tuple[str, ...]] = {p.code: (p.name, *p.also) for p in _ALL}
