"""Small deliveries out of rows that a reader can check by hand."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from data.schema import delivery_tables, references
from data.settings import ROOT, Settings
from data.tables.base import metadata
from intake import import_delivery

REFERENCE = ROOT / "data" / "reference"

#: Reference files whose name differs from their table's.
_FILES = {"published_figure": "published_figures"}

Rows = Mapping[str, Iterable[Mapping[str, Any]]]


def write_delivery_from_rows(
    target: Path,
    tables: Rows,
    business_date: date | str = "2022-12-30",
    demonstration: bool = False,
    title: str = "小样本",
    reference: bool = True,
) -> Path:
    """Write a delivery into ``target``: each table's rows as given, columns as they occur.

    With ``reference``, the code lists of ``data/reference`` that are not given are added, and a
    working calendar of 2020 to 2024. Values: None is empty, booleans and dates as deliveries
    write them. Unknown tables and columns are written as they are, for intake to refuse.
    """
    target.mkdir(parents=True, exist_ok=True)
    manifest = {"title": title, "business_date": str(business_date), "demonstration": demonstration}
    (target / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    for name, rows in tables.items():
        write_table(target / f"{name}.csv", list(rows), name)
    if reference:
        _add_reference(target, set(tables))
    return target


def publish(settings: Settings, tables: Rows, **manifest: Any) -> str:
    """Write a delivery of ``tables`` and import it; return the version it became.

    ``manifest``: what else ``write_delivery_from_rows`` takes (``business_date``, ``title``, …).
    """
    with tempfile.TemporaryDirectory() as folder:
        return import_delivery(write_delivery_from_rows(Path(folder), tables, **manifest), settings).version


def write_table(path: Path, rows: list[Mapping[str, Any]], name: str) -> None:
    """Write one CSV; without rows, the header is that of the schema."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    if not columns and name in metadata.tables:
        columns = list(metadata.tables[name].columns.keys())
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows([_text(row.get(c)) for c in columns] for row in rows)


def reference_tables() -> list[str]:
    """Tables that ``data/reference`` fills, such that each only refers to others of them."""
    there = {t.name for t in delivery_tables() if _source(t.name).exists()}
    while True:
        closed = {n for n in there if all(o.name in there for _, o, _ in references(metadata.tables[n]))}
        if closed == there:
            return sorted(there)
        there = closed


def _source(name: str) -> Path:
    return REFERENCE / f"{_FILES.get(name, name)}.csv"


def _add_reference(target: Path, given: set[str]) -> None:
    for name in reference_tables():
        if name not in given:
            (target / f"{name}.csv").write_bytes(_source(name).read_bytes())
    if "calendar_day" not in given:
        write_table(target / "calendar_day.csv", list(_calendar()), "calendar_day")


def _calendar() -> Iterable[Mapping[str, Any]]:
    """Monday to Friday from 2020 to 2024: no holidays, so that days can be counted by hand."""
    number = 0
    for offset in range((date(2025, 1, 1) - date(2020, 1, 1)).days):
        day = date(2020, 1, 1) + timedelta(days=offset)
        number += day.weekday() < 5
        yield {"day": day, "is_workday": day.weekday() < 5, "workday_no": number, "is_official": False}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
