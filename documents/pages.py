"""The pages, in a process that serves none: put together when the first paper is made of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import cast

from flask import Flask, current_app, has_app_context

from components.board.sheet import SHEETS
from components.wall.scenes import WALLS

_lock = threading.Lock()
_how: Callable[[], object] | None = None


def assembled_by(how: Callable[[], object]) -> None:
    """Say, in the main thread, how this process puts the application together once it is needed."""
    global _how
    # Dash keeps something of its own in the context of the thread that imported it.
    context = copy_context()
    _how = partial(context.run, how)


def application() -> Flask:
    """The application: the one in which a command runs, else the one that this process puts together."""
    if has_app_context():
        return cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    with _lock:
        if _how is None:
            raise RuntimeError("nobody said how the application is put together here")
        return cast(Flask, getattr(_how(), "server"))  # noqa: B009 - the module of the application


def assemble() -> None:
    """Make sure that the pages and the wall are known here; the first time takes a second or two."""
    with _lock:
        if _how is not None and not (SHEETS and WALLS):
            _how()
