"""What a snapshot shows: a view of one publication, and everything that the paper says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qs, urlencode

from components.board.sheet import SHEETS
from components.wall.scenes import WALLS
from data.engine import Publication
from frames.formats import date_zh, moment_zh
from frames.tiles import Tile
from jobs.snapshots import WALL, Order
from queries.pin import VERSION, pin
from queries.service import get_cockpit

DEMONSTRATION = "演示数据"


class SnapshotRefused(RuntimeError):
    """A snapshot that would not be complete, or of what isn't there; the message (Chinese) names it."""


@dataclass(frozen=True)
class View:
    """What is drawn: an order on a publication, with its words.

    ``query`` is the view's own, the day it speaks of always in it, so that it can be opened again as it
    was; ``pinned`` whether an older publication was asked for.
    """

    order: Order
    publication: Publication
    pinned: bool
    query: str
    filters: str
    indicators: tuple[str, ...]
    title: str = ""
    made_at: datetime = datetime.min
    maker: str = ""
    code: str = ""

    def with_title(self, heading: str) -> View:
        """With the heading that the page has; a tile stands behind it."""
        return replace(self, title=f"{heading}：{self.title}" if self.title else heading)

    def drawn_as(self, **more: str) -> str:
        """The address that is drawn."""
        query = parse_qs(self.query, keep_blank_values=True)
        pinned = {VERSION: self.publication.version} if self.pinned else {}
        return f"{self.order.page}?{urlencode({**query, 'still': '1', **more, **pinned}, doseq=True)}"

    @property
    def facts(self) -> tuple[str, ...]:
        """What it is made of, in words."""
        p = self.publication
        mark = (DEMONSTRATION,) if p.is_demonstration else ()
        made = f"{moment_zh(self.made_at.replace(tzinfo=None))} {self.maker} 制作"
        return (*mark, f"数据截至 {date_zh(p.business_date)}", f"版本 {p.version}", made)

    @property
    def file_name(self) -> str:
        """The name of its file."""
        p = self.publication
        mark = f"_{DEMONSTRATION}" if p.is_demonstration else ""
        title = "".join("、" if c in '/\\:*?"<>|' else c for c in self.title)
        return f"{title}_{p.business_date:%Y%m%d}_版本{p.version}{mark}.{self.order.format}"


def view_of(order: Order) -> View:
    """The view of an order; raises ``SnapshotRefused``, ``FilterError``, ``DatabaseUnavailable``."""
    cockpit = get_cockpit()
    asked = parse_qs(order.query, keep_blank_values=True)
    version = asked.pop(VERSION, [""])[0]
    with pin(version):
        state = cockpit.state()
        if not state.live:
            raise SnapshotRefused("数据库暂时连接不上，显示的不是当前数据；没有制作快照")
        tiles = _tiles(order, {**asked, **({VERSION: [version]} if version else {})})
        filters = cockpit.filters(asked)
        asked["as_of"] = [filters.named_day.isoformat()]
        words = cockpit.sentence(filters)
    if order.tile and order.tile not in tiles:
        raise SnapshotRefused(f"页面 {order.page} 没有“{order.tile}”这一块，应为 {'、'.join(tiles)} 之一")
    shown = [tiles[order.tile]] if order.tile else list(tiles.values())
    return View(
        order,
        state.publication,
        bool(version) and version != cockpit.newest().publication.version,
        urlencode(asked, doseq=True),
        words,
        _codes(shown),
        shown[0].title if order.tile else "",
    )


def _tiles(order: Order, asked: dict[str, list[str]]) -> dict[str, Tile]:
    """The tiles of a page, or of a scene of the wall, by name."""
    if order.page == WALL and WALLS:
        wall = next(iter(WALLS.values()))
        key = asked.get("scene", [wall.scenes[0].key])[0]
        if key not in {scene.key for scene in wall.scenes}:
            right = "、".join(f"{scene.key}（{scene.title}）" for scene in wall.scenes)
            raise SnapshotRefused(f"大屏没有场景“{key}”，应为 {right} 之一")
        return dict(wall.scene(key).tiles())
    if order.page not in SHEETS:
        raise SnapshotRefused(f"没有页面 {order.page}，应为 {'、'.join(sorted([*SHEETS, WALL]))} 之一")
    return dict(SHEETS[order.page](asked).tiles)


def _codes(tiles: Sequence[Tile]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for tile in tiles for code in tile.codes))
