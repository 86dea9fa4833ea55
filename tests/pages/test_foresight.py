"""A page asks for its numbers together: its tiles find them, and a rehearsal leaves nothing else behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from queries import evaluate, service, together
from tests.pages.screen import BOARDS, Screen, is_broken

#: Statements that a page may take: one a family of sources, and those of lists of rows and of names.
MOST = 20


@pytest.fixture
def ran() -> Iterator[list[str]]:
    """The statements that were run."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", BOARDS)
def test_tiles_find_their_numbers(
    screen: Screen, path: str, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[str] = []
    measured = evaluate.measured
    service.get_cockpit().labels()
    ran.clear()

    def noted(connection: Any, measure: Any, cut: Any, scope: Any) -> Any:
        alone.append(f"{measure.source.name} {cut.by} {len(cut.spans)}")
        return measured(connection, measure, cut, scope)

    monkeypatch.setattr(service, "measured", noted)
    tiles = screen.tiles(f"{path}?as_of=2022-11-11")
    assert not [name for name, tile in tiles.items() if is_broken(tile)]
    # What a sentence asks depends on what it finds.
    assert len(alone) <= 2, alone
    assert len(ran) <= MOST


def test_a_page_that_cannot_be_foreseen_is_drawn(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def burst(*_: Any) -> None:
        raise ZeroDivisionError("no foresight")

    monkeypatch.setattr(together, "foresee", burst)
    tiles = screen.tiles("/party?as_of=2022-11-12")
    assert tiles
    assert not [name for name, tile in tiles.items() if is_broken(tile)]
    assert "no foresight" in caplog.text


def test_rows_of_persons_are_noted_once(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rehearsal reads no rows, so that what is remembered is what a reader saw."""
    noted: list[str] = []
    monkeypatch.setattr("frames.reading.audit", lambda _event, code, _detail: noted.append(code))
    screen.tiles("/drill?i=RC01&as_of=2022-11-13")
    assert noted == ["RC01"]
