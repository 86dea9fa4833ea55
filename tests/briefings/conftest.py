"""The small world, and what writes briefings over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from briefings.compose import compose
from briefings.kinds import get_kind
from briefings.times import span
from data.engine import open_database
from data.settings import Settings
from documents.model import Briefing, Paragraph, Table
from queries.cache import AnswerCache
from queries.scope import EVERYTHING
from queries.service import Cockpit
from tests.support.small import publish
from tests.support.world import AS_OF, world


@dataclass(frozen=True)
class Desk:
    """Writes briefings on one home."""

    settings: Settings
    cockpit: Cockpit

    def write(
        self, kind: str, year: int = 2022, quarter: int | None = None, month: int | None = None
    ) -> Briefing:
        """A briefing on the current version."""
        declared = get_kind(kind)
        return compose(self.cockpit, declared, span(declared, year, quarter, month), scope=EVERYTHING)


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on the small world, a demonstration; shared, so nobody may publish to it."""
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    database = open_database(settings)
    yield Desk(settings, Cockpit(database, AnswerCache(settings)))
    database.close()


def words(found: Briefing) -> str:
    """The paragraphs of a briefing, one a line."""
    return "\n".join(found.said(b.text) for b in found.blocks if isinstance(b, Paragraph))


def table(found: Briefing, title: str) -> list[list[str]]:
    """The cells of the table whose title begins so."""
    [one] = [b for b in found.blocks if isinstance(b, Table) and b.title.startswith(title)]
    return [[found.said(cell) for cell in row] for row in one.rows]
