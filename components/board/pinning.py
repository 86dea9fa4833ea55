"""What a request of the pages says beside its filters: its publication, and whether lists are shown whole.

``?version=000003`` pins it to one publication, whatever came later; ``?whole=1`` shows lists to their end
for what is set on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from urllib.parse import urlencode

from flask import Flask, g, has_request_context, request

from frames.links import TILE
from queries.pin import VERSION, pin, pinned

WHOLE = "whole"
#: The machine door has parameters of its own.
_APART = "/api/"

_whole: ContextVar[bool] = ContextVar("whole", default=False)


def is_whole() -> bool:
    """Whether lists are shown to their end."""
    return _whole.get()


def carried() -> Callable[[], AbstractContextManager[None]]:
    """What this request says of itself, for the work that other threads do for it: ``with carried()():``."""
    version, whole = pinned(), is_whole()

    @contextmanager
    def again() -> Iterator[None]:
        token = _whole.set(whole)
        try:
            with pin(version):
                yield
        finally:
            _whole.reset(token)

    return again


def register(server: Flask) -> None:
    """Pin every request of ``server`` whose address says so, from its beginning to its end."""
    server.before_request(_begin)
    server.teardown_request(_end)


def _begin() -> None:
    version, whole = request.args.get(VERSION, "").strip(), WHOLE in request.args
    if (version or whole) and not request.path.startswith(_APART):
        g.said = ExitStack()
        g.said.enter_context(pin(version))
        token = _whole.set(whole)
        g.said.callback(_whole.reset, token)


def _end(_: BaseException | None) -> None:
    if (held := g.pop("said", None)) is not None:
        held.close()


def newest_href() -> str | None:
    """From a pinned page to the same page with the newest data; None where nothing is pinned."""
    if not pinned() or not has_request_context():
        return None
    rest = [
        (name, value) for name, value in request.args.items(multi=True) if name not in (VERSION, WHOLE, TILE)
    ]
    return f"?{urlencode(rest)}"
