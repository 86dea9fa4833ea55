"""Two readers of one server, asked in turns: neither is sent what was drawn for the other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from access import reader
from access.reader import LOCAL, Reader
from data.settings import Settings
from queries.scope import Scope
from tests.pages.screen import Screen, screen_over

CITY = LOCAL
HAIDIAN = Reader("海淀区", Scope((("district", ("110108",)),)))
READERS = (CITY, HAIDIAN)

#: What is kept for the next who asks the same: tiles of a page, one tile, a scene, an answer, a file.
DOORS = {
    "page": "/tiles/organizations",
    "tile": "/tiles/organizations?_tile=0",
    "wall": "/screen/scene?scene=overview&kind=normal",
    "answer": "/api/v1/indicators/ZZ01?by=org_type",
    "export": "/export/organizations?_tile=0&_format=csv",
}


@contextmanager
def present(who: Reader) -> Iterator[None]:
    """The requests inside come from this reader."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "LOCAL", who)
        yield


@pytest.fixture(scope="module")
def alone(world_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[Reader, Any]:
    """What each reader is sent, by door, by a server that nobody else has asked anything."""
    return {who: _alone(who, world_settings, tmp_path_factory.mktemp("alone")) for who in READERS}


def _alone(who: Reader, published: Settings, home: Path) -> dict[str, Any]:
    shutil.copytree(published.home / "unified", home / "unified")
    with present(who), screen_over(Settings(home=home)) as screen:
        return {door: sent(screen, address) for door, address in DOORS.items()}


@pytest.fixture(scope="module")
def shared(alone: dict[Reader, Any], world_settings: Settings) -> Iterator[Screen]:
    """A server that both ask."""
    with screen_over(world_settings) as screen:
        yield screen


def sent(screen: Screen, address: str) -> Any:
    """What a reader is sent, without what differs from one time to the next."""
    response = screen.client.get(address)
    assert response.status_code == 200, response.text
    body = response.text
    if address.startswith("/screen"):
        return json.loads(body)["tiles"]
    if address.startswith("/api"):
        return json.loads(body)
    return sorted(body.splitlines())


@pytest.mark.parametrize("door", DOORS)
def test_each_is_sent_what_is_his(alone: dict[Reader, Any], shared: Screen, door: str) -> None:
    assert alone[CITY][door] != alone[HAIDIAN][door]
    for who in (*READERS, *READERS):
        with present(who):
            assert sent(shared, DOORS[door]) == alone[who][door], who.name
