"""Dimensions and the current version over HTTP."""

from __future__ import annotations

from pathlib import Path

from data.settings import Settings
from queries.dimensions import AGE_BANDS, DIMENSIONS
from tests.api.conftest import Site, mount
from tests.support.small import publish


def test_every_dimension_is_listed_with_its_indicators(site: Site) -> None:
    found = site.client.get("/api/v1/dimensions").json
    assert [d["code"] for d in found] == list(DIMENSIONS)
    by_code = {d["code"]: d for d in found}
    assert by_code["light"]["label"] == "亮灯"
    assert "ZZ01" in by_code["district"]["indicators"]
    assert (by_code["organisation"]["large"], by_code["organisation"]["listed"]) == (True, False)


def test_members_of_a_short_list_in_their_order(site: Site) -> None:
    districts = site.client.get("/api/v1/dimensions/district").json
    assert districts["members"][0] == {"code": "110101", "name": "东城区"}
    assert len(districts["members"]) == 17
    bands = site.client.get("/api/v1/dimensions/age_band").json["members"]
    assert bands == [{"code": c, "name": n} for c, n in AGE_BANDS.items()]


def test_other_dimensions_say_where_their_members_are(site: Site) -> None:
    found = site.client.get("/api/v1/dimensions/organisation").json
    assert found["members"] is None
    path = found["hint"].split("见 ")[1].split("；")[0]
    rows = site.client.get(path).json["rows"]
    assert {"机械学会", "数学_学会%"} <= {r["organisation"] for r in rows}


def test_the_current_version(site: Site) -> None:
    found = site.client.get("/api/v1/version").json
    assert (found["version"], found["business_date"]) == ("000001", "2022-12-30")
    assert (found["demonstration"], found["title"], found["stale"]) == (True, "小样本", False)
    assert found["published_at"].endswith("+08:00")


def test_a_publication_is_seen_and_changes_the_tags(duckdb_settings: Settings) -> None:
    publish(duckdb_settings, {}, business_date="2022-11-30")
    site = mount(duckdb_settings)
    first = site.client.get("/api/v1/indicators/ZZ01")
    publish(duckdb_settings, {}, business_date="2022-12-31")
    second = site.client.get("/api/v1/indicators/ZZ01", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.json["version"], first.json["as_of"]) == ("000001", "2022-11-30")
    assert (second.json["version"], second.json["as_of"]) == ("000002", "2022-12-31")
    assert site.client.get("/api/v1/version").json["version"] == "000002"
    site.cockpit.database.close()


def test_last_good_answers_are_marked_stale(duckdb_settings: Settings) -> None:
    publish(duckdb_settings, {})
    site = mount(duckdb_settings)
    fresh = site.client.get("/api/v1/indicators/ZZ01")
    pointer = Path(duckdb_settings.home / "unified" / "current.json")
    pointer.rename(pointer.with_suffix(".away"))
    stale = site.client.get("/api/v1/indicators/ZZ01", headers={"If-None-Match": fresh.headers["ETag"]})
    assert (stale.status_code, stale.json["stale"]) == (200, True)
    assert stale.json["value"] == fresh.json["value"]
    assert site.client.get("/api/v1/version").json["stale"] is True
    pointer.with_suffix(".away").rename(pointer)
    assert site.client.get("/api/v1/indicators/ZZ01").json["stale"] is False
    site.cockpit.database.close()
