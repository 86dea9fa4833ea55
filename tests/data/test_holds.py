"""Versions that archived papers show outlive the newest ones, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from data.engine import Database
from data.holds import hold
from data.settings import Settings
from intake import import_files
from tests.support.files import DAY, START, csv

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


def test_files_of_a_clerk_prune_no_held_version(
    settings: Settings, database: Database, publish: Callable[..., str], folder: Path
) -> None:
    few = replace(settings, keep_versions=2)
    first = publish(few, START)
    hold(settings.home, [first])
    for number in range(3):
        path = csv(folder, f"人员{number}.csv", "人员编号,姓名,院士", f"q{number},某,否")
        assert import_files([path], few, DAY).version
    assert [p.version for p in database.publications()] == ["000004", "000003", first]
