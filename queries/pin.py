"""The publication that a request is pinned to (``?version=000003``): everything in it is of that one.

A pin belongs to what runs in one context; work that goes to another thread takes it along (``pinned``
here, ``pin`` there).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from data.engine import DatabaseUnavailable

#: The name of the parameter in addresses.
VERSION = "version"

_pinned: ContextVar[str] = ContextVar("pinned", default="")


class VersionGone(DatabaseUnavailable):
    """The version that was asked for is not kept (any more); the message (Chinese) names it."""

    def __init__(self, version: str, newest: str) -> None:
        super().__init__(f"版本 {version} 已不再保留，或版本号有误；最新版本是 {newest}")


def pinned() -> str:
    """The version that this context is pinned to; empty where it follows the newest."""
    return _pinned.get()


@contextmanager
def pin(version: str) -> Iterator[None]:
    """Everything inside is of this version; empty: of the newest."""
    token = _pinned.set(version)
    try:
        yield
    finally:
        _pinned.reset(token)
