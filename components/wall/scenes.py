"""Scenes as data: which tiles stand where on which kind of screen; ``pages/screen.py`` fills it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from frames.tiles import Tile

#: Kinds of screens by width ÷ height: upright below 1, normal to 2.2 (16:9), wide to 3, ultra above.
Kind = Literal["normal", "wide", "ultra", "upright"]
KINDS: tuple[Kind, ...] = ("normal", "wide", "ultra", "upright")
CUTS: tuple[float, float, float] = (1.0, 2.2, 3.0)
#: What the feed's tile is called.
FEED = "feed"


@dataclass(frozen=True)
class Panel:
    """A place on the wall: one tile, or several that the reader switches between.

    ``pillar`` is a heading over the panel (组织建设). ``highlight`` lets the carousel go through the
    panel's districts or departments. ``map`` marks the map that chooses the district for all.
    """

    key: str
    tiles: tuple[Tile, ...]
    pillar: str = ""
    tabs: tuple[str, ...] = ()
    highlight: bool = False
    map: bool = False


def panel(key: str, *tiles: Tile, **options: object) -> Panel:
    """A panel of the given tiles."""
    return Panel(key, tiles, **options)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Lane:
    """A column of panels (or, upright, a row): its share of the screen, and each panel's share of it."""

    size: float
    parts: tuple[tuple[Panel, float], ...]


def lane(size: float, *parts: tuple[Panel, float]) -> Lane:
    """A column or row: its size, then pairs of panel and size. Sizes are shares, not pixels."""
    return Lane(size, parts)


@dataclass(frozen=True)
class Scene:
    """One full wall: key figures on top, lanes below, for each kind of screen."""

    key: str
    title: str
    normal: tuple[Lane, ...]
    wide: tuple[Lane, ...]
    ultra: tuple[Lane, ...]
    upright: tuple[Lane, ...]
    figures: Tile | None = None
    #: How long the carousel stays, in seconds.
    dwell: int = 30

    def lanes(self, kind: Kind) -> tuple[Lane, ...]:
        """The lanes for a kind of screen: columns, or rows where it is upright."""
        found: tuple[Lane, ...] = getattr(self, kind)
        return found

    def panels(self, kind: Kind | None = None) -> dict[str, Panel]:
        """Panels by key, of one kind of screen or of all."""
        kinds = KINDS if kind is None else (kind,)
        return {p.key: p for k in kinds for one in self.lanes(k) for p, _ in one.parts}

    def tiles(self, kind: Kind | None = None) -> Iterator[tuple[str, Tile]]:
        """(name, tile) of everything the scene draws; names are unique within the scene."""
        if self.figures is not None:
            yield "figures", self.figures
        for key, one in self.panels(kind).items():
            for number, declared in enumerate(one.tiles):
                yield f"{key}.{number}", declared


@dataclass(frozen=True)
class Wall:
    """The whole wall: its name, its scenes in the carousel's order, and how it behaves."""

    title: str
    owner: str
    scenes: tuple[Scene, ...]
    feed: Tile
    #: Seconds without a touch after which a drilled wall goes back to the carousel.
    idle: int = 60
    #: Seconds for each highlighted district or department.
    highlight: int = 6
    #: When the nightly reload takes place (HH:MM, 北京时间).
    reload_at: str = "03:30"

    def __post_init__(self) -> None:
        """Refuse a declaration that can't be shown; ``ValueError`` says which scene and why."""
        keys = [s.key for s in self.scenes]
        if not keys or len(set(keys)) != len(keys):
            raise ValueError(f"大屏的场景代码应各不相同：{keys}")
        for scene in self.scenes:
            for kind in KINDS:
                listed = [p.key for one in scene.lanes(kind) for p, _ in one.parts]
                if not listed or len(set(listed)) != len(listed):
                    raise ValueError(f"场景“{scene.title}”的 {kind} 布局：每块内容应恰好出现一次：{listed}")

    def scene(self, key: str) -> Scene:
        """A scene by key; raises ``LookupError``."""
        return {s.key: s for s in self.scenes}[key]

    def every(self) -> Iterator[tuple[str, Tile]]:
        """(key, tile) of all scenes, the first scene first: what is drawn for a new publication."""
        yield FEED, self.feed
        for scene in self.scenes:
            for name, declared in scene.tiles():
                yield f"{scene.key}/{name}", declared


#: Walls by path, filled as they are served or otherwise assembled.
WALLS: dict[str, Wall] = {}
