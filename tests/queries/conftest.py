"""The small world, published once on each engine for a whole test process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from data.engine import open_database
from queries.cache import AnswerCache
from queries.evaluate import Number, Numbers, Question, evaluate
from queries.filters import Filters
from queries.scope import EVERYTHING
from queries.service import Cockpit
from tests.conftest import ENGINES, NewSettings
from tests.support.small import publish
from tests.support.world import AS_OF, world

#: One engine's tests stay in one process, so that its world is published once.
EACH_ENGINE = [pytest.param(e, marks=pytest.mark.xdist_group(e)) for e in ENGINES]


class Asker:
    """Numbers straight from the database; the same question is asked once."""

    def __init__(self, cockpit: Cockpit, connection: sa.Connection) -> None:
        self.cockpit = cockpit
        self.connection = connection
        self.filters = Filters.default(cockpit.state().publication.business_date)
        self._known: dict[Question, Numbers] = {}

    def numbers(self, question: Question) -> Numbers:
        """Values by (period number, member codes)."""
        if question not in self._known:
            self._known[question] = evaluate(self.connection, question)
        return self._known[question]

    def value(self, code: str, filters: Filters | None = None) -> Number:
        """The one number of an indicator."""
        return self.numbers(Question(code, filters or self.filters, scope=EVERYTHING)).get((0, ()))

    def groups(self, code: str, by: str) -> dict[str, Number]:
        """Values by member of one dimension."""
        return {
            key[0]: v
            for (_, key), v in self.numbers(Question(code, self.filters, (by,), scope=EVERYTHING)).items()
        }

    def series(self, code: str, interval: str) -> list[Number]:
        """Values along the period."""
        question = Question(code, self.filters, interval=interval, scope=EVERYTHING)
        numbers = self.numbers(question)
        return [numbers.get((n, ())) for n in range(len(question.periods))]


@contextmanager
def _small_world(new_settings: NewSettings, engine: str) -> Iterator[Asker]:
    with new_settings(engine) as settings:
        version = publish(settings, world(), business_date=AS_OF)
        database = open_database(settings)
        with database.connect(version) as connection:
            yield Asker(Cockpit(database, AnswerCache(settings)), connection)
        database.close()


@pytest.fixture(scope="session")
def duckdb_world(new_settings: NewSettings) -> Iterator[Asker]:
    """The small world embedded."""
    with _small_world(new_settings, "duckdb") as asker:
        yield asker


@pytest.fixture(scope="session")
def postgresql_world(pg_server: sa.URL, new_settings: NewSettings) -> Iterator[Asker]:
    """The small world on the server (named first, so that it outlives the world)."""
    with _small_world(new_settings, "postgresql") as asker:
        yield asker


@pytest.fixture(params=EACH_ENGINE)
def asker(request: pytest.FixtureRequest) -> Asker:
    """Questions to the small world, once on each engine."""
    found: Asker = request.getfixturevalue(f"{request.param}_world")
    return found


@pytest.fixture
def cockpit(asker: Asker) -> Cockpit:
    """A cockpit over the small world, once on each engine."""
    return asker.cockpit


@pytest.fixture
def filters(asker: Asker) -> Filters:
    """2022-01-01 to 2022-12-30, as of 2022-12-30."""
    return asker.filters
