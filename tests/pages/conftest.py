"""The whole application over the small world, asked as a browser asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.settings import Settings
from tests.pages.screen import Screen, screen_over
from tests.support.small import publish
from tests.support.world import AS_OF, world


@pytest.fixture(scope="session")
def world_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small world, published once; shared, so nobody may publish to it."""
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    return settings


@pytest.fixture(scope="module")
def screen(world_settings: Settings) -> Iterator[Screen]:
    """A screen on the small world."""
    with screen_over(world_settings) as shown:
        yield shown


@pytest.fixture
def own_settings(world_settings: Settings, tmp_path: Path) -> Settings:
    """Settings of a copy of the small world that a test may take away; nothing is cached yet."""
    shutil.copytree(world_settings.home / "unified", tmp_path / "home" / "unified")
    return Settings(home=tmp_path / "home")
