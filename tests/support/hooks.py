"""A program that is told by webhook: a real HTTP server on this machine that keeps what it is sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Hook:
    """What was received (path, headers, body), what it answers, and where it sends on."""

    port: int
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 200
    location: str = ""
    hangs_up: bool = False

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/told"


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Keep it and answer."""
        hook: Hook = self.server.hook  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        hook.received.append((self.path, dict(self.headers.items()), body))
        if hook.hangs_up:
            self.close_connection = True
            return
        self.send_response(hook.status)
        if hook.location:
            self.send_header("Location", hook.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def hook_server() -> Iterator[Hook]:
    """A server that keeps what it is told."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as server:
        hook = Hook(server.server_address[1])
        server.hook = hook  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield hook
        finally:
            server.shutdown()
            thread.join()
