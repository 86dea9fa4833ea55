"""The small world's targets, for everybody and for one district, of the year, a month and the year after."""

from __future__ import annotations

from tests.support.world_tables import Tables, table

TARGETS: Tables = {
    "target": table(
        "key indicator_code condition value period_start period_end source",
        # On 2022-12-30: 8 of 10 organisations, 3 of 3 in 海淀; 13 of 26 activities, 364 of 365 days gone.
        ("G1", "ZZ01", None, 10, None, "2022-12-31", "年度目标"),
        ("G2", "ZZ01", "district=海淀区", 3, None, "2022-12-31", "年度目标"),
        ("G3", "HD01", None, 26, None, "2022-12-31", "年度目标"),
        ("G4", "HD01", None, 4, "2022-12-01", "2022-12-31", "十二月目标"),
        ("G5", "DB06", None, 2, None, "2022-12-31", "年度目标"),  # at most; 3 are overdue
        ("G6", "DB04", None, 40, None, "2022-12-31", "年度目标"),  # 40 %
        ("G7", "HD04", None, 0, None, "2022-12-31", "年度目标"),
        ("G8", "ZZ01", None, 20, None, "2023-12-31", "来年目标"),
    ),
}
