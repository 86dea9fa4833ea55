"""Operational databases for tests: a SQLite file, and one on the server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.settings import Settings
from store import Store
from tests.support.postgres import drop_database, new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of an operational database that is not there yet."""
    settings = Settings(home=tmp_path / "home")
    if request.param == "sqlite":
        yield settings
        return
    url = new_database(request.getfixturevalue("pg_server"))
    try:
        yield replace(settings, store_url=url)
    finally:
        drop_database(url)


@pytest.fixture
def opened(store_settings: Settings) -> Iterator[Store]:
    made = Store(store_settings)
    yield made
    made.close()
