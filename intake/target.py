"""Where an import publishes to: what both engines have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Container
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from data.engine import Database
from data.lock import Progress
from data.versions import Publication
from intake.delivery import Delivery
from intake.staging import Workbench

#: Looks at a version that is built but not yet published.
Inspect = Callable[[Database], None]


class Target(ABC):
    """A place that holds versions and can take another one. Only used under the import lock."""

    #: The version that the delivery builds on; None for the first one, and where none is whole.
    version: str | None
    #: Why that isn't the version published last (Chinese); "" where it is.
    trouble: str = ""

    @abstractmethod
    def next_version(self) -> str:
        """The number of the publication to come."""

    @abstractmethod
    def columns(self, table: Table) -> frozenset[str]:
        """Columns that the table has in the base version; empty when it isn't there."""

    @abstractmethod
    def relation(self, bench: Workbench, table: Table, columns: list[str]) -> str:
        """A relation in the workbench with those columns of the base version's rows."""

    @abstractmethod
    def publish(
        self,
        bench: Workbench,
        delivery: Delivery,
        publication: Publication,
        progress: Progress,
        inspect: Inspect | None = None,
    ) -> None:
        """Build the version out of staged and carried-over tables and make it current, atomically.

        ``inspect`` sees the finished version before anybody else; when it raises, nothing happened.
        """

    @abstractmethod
    def prune(self, keep: int, held: Container[str] = ()) -> list[str]:
        """Drop versions beyond ``keep`` that no archived paper holds.

        Those still locked by readers wait for the next import.
        """

    @abstractmethod
    def point_to(self, version: str) -> Publication:
        """Make a kept version current; raises ``LookupError`` when it isn't kept."""


def publication_of(delivery: Delivery, version: str) -> Publication:
    """The publication that a delivery becomes, as of this moment."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None, microsecond=0)
    return Publication(version, delivery.business_date, now, delivery.is_demonstration, delivery.title)
