"""Dimensions and the current version over HTTP."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

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
    assert names(site, f"{path}%25") == ["数学_学会%"]
    found = site.client.get("/api/v1/dimensions/task").json
    assert found["hint"].startswith("列表不在此列出，见 /api/v1/indicators/")


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
    # Without the pointer alone, the newest whole version would serve.
    unified = Path(duckdb_settings.home / "unified")
    unified.rename(unified.with_suffix(".away"))
    stale = site.client.get("/api/v1/indicators/ZZ01", headers={"If-None-Match": fresh.headers["ETag"]})
    assert (stale.status_code, stale.json["stale"]) == (200, True)
    assert stale.json["value"] == fresh.json["value"]
    assert site.client.get("/api/v1/version").json["stale"] is True
    unified.with_suffix(".away").rename(unified)
    assert site.client.get("/api/v1/indicators/ZZ01").json["stale"] is False
    site.cockpit.database.close()


def names(site: Site, path: str) -> list[str]:
    """Names of the members found at an address."""
    return [m["name"] for m in site.client.get(path).json["members"]]


FOUND = "/api/v1/dimensions/organisation/members"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("机械学会", "机械学会"),
        ("机械", "机械学会"),
        ("jixie", "机械学会"),
        ("JXXH", "机械学会"),
        ("xuehui 数学", "数学_学会%"),
        ("s1", "机械学会"),
        ("zzfh", "铸造分会"),
        ("厂", "某厂"),
        ("海淀 学会", "机械学会"),
        ("（重复）", "某厂（重复）"),
    ],
)
def test_organisations_are_found_as_people_type_them(site: Site, typed: str, first: str) -> None:
    assert names(site, f"{FOUND}?q={quote(typed)}")[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "ixie", "xhj", "火星", "%", "机械 火星"])
def test_what_names_nothing_finds_nothing(site: Site, typed: str) -> None:
    found = names(site, f"{FOUND}?q={quote(typed)}")
    assert found == (["数学_学会%"] if typed == "%" else [])


def test_what_is_found_says_what_it_is_and_the_best_come_first(site: Site) -> None:
    found = site.client.get(f"{FOUND}?q=xuehui").json
    assert (found["code"], found["label"], found["version"]) == ("organisation", "组织", "000001")
    hints = {m["name"]: m["hint"] for m in found["members"]}
    assert hints["机械学会"] == "市级学会，海淀区"
    left = site.client.get(f"{FOUND}?q=zhuzao").json["members"]
    assert left == [{"code": "B1", "name": "铸造分会", "hint": "分支机构；2022年11月11日退出"}]
    everything = names(site, f"{FOUND}?q=hui&limit=100")
    assert everything[:2] == names(site, f"{FOUND}?q=hui&limit=2")
    assert len(everything) > 2


def test_a_look_up_is_known_again_until_the_next_publication(site: Site) -> None:
    first = site.client.get(f"{FOUND}?q=jx")
    again = site.client.get(f"{FOUND}?q=jx", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert site.client.get(f"{FOUND}?q={'长' * 61}").status_code == 400
    refused = site.client.get("/api/v1/dimensions/activity/members?q=x")
    assert refused.status_code == 404
    assert refused.json["error"]["nearest"] == [{"code": "organisation", "name": "组织"}]
