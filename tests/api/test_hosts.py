"""A name that was made to point at this machine from elsewhere gets nothing, not even a token."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.hosts import answer_own_names_only
from data.settings import Settings


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """A server that was given a name of its own for this machine."""
    server = Flask(__name__)
    server.add_url_rule("/", view_func=lambda: "here")
    answer_own_names_only(server, Settings(host="cockpit.example"))
    return server.test_client()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8050",
        "localhost",
        "localhost:8050",
        "[::1]:8050",
        "127.0.0.2",
        "cockpit.example",
        "COCKPIT.example",
    ],
)
def test_its_own_names_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8050",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.0.0.1",
        "[bad",
    ],
)
def test_others_are_refused_in_words(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code in (400, 421)
    assert "here" not in answer.text


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("X-Forwarded-For", "127.0.0.1", 200),
        ("X-Forwarded-For", "::1, 127.0.0.1:40000", 200),
        ("Forwarded", 'for="[::1]:80";proto=https', 200),
        ("X-Forwarded-For", "10.0.0.7", 403),
        ("X-Forwarded-For", "127.0.0.1, 10.0.0.7:4000", 403),
        ("X-Real-IP", "192.0.2.1", 403),
        ("Forwarded", 'for=127.0.0.1, for="[2001:db8::1]:80"', 403),
        ("Forwarded", "for=unknown", 403),
    ],
)
def test_a_proxy_brings_nobody_from_elsewhere(
    client: FlaskClient, header: str, value: str, status: int
) -> None:
    assert client.get("/", headers={"Host": "127.0.0.1", header: value}).status_code == status


def test_the_cockpit_hands_out_no_token_to_another_name() -> None:
    import app

    client = app.server.test_client()
    assert client.get("/intake/token", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/intake/token").status_code == 200
