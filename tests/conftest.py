"""What all tests share: a browser, DuckDB in a temporary folder, PostgreSQL on a server started here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from data.engine import Database, open_database
from data.settings import Settings
from tests.support.browser import chromium
from tests.support.postgres import drop_database, new_database, postgres_server
from tests.support.small import publish as publish_rows

# A busy machine is slow, not wrong; and the same commit has the same cases everywhere.
hypothesis.settings.register_profile("cockpit", deadline=None, derandomize=True)
hypothesis.settings.load_profile("cockpit")

ENGINES = ("duckdb", "postgresql")

#: ``with new_settings("postgresql") as settings``: an empty database of its own.
NewSettings = Callable[[str], AbstractContextManager[Settings]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a test process: Playwright cannot be started twice in one."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def pg_server() -> Iterator[sa.URL]:
    """A PostgreSQL server for this session (one per test process)."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def new_settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewSettings:
    """Makes settings of an empty database on the named engine, for fixtures of any scope."""

    @contextmanager
    def make(engine: str) -> Iterator[Settings]:
        home = tmp_path_factory.mktemp("home")
        if engine == "duckdb":
            yield Settings(home=home)
            return
        url = new_database(request.getfixturevalue("pg_server"))
        try:
            yield Settings(home=home, database_url=url)
        finally:
            drop_database(url)

    return make


@pytest.fixture
def duckdb_settings(new_settings: NewSettings) -> Iterator[Settings]:
    """Settings of an empty embedded database."""
    with new_settings("duckdb") as made:
        yield made


@pytest.fixture
def postgresql_settings(new_settings: NewSettings) -> Iterator[Settings]:
    """Settings of an empty database on the server."""
    with new_settings("postgresql") as made:
        yield made


@pytest.fixture(params=ENGINES)
def settings(request: pytest.FixtureRequest, new_settings: NewSettings) -> Iterator[Settings]:
    """Settings of an empty database, once on each engine."""
    with new_settings(request.param) as made:
        yield made


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The readers' side of ``settings``."""
    opened = open_database(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def publish() -> Callable[..., str]:
    """``publish(settings, {table: rows}, …)``: see ``tests.support.small.publish``."""
    return publish_rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for one delivery (not yet there)."""
    return tmp_path / "delivery"
