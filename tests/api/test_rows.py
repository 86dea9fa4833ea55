"""Rows over HTTP: as many as the figure, masked, paged, and remembered in the audit trail."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from queries.evaluate import Question
from queries.filters import Filters
from queries.indicators import INDICATORS, dimensions, source_of
from queries.model import Measure, Ratio
from queries.rows import RowsQuestion
from queries.scope import EVERYTHING, Scope
from store.engine import FILE
from tests.api.conftest import Site
from tests.support.audit import audited
from tests.support.world import AS_OF, PERSONS

OVER_2022 = "as_of=2022-12-30&start=2022-01-01&end=2022-12-30"
PLAIN = [c for c, i in INDICATORS.items() if isinstance(i.measure, Measure)]
#: One indicator for each source, for what its columns decide.
SOURCES = list({source_of(c).name: c for c in reversed(PLAIN)}.values())
RATIOS = [c for c, i in INDICATORS.items() if isinstance(i.measure, Ratio)]


def rows(site: Site, code: str, query: str = OVER_2022) -> Any:
    response = site.client.get(f"/api/v1/indicators/{code}/rows?{query}")
    assert response.status_code == 200, response.text
    return response.json


def value(site: Site, code: str, query: str = OVER_2022) -> Any:
    return site.client.get(f"/api/v1/indicators/{code}?{query}").json["value"]


@pytest.mark.parametrize("code", PLAIN)
def test_as_many_rows_as_the_figure_counts(embedded: Site, code: str) -> None:
    measure = INDICATORS[code].measure
    assert isinstance(measure, Measure)
    if measure.counts_rows:
        assert rows(embedded, code)["total"] == value(embedded, code)
    filtered = OVER_2022 + "&district=海淀区&discipline=工科"
    if measure.counts_rows:
        assert rows(embedded, code, filtered)["total"] == value(embedded, code, filtered)


@pytest.mark.parametrize("code", RATIOS)
def test_a_ratio_shows_the_rows_of_both_parts(embedded: Site, code: str) -> None:
    measure = INDICATORS[code].measure
    assert isinstance(measure, Ratio)
    query = OVER_2022 + "&district=海淀区&discipline=工科"
    for part, name in (("numerator", measure.numerator), ("denominator", measure.denominator)):
        found = rows(embedded, code, f"{query}&part={part}")
        assert found["part"] == {"part": part, "code": name, "name": INDICATORS[name].name}
        assert found["code"] == code
    assert rows(embedded, code, query)["part"]["part"] == "numerator"


def test_a_part_is_only_filtered_by_what_the_ratio_is(site: Site) -> None:
    # Societies could be cut by type; those with a party group cannot, so neither can the rate.
    assert "org_type" in dimensions("ZZ05.base")
    assert "org_type" not in dimensions("DJ02")
    found = rows(site, "DJ02", "part=denominator&org_type=foundation")
    assert list(found["filters"]["ignored"]) == ["org_type"]
    assert found["total"] == rows(site, "DJ02", "part=denominator")["total"] == 6


def test_a_city_wide_target_is_not_divided(site: Site) -> None:
    found = rows(site, "RC09", "part=denominator&district=海淀区")
    assert list(found["filters"]["ignored"]) == ["district"]
    assert found["rows"] == [{"name": "首都科技工作者总数", "value": 1_000_000}]


@pytest.mark.parametrize("code", SOURCES)
def test_no_name_or_number_of_a_person_leaves(site: Site, code: str) -> None:
    text = json.dumps(rows(site, code, OVER_2022 + "&size=1000")["rows"], ensure_ascii=False)
    secrets = [p["name"] for p in PERSONS if len(p["name"]) > 1] + ["13800001234", '12345"']
    assert [s for s in secrets if s in text] == []
    assert "_key" not in text


def test_pages(site: Site) -> None:
    whole = rows(site, "ZZ01", "size=1000&sort=name")
    assert (whole["total"], whole["pages"], len(whole["rows"])) == (8, 1, 8)
    pieces = [rows(site, "ZZ01", f"size=3&page={n}&sort=name") for n in (1, 2, 3, 4)]
    assert [r for piece in pieces for r in piece["rows"]] == whole["rows"]
    assert [len(p["rows"]) for p in pieces] == [3, 3, 2, 0]
    assert pieces[0]["pages"] == 3
    down = rows(site, "ZZ01", "size=1000&sort=name&desc=1")["rows"]
    assert [r["name"] for r in down] == [r["name"] for r in reversed(whole["rows"])]


def test_fields_describe_the_columns(site: Site) -> None:
    found = rows(site, "RC12")
    labels = {f["name"]: f for f in found["fields"]}
    assert labels["mobile"] == {"name": "mobile", "label": "手机", "masked": True, "numeric": False}
    assert all(set(r) == set(labels) for r in found["rows"])
    assert {r["mobile"] for r in found["rows"]} == {"138****1234", "****"}


def test_search_takes_its_text_as_it_is(site: Site) -> None:
    assert [r["name"] for r in rows(site, "ZZ01", "q=学会%25")["rows"]] == ["数学_学会%"]
    assert rows(site, "ZZ01", "q=' OR 1=1 --")["total"] == 0


@pytest.mark.parametrize("code", SOURCES)
def test_a_search_is_never_silently_dropped(site: Site, code: str) -> None:
    fields = rows(site, code)["fields"]
    response = site.client.get(f"/api/v1/indicators/{code}/rows?{OVER_2022}&q=zzzzzz")
    if any(f["name"] in {"name", "title", "subject"} and not f["masked"] for f in fields):
        assert response.json["total"] == 0
    else:
        assert (response.status_code, response.json["error"]["parameter"]) == (400, "q")


def test_masked_names_are_not_searched() -> None:
    assert (
        RowsQuestion(
            Question("RC01", Filters.default(date.fromisoformat(AS_OF)), scope=EVERYTHING)
        ).searchable
        == ()
    )


def test_reading_persons_is_remembered(site: Site, home: Path) -> None:
    rows(site, "ZZ01")
    assert audited(home) == []
    first = site.client.get("/api/v1/indicators/RC01/rows?discipline=工科")
    site.client.get(
        "/api/v1/indicators/RC01/rows?discipline=工科", headers={"If-None-Match": first.headers["ETag"]}
    )
    seen = audited(home)
    assert [(e["action"], e["subject"], e["detail"]["status"]) for e in seen] == [
        ("rows.read", "RC01", 200),
        ("rows.read", "RC01", 304),
    ]
    assert seen[0]["detail"]["query"] == "discipline=工科"
    assert seen[0]["detail"]["version"] == "000001"
    assert seen[0]["reader"]


def test_a_trail_that_cannot_be_written_keeps_no_reader_waiting(
    site: Site, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (home / FILE).write_text("no database" * 1000)
    assert rows(site, "RC01")["total"] == 1005
    assert "审计记录未能写入" in caplog.text
    assert "rows.read" in caplog.text


def test_a_scope_limits_the_rows(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.rows.current_scope", lambda: Scope((("district", ("110108",)),)))
    assert rows(site, "ZZ01")["total"] == 3
    assert site.client.get("/api/v1/indicators/SJ02/rows").status_code == 403
    assert rows(site, "RC09", "part=denominator")["total"] == 1


@pytest.mark.parametrize("code", SOURCES)
@pytest.mark.parametrize("down", ["", "&desc=1"])
def test_no_mask_is_undone_by_an_order(site: Site, code: str, down: str) -> None:
    """The middle of every number could be told from its place between two others."""
    fields = rows(site, code)["fields"]
    plain = [f["name"] for f in fields if not f["masked"]]
    for field in (f for f in fields if f["masked"]):
        response = site.client.get(f"/api/v1/indicators/{code}/rows?{OVER_2022}&sort={field['name']}{down}")
        error = response.json["error"]
        assert (response.status_code, error["parameter"]) == (400, "sort")
        assert f"“{field['label']}”已脱敏，不能按它排序" in error["message"]
        assert error["expected"] == plain
    for name in plain:
        assert rows(site, code, f"{OVER_2022}&sort={name}{down}")["total"] == rows(site, code)["total"]
