"""Which requests count as sent by a page of this server."""

from __future__ import annotations

import pytest
from flask import Request
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from access.writes import COOKIE, HEADER, is_own

TOKEN = "a" * 43


def request_with(cookie: str | None, header: str | None, **others: str) -> Request:
    """A POST to this server that carries a cookie and a header, each where it is given."""
    headers = dict(others)
    if cookie is not None:
        headers["Cookie"] = f"{COOKIE}={cookie}"
    if header is not None:
        headers[HEADER] = header
    return Request(EnvironBuilder(method="POST", path="/drafts/new", headers=Headers(headers)).get_environ())


def test_a_page_holds_the_token_twice() -> None:
    assert is_own(request_with(TOKEN, TOKEN))


@pytest.mark.parametrize(
    ("cookie", "header"),
    [
        (None, None),
        ("", ""),
        ("", None),
        (None, ""),
        (TOKEN, None),
        (None, TOKEN),
        (TOKEN, ""),
        (TOKEN, "b" * 43),
    ],
)
def test_without_both_it_is_foreign(cookie: str | None, header: str | None) -> None:
    assert not is_own(request_with(cookie, header))


@pytest.mark.parametrize(
    "others",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost:8051"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
)
def test_from_elsewhere_the_token_does_not_help(others: dict[str, str]) -> None:
    assert not is_own(request_with(TOKEN, TOKEN, **others))
