"""What an import compares is what the pages show."""

from __future__ import annotations

from contextlib import closing
from datetime import date

from data.engine import open_database
from data.settings import Settings
from queries.cache import AnswerCache
from queries.filters import Filters
from queries.indicators import INDICATORS
from queries.movement import figures
from queries.scope import EVERYTHING
from queries.service import Cockpit
from tests.support.small import publish
from tests.support.world import AS_OF, world


def test_figures_are_the_answers(duckdb_settings: Settings) -> None:
    publish(duckdb_settings, world(), business_date=AS_OF)
    day = date.fromisoformat(str(AS_OF))
    with closing(open_database(duckdb_settings)) as database:
        found = figures(database, "000001", day)
        cockpit = Cockpit(database, AnswerCache(duckdb_settings))
        listed = [i for i in INDICATORS.values() if i.listed]
        assert found == {
            i.code: (i.name, cockpit.value(i.code, Filters.default(day), scope=EVERYTHING), i.unit)
            for i in listed
        }
