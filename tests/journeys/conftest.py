"""The small world published and served by ``serve.py``, and one Chromium to read it with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from data.settings import Settings
from tests.support.browser import Visit, visit
from tests.support.server import live_server
from tests.support.small import publish
from tests.support.world import AS_OF, world


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a home with the small world, as a demonstration."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), threads=4)
    publish(settings, world(), business_date=AS_OF, demonstration=True)
    return settings


@pytest.fixture(scope="module")
def site(home: Settings) -> Iterator[str]:
    """Address of a server over that home."""
    with live_server(home) as base:
        yield base


@pytest.fixture
def seen(browser: Browser) -> Iterator[Visit]:
    """A fresh tab on a laptop that reaches this machine only; nothing may go wrong in it."""
    with visit(browser) as opened:
        yield opened
        assert opened.outside == []
        assert opened.errors == []
