"""Timing, and the lines that a measurement prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar
from unicodedata import east_asian_width

Result = TypeVar("Result")


@dataclass(frozen=True)
class Line:
    """One measurement: what, its value and unit, the baseline of the same run, and their ratio in words."""

    what: str
    value: float
    unit: str
    baseline: float | None = None
    against: str = ""

    def text(self) -> str:
        """The line as printed; the ratio is how much better the value is than the baseline."""
        shown = f"{_padded(self.what, 38)}{_plain(self.value):>9} {_padded(self.unit, 7)}"
        if not self.baseline or not self.value:
            return shown.rstrip()
        faster = self.value / self.baseline if self.unit.endswith("/秒") else self.baseline / self.value
        return f"{shown}速度为{self.against}（{_plain(self.baseline)} {self.unit}）的 {_plain(faster)} 倍"


def _padded(text: str, width: int) -> str:
    """``text`` filled up to ``width`` columns of a terminal, where Chinese characters take two."""
    taken = sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * (width - taken)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def once(run: Callable[[], Result]) -> tuple[float, Result]:
    """(milliseconds, result) of one call."""
    started = perf_counter()
    result = run()
    return (perf_counter() - started) * 1000, result


def typical(run: Callable[[], object], times: int) -> float:
    """Median milliseconds of ``times`` calls."""
    return median(once(run)[0] for _ in range(times))
