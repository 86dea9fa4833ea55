"""Threads that live as long as their process: what goes wrong in one step doesn't end them.

An error is logged with its traceback the first time; the same kind again only as a count, once an hour. So
a full disk or a server that is away costs a line, not a log.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import extract_tb

#: How often an error that goes on is told again, in seconds.
AGAIN_SECONDS = 3600.0
#: A kind of error: its class, and where it was raised.
_Kind = tuple[str, str, int | None]


class Guard:
    """Around each step of a thread called ``name`` (Chinese, for the log): ``with guard.step():``."""

    def __init__(self, name: str, log: logging.Logger) -> None:
        self._name = name
        self._log = log
        self._told: dict[_Kind, tuple[float, int]] = {}
        self._is_well = True

    @contextmanager
    def step(self) -> Iterator[None]:
        """Whatever is raised inside (but the end of the process) is logged and goes no further."""
        try:
            yield
        except Exception as error:
            self.tell(error)
            self._is_well = False
        else:
            if not self._is_well:
                self._log.warning("%s：恢复正常", self._name)
            self._is_well = True

    def tell(self, error: Exception) -> None:
        """Log an error, the first time with its traceback and then rarely."""
        at = extract_tb(error.__traceback__)
        place = (at[-1].filename, at[-1].lineno) if at else ("", None)
        kind = (type(error).__name__, *place)
        now = time.monotonic()
        since, count = self._told.get(kind, (float("-inf"), 0))
        if now - since < AGAIN_SECONDS:
            self._told[kind] = (since, count + 1)
            return
        self._told[kind] = (now, 0)
        if count:
            self._log.error("%s：同一错误又出现 %d 次：%s", self._name, count, error)
        else:
            self._log.error("%s：出错，继续运行", self._name, exc_info=error)
