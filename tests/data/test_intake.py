"""What goes in comes out: typed, whole, carried over, the same on both engines."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from data.engine import Database, open_database
from data.schema import delivery_tables
from data.settings import Settings
from data.tables.base import metadata
from intake import ImportRefused, import_delivery, rollback
from tests.support.small import reference_tables, write_delivery_from_rows

Publish = Callable[..., str]

SOCIETY = {"id": "s1", "name": "学会一", "type_code": "society", "valid_from": "2010-01-01"}
PERSON = {"id": "p1", "name": "王一", "is_academician": True, "birth_year": 1960, "district_code": "110108"}
MEMBERSHIP = {"id": "m1", "society_id": "s1", "person_id": "p1", "valid_from": "2020-02-29", "valid_to": None}


def rows(database: Database, name: str, version: str | None = None) -> list[dict[str, object]]:
    table = metadata.tables[name]
    with database.connect(version or database.current().version) as connection:
        query = sa.select(table).order_by(*table.primary_key)
        return [dict(row) for row in connection.execute(query).mappings()]


def test_values_keep_type_and_precision(settings: Settings, database: Database, publish: Publish) -> None:
    district = {"code": "1", "name": "甲,“乙”\n丙", "short_name": '"', "kind": "区", "sort": -2147483648}
    place = {"longitude": 116.41700000000003, "latitude": 1e-320}
    delivery = {"id": "d", "source_code": "organisation", "delivered_on": "1900-01-01", "rows_refused": 0}
    publish(
        settings,
        {
            "district": [district | place],
            "district_alias": [],
            "delivery": [delivery | {"rows_received": 9_000_000_000}],
            "person": [PERSON | {"district_code": "1"}],
        },
    )
    assert rows(database, "district") == [district | place]
    found = rows(database, "delivery")[0]
    assert (found["rows_received"], found["delivered_on"]) == (9_000_000_000, date(1900, 1, 1))
    assert found["file_name"] is None
    found = rows(database, "person")[0]
    assert (found["is_academician"], found["birth_year"], found["gender"]) == (True, 1960, None)


def test_reference_lists_go_in_as_they_are(settings: Settings, database: Database, publish: Publish) -> None:
    publish(settings, {"organisation": [SOCIETY]})
    for name in reference_tables():
        file = "published_figures" if name == "published_figure" else name
        with Path(f"data/reference/{file}.csv").open(encoding="utf-8", newline="") as source:
            assert len(rows(database, name)) == len(list(csv.DictReader(source))), name
    with database.connect("000001") as connection:
        for table in delivery_tables():
            connection.execute(sa.select(sa.func.count()).select_from(table))


def test_absent_tables_are_carried_over_and_present_ones_replaced(
    settings: Settings, database: Database, folder: Path, publish: Publish
) -> None:
    publish(settings, {"organisation": [SOCIETY], "person": [PERSON], "membership": [MEMBERSHIP]})
    second = {"membership": [MEMBERSHIP | {"id": "m2"}]}
    report = import_delivery(write_delivery_from_rows(folder, second, reference=False), settings)
    assert report.tables == {"membership": 1}
    assert report.version == "000002"
    assert {"organisation", "person", "district"} <= set(report.carried)
    assert "membership" not in report.carried
    fresh = open_database(settings)
    assert [r["id"] for r in rows(fresh, "membership")] == ["m2"]
    assert rows(fresh, "person") == rows(fresh, "person", "000001")
    assert [r["id"] for r in rows(fresh, "membership", "000001")] == ["m1"]
    assert [r["version"] for r in rows(fresh, "publication")] == ["000001", "000002"]
    fresh.close()


def test_rollback_points_back_and_numbers_go_on(settings: Settings, publish: Publish) -> None:
    publish(settings, {"organisation": [SOCIETY]}, title="一")
    publish(settings, {"organisation": [SOCIETY, SOCIETY | {"id": "s2"}]}, title="二")
    assert rollback("000001", settings).delivery_title == "一"
    database = open_database(settings)
    assert database.current().version == "000001"
    assert len(rows(database, "organisation")) == 1
    assert [p.version for p in database.publications()] == ["000002", "000001"]
    with pytest.raises(LookupError, match="000009 不在保留的版本中"):
        rollback("000009", settings)
    assert publish(settings, {}) == "000003"
    database.close()
    database = open_database(settings)
    assert [r["version"] for r in rows(database, "publication")] == ["000001", "000003"]
    database.close()


def test_progress_goes_from_nought_to_one(duckdb_settings: Settings, folder: Path) -> None:
    told: list[tuple[str, float]] = []
    write_delivery_from_rows(folder, {"organisation": [SOCIETY]})
    import_delivery(folder, duckdb_settings, lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], told[-1]) == (0.0, ("已发布版本 000001", 1.0))


def test_columns_in_any_order_with_bom_and_crlf(duckdb_settings: Settings, folder: Path) -> None:
    write_delivery_from_rows(folder, {})
    text = 'name,id,valid_from,type_code\r\n"学会,甲",s1,2010-01-01,society\r\n'
    (folder / "organisation.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    import_delivery(folder, duckdb_settings)
    found = rows(open_database(duckdb_settings), "organisation")
    assert [(r["id"], r["name"], r["parent_id"]) for r in found] == [("s1", "学会,甲", None)]


def test_folder_names_that_look_like_patterns(duckdb_settings: Settings, tmp_path: Path) -> None:
    odd = tmp_path / "交付 [1]*'x"
    write_delivery_from_rows(odd, {"organisation": [SOCIETY]})
    assert import_delivery(odd, duckdb_settings).version == "000001"


def test_names_stay_text(settings: Settings, database: Database, publish: Publish) -> None:
    names = [
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "'; DROP TABLE person; --",
        "{x} %s :a \\N",
        "NULL",
    ]
    publish(settings, {"organisation": [SOCIETY | {"id": str(n), "name": x} for n, x in enumerate(names)]})
    assert [r["name"] for r in rows(database, "organisation")] == names


def test_failed_build_leaves_the_old_version(
    duckdb_settings: Settings, folder: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(duckdb_settings, {"organisation": [SOCIETY]})
    (folder / "organisation.csv").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"title": "x", "business_date": "2022-12-30"}))
    with pytest.raises(ImportRefused, match="不认识的文件"):
        import_delivery(folder, duckdb_settings)
    assert open_database(duckdb_settings).current().version == "000001"
    assert not list((duckdb_settings.home / "unified").glob("*building*"))
    assert not list((duckdb_settings.home / "unified").glob("staging-*"))


def test_leftovers_of_killed_imports_are_no_versions(duckdb_settings: Settings, publish: Publish) -> None:
    publish(duckdb_settings, {"organisation": [SOCIETY]})
    unified = duckdb_settings.home / "unified"
    side = json.loads((unified / "unified-000001.json").read_text("utf-8"))
    (unified / "unified-000002.json").write_text(json.dumps(side | {"version": "000002"}), "utf-8")
    (unified / "unified-000002.duckdb").write_bytes((unified / "unified-000001.duckdb").read_bytes())
    (unified / "unified-000003.duckdb.building").write_bytes(b"half")
    (unified / "staging-old").mkdir()
    database = open_database(duckdb_settings)
    assert [p.version for p in database.publications()] == ["000001"]
    assert publish(duckdb_settings, {"organisation": [SOCIETY, SOCIETY | {"id": "s2"}]}) == "000002"
    assert len(rows(database, "organisation")) == 2
    assert sorted(p.name for p in unified.iterdir()) == [
        "current.json",
        "import.lock",
        "unified-000001.duckdb",
        "unified-000001.json",
        "unified-000002.duckdb",
        "unified-000002.json",
    ]
