"""Where an indicator is used (用于): pages and scenes that show it, read from their declarations."""

from __future__ import annotations

from dataclasses import dataclass

from components.board.page import BOARDS
from components.wall.scenes import Wall

SCREEN = "/screen"


@dataclass(frozen=True)
class Use:
    """A page or scene that shows an indicator: its name, its address, the titles of the tiles.

    ``apart`` marks the wall, which is a document of its own.
    """

    place: str
    href: str
    tiles: tuple[str, ...]
    apart: bool = False


def uses(code: str, wall: Wall) -> tuple[Use, ...]:
    """Every page that shows the indicator, in the navigation's order, then every scene of the wall."""
    boards = sorted(BOARDS.values(), key=lambda b: b.order)
    found = [Use(b.title, b.path, tuple(t.title for t in b.tiles if code in t.codes)) for b in boards]
    for scene in wall.scenes:
        titles = dict.fromkeys(t.title for _, t in scene.tiles() if code in t.codes)
        found.append(Use(f"大屏·{scene.title}", f"{SCREEN}?scene={scene.key}", tuple(titles), apart=True))
    if code in wall.feed.codes:
        found.append(Use("大屏·动态", SCREEN, (wall.feed.title,), apart=True))
    return tuple(use for use in found if use.tiles)
