"""The wall over the small world: one server, and fresh tabs of any size to watch it in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from data.settings import ROOT, Settings
from tests.pages.screen import Screen, screen_over
from tests.support.browser import Visit, visit
from tests.support.server import environment, live_server
from tests.support.small import publish
from tests.support.world import AS_OF, world


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small world, published once as a demonstration; shared, so nobody may publish to it."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), threads=4)
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    return settings


@pytest.fixture(scope="session")
def site(small_home: Settings) -> Iterator[str]:
    """Address of a server over the small world."""
    with live_server(small_home) as base:
        yield base


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the demonstration, names and figures of real length; nobody may publish to it."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), threads=4)
    made = [sys.executable, "-m", "demo.ensure"]
    subprocess.run(made, cwd=ROOT, env=environment(settings), check=True, stdout=subprocess.DEVNULL)
    with live_server(settings) as base:
        yield base


@pytest.fixture(scope="module")
def screen(small_home: Settings) -> Iterator[Screen]:
    """The application over the small world without a browser."""
    with screen_over(small_home) as shown:
        yield shown


@pytest.fixture
def seen(browser: Browser) -> Iterator[Visit]:
    """A fresh tab on a laptop, nothing moving in it; nothing may go wrong in it."""
    with visit(browser) as opened:
        yield opened
        assert opened.outside == []
        assert opened.errors == []


@pytest.fixture
def lively(browser: Browser) -> Iterator[Visit]:
    """The same tab where motion is welcome: figures count up, and the carousel runs."""
    with visit(browser, reduced_motion="no-preference") as opened:
        yield opened
        assert opened.outside == []
        assert opened.errors == []
