"""What is no heartbeat: refused, with the field and what would be right, and never an error of ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given
from hypothesis import settings as run_with
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from api.heartbeat import FORMS, MOST_BYTES
from api.openapi import document
from data.settings import ROOT
from readers.walls import walls
from store.base import now
from tests.api.beats import BEAT, assert_fits
from tests.api.conftest import Site

#: Any body may be sent; the home of the test is then shared by its examples, which is no harm.
FUZZ = run_with(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused(site: Site, status: int, body: bytes | str, content_type: str = "application/json") -> Any:
    response = site.client.post("/api/v1/walls", data=body, content_type=content_type)
    assert response.status_code == status, response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert_fits("Error", response.json)
    return response.json["error"]


WRONG: list[tuple[str, Any]] = [
    ("wall", "abc"),
    ("wall", "../../etc/passwd"),
    ("wall", "a" * 41),
    ("wall", "大厅一号"),
    ("wall", "lobby\n"),
    ("wall", None),
    ("name", ""),
    ("name", "厅" * 41),
    ("name", "a\u202eb"),
    ("name", "\ud800"),
    ("scene", None),
    ("scene", "a\x00"),
    ("edition", "昨天"),
    ("edition", "000001"),
    ("release", ""),
    ("painted_at", "2026-11-20"),
    ("painted_at", "2026-11-20T08:00:00"),
    ("painted_at", "2026-13-20T08:00:00Z"),
    ("painted_at", "0001-01-01T00:00:00+08:00"),
    ("painted_at", "9999-12-31T23:59:59Z"),
    ("painted_at", "2026-11-20T08:00:00+99:99"),
    ("painted_at", "２０２６-11-20T08:00:00Z"),
    ("memory_mb", -1),
    ("memory_mb", True),
    ("memory_mb", "84"),
    ("memory_mb", 10**400),
    ("size", "1920*1080"),
    ("size", 1920),
    ("refreshes", 1.5),
    ("refreshes", -1),
    ("refreshes", True),
    ("errors", None),
    ("errors", []),
    ("errors", {"a": 1}),
    ("offline_seconds", "0"),
]


def test_the_example_of_the_documents_is_taken_and_every_field_described(embedded: Site) -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    example = re.search(r"curl -X POST .*?-d '(.*?)'", text, re.S)
    assert example
    response = embedded.client.post(
        "/api/v1/walls", data=example[1].encode(), content_type="application/json"
    )
    assert response.status_code == 200, response.text
    section = text.split("## Walls")[1].split("## Health")[0]
    described = re.findall(r"^\| (`.*?`) \|", section, re.M)
    assert {name for row in described for name in re.findall(r"`(\w+)`", row)} == {*FORMS}


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_wrong_field_is_named_with_what_would_be_right(
    embedded: Site, home: Path, field: str, value: Any
) -> None:
    error = refused(embedded, 400, json.dumps(BEAT | {field: value}))
    assert (error["code"], error["parameter"]) == ("bad_parameter", field)
    assert error["expected"] == [FORMS[field].right]
    assert error["message"].startswith(f"字段 {field}：")
    assert FORMS[field].right in error["message"]
    assert not walls(now())


def test_unknown_and_missing_fields_are_named(embedded: Site) -> None:
    unknown = refused(embedded, 400, json.dumps(BEAT | {"refresh": 1}))
    assert (unknown["parameter"], unknown["expected"][0]) == ("refresh", "refreshes")
    odd = refused(embedded, 400, json.dumps(BEAT | {"\ud800\x07" * 60: 1}))
    assert len(odd["parameter"]) == 41
    for field in BEAT:
        body = json.dumps({name: value for name, value in BEAT.items() if name != field})
        if field == "name":
            assert embedded.client.post("/api/v1/walls", data=body, content_type="application/json").json
            continue
        missing = refused(embedded, 400, body)
        assert (missing["parameter"], missing["expected"]) == (field, [FORMS[field].right])


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"", "第 1 行第 1 列起不是 JSON"),
        (b'{"wall": "lobby-1",}', "不是 JSON"),
        (json.dumps(BEAT).encode("utf-16"), "不是 UTF-8 编码"),
        (b"\xef\xbb\xbf{}", "不是 JSON"),
        (b"[" * MOST_BYTES, "嵌套过深"),
        (b"[]", "不是一个 JSON 对象"),
        (b'{"wall": "lobby-1", "wall": "lobby-2"}', "同一字段给出了两次"),
        (b'{"memory_mb": NaN}', "NaN 不是 JSON"),
        (b'{"memory_mb": 1e999}', None),
    ],
)
def test_what_is_no_json_object_is_refused(embedded: Site, body: bytes, trouble: str | None) -> None:
    error = refused(embedded, 400, body)
    if trouble:
        assert error["code"] == "bad_body"
        assert trouble in error["message"]


def test_what_is_too_large_or_of_another_type_is_refused(embedded: Site, home: Path) -> None:
    full = json.dumps(BEAT).encode()
    padded = full + b" " * (MOST_BYTES - len(full))
    assert refused(embedded, 413, padded + b" ")["code"] == "request_entity_too_large"
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        error = refused(embedded, 415, full, content_type)
        assert error["expected"] == ["application/json"]
    assert not walls(now())
    for content_type in ("application/json", "application/json; charset=utf-8"):
        response = embedded.client.post("/api/v1/walls", data=padded, content_type=content_type)
        assert response.status_code == 200


def test_only_get_and_post_are_taken(embedded: Site) -> None:
    response = embedded.client.delete("/api/v1/walls")
    assert response.status_code == 405
    assert response.json["error"]["message"] == "该地址只接受 GET、POST 请求"
    response = embedded.client.post("/api/v1/walls?x=1", json=BEAT)
    assert (response.status_code, response.json["error"]["parameter"]) == (400, "x")


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
CHANGES = st.dictionaries(st.sampled_from([*BEAT]), JSONS, max_size=3)
BODIES = st.binary(max_size=MOST_BYTES + 50) | st.one_of(
    JSONS.map(json.dumps).map(str.encode), CHANGES.map(lambda c: json.dumps(BEAT | c).encode())
)
TYPES = st.sampled_from(["application/json", "application/json;charset=gbk", "text/plain", ""]) | st.text(
    st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=20
)


@FUZZ
@given(body=BODIES, content_type=TYPES)
@example(body=b"{" * 4000, content_type="application/json")
def test_whatever_is_posted_is_answered(embedded: Site, home: Path, body: bytes, content_type: str) -> None:
    response = embedded.client.post("/api/v1/walls", data=body, content_type=content_type)
    assert response.status_code in {200, 400, 413, 415}, response.text
    if response.status_code != 200:
        assert_fits("Error", response.json)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{4,40}", one.heartbeat.wall) for one in walls(now()))


@FUZZ
@given(field=st.sampled_from([n for n in FORMS if n != "painted_at"]), value=JSONS | st.from_regex(r"\w+x?"))
def test_what_is_taken_is_what_the_description_allows(embedded: Site, field: str, value: Any) -> None:
    whole = isinstance(value, float) and value.is_integer()
    # To a schema 1.0 is a whole number, and "$" matches before a last line end.
    assume(not whole and not (isinstance(value, str) and value.endswith("\n")))
    components = document()["components"]
    schema = {"$ref": "#/components/schemas/Heartbeat", "components": components}
    body = BEAT | {field: value}
    taken = embedded.client.post("/api/v1/walls", data=json.dumps(body), content_type="application/json")
    assert (taken.status_code == 200) == Draft202012Validator(schema).is_valid(body)
