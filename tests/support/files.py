"""What tests of loose files share: a small start, files as departments write them, what came in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from data.engine import open_database
from data.settings import Settings
from data.tables.base import metadata
from intake import IntakeReport, Options

SOCIETY = {"id": "s1", "name": "北京甲学会", "type_code": "society", "valid_from": "2010-01-01"}
OTHER = {"id": "s2", "name": "北京乙学会", "type_code": "society", "valid_from": "2010-01-01"}
PERSON = {"id": "p1", "name": "王一", "is_academician": True, "birth_year": 1960, "mobile": "13800000000"}
MEMBERSHIP = {"id": "m1", "society_id": "s1", "person_id": "p1", "valid_from": "2020-02-29"}
START = {"organisation": [SOCIETY, OTHER], "person": [PERSON], "membership": [MEMBERSHIP]}
DAY = Options(as_of=date(2022, 12, 30))


def csv(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n".join(lines), encoding)
    return path


def rows(settings: Settings, name: str) -> list[dict[str, object]]:
    table = metadata.tables[name]
    database = open_database(settings)
    try:
        with database.connect(database.current().version) as connection:
            query = sa.select(table).order_by(*table.primary_key)
            return [dict(row) for row in connection.execute(query).mappings()]
    finally:
        database.close()


def lenient(settings: Settings) -> Settings:
    """Settings that bear any share of refused rows."""
    return replace(settings, intake_refused=100)


def counts(report: IntakeReport) -> dict[str, tuple[int, ...]]:
    return {c.table: (c.added, c.changed, c.closed, c.deleted, c.same, c.refused) for c in report.changes}
