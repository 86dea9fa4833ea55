"""What readers see of the unified database, whichever engine holds it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager

import duckdb
import sqlalchemy as sa

from data.integrity import Serving
from data.unavailable import DatabaseUnavailable, unavailable
from data.versions import Publication

#: What an error of a driver means for a version; None where it is the question's own.
Explain = Callable[[str, Exception], DatabaseUnavailable | None]


class Database(ABC):
    """The unified database as readers see it: versions that never change."""

    dialect: str

    @abstractmethod
    def current(self) -> Publication:
        """The publication to show now; cheap enough to ask for on every request.

        Raises ``DatabaseUnavailable`` when nothing is published or the server is away, its
        ``VersionDamaged`` when there are versions but none that is whole.
        """

    def serving(self) -> Serving:
        """``current``, with the reason where an older version stands in for a damaged one; raises as it."""
        return Serving(self.current())

    def trouble(self, version: str) -> str:
        """What is wrong with a version as far as is known, in Chinese words; "" where nothing is."""
        return ""

    def damaged(self) -> dict[str, str]:
        """The versions with something wrong, newest first, and what (Chinese)."""
        return {}

    def verify(self) -> None:  # noqa: B027 -- a server looks after its own files
        """Look closely at what wasn't looked at yet, for minutes perhaps: for a thread in the background."""

    @abstractmethod
    def publications(self) -> list[Publication]:
        """Kept publications, newest first; empty when there is none yet."""

    @abstractmethod
    def connect(self, version: str) -> AbstractContextManager[sa.Connection]:
        """A read-only connection that sees exactly ``version``.

        Raises ``DatabaseUnavailable`` when that version is not kept or the server is away, and
        ``QueryStopped`` where what is read takes more time or memory than the settings allow
        (``data.limits.allowing``: some times as long).
        """

    @abstractmethod
    def close(self) -> None:
        """Close every connection that isn't in use."""


def open_connection(
    engine: sa.Engine, trouble: str, version: str = "", explained: Explain | None = None
) -> sa.Connection:
    try:
        return engine.connect()
    except (sa.exc.DBAPIError, duckdb.Error) as error:
        if explained and (known := explained(version, error)):
            raise known from error
        raise unavailable(DatabaseUnavailable, trouble, error) from error
    except sa.exc.TimeoutError as error:
        raise DatabaseUnavailable("数据库连接已全部占用，请稍后再试") from error
