"""What a piece of work may do for whom: tell what is known only, go on while somebody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")


class NeedsWork(BaseException):
    """What was asked isn't known yet: it has to be computed, by somebody who may.

    No ``Exception``, for what makes the best of an error must not take it for one.
    """


_known_only: ContextVar[bool] = ContextVar("known_only", default=False)
_gone: ContextVar[threading.Event | None] = ContextVar("gone", default=None)


def require_work() -> None:
    """Say that what follows reads the database or waits for who does. Raises ``NeedsWork``."""
    if _known_only.get():
        raise NeedsWork


@contextmanager
def known_only() -> Iterator[None]:
    """Let what runs inside tell what is known, and nothing else."""
    before = _known_only.set(True)
    try:
        yield
    finally:
        _known_only.reset(before)


@contextmanager
def working_for(gone: threading.Event | None) -> Iterator[None]:
    """Let what runs inside end early once ``gone`` is set: nobody waits for it any more."""
    before = _gone.set(gone)
    try:
        yield
    finally:
        _gone.reset(before)


def who_waits() -> threading.Event | None:
    """Set once nobody waits for the present work; None for work that nobody waits for at all."""
    return _gone.get()


def for_the_same(work: Callable[..., T]) -> Callable[..., T]:
    """The same work, to be done by another thread for whoever waits for the present one."""
    gone = who_waits()

    def run(*given: Any) -> T:
        with working_for(gone):
            return work(*given)

    return run
