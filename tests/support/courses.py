"""Courses of months with a known future: accounts that were registered, so many each month."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Any

_chance = random.Random(4)
#: 40 and two more each month, a wave over the year, give or take three: what a forecast has to find.
SEASONAL = tuple(
    round(40 + 2 * n + 18 * math.sin(2 * math.pi * n / 12) + _chance.gauss(0, 3)) for n in range(48)
)


def accounts(counts: Sequence[int], year: int, month: int, district: str = "110108") -> list[dict[str, Any]]:
    """So many unit accounts (ZZ09) in each month up to ``month`` of ``year``, on days 1 to 28."""
    rows = []
    for back, count in enumerate(reversed(counts)):
        index = year * 12 + month - 1 - back
        for n in range(count):
            day = f"{index // 12}-{index % 12 + 1:02d}-{n % 28 + 1:02d}"
            rows.append(
                {
                    "id": f"A{index}-{n}",
                    "name": f"单位{index}-{n}",
                    "district_code": district,
                    "registered_on": day,
                }
            )
    return rows
