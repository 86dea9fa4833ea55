"""The home that an earlier release left, opened by today's code."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.settings import Settings
from tests.pages.screen import Screen, screen_over

PACKED = Path(__file__).parent / "home-f31aa8d.tar.xz"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Before:
    """What stood in the old home before today's code saw it."""

    listing: dict[str, Any]
    tables: dict[str, Rows]
    files: dict[str, bytes]

    def rows(self, table: str, **values: Any) -> Rows:
        """Rows of a table of the operational database that have these values."""
        return [r for r in self.tables[table] if all(r[name] == value for name, value in values.items())]


def tables_of(home: Path) -> dict[str, Rows]:
    """Every row of every table of a home's operational database, as SQLite holds it."""
    with closing(sqlite3.connect(home / "cockpit.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        names = [r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(r) for r in connection.execute(f"SELECT * FROM {name}")] for name in names}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Before]:
    """A copy of the old home, and what is in it."""
    home = tmp_path_factory.mktemp("old")
    with tarfile.open(PACKED) as packed:
        packed.extractall(home, filter="data")
    listing = json.loads((home / "release.json").read_text("utf-8"))
    small = [path for path in home.rglob("*") if path.suffix in (".json", ".jsonl", ".xlsx", ".csv")]
    files = {path.relative_to(home).as_posix(): path.read_bytes() for path in small}
    return Settings(home=home, keep_versions=2, threads=4), Before(listing, tables_of(home), files)


@pytest.fixture(scope="module")
def settings(unpacked: tuple[Settings, Before]) -> Settings:
    """Settings of the old home."""
    return unpacked[0]


@pytest.fixture(scope="module")
def before(unpacked: tuple[Settings, Before]) -> Before:
    """What stood in the old home."""
    return unpacked[1]


@pytest.fixture(scope="module")
def screen(settings: Settings) -> Iterator[Screen]:
    """Today's application over the old home."""
    with screen_over(settings) as shown:
        yield shown
