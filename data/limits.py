"""What a reader's statement may take, time and memory: one that goes on beyond it is stopped, and says so."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import duckdb
import sqlalchemy as sa

from data.effort import who_waits
from data.settings import Settings
from data.unavailable import QueryStopped

#: How many times as long an export may read: it is written out while it is read.
EXPORT_TIMES = 10
#: What may be spilled to the disk, as a multiple of the memory.
SPILL_TIMES = 4
#: Seconds between two tries to stop what is past its time; one between two statements isn't noticed.
_AGAIN = 0.25

_times: ContextVar[int] = ContextVar("statement_times", default=1)


@contextmanager
def allowing(times: int) -> Iterator[None]:
    """Connections opened inside may be held ``times`` as long as a reader's."""
    before = _times.set(times)
    try:
        yield
    finally:
        _times.reset(before)


def allowed(seconds: int) -> int:
    """The seconds that a connection opened now may be held, where a reader's may for ``seconds``."""
    return seconds * _times.get()


@dataclass
class Hold:
    """A connection that is out: when its time is over, how it is stopped, who waits, and whether it was."""

    until: float
    seconds: float
    stop: Callable[[], None]
    gone: threading.Event | None = None
    is_over: bool = False

    @property
    def is_left(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.gone is not None and self.gone.is_set()

    def begin_again(self) -> None:
        """Have the whole time from now on."""
        self.until, self.is_over = time.monotonic() + self.seconds, False


class Watch:
    """One thread that stops whatever is held for longer than it may be; started by the first hold."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._holds: dict[int, Hold] = {}
        self._thread: threading.Thread | None = None

    @contextmanager
    def held(self, seconds: float, stop: Callable[[], None]) -> Iterator[Hold]:
        """Call ``stop`` (again and again) once the block has taken ``seconds``, or nobody waits for it any
        more; never after it has ended."""
        hold = Hold(time.monotonic() + seconds, seconds, stop, who_waits())
        with self._changed:
            self._holds[id(hold)] = hold
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="statement-watch", daemon=True)
                self._thread.start()
            if len(self._holds) == 1:
                self._changed.notify()
        try:
            yield hold
        finally:
            with self._changed:
                del self._holds[id(hold)]

    def _run(self) -> None:
        while True:
            with self._changed:
                now = time.monotonic()
                for hold in self._holds.values():
                    if hold.until <= now or hold.is_left:
                        hold.is_over = True
                        # Under the lock: what has ended meanwhile may serve another reader already.
                        hold.stop()
                self._changed.wait(_AGAIN if self._holds else None)


_watch = Watch()
_HOLD = "cockpit.hold"
_LESS = "请缩短期间、减少分组或增加筛选条件"


def took_long(seconds: int) -> QueryStopped:
    """What a reader is told whose statement was stopped after ``seconds``."""
    return QueryStopped(f"查询超过 {seconds} 秒，已停止：{_LESS}（上限由 COCKPIT_QUERY_SECONDS 设定）")


def time_statements(engine: sa.Engine) -> None:
    """Give each statement of what is ``bounded`` the whole time, with the reading of its rows."""

    def begun(connection: sa.Connection, *_: Any) -> None:
        hold = connection.info.get(_HOLD)
        if hold is not None:
            hold.begin_again()

    sa.event.listen(engine, "before_cursor_execute", begun)


@contextmanager
def bounded(connection: sa.Connection, settings: Settings) -> Iterator[None]:
    """Stop what the embedded database does in the block when a statement's time is over.

    Raises ``QueryStopped``.
    """
    seconds = allowed(settings.query_seconds)
    driver: Any = connection.connection.driver_connection
    with _watch.held(seconds, driver.interrupt) as hold:
        connection.info[_HOLD] = hold
        try:
            yield
        except (sa.exc.DBAPIError, duckdb.Error) as error:
            if hold.is_left:
                raise QueryStopped("没有人再等待这次查询，已停止") from error
            if hold.is_over:
                raise took_long(seconds) from error
            if isinstance(getattr(error, "orig", None) or error, duckdb.OutOfMemoryException):
                most = settings.query_memory_mb
                words = f"查询所需内存超过 {most} MB，已停止：{_LESS}（上限由 COCKPIT_QUERY_MEMORY_MB 设定）"
                raise QueryStopped(words) from error
            raise
