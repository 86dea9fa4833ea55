"""Where value axes end, so that several charts can share one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence

from frames.formats import FRACTIONS
from frames.model import Series


def round_end(series: Sequence[Series], unit: str) -> float | None:
    """A round end of the value axis that holds all lines; None where they have nothing above zero."""
    top = max((p.value for s in series for p in s.points if p.value is not None), default=0)
    if top <= 0:
        return None
    if unit == "%" and 50 < top <= 100:
        return 100
    power: float = 10.0 ** math.floor(math.log10(top))
    found = next(step * power for step in (1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10) if step * power >= top)
    return found if unit in FRACTIONS else max(2, math.ceil(found / 2) * 2)
