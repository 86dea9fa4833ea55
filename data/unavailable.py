"""Why a database or a service cannot answer; every message is for a reader, in Chinese.

A driver's own words have paths and addresses of machines in them. They are the ``detail`` of such an
error: for the log and the command line, never for an answer.
"""

from __future__ import annotations

import logging
from typing import TypeVar

from data.guarded import Guard


class Unavailable(RuntimeError):
    """Something that the program needs is away; the message (Chinese) holds no path and no address."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(f"{message}：原因见服务日志" if detail else message)
        self.detail = detail

    @property
    def in_full(self) -> str:
        """The message with its detail, for whoever runs the program."""
        return f"{self}（{self.detail}）" if self.detail else str(self)


_Away = TypeVar("_Away", bound=Unavailable)
_guard = Guard("连接", logging.getLogger(__name__))


def unavailable(kind: type[_Away], message: str, error: Exception) -> _Away:
    """The error to raise ``from error``, whose words go to the log (rarely, where they come again)."""
    _guard.tell(error)
    return kind(message, first_line(error))


def first_line(error: Exception) -> str:
    """What a driver says, without what it says about itself."""
    original = getattr(error, "orig", None) or error
    return (str(original).strip().splitlines() or [type(original).__name__])[0]


class DatabaseUnavailable(Unavailable):
    """No version can be read now; the message (Chinese) says why and what to do."""

    exit_code = 4


class NothingPublished(DatabaseUnavailable):
    """The database is there but holds no version yet."""

    def __init__(self) -> None:
        super().__init__("还没有任何发布版本：请先导入数据（make demo，或 flask --app app data import 目录）")


class QueryStopped(DatabaseUnavailable):
    """A statement took more time or memory than one reader may have; the message says what to ask instead."""


class VersionDamaged(DatabaseUnavailable):
    """A version cannot be read though it should be there, or no version can.

    The message (Chinese) says which and why; it holds no path and no address.
    """
