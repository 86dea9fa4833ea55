"""Targets of the demonstration: invented, plausible, and said to be so in every row."""

from __future__ import annotations

from typing import Any

import numpy as np

from demo.days import NEVER
from demo.world import Rows, World

SOURCE = "演示目标（虚构，仅供展示）"
#: For everybody, by the end of each year.
_CITY: dict[int, dict[str, float]] = {
    2022: {"ZZ01": 1500, "RC01": 100000, "HD01": 420, "ZZ07": 1000, "ZZ08": 4500, "DB04": 90, "DB06": 5},
    2023: {
        "ZZ01": 1800,
        "ZZ10": 75,
        "RC01": 120000,
        "RC12": 12000,
        "HD01": 560,
        "HD04": 36000,
        "ZZ07": 360,
        "ZZ08": 900,
        "XC02": 300,
        "XC04": 880,
        "XC05": 75,
        "KC02": 600,
        "KC05": 900,
        "DB04": 90,
        "DB06": 5,
        "DB10": 85,
    },
}
#: Of each district by the end of 2023: registered organisations, activities of the year.
_DISTRICTS = {
    "110101": (125, 35), "110102": (155, 35), "110105": (300, 80), "110106": (105, 40), "110107": (30, 20),
    "110108": (370, 120), "110109": (20, 6), "110111": (90, 15), "110112": (100, 25), "110113": (60, 15),
    "110114": (130, 20), "110115": (100, 25), "110116": (40, 10), "110117": (42, 10), "110118": (45, 10),
    "110119": (35, 5), "110115403": (63, 15),
}  # fmt: skip
#: Activities of 2023 by department, and what each discipline's members come to.
_OTHERS = (
    *(("HD01", f"department={name}", value) for name, value in (("society", 300), ("organisation", 50))),
    *(
        ("RC01", f"discipline={code}", value)
        for code, value in (("A", 24000), ("B", 47000), ("C", 8500), ("D", 31000), ("E", 11500))
    ),
)


def build(world: World) -> None:
    """Put the targets of 2022 and 2023."""
    rows = [_row(code, "", value, year) for year, found in _CITY.items() for code, value in found.items()]
    for district, (organisations, activities) in _DISTRICTS.items():
        rows += [
            _row("ZZ01", f"district={district}", organisations, 2023),
            _row("HD01", f"district={district}", activities, 2023),
        ]
    rows += [_row(code, condition, value, 2023) for code, condition, value in _OTHERS]
    world.put_rows("target", _numbered(rows))


def _row(code: str, condition: str, value: float, year: int) -> dict[str, Any]:
    return {
        "indicator_code": code,
        "condition": condition or None,
        "value": value,
        "period_start": NEVER,
        "period_end": np.datetime64(f"{year}-12-31"),
        "source": SOURCE,
        "remark": None,
    }


def _numbered(rows: Rows) -> Rows:
    return [{"key": f"MB{n:03d}", **row} for n, row in enumerate(rows, 1)]
