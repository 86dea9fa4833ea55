"""Errors: each says what is wrong, names the parameter, and what would be right."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from data.guarded import Guard
from data.unavailable import DatabaseUnavailable, unavailable
from jobs.queue import QueueUnavailable
from queries.dimensions import DIMENSIONS
from store import StoreUnavailable
from tests.api.conftest import Site


def refused(site: Site, path: str, status: int) -> dict[str, Any]:
    response = site.client.get(f"/api/v1/{path}")
    assert response.status_code == status, response.text
    assert response.content_type == "application/json; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    error: dict[str, Any] = response.json["error"]
    return error


@pytest.mark.parametrize(("wrong", "near"), [("zz01", "ZZ01"), ("RC1", "RC11"), ("个人会员数", "RC01")])
def test_an_unknown_code_brings_the_nearest(site: Site, wrong: str, near: str) -> None:
    for path in (f"indicators/{wrong}", f"indicators/{wrong}/rows"):
        error = refused(site, path, 404)
        assert error["code"] == "unknown_indicator"
        assert near in [n["code"] for n in error["nearest"]]
        assert all(n["name"] for n in error["nearest"])
        assert wrong in error["message"]


@pytest.mark.parametrize(
    ("query", "parameter", "expected"),
    [
        ("as_of=2022-13-01", "as_of", "YYYY-MM-DD"),
        ("start=昨天", "start", "YYYY-MM-DD"),
        ("end=0001-01-01", "end", "YYYY-MM-DD"),
        ("end=9999-12-31", "end", "YYYY-MM-DD"),
        ("start=2022-02-01&end=2022-01-01", "start", "YYYY-MM-DD"),
        ("as_of=2022-01-01&as_of=2022-01-02", "as_of", "一个值"),
        ("period=decade", "period", "quarter"),
        ("period=custom&start=2022-01-01", "period", "year"),
        ("by=province", "by", "district"),
        ("by=district,district", "by", "district"),
        ("interval=hour", "interval", "month"),
        ("interval=day&start=2010-01-01", "interval", "不超过 400 个间隔"),
        ("district=火星", "district", "海淀区"),
        ("light=紫灯", "light", "红灯"),
        ("organisation=没有这个组织", "organisation", "组织的编号或全称"),
        ("organisation=%00", "organisation", "不含控制字符的文字"),
        ("distrct=110108", "distrct", "district"),
        ("size=3", "size", "as_of"),
    ],
)
def test_a_bad_parameter_is_named(site: Site, query: str, parameter: str, expected: str) -> None:
    error = refused(site, f"indicators/ZZ01?{query}", 400)
    assert (error["code"], error["parameter"]) == ("bad_parameter", parameter)
    assert expected in error["expected"]
    assert parameter in error["message"]
    assert any("\u4e00" <= c <= "\u9fff" for c in error["message"])


@pytest.mark.parametrize(
    ("code", "query", "parameter", "expected"),
    [
        ("RC01", "sort=mobile", "sort", "organisation"),
        ("RC01", "desc=1", "desc", "与 sort 一起给出"),
        ("RC01", "desc=maybe&sort=name", "desc", "1"),
        ("RC01", "page=0", "page", "1–1000000"),
        ("RC01", "size=-1", "size", "1–1000"),
        ("RC01", "size=٣", "size", "1–1000"),
        ("RC01", "part=numerator", "part", "不给出"),
        ("RC03", "part=both", "part", "denominator"),
        ("RC01", "q=王小明", "q", "不给出"),
        ("RC01", "by=district", "by", "as_of"),
    ],
)
def test_a_bad_parameter_of_rows_is_named(
    site: Site, code: str, query: str, parameter: str, expected: str
) -> None:
    error = refused(site, f"indicators/{code}/rows?{query}", 400)
    assert error["parameter"] == parameter
    assert expected in error["expected"]


@pytest.mark.parametrize("path", ["indicators?al=1", "dimensions?x=1", "version?x=1", "openapi.json?x=1"])
def test_no_route_takes_unknown_parameters(site: Site, path: str) -> None:
    assert refused(site, path, 400)["code"] == "bad_parameter"
    assert refused(site, "indicators?all=perhaps", 400)["parameter"] == "all"


def test_an_empty_parameter_is_one_not_given(site: Site) -> None:
    found = site.client.get("/api/v1/indicators/ZZ01?as_of=&district=&by=&interval=").json
    assert found["filters"] == {"applied": {}, "ignored": {}}
    assert found["value"] == 8


def test_unknown_addresses_and_methods_are_json_too(site: Site) -> None:
    for path in ("/api/", "/api/v1/", "/api/v1/nothing/here", "/api/v2/indicators", "/api/v1/indicators/"):
        response = site.client.get(path)
        assert response.status_code == 404
        assert response.json["error"]["code"] == "unknown_address"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        response = site.client.open("/api/v1/indicators/ZZ01", method=method)
        assert response.status_code == 405
        assert response.json["error"]["code"] == "method_not_allowed"
        assert "GET" in response.headers["Allow"]
    assert site.client.get("/elsewhere").json["error"].startswith("没有这个地址")


def test_an_unknown_dimension_brings_the_nearest(site: Site) -> None:
    error = refused(site, "dimensions/distrikt", 404)
    assert error["nearest"][0] == {"code": "district", "name": "区"}


@pytest.mark.parametrize(
    "path", ["indicators/ZZ01", "indicators/ZZ01/rows", "dimensions/district", "version"]
)
def test_without_a_database_the_answer_is_503(nowhere: Site, path: str) -> None:
    response = nowhere.client.get(f"/api/v1/{path}")
    assert response.status_code == 503
    assert response.json["error"]["code"] == "database_unavailable"
    assert "还没有任何发布版本" in response.json["error"]["message"]
    assert response.headers["Retry-After"] == "5"


@pytest.mark.parametrize("path", ["indicators", "dimensions", "openapi.json"])
def test_declarations_need_no_database(nowhere: Site, path: str) -> None:
    assert nowhere.client.get(f"/api/v1/{path}").status_code == 200


def test_an_unexpected_error_is_logged_and_told_without_details(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(site.cockpit, "ask", breaks)
    error = refused(site, "indicators/ZZ01", 500)
    assert error["code"] == "internal"
    assert "secret" not in error["message"]
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("text", [",", ",,", " , ", "海淀区,", ",海淀区", "a,,b"])
@pytest.mark.parametrize("rest", ["", "/rows"])
def test_a_list_with_nothing_between_its_commas_is_refused(site: Site, rest: str, text: str) -> None:
    for name in (*DIMENSIONS, *([] if rest else ["by"])):
        response = site.client.get(f"/api/v1/indicators/ZZ01{rest}", query_string={name: text})
        error = response.json["error"]
        assert (response.status_code, error["parameter"]) == (400, name)
        assert "逗号" in error["message"]


@pytest.mark.parametrize("away", [DatabaseUnavailable, StoreUnavailable, QueueUnavailable])
def test_no_answer_tells_what_a_driver_said(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, away: Any
) -> None:
    said = OSError("cannot open /srv/home/unified/current.json, host db.example, port 5432")

    def gone(*_: object) -> None:
        raise unavailable(away, "现在连接不上", said)

    monkeypatch.setattr(site.cockpit, "state", gone)
    monkeypatch.setattr("data.unavailable._guard", Guard("连接", logging.getLogger("data.unavailable")))
    response = site.client.get("/api/v1/version")
    assert response.status_code == 503
    assert response.json["error"]["message"] == "现在连接不上：原因见服务日志"
    assert not any(word in response.text for word in ("/srv", "db.example", "5432"))
    assert "5432" in away("现在连接不上", str(said)).in_full
    assert "/srv/home" in caplog.text


ODD_ORDERS: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("width", "height"), ({}, [], "", "9", True)),
    **dict.fromkeys(("query", "format", "tile"), ({}, 0, None)),
}


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({}, "page"),
        *(({"page": "/members", name: odd}, name) for name, many in ODD_ORDERS.items() for odd in many),
    ],
)
def test_an_order_of_another_form_is_refused(site: Site, body: dict[str, Any], parameter: str) -> None:
    response = site.client.post("/api/v1/snapshots", json=body)
    assert (response.status_code, response.json["error"]["parameter"]) == (400, parameter)
