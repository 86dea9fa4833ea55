"""The small world with every page, in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.settings import Settings
from tests.pages.screen import Screen, screen_over
from tests.support.small import publish
from tests.support.world import AS_OF, world


@pytest.fixture(scope="session")
def world_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small world, published once."""
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    return settings


@pytest.fixture(scope="module")
def screen(world_settings: Settings) -> Iterator[Screen]:
    """A screen on the small world."""
    with screen_over(world_settings) as shown:
        yield shown
