"""A browser and the gallery served on a free port, shared by the tests of a process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.components.gallery import make_app
from tests.support.browser import Visit, visit


@pytest.fixture(scope="session")
def gallery() -> Iterator[str]:
    """Address of the gallery."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = make_app()
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture
def seen(browser: Browser) -> Iterator[Visit]:
    """A fresh tab that reaches this machine only."""
    with visit(browser) as opened:
        yield opened
