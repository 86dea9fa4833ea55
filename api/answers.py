"""JSON answers: UTF-8, numbers as numbers, and an ETag that says when nothing can have changed."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask import Response, request

from queries.cache import release


def json_response(body: Any, status: int = 200) -> Response:
    """``body`` as JSON; raises ``ValueError`` rather than write NaN."""
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text, status, content_type="application/json; charset=utf-8")


def passing_response(body: Any, status: int = 200) -> Response:
    """``body`` as JSON that is true for this moment only: nobody keeps it."""
    response = json_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def number(value: int | float | Decimal | None) -> int | float | None:
    """A JSON number: exact decimals become whole numbers or floats, and what is no number is null."""
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def cell(value: Any) -> Any:
    """A field of a row as JSON: numbers cleaned, text and true/false as they are."""
    return number(value) if isinstance(value, int | float | Decimal) else value


def conditional(question: Mapping[str, Any], compute: Callable[[], Any]) -> Response:
    """``compute()`` as JSON with an ETag of ``question`` – or 304, nothing computed, where it is known.

    ``question`` must hold all that an answer depends on: the publication (which never changes, but a
    database made anew counts its versions from 1 again), what is asked, the scope. The tag also
    carries the code's own digest. Tags are weak, so that they hold for every compression.
    """
    canonical = json.dumps([release(), question], ensure_ascii=False, sort_keys=True, default=str)
    tag = hashlib.sha256(canonical.encode()).hexdigest()[:32]
    known = request.if_none_match.contains_weak(tag)
    response = Response(status=304) if known else json_response(compute())
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
