"""Data governance: the reference lists themselves, business items, quality."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.calendar import calendar_days
from demo.activity_plan import COMPONENTS
from demo.days import END, NEVER, draw
from demo.words import words
from demo.world import Rows, World, reference

_REFERENCE = (
    "district",
    "district_alias",
    "province",
    "society_class",
    "discipline",
    "org_type",
    "department",
    "platform",
    "component",
    "industry",
    "member_role",
    "title_level",
    "task_source",
    "task_event_type",
    "media_domain",
    "channel",
    "parameter",
    "source",
    "indicator_entry",
)
_BUSINESS = words("征集 评选 培训 调研 申报 会议管理 信息报送 台账管理 统计 服务受理")
#: Fields measured for each source: (kind, field, share at the start, share at the end).
_MEASURES = {
    "organisation": (
        ("required", "uscc", 0.55, 0.83),
        ("required", "district_code", 0.9, 0.985),
        ("valid", "uscc", 0.93, 0.992),
        ("duplicate", "name", 0.021, 0.008),
    ),
    "person": (
        ("required", "mobile", 0.74, 0.91),
        ("required", "birth_year", 0.78, 0.93),
        ("required", "title_level_code", 0.62, 0.81),
        ("valid", "mobile", 0.94, 0.99),
        ("duplicate", "name", 0.046, 0.017),
    ),
    "membership": (("required", "valid_from", 0.96, 1.0), ("valid", "valid_from", 0.95, 0.997)),
    "contact": (("required", "position", 0.71, 0.94), ("duplicate", "person_id", 0.052, 0.026)),
    "unit_account": (("required", "district_code", 0.87, 0.96), ("duplicate", "name", 0.018, 0.011)),
    "enterprise": (("required", "uscc", 0.82, 0.97), ("valid", "uscc", 0.9, 0.985)),
    "activity": (("required", "department_code", 0.88, 0.99), ("required", "district_code", 0.66, 0.84)),
    "media_resource": (("required", "org_id", 0.5, 0.66), ("duplicate", "checksum", 0.035, 0.022)),
    "task": (("required", "first_deadline", 0.97, 1.0), ("valid", "first_deadline", 0.95, 0.998)),
    "expert": (("required", "person_id", 0.99, 1.0), ("duplicate", "person_id", 0.012, 0.004)),
}


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
    """Make business items and quality measures."""
    rng = world.rng("governance")
    _business_items(world, rng)
    _quality(world)


def _business_items(world: World, rng: np.random.Generator) -> None:
    """The list of business: by the end of 2022 about 85 % of it leaves traces in the system."""
    components = [r["code"] for r in reference("component")]
    rows: Rows = []
    for department in reference("department"):
        for i in range(int(rng.integers(6, 13))):
            component = str(rng.choice(components))
            kind = _BUSINESS[i % len(_BUSINESS)]
            if component in COMPONENTS:
                kind = COMPONENTS[component].kinds[0]
            name = f"{department['name']}{kind}业务{i + 1:02d}"
            row = {"name": name, "department_code": department["code"], "component_code": component}
            rows.append(row | _business_days(rng))
    world.put_rows("business_item", rows)


def _business_days(rng: np.random.Generator) -> dict[str, Any]:
    """When an item was listed, struck off, and first left a trace."""
    listed = np.datetime64("2021-11-01")
    if rng.random() < 0.2:
        listed = draw(rng, 1, "2022-02-01", "2022-10-31")[0]
    chance, traced = rng.random(), NEVER
    if chance < 0.82:
        traced = draw(rng, 1, listed, "2022-12-20")[0]
    elif chance < 0.9:
        traced = draw(rng, 1, "2023-01-09", END)[0]
    struck = np.datetime64("2023-01-01") if rng.random() < 0.02 else NEVER
    return {"valid_from": listed, "valid_to": struck, "traced_from": traced}


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
                matched = round(total * float(np.clip(rate, 0.0, 1.0)))
                rows.append(
                    {
                        "source_code": code,
                        "kind": kind,
                        "field": field,
                        "measured_on": day,
                        "matched": matched,
                        "total": total,
                    }
                )
    world.put_rows("quality_measure", rows)
