"""``/tiles<page>``: what a page shows under a query, as lines of JSON; with ``_tile`` one tile alone."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, copy_current_request_context

from components.answers import for_pages
from components.board.sent import kept_lines, lines
from components.board.sheet import GONE, SHEETS, Query
from frames.links import TILE

PATH = "/tiles"
TYPE = "application/x-ndjson"


def blueprint() -> Blueprint:
    """The one route of all pages' tiles."""
    return for_pages("tiles", PATH, _sheet)


def _sheet(path: str, asked: Query) -> Response:
    if path not in SHEETS:
        return Response(GONE, 404, mimetype="text/plain")
    query = dict(asked)
    only = query.pop(TILE, None)
    if only is not None:
        return _streamed(lines(path, query, copy_current_request_context, only))
    found = kept_lines(path, query)
    if found is None:
        return _streamed(lines(path, query, copy_current_request_context))
    answer = Response(found, mimetype=TYPE)
    # A browser may keep it, but asks each time whether it is still what the data say.
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer


def _streamed(body: Iterator[str]) -> Response:
    answer = Response(body, mimetype=TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer
