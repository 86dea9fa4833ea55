"""The page for deliveries over a small database, with a process that does its work."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from data.settings import ROOT, Settings
from jobs import Jobs
from tests.deliveries.desk import Desk
from tests.pages.screen import screen_over
from tests.support.files import MEMBERSHIP, OTHER, PERSON, SOCIETY
from tests.support.processes import running
from tests.support.server import environment
from tests.support.small import publish

TABLES: Mapping[str, list[dict[str, Any]]] = {
    "organisation": [
        SOCIETY,
        OTHER,
        {**SOCIETY, "id": "d1", "name": "海淀区科学技术协会", "short_name": "海淀区科协"},
    ],
    "person": [PERSON],
    "membership": [MEMBERSHIP],
}


@contextmanager
def desk_over(settings: Settings, log: Path, worker: bool = True, start: bool = True) -> Iterator[Desk]:
    """A clerk's desk over the small database, published at the ``start``; without ``worker`` nobody works."""
    if start:
        publish(settings, TABLES)
    with screen_over(settings) as screen:
        if not worker:
            yield Desk(screen, settings)
            return
        command = [sys.executable, "worker.py"]
        there = Jobs(settings)
        with running(command, lambda: there.workers() > 0, log=log, cwd=ROOT, env=environment(settings)):
            yield Desk(screen, settings)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for the tests of a module; each builds on what the others left."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home=home, intake_refused=100, intake_file_mb=1)
    with desk_over(settings, home / "worker.log") as opened:
        yield opened
