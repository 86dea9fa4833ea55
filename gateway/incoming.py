"""A request as the application sees it: its body whole, before a thread is taken."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

Scope = Mapping[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Environ = dict[str, Any]

#: Seconds without a byte, and bytes a second over the whole: what is slower isn't waited for.
BODY_SECONDS = 20.0
BODY_PACE = 4096
_IN_MEMORY = 1 << 20


class Refused(Exception):
    """A body that isn't taken: the HTTP status, and why in words."""

    def __init__(self, status: int, words: str) -> None:
        self.status = status
        super().__init__(words)


class LeftEarly(Exception):
    """The client went away before its request was whole."""


async def read_body(receive: Receive, most: int, folder: Path) -> tuple[IO[bytes], int]:
    """The body in a file and its length. Raises ``Refused`` and ``LeftEarly``."""
    body = SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - the caller closes it
    try:
        size = await _read(receive, body, most)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body, size


async def _read(receive: Receive, body: SpooledTemporaryFile[bytes], most: int) -> int:
    began, size, more = time.monotonic(), 0, True
    while more:
        try:
            message = await asyncio.wait_for(receive(), BODY_SECONDS)
        except TimeoutError:
            raise Refused(408, f"请求内容超过 {BODY_SECONDS:g} 秒没有传来，已停止接收，请重新发送") from None
        if message["type"] == "http.disconnect":
            raise LeftEarly
        data = message.get("body", b"")
        size += len(data)
        if size > most:
            raise Refused(413, f"请求内容超过 {most >> 20} MB，没有接收")
        if size < (time.monotonic() - began - BODY_SECONDS) * BODY_PACE:
            raise Refused(408, "请求内容传来得太慢，已停止接收，请重新发送")
        try:
            body.write(data)
        except OSError as problem:
            raise Refused(507, f"服务器磁盘写不下请求内容（{problem.strerror}），请稍后再试") from problem
        more = message.get("more_body", False)
    return size


def environ_of(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """The request in WSGI's terms (PEP 3333)."""
    host, port = scope["server"]
    found: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").upper()
        # An underscore would pass for a hyphen.
        if "_" not in name:
            _add(found, name.replace("-", "_"), value.decode("latin-1"))
    if size or "CONTENT_LENGTH" in found:
        found["CONTENT_LENGTH"] = str(size)
    return found


def _add(environ: Environ, name: str, value: str) -> None:
    key = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
    if key in environ:
        value = environ[key] + ("; " if name == "COOKIE" else ",") + value
    environ[key] = value
