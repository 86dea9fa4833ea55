"""The history of deliveries: each source at its rhythm, sometimes late, and what was refused."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from demo import names
from demo.days import END
from demo.world import Rows, World, reference

_FIRST = np.datetime64("2021-07-01")
#: Sources that were silent for a while: table, first and last day.
_SILENT = (
    ("party_record", "2021-12-18", "2022-01-09"),
    ("survey_answer", "2022-12-19", "2023-01-05"),
    ("contact", "2022-11-21", "2023-01-12"),
    ("enterprise", "2022-11-25", "2023-01-08"),
    ("learning_record", "2022-12-27", "2023-01-04"),
    ("visit", "2023-05-12", "2023-05-26"),
    ("expert_industry", "2023-04-10", "2023-05-26"),
    ("learning_record", "2023-05-23", "2023-05-26"),
    ("media_resource", "2023-05-15", "2023-05-26"),
)
_REASONS = (
    ("uscc", "统一社会信用代码校验位不符"),
    ("valid_from", "日期不是有效的日历日"),
    ("district_code", "区划代码不在代码表中"),
    ("name", "名称为空"),
    ("id", "编号重复"),
)


def build(world: World) -> None:
    """Make ``delivery`` and ``rejected_row``."""
    rng = world.rng("deliveries")
    rows = [row for source in reference("source") for row in _history(world, rng, source)]
    rows.sort(key=lambda r: (r["delivered_on"], r["source_code"]))
    world.put_rows("delivery", rows)
    _refused(world, rng, rows)


def _history(world: World, rng: np.random.Generator, source: dict[str, Any]) -> Rows:
    """The deliveries of one source; automatic (daily) ones have no deliverer."""
    step, table = int(source["frequency_days"]), str(source["table_name"])
    size = len(next(iter(world.tables[table].values()))) if table in world.tables else 400
    rows: Rows = []
    for day in _days(rng, source, step):
        share = 0.12 + 0.88 * float((day - _FIRST) / (END - _FIRST))
        received = max(1, int(size * share * (1.0 if step > 7 else 0.02) * rng.lognormal(0, 0.2)))
        refused = int(rng.random() < 0.05) * int(rng.integers(1, 7))
        name = f"{table}_{str(day).replace('-', '')}.csv"
        row = {"source_code": source["code"], "delivered_on": day, "rows_received": received}
        row |= {"rows_refused": min(refused, received), "file_name": name}
        rows.append(row | {"sha256": hashlib.sha256(f"{name}{received}".encode()).hexdigest()})
    for row, person in zip(rows, names.people(rng, len(rows)), strict=True):
        row["delivered_by"] = None if step == 1 else str(person)
    return rows


def _days(rng: np.random.Generator, source: dict[str, Any], step: int) -> list[Any]:
    silent = [(np.datetime64(a), np.datetime64(b)) for t, a, b in _SILENT if t == source["table_name"]]
    day = np.datetime64(source["valid_from"]) + int(rng.integers(0, min(step, 20)))
    found = []
    while day <= END:
        quiet = [last for first, last in silent if first <= day <= last]
        if not quiet:
            found.append(day)
        day = quiet[0] + 1 if quiet else day + _pause(rng, step)
    return found


def _pause(rng: np.random.Generator, step: int) -> int:
    """Days until the next delivery, given the agreed interval."""
    chance = rng.random()
    if step == 1:
        return int(rng.integers(4, 15)) if chance < 0.012 else 1
    if chance < 0.05:
        return step + max(2, int(step * rng.uniform(0.4, 1.6)))
    return step - int(rng.integers(0, 2)) if chance < 0.93 else step + int(rng.integers(1, 3))


def _refused(world: World, rng: np.random.Generator, deliveries: Rows) -> None:
    rows: Rows = []
    for number, delivery in enumerate(deliveries, start=1):
        lines = rng.choice(
            np.arange(2, delivery["rows_received"] + 2), delivery["rows_refused"], replace=False
        )
        for line in np.sort(lines):
            column, reason = _REASONS[int(rng.integers(len(_REASONS)))]
            rows.append(
                {
                    "delivery_id": number,
                    "table_name": str(delivery["file_name"]).rsplit("_", 1)[0],
                    "row_no": int(line),
                    "column_name": column,
                    "value": None,
                    "reason": reason,
                    "content": None,
                }
            )
    world.put_rows("rejected_row", rows)
