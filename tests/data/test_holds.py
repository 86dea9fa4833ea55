"""Versions that archived papers show outlive the newest ones, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from data.engine import Database
from data.holds import hold
from data.settings import Settings

#: No rows: what is published is of no matter here.
TABLES: dict[str, list[dict[str, object]]] = {}


def test_a_held_version_is_not_pruned(
    settings: Settings, database: Database, publish: Callable[..., str]
) -> None:
    few = replace(settings, keep_versions=2)
    first = publish(few, TABLES)
    hold(settings.home, [first])
    for _ in range(3):
        publish(few, TABLES)
    assert [p.version for p in database.publications()] == ["000004", "000003", first]
    hold(settings.home, [])
    publish(few, TABLES)
    assert [p.version for p in database.publications()] == ["000005", "000004"]


def test_no_more_versions_are_held_than_the_setting_says(
    settings: Settings, database: Database, publish: Callable[..., str]
) -> None:
    few = replace(settings, keep_versions=2, hold_versions=1)
    versions = [publish(few, TABLES) for _ in range(2)]
    hold(settings.home, versions)
    for _ in range(2):
        publish(few, TABLES)
    assert [p.version for p in database.publications()] == ["000004", "000003", versions[0]]
