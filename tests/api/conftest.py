"""A bare Flask application with only the API on it, over the small world on each engine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import api
from data.engine import open_database
from data.settings import Settings
from queries.cache import AnswerCache
from queries.service import Cockpit
from tests.conftest import ENGINES, NewSettings
from tests.support.small import publish
from tests.support.world import AS_OF, world


@dataclass(frozen=True)
class Site:
    """The API of one database, and the cockpit behind it."""

    #: A FlaskClient; untyped, for its ``json`` is only ever None in a type checker's eyes.
    client: Any
    cockpit: Cockpit
    settings: Settings


def mount(settings: Settings) -> Site:
    """The API over ``settings``, on an application that has nothing else."""
    cockpit = Cockpit(open_database(settings), AnswerCache(settings))
    server = Flask("bare")
    api.register(server, cockpit)
    return Site(server.test_client(), cockpit, settings)


@contextmanager
def small_world(new_settings: NewSettings, engine: str) -> Iterator[Site]:
    """The small world, published and served."""
    with new_settings(engine) as settings:
        publish(settings, world(), business_date=AS_OF, demonstration=True)
        mounted = mount(settings)
        yield mounted
        mounted.cockpit.database.close()


@pytest.fixture(scope="session", params=ENGINES)
def site(request: pytest.FixtureRequest, new_settings: NewSettings) -> Iterator[Site]:
    """The small world on each engine; shared, so nobody may publish to it."""
    with small_world(new_settings, request.param) as mounted:
        yield mounted


@pytest.fixture(scope="session")
def embedded(new_settings: NewSettings) -> Iterator[Site]:
    """The small world on the embedded engine, for what no engine can change."""
    with small_world(new_settings, "duckdb") as mounted:
        yield mounted


@pytest.fixture
def nowhere(duckdb_settings: Settings) -> Site:
    """The API over a database in which nothing was ever published."""
    return mount(duckdb_settings)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of this test's own for the audit trail."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("COCKPIT_HOME", folder)
        yield Path(folder)
