"""A server of the program's own, for its own browser: on a free port of this machine, in this process.

So a snapshot needs no running server, whoever makes it, and never meets a sign-in or another release.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

_lock = threading.Lock()
_load: list[Callable[[], Flask]] = []
_running: list[OwnServer] = []


@dataclass(frozen=True)
class OwnServer:
    """The application and where it answers (``http://127.0.0.1:…``)."""

    app: Flask
    base: str


class _Quiet(WSGIRequestHandler):
    #: Connections stay open: a page asks for some sixty files.
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: Any) -> None:
        """What the own browser asks is in nobody's log."""


def offer(load: Callable[[], Flask]) -> None:
    """Say how the application is made when the first snapshot needs it."""
    _load[:] = [load]


def own_server() -> OwnServer:
    """The server, started at the first use; raises ``RuntimeError`` where no application was offered."""
    with _lock:
        if not _running:
            if not _load:
                raise RuntimeError("no application was offered to draw snapshots from")
            app = _load[0]()
            # Dash sets itself up at the first request; in many threads at once that may fail.
            app.test_client().get("/")
            server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
            threading.Thread(target=server.serve_forever, daemon=True, name="own-server").start()
            _running.append(OwnServer(app, f"http://127.0.0.1:{server.server_port}"))
        return _running[0]
