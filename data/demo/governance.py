"""Data governance: the reference lists themselves, business items, deliveries, quality."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from data.calendar import calendar_days
from data.demo import names
from data.demo.activities import COMPONENTS
from data.demo.days import END, NEVER, draw
from data.demo.world import Rows, World, reference

_REFERENCE = (
    "district", "district_alias", "province", "society_class", "discipline", "org_type", "department", "platform",
    "component", "industry", "member_role", "title_level", "task_source", "task_event_type", "media_domain", "channel",
    "parameter", "source", "indicator_entry",
)  # fmt: skip
_BUSINESS = ("征集", "评选", "培训", "调研", "申报", "会议管理", "信息报送", "台账管理", "统计", "服务受理")
#: Fields measured for each source: (kind, field, share at the start, share at the end).
_MEASURES = {
    "organisation": (("required", "uscc", 0.55, 0.83), ("required", "district_code", 0.9, 0.985),
                     ("valid", "uscc", 0.93, 0.992), ("duplicate", "name", 0.021, 0.008)),
    "person": (("required", "mobile", 0.74, 0.91), ("required", "birth_year", 0.78, 0.93),
               ("required", "title_level_code", 0.62, 0.81), ("valid", "mobile", 0.94, 0.99), ("duplicate", "name", 0.046, 0.017)),
    "membership": (("required", "valid_from", 0.96, 1.0), ("valid", "valid_from", 0.95, 0.997)),
    "contact": (("required", "position", 0.71, 0.94), ("duplicate", "person_id", 0.052, 0.026)),
    "unit_account": (("required", "district_code", 0.87, 0.96), ("duplicate", "name", 0.018, 0.011)),
    "enterprise": (("required", "uscc", 0.82, 0.97), ("valid", "uscc", 0.9, 0.985)),
    "activity": (("required", "department_code", 0.88, 0.99), ("required", "district_code", 0.66, 0.84)),
    "media_resource": (("required", "org_id", 0.5, 0.66), ("duplicate", "checksum", 0.035, 0.022)),
    "task": (("required", "first_deadline", 0.97, 1.0), ("valid", "first_deadline", 0.95, 0.998)),
    "expert": (("required", "person_id", 0.99, 1.0), ("duplicate", "person_id", 0.012, 0.004)),
}  # fmt: skip
_REASONS = (("uscc", "统一社会信用代码校验位不符"), ("valid_from", "日期不是有效的日历日"), ("district_code", "区划代码不在代码表中"),
            ("name", "名称为空"), ("id", "编号重复"))  # fmt: skip


def reference_lists(world: World) -> None:
    """Put every reference list, the calendar and the published figures."""
    for name in _REFERENCE:
        world.put_rows(name, _typed(reference(name)))
    world.put_rows("published_figure", _typed(reference("published_figures")))
    world.put_rows("calendar_day", [day._asdict() for day in calendar_days()])


def _typed(rows: Rows) -> Rows:
    """Reference rows with flags as booleans, dates as days and numbers as numbers."""
    return [{key: _value(key, text) for key, text in row.items()} for row in rows]


def _value(key: str, text: Any) -> Any:
    if key in ("sort", "frequency_days"):
        return int(text)
    if key in ("longitude", "latitude", "value"):
        return None if text is None else float(text)
    if key in ("valid_from", "valid_to", "as_of", "period_start"):
        return np.datetime64(text) if text else NEVER
    return text == "true" if key.startswith(("is_", "has_")) else text


def build(world: World) -> None:
    """Make business items, deliveries with their refused rows, and quality measures."""
    rng = world.rng("governance")
    _business_items(world, rng)
    rows = [d for source in reference("source") for d in _deliveries(world, rng, source)]
    rows.sort(key=lambda r: (r["delivered_on"], r["source_code"]))
    world.put_rows("delivery", rows)
    _refused(world, rng, rows)
    _quality(world)


def _business_items(world: World, rng: np.random.Generator) -> None:
    """The list of business: by the end of 2022 about 85 % of it leaves traces in the system."""
    components = [r["code"] for r in reference("component")]
    rows: Rows = []
    for department in reference("department"):
        for i in range(int(rng.integers(6, 13))):
            listed = np.datetime64("2021-11-01") if rng.random() < 0.8 else draw(rng, 1, "2022-02-01", "2023-03-31")[0]
            first = draw(rng, 1, max(listed, np.datetime64("2021-11-01")), "2022-11-30")[0] if listed < np.datetime64(
                "2022-11-01") else min(listed + 30, END)  # fmt: skip
            component = str(rng.choice(components))
            kind = COMPONENTS[component].kinds[0] if component in COMPONENTS else _BUSINESS[i % len(_BUSINESS)]
            chance = rng.random()
            traced = first if chance < 0.86 else draw(rng, 1, "2023-01-09", END)[0] if chance < 0.91 else NEVER
            rows.append({"name": f"{department['name']}{kind}业务{i + 1:02d}", "department_code": department["code"],
                         "component_code": component, "valid_from": listed,
                         "valid_to": np.datetime64("2023-01-01") if rng.random() < 0.02 else NEVER,
                         "traced_from": traced if np.isnat(traced) or traced >= listed else listed})  # fmt: skip
    world.put_rows("business_item", rows)


def _deliveries(world: World, rng: np.random.Generator, source: dict[str, Any]) -> Rows:
    """The source's history: mostly at its rhythm, sometimes late, now and then silent for a while."""
    step = int(source["frequency_days"])
    size = len(next(iter(world.tables[source["table_name"]].values()))) if source["table_name"] in world.tables else 400
    day = np.datetime64(source["valid_from"]) + int(rng.integers(0, min(step, 20)))
    rows: Rows = []
    while day <= END:
        share = 0.12 + 0.88 * float((day - np.datetime64("2021-07-01")).astype(int)) / 694
        received = max(1, int(size * share * (1.0 if step > 7 else 0.02) * rng.lognormal(0, 0.2)))
        refused = int(rng.random() < 0.05) * int(rng.integers(1, 7))
        name = f"{source['table_name']}_{str(day).replace('-', '')}.csv"
        rows.append({"source_code": source["code"], "delivered_on": day, "rows_received": received,
                     "rows_refused": min(refused, received), "file_name": name,
                     "sha256": hashlib.sha256(f"{name}{received}".encode()).hexdigest(),
                     "delivered_by": None})  # fmt: skip
        day = day + _pause(rng, step)
    for row, name in zip(rows, names.people(rng, len(rows)), strict=True):
        row["delivered_by"] = None if step == 1 else str(name)
    return rows


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
        lines = rng.choice(np.arange(2, delivery["rows_received"] + 2), delivery["rows_refused"], replace=False)
        for line in np.sort(lines):
            column, reason = _REASONS[int(rng.integers(len(_REASONS)))]
            rows.append({"delivery_id": number, "table_name": str(delivery["file_name"]).rsplit("_", 1)[0],
                         "row_no": int(line), "column_name": column, "value": None, "reason": reason})  # fmt: skip
    world.put_rows("rejected_row", rows)


def _quality(world: World) -> None:
    """Monthly measurements, getting better; the totals follow the growth of the table."""
    rng = world.rng("quality")
    months = np.arange(np.datetime64("2021-12"), np.datetime64("2023-06")).astype("datetime64[D]") - 1
    days = np.append(months[1:], END)
    rows: Rows = []
    for code, measures in _MEASURES.items():
        size = len(next(iter(world.tables[code].values())))
        for at, day in enumerate(days):
            share = at / (len(days) - 1)
            total = int(size * (0.24 + 0.76 * share))
            for kind, field, low, high in measures:
                rate = low + (high - low) * share + rng.normal(0, (1 - high) * 0.05 + 0.001)
                matched = int(round(total * float(np.clip(rate, 0.0, 1.0))))
                rows.append({"source_code": code, "kind": kind, "field": field, "measured_on": day,
                             "matched": matched, "total": total})  # fmt: skip
    world.put_rows("quality_measure", rows)
