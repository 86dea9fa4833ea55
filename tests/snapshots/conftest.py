"""The application over the small world, in this process, for snapshots of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.settings import Settings
from documents.own import stop_own_servers
from store.artefacts import Archive
from tests.pages.screen import screen_over
from tests.support.small import publish
from tests.support.world import AS_OF, world


@pytest.fixture(scope="session")
def twice_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small world, and a second publication without any memberships, which is current."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), threads=4)
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    publish(settings, {**world(), "membership": []}, business_date="2023-01-31", demonstration=True)
    return settings


@pytest.fixture(scope="module")
def archive(twice_settings: Settings) -> Iterator[Archive]:
    """What was archived, with the application that snapshots are made of."""
    with screen_over(twice_settings) as screen:
        with screen.client.application.app_context():
            yield Archive(twice_settings)
        stop_own_servers()
