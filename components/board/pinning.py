"""``?version=000003``: a request of the pages that is pinned to one publication, whatever came later."""

from __future__ import annotations

from contextlib import ExitStack
from urllib.parse import urlencode

from flask import Flask, g, has_request_context, request

from components.links import TILE
from queries.pin import VERSION, pin, pinned

#: The machine door has parameters of its own.
_APART = "/api/"


def register(server: Flask) -> None:
    """Pin every request of ``server`` whose address says so, from its beginning to its end."""
    server.before_request(_begin)
    server.teardown_request(_end)


def _begin() -> None:
    version = request.args.get(VERSION, "").strip()
    if version and not request.path.startswith(_APART):
        g.pin = ExitStack()
        g.pin.enter_context(pin(version))


def _end(_: BaseException | None) -> None:
    if (held := g.pop("pin", None)) is not None:
        held.close()


def newest_href() -> str | None:
    """From a pinned page to the same page with the newest data; None where nothing is pinned."""
    if not pinned() or not has_request_context():
        return None
    rest = [(name, value) for name, value in request.args.items(multi=True) if name not in (VERSION, TILE)]
    return f"?{urlencode(rest)}"
