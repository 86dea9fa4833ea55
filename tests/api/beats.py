"""A heartbeat, sent as a wall sends it, and answers held against their description."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from api.openapi import document
from tests.api.conftest import Site

BEAT: dict[str, Any] = {
    "wall": "lobby-1",
    "name": "一层大厅",
    "scene": "overview",
    "edition": "000001@2022-12-30T08:00:00",
    "release": "0123456789ab",
    "painted_at": "2026-11-20T00:00:00.5Z",
    "memory_mb": 84.5,
    "size": "5120x1440",
    "refreshes": 12,
    "errors": 0,
    "offline_seconds": 0,
}


def beat(site: Site, **changed: Any) -> dict[str, Any]:
    """The answer to a heartbeat that is taken."""
    response = site.client.post("/api/v1/walls", json=BEAT | changed)
    assert response.status_code == 200, response.text
    assert response.headers["Cache-Control"] == "no-store"
    answer: dict[str, Any] = response.json
    return answer


def assert_fits(schema: str, value: Any) -> None:
    components = document()["components"]
    validator = Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": components})
    assert [e.message for e in validator.iter_errors(value)] == []
