"""Whether a publication ever came to be can be told of kept and of pruned versions, on both engines."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from data.engine import open_database
from data.settings import Settings
from intake.deliveries.lineage import came_to_be
from tests.deliveries.conftest import TABLES
from tests.support.small import publish


def test_publications_are_known_after_they_were_pruned(settings: Settings) -> None:
    few = replace(settings, keep_versions=2)
    assert came_to_be(few, "000001@2022-12-30T08:00:00") is None
    editions = []
    for _ in range(4):
        publish(few, TABLES)
        with closing(open_database(few)) as database:
            editions.append(database.current().edition)
            kept = {p.edition for p in database.publications()}
    assert editions[0] not in kept
    assert [came_to_be(few, edition) for edition in editions] == ["000001", "000002", "000003", "000004"]
    assert came_to_be(few, "000005@2022-12-30T08:00:00") is None
    assert came_to_be(few, "000002@2022-12-30T08:00:00") is None, "another database's second version"
