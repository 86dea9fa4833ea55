"""Versions that archived papers show outlive the newest ones, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from data.engine import Database
from data.settings import Settings
from intake import import_files
from store import open_store
from store.artefacts import Archive, Artefact, artefact
from tests.support.files import DAY, START, csv


def hold(settings: Settings, versions: Sequence[str]) -> None:
    """Have the archive show these versions and no others, the last archived first."""
    archive = Archive(settings)
    with open_store(settings).write() as connection:
        connection.execute(sa.delete(artefact))
    for version in reversed(versions):
        day = date(2022, 12, 30)
        facts = Artefact("snapshot.png", "总览", "/", version, version, day, False, "张三", "总览.png")
        archive.keep(version.encode(), facts)


#: No rows: what is published is of no matter here.
TABLES: dict[str, list[dict[str, object]]] = {}


def test_a_held_version_is_not_pruned(
    settings: Settings, database: Database, publish: Callable[..., str]
) -> None:
    few = replace(settings, keep_versions=2)
    first = publish(few, TABLES)
    hold(settings, [first])
    for _ in range(3):
        publish(few, TABLES)
    assert [p.version for p in database.publications()] == ["000004", "000003", first]
    hold(settings, [])
    publish(few, TABLES)
    assert [p.version for p in database.publications()] == ["000005", "000004"]


def test_no_more_versions_are_held_than_the_setting_says(
    settings: Settings, database: Database, publish: Callable[..., str]
) -> None:
    few = replace(settings, keep_versions=2, hold_versions=1)
    versions = [publish(few, TABLES) for _ in range(2)]
    hold(settings, versions)
    for _ in range(2):
        publish(few, TABLES)
    assert [p.version for p in database.publications()] == ["000004", "000003", versions[0]]


def test_files_of_a_clerk_prune_no_held_version(
    settings: Settings, database: Database, publish: Callable[..., str], folder: Path
) -> None:
    few = replace(settings, keep_versions=2)
    first = publish(few, START)
    hold(settings, [first])
    for number in range(3):
        path = csv(folder, f"人员{number}.csv", "人员编号,姓名,院士", f"q{number},某,否")
        assert import_files([path], few, DAY).version
    assert [p.version for p in database.publications()] == ["000004", "000003", first]
