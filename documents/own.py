"""A server of the program's own, for its own browser: on a free port of this machine, in this process.

So a snapshot needs no running server, whoever makes it, and never meets a sign-in or another release.
"""

from __future__ import annotations

import threading
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

_lock = threading.Lock()
_running: dict[int, BaseWSGIServer] = {}


class _Quiet(WSGIRequestHandler):
    #: Connections stay open: a page asks for some sixty files.
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: Any) -> None:
        """What the own browser asks is in nobody's log."""


def own_server(app: Flask) -> str:
    """Where ``app`` answers (``http://127.0.0.1:…``) until it is stopped; started at the first use."""
    with _lock:
        if id(app) not in _running:
            # Dash sets itself up at the first request; in many threads at once that may fail.
            app.test_client().get("/")
            server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
            threading.Thread(target=server.serve_forever, daemon=True, name="own-server").start()
            _running[id(app)] = server
        return f"http://127.0.0.1:{_running[id(app)].server_port}"


def stop_own_servers() -> None:
    """End them all."""
    with _lock:
        while _running:
            _, server = _running.popitem()
            server.shutdown()
            server.server_close()
