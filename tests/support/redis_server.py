"""A Redis server of the tests' own: no file kept, gone when the block ends."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import free_port, running
from tests.support.tools import redis_server_path


@contextmanager
def redis_server() -> Iterator[str]:
    """Yield the ``redis://`` address of a fresh server; ``ToolMissing`` if Redis is not installed."""
    program, port = redis_server_path(), free_port()
    with tempfile.TemporaryDirectory(prefix="cockpit-redis-") as folder:
        command = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--appendonly", "no", "--dir", folder]
        with running(
            command, lambda: _pings(port), log=Path(folder) / "redis.log", cwd=Path(folder), seconds=20
        ):
            yield f"redis://127.0.0.1:{port}/0"


def _pings(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
    except OSError:
        return False
