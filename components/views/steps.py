"""Steps of a colour scale: about equally many districts in each, borders at round numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from frames.formats import number

Step = tuple[float, float | None, str, int]


def steps(values: Sequence[float], count: int, unit: str) -> list[Step]:
    """(from, below, label, colour index 1…``count``) from low to high; fewer where values are few."""
    known = sorted(v for v in values if v is not None)
    if not known:
        return []
    cuts = sorted({_round(known[len(known) * i // count]) for i in range(1, count)})
    borders = [0.0, *(c for c in cuts if 0 < c <= known[-1])]
    last = len(borders) - 1
    found: list[Step] = []
    for index, low in enumerate(borders):
        high = borders[index + 1] if index < last else None
        shade = count if last == 0 else 1 + round(index * (count - 1) / last)
        found.append((low, high, _label(low, high, unit), shade))
    return found


def _round(value: float) -> float:
    """Two leading digits, the second 0 or 5."""
    if value <= 0:
        return 0.0
    size = 10.0 ** math.floor(math.log10(value))
    return round(value / size * 2) / 2 * size if value >= 10 else float(math.ceil(value))


def _label(low: float, high: float | None, unit: str) -> str:
    if high is None:
        return f"{number(low, unit).full}及以上" if low else number(low, unit).full
    if not low:
        return f"不足 {number(high, unit).full}"
    return f"{number(low, unit).text}—{number(high, unit).full}"
