"""Who computes next: so many at a time, so many of them for one client, the others wait a while in turn."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

TOO_MANY = 429
BUSY = 503


class Busy(Exception):
    """No turn came: the HTTP status, and in words what to do."""

    def __init__(self, status: int, words: str) -> None:
        self.status = status
        super().__init__(words)


@dataclass(frozen=True)
class Bounds:
    """``places`` compute at a time, ``each`` of them for one client; ``waiting`` and ``each_waiting`` wait,
    for ``seconds`` at most."""

    places: int
    each: int
    waiting: int = 200
    each_waiting: int = 40
    seconds: float = 20.0


@dataclass(eq=False)
class _Waiter:
    client: str
    called: asyncio.Future[None]


class Turns:
    """Turns on one event loop. The next place is for the client with the fewest, the first who came of it."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._running: Counter[str] = Counter()
        self._waiters: list[_Waiter] = []

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Compute inside. Raises ``Busy`` where too many wait, or the wait was too long."""
        waiter = self._enter(client)
        try:
            await self._called(waiter)
        except BaseException:
            self._leave(waiter)
            raise
        try:
            yield
        finally:
            self._running[client] -= 1
            if not self._running[client]:
                del self._running[client]
            self._call()

    def _enter(self, client: str) -> _Waiter:
        if sum(1 for w in self._waiters if w.client == client) >= self._bounds.each_waiting:
            raise Busy(TOO_MANY, "同时发出的请求太多，请等前面的完成后再试")
        if len(self._waiters) >= self._bounds.waiting:
            raise Busy(BUSY, "读者较多，正在排队的请求已满，请稍后再试")
        waiter = _Waiter(client, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        self._call()
        return waiter

    async def _called(self, waiter: _Waiter) -> None:
        await asyncio.wait([waiter.called], timeout=self._bounds.seconds)
        if not waiter.called.done():
            seconds = f"{self._bounds.seconds:g}"
            raise Busy(BUSY, f"读者较多，排队超过 {seconds} 秒仍未轮到，请稍后再试")

    def _leave(self, waiter: _Waiter) -> None:
        if waiter in self._waiters:
            self._waiters.remove(waiter)
        else:
            # Called in the moment in which it gave up.
            self._running[waiter.client] -= 1
            self._call()

    def _call(self) -> None:
        while self._running.total() < self._bounds.places:
            free = [w for w in self._waiters if self._running[w.client] < self._bounds.each]
            if not free:
                return
            chosen = min(free, key=lambda w: self._running[w.client])
            self._waiters.remove(chosen)
            self._running[chosen.client] += 1
            chosen.called.set_result(None)
