"""The application (WSGI) behind an asynchronous server: no client holds a thread by being slow.

A request is first asked what is known already, on threads that never compute. Where something has to be
computed it is asked again, in its turn (``gateway.turns``), on threads of their own. Health and heartbeats
have their own as well.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any

from data.effort import NeedsWork, known_only, working_for
from data.settings import Settings
from data.unavailable import DatabaseUnavailable
from gateway.incoming import Environ, LeftEarly, Message, Receive, Refused, Scope, environ_of, read_body
from gateway.outgoing import Outgoing, ReaderGone
from gateway.refusals import Headers, refusal
from gateway.turns import Bounds, Busy, Turns

log = logging.getLogger(__name__)

Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

#: Answered at any time, by threads that do nothing else.
RESERVED = ("/healthz", "/api/v1/walls")
READY = "/readyz"
#: Asked once only, in their turn: they write something, or are sent whole or not at all.
STRAIGHT = ("/export/", "/drafts/", "/artefacts/", "/schedules/", "/verify/", "/api/v1/snapshots")
#: Posts that write nothing.
READING_POSTS = ("/_dash-update-component",)
#: Seconds in which a reader takes a piece of an answer; then nobody sends any more.
SEND_SECONDS = 60.0
#: Bytes of a body where nothing is uploaded.
MOST_BODY = 64 << 20
UPLOADS = "/intake/"
_COOKIE = "cockpit_token"
_WHOLE = 8 << 20
_SWITCH_SECONDS = 0.0005


@dataclass
class Answer:
    """What the application answered; ``rest`` makes what follows ``body``, slowly."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    rest: Iterable[bytes] | None = None

    def start(self, status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[..., Any]:
        """WSGI's ``start_response``."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers]
        return self._write

    def _write(self, data: bytes) -> None:
        raise NotImplementedError("write() of WSGI is not supported")

    @property
    def is_short(self) -> bool:
        """Whether the body is known whole: it has a length that fits into memory, or there is none."""
        length = dict(self.headers).get(b"content-length", b"")
        return self.status in (204, 304) or (length.isdigit() and int(length) <= _WHOLE)


class Gateway:
    """The ASGI application in front of ``application``."""

    def __init__(self, application: Application, settings: Settings) -> None:
        # The loop waits for no thread longer than this: it answers health, and sends to everybody.
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._application = application
        self._folder = settings.home / "tmp"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._most = (settings.intake_file_mb + 64) << 20
        places = settings.threads
        self._quick = ThreadPoolExecutor(places, "quick")
        self._work = ThreadPoolExecutor(places, "work")
        self._reserved = ThreadPoolExecutor(2, "reserved")
        self._ready = ThreadPoolExecutor(1, "ready")
        self._turns = Turns(Bounds(places, max(1, places - 2)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            await _Exchange(self, scope, receive, send).run()
        except LeftEarly:
            return

    def most_body(self, path: str) -> int:
        """The bytes that the body of a request may have."""
        return self._most if path.startswith(UPLOADS) else MOST_BODY


class _Exchange:
    """One request and its answer."""

    def __init__(self, gateway: Gateway, scope: Scope, receive: Receive, send: Send) -> None:
        self._gate = gateway
        self._scope = scope
        self._receive = receive
        self._send = send
        self._path: str = scope["path"]
        self._bound = copy_context()
        self._body: Any = io.BytesIO()
        self._size = 0

    async def run(self) -> None:
        try:
            if _has_body(self._scope):
                most = self._gate.most_body(self._path)
                self._body, self._size = await read_body(self._receive, most, self._gate._folder)
            await self._answer()
        except (Refused, Busy) as problem:
            await self._whole(*refusal(self._scope, problem.status, str(problem)))
        finally:
            self._body.close()

    async def _answer(self) -> None:
        if self._path in RESERVED or self._path == READY:
            pool = self._gate._ready if self._path == READY else self._gate._reserved
            answer = await self._attempt(pool, self._told)
            assert answer is not None
            await self._whole(answer.status, answer.headers, answer.body)
            return
        begun = await self._attempt(self._gate._quick, self._known) if self._asks_only() else None
        if begun is not None and begun.rest is None:
            await self._whole(begun.status, begun.headers, begun.body)
        else:
            await self._in_turn(begun)

    def _asks_only(self) -> bool:
        if self._path in READING_POSTS:
            return True
        return self._scope["method"] in ("GET", "HEAD") and not self._path.startswith(STRAIGHT)

    async def _attempt(self, pool: ThreadPoolExecutor, told: Callable[[], Answer | None]) -> Answer | None:
        # What the application binds to this request goes with it from thread to thread.
        self._bound = copy_context()
        return await asyncio.get_running_loop().run_in_executor(pool, self._bound.run, told)

    def _told(self) -> Answer:
        """The application's answer; whole where that is short."""
        self._body.seek(0)
        answer = Answer()
        try:
            made = self._gate._application(environ_of(self._scope, self._body, self._size), answer.start)
            if answer.is_short:
                answer.body = _drained(made)
            else:
                pieces = iter(made)
                answer.body, answer.rest = next(pieces, b""), _rest(pieces, made)
        except Exception as problem:
            log.exception("请求 %s 出错", self._path)
            answer.status, answer.headers, answer.body = refusal(self._scope, *_trouble(problem))
        return answer

    def _known(self) -> Answer | None:
        """The answer, or its beginning, where nothing has to be computed for it; else None."""
        try:
            with known_only():
                return self._told()
        except NeedsWork:
            return None

    async def _in_turn(self, begun: Answer | None) -> None:
        """Compute the answer, or its rest, when the turn comes."""
        out = Outgoing(self._gate._folder)
        watching = asyncio.ensure_future(self._watch(out))
        sending: asyncio.Future[None] | None = None
        try:
            if begun is not None:
                out.put(begun.body)
                sending = asyncio.ensure_future(self._stream(begun, out))
            async with self._gate._turns.turn(self._client()):
                if begun is None:
                    self._bound = copy_context()
                work = partial(self._bound.run, self._computed, begun, out)
                answer = await asyncio.get_running_loop().run_in_executor(self._gate._work, work)
            out.end()
            if sending is None and not out.gone.is_set():
                _set_length(answer, out.size)
                sending = asyncio.ensure_future(self._stream(answer, out))
        except Busy:
            if sending is None:
                raise
            # What was begun ends early: its reader sees that, and asks again.
            out.end()
        finally:
            if sending is not None:
                await sending
            watching.cancel()
            out.close()
            if begun is not None:
                self._bound.run(_close, begun.rest)

    def _computed(self, begun: Answer | None, out: Outgoing) -> Answer:
        with working_for(out.gone):
            answer = begun
            try:
                if out.gone.is_set():
                    raise ReaderGone
                if answer is None:
                    answer = self._told()
                    out.put(answer.body)
                for piece in answer.rest or ():
                    out.put(piece)
            except ReaderGone:
                pass
            except Exception as problem:
                log.exception("请求 %s 没有完成", self._path)
                if begun is None:
                    answer = Answer(*refusal(self._scope, *_trouble(problem)))
                    out.start_over(answer.body)
            finally:
                _close(answer.rest if answer else None)
            return answer or Answer()

    async def _stream(self, answer: Answer, out: Outgoing) -> None:
        """Send what comes; who doesn't read is left alone after a while."""
        try:
            await self._send(_start(answer.status, answer.headers))
            async for piece in out.pieces():
                if out.gone.is_set():
                    return
                message = {"type": "http.response.body", "body": piece, "more_body": True}
                await asyncio.wait_for(self._send(message), SEND_SECONDS)
            await asyncio.wait_for(self._send({"type": "http.response.body", "body": b""}), SEND_SECONDS)
        except TimeoutError:
            out.gone.set()

    async def _whole(self, status: int, headers: Headers, body: bytes) -> None:
        await self._send(_start(status, headers))
        await self._send({"type": "http.response.body", "body": body})

    async def _watch(self, out: Outgoing) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            continue
        out.gone.set()
        out.end()

    def _client(self) -> str:
        """Who asks: the browser, by the mark that it holds, or else the address."""
        address = str(self._scope["client"][0])
        for name, value in self._scope["headers"]:
            if name == b"cookie":
                with suppress(CookieError):
                    if mark := SimpleCookie(value.decode("latin-1")).get(_COOKIE):
                        return f"{address} {mark.value}"
        return address


def _has_body(scope: Scope) -> bool:
    names = {name for name, _ in scope["headers"]}
    return b"content-length" in names or b"transfer-encoding" in names


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _set_length(answer: Answer, size: int) -> None:
    if not any(name == b"content-length" for name, _ in answer.headers) and answer.status >= 200:
        answer.headers.append((b"content-length", str(size).encode()))


def _trouble(problem: Exception) -> tuple[int, str]:
    if isinstance(problem, DatabaseUnavailable):
        return 503, str(problem)
    return 500, "服务器内部错误，详情见服务日志"


def _drained(made: Iterable[bytes]) -> bytes:
    try:
        return b"".join(made)
    finally:
        _close(made)


def _rest(pieces: Iterator[bytes], made: Iterable[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    finally:
        _close(made)


def _close(made: object) -> None:
    close = getattr(made, "close", None)
    if close is not None:
        close()
