"""The OpenAPI document: valid, true of every answer, and every parameter it names is accepted."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from api.openapi import document
from queries.dimensions import DIMENSIONS
from queries.indicators import INDICATORS
from tests.api.conftest import Site

DOCUMENT = document()
PATHS: dict[str, Any] = DOCUMENT["paths"]

#: Requests whose answers must fit what the document says of their path.
REQUESTS = [
    ("/api/v1/indicators", "", 200),
    ("/api/v1/indicators", "?all=1", 200),
    ("/api/v1/indicators", "?all=x", 400),
    ("/api/v1/indicators/{code}", "/RC01", 200),
    ("/api/v1/indicators/{code}", "/RC03?as_of=1990-01-01", 200),
    ("/api/v1/indicators/{code}", "/HD01?as_of=2022-12-30", 200),
    ("/api/v1/indicators/{code}", "/ZZ01?by=district,org_type&interval=month&province=北京市", 200),
    ("/api/v1/indicators/{code}", "/XX99", 404),
    ("/api/v1/indicators/{code}", "/ZZ01?district=火星", 400),
    ("/api/v1/indicators/{code}/rows", "/RC01/rows?size=2", 200),
    ("/api/v1/indicators/{code}/rows", "/RC10/rows?part=denominator&sort=since&desc=1", 200),
    ("/api/v1/indicators/{code}/rows", "/RC01/rows?sort=x", 400),
    ("/api/v1/dimensions", "", 200),
    ("/api/v1/dimensions/{dimension}", "/district", 200),
    ("/api/v1/dimensions/{dimension}", "/organisation", 200),
    ("/api/v1/dimensions/{dimension}", "/feed", 200),
    ("/api/v1/dimensions/{dimension}", "/x", 404),
    ("/api/v1/dimensions/{dimension}/members", "/organisation/members?q=jxxh&limit=1", 200),
    ("/api/v1/dimensions/{dimension}/members", "/organisation/members", 200),
    ("/api/v1/dimensions/{dimension}/members", "/organisation/members?limit=0", 400),
    ("/api/v1/dimensions/{dimension}/members", "/district/members?q=海", 404),
    ("/api/v1/reconciliation", "", 200),
    ("/api/v1/reconciliation", "?verdict=apart&code=ZZ01&q=组织", 200),
    ("/api/v1/reconciliation", "?verdict=x", 400),
    ("/api/v1/reconciliation", "?code=XX99", 404),
    ("/api/v1/signals", "", 200),
    ("/api/v1/snapshots", "", 200),
    ("/api/v1/snapshots", "?since=x", 400),
    ("/api/v1/snapshots/{job}", "/nowhere", 404),
    ("/api/v1/signals", "?state=all&level=alert&code=SJ02&department=规划发展部", 200),
    ("/api/v1/signals", "?state=x", 400),
    ("/api/v1/signals", "?code=XX99", 404),
    ("/api/v1/version", "", 200),
    ("/api/v1/walls", "", 200),
    ("/api/v1/walls", "?all=1", 400),
    ("/healthz", "", 200),
    ("/readyz", "", 503),
]


def resolve(part: dict[str, Any]) -> dict[str, Any]:
    """The thing itself where ``part`` is a reference."""
    found: Any = DOCUMENT if "$ref" in part else part
    for step in part.get("$ref", "#").split("/")[1:]:
        found = found[step]
    return dict(found)


def schema_of(path: str, status: int) -> dict[str, Any]:
    """The schema of an answer, with the components it refers to beside it."""
    response = resolve(PATHS[path]["get"]["responses"][str(status)])
    schema = response["content"]["application/json"]["schema"]
    return {**schema, "components": DOCUMENT["components"]}


def test_the_document_is_valid(site: Site) -> None:
    served = site.client.get("/api/v1/openapi.json").json
    assert served == DOCUMENT
    assert served["openapi"].startswith("3.1")
    validate(served)


def test_every_route_is_described_and_no_other(site: Site) -> None:
    routes = {
        r.rule.replace("<code>", "{code}")
        .replace("<job>", "{job}")
        .replace("/dimensions/{code}", "/dimensions/{dimension}")
        for r in site.client.application.url_map.iter_rules()
        if r.endpoint not in {"static", "api_nowhere"}
    }
    assert routes == set(PATHS)


@pytest.mark.parametrize(("path", "rest", "status"), REQUESTS)
def test_answers_fit_their_schema(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str, rest: str, status: int
) -> None:
    monkeypatch.setattr("api.health._warm.is_set", lambda: False)
    response = site.client.get(path.split("/{")[0] + rest)
    assert response.status_code == status, response.text
    validator = Draft202012Validator(schema_of(path, status), format_checker=FormatChecker())
    assert [e.message for e in validator.iter_errors(response.json)] == []


def test_a_503_fits_its_schema(nowhere: Site) -> None:
    response = nowhere.client.get("/api/v1/version")
    validator = Draft202012Validator(schema_of("/api/v1/version", 503))
    assert [e.message for e in validator.iter_errors(response.json)] == []


def test_the_schemas_refuse_what_they_should() -> None:
    wrong = {"error": {"code": 1, "message": "x"}}
    assert not Draft202012Validator(schema_of("/api/v1/version", 503)).is_valid(wrong)


@pytest.mark.parametrize("path", [p for p in PATHS if PATHS[p]["get"].get("parameters")])
def test_every_documented_parameter_is_accepted(site: Site, path: str) -> None:
    parameters = [resolve(p) for p in PATHS[path]["get"]["parameters"]]
    target = path.replace("{dimension}/members", "organisation/members").replace("{dimension}", "district")
    # A ratio takes part as well; desc only goes with sort; both parts of RC03 have days to sort by.
    target = target.replace("{code}", "RC03" if path.endswith("rows") else "ZZ01")
    for parameter in parameters:
        if parameter["in"] == "path" or parameter["name"] == "q":
            continue
        example = parameter.get("example", "未填写")
        value = ",".join(example) if isinstance(example, list) else example
        query = {parameter["name"]: value} | ({"sort": "since"} if parameter["name"] == "desc" else {})
        if parameter["name"] in DIMENSIONS and DIMENSIONS[parameter["name"]].large:
            query = {parameter["name"]: "未填写"}
        response = site.client.get(target, query_string=query)
        assert response.status_code == 200, (parameter["name"], response.text)
    if path.endswith("rows"):
        found = site.client.get(target.replace("RC03", "ZZ01"), query_string={"q": "学会"})
        assert found.status_code == 200


def test_every_dimension_is_a_parameter_and_every_code_is_listed() -> None:
    parameters = DOCUMENT["components"]["parameters"]
    assert set(DIMENSIONS) <= set(parameters)
    assert DOCUMENT["components"]["schemas"]["IndicatorCode"]["enum"] == list(INDICATORS)


def test_what_the_routes_accept_is_what_is_documented() -> None:
    from api import indicators, rows

    for path, allowed in (("", indicators.ALLOWED), ("/rows", rows.ALLOWED)):
        named = {resolve(p)["name"] for p in PATHS[f"/api/v1/indicators/{{code}}{path}"]["get"]["parameters"]}
        assert named - {"code"} == set(allowed)


def test_every_operation_has_a_name_of_its_own_and_a_subject() -> None:
    operations = [one for path in PATHS.values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)
    assert all(len(one["tags"]) == 1 for one in operations)
    assert "get_indicators_by_code_rows" in names


@pytest.mark.parametrize("code", list(INDICATORS))
def test_defaults_are_accepted_wherever_they_are_declared(embedded: Site, code: str) -> None:
    """A client that is made of the document sends every default with each request."""
    for path in ("/api/v1/indicators/{code}", "/api/v1/indicators/{code}/rows"):
        found = sent_defaults(path)
        plain = embedded.client.get(path.format(code=code))
        full = embedded.client.get(path.format(code=code), query_string=found)
        assert (plain.status_code, full.status_code) == (200, 200), full.text
        assert full.json == plain.json


def test_defaults_of_the_other_routes_are_accepted(embedded: Site) -> None:
    for path in PATHS:
        if "{code}" not in path and (found := sent_defaults(path)):
            target = path.format(dimension="organisation", job="x")
            plain, full = embedded.client.get(target), embedded.client.get(target, query_string=found)
            assert (full.status_code, full.json) == (plain.status_code, plain.json), path
    assert sent_defaults("/api/v1/dimensions/{dimension}/members") == {"limit": 20}


def sent_defaults(path: str) -> dict[str, Any]:
    """The parameters of a GET that have a default, with it."""
    parameters = [resolve(p) for p in PATHS[path].get("get", {}).get("parameters", [])]
    return {p["name"]: p["schema"]["default"] for p in parameters if "default" in p["schema"]}
