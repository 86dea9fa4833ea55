"""Distributions over members: the five numbers of each box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from frames.explore.marks import Mark, Marks


@dataclass(frozen=True)
class Spread:
    """The five numbers of a box, its fences (1.5 times the middle half beyond it), and its marks."""

    group: str
    name: str
    marks: tuple[Mark, ...]
    low: float
    q1: float
    median: float
    q3: float
    high: float

    @property
    def fences(self) -> tuple[float, float]:
        """The outermost values within 1.5 times the middle half; what lies beyond is drawn by itself."""
        reach = 1.5 * (self.q3 - self.q1)
        inside = [v for v in values(self.marks) if self.q1 - reach <= v <= self.q3 + reach]
        return min(inside), max(inside)


def values(marks: Sequence[Mark]) -> list[float]:
    """Values of the marks that have one."""
    return [m.value for m in marks if m.value is not None]


def spreads(marks: Marks) -> list[Spread]:
    """A box for each member of the first dimension over those of the second; with one, a single box."""
    grouped = len(marks.asked.by) == 2
    found: dict[str, list[Mark]] = {}
    for mark in marks.all:
        if mark.value is not None:
            found.setdefault(mark.codes[0] if grouped else "", []).append(mark)
    names = marks.members(0) if grouped else {"": "全部"}
    return [_spread(group, names[group], tuple(inside)) for group, inside in found.items()]


def _spread(group: str, name: str, marks: tuple[Mark, ...]) -> Spread:
    sorted_ = sorted(values(marks))
    q1, median, q3 = quantiles(sorted_, n=4, method="inclusive") if len(sorted_) > 1 else (sorted_[0],) * 3
    return Spread(group, name, marks, sorted_[0], q1, median, q3, sorted_[-1])
