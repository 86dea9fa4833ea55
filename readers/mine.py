"""我的页面: tiles that a reader pinned, in the reader's own order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from store import Store
from store.base import now
from store.mine import mine_tile

LONGEST_TITLE = 60
#: A page that nobody would wait for any more.
MOST = 40
_LONGEST_QUERY = 4000


class BadPin(ValueError):
    """A tile that cannot be pinned or changed so; the message (Chinese) says what would be right."""


@dataclass(frozen=True)
class PinnedTile:
    """A tile by the page, query and name that it has there; ``subject`` is its title on that page."""

    id: str
    reader: str
    place: int
    title: str
    path: str
    query: str
    tile: str
    subject: str
    is_wide: bool
    created_at: datetime

    @property
    def address(self) -> str:
        """The page that it was pinned from, as it stood."""
        return f"{self.path}?{self.query}" if self.query else self.path


class MyPage:
    """One reader's pinned tiles. Raises ``StoreUnavailable``."""

    def __init__(self, store: Store, reader: str) -> None:
        self._store, self._reader = store, reader

    def tiles(self) -> list[PinnedTile]:
        """All of them, in order."""
        with self._store.read() as connection:
            return self._all(connection)

    def pin(self, title: str, path: str, query: str, tile: str, subject: str) -> PinnedTile:
        """Put a tile at the end. Raises ``BadPin``, also where it is there already."""
        if len(query) > _LONGEST_QUERY:
            raise BadPin("条件太多，保存不下；请减少筛选条件")
        with self._store.write() as connection:
            there = self._all(connection)
            if same := [t for t in there if (t.path, t.query, t.tile) == (path, query, tile)]:
                raise BadPin(f"“{same[0].title}”已在我的页面上")
            if len(there) >= MOST:
                raise BadPin(f"我的页面最多放 {MOST} 块；请先移除不用的")
            place = there[-1].place + 1 if there else 0
            made = PinnedTile(
                uuid4().hex, self._reader, place, _title(title), path, query, tile, subject, False, now()
            )
            connection.execute(mine_tile.insert().values(vars(made)))
        return made

    def move(self, id: str, step: int) -> None:
        """One place up (-1) or down (1); at either end nothing changes. Raises ``LookupError``."""
        with self._store.write() as connection:
            there = self._all(connection)
            at = next((n for n, tile in enumerate(there) if tile.id == id), None)
            if at is None:
                raise LookupError(_GONE)
            if 0 <= at + step < len(there):
                mine, other = there[at], there[at + step]
                self._set(connection, mine.id, place=other.place)
                self._set(connection, other.id, place=mine.place)

    def set_wide(self, id: str, on: bool) -> None:
        """The whole width of the page, or half of it. Raises ``LookupError``."""
        with self._store.write() as connection:
            self._set(connection, id, is_wide=on)

    def rename(self, id: str, title: str) -> None:
        """Another title. Raises ``BadPin``, ``LookupError``."""
        with self._store.write() as connection:
            self._set(connection, id, title=_title(title))

    def remove(self, id: str) -> None:
        """Take a tile off. Raises ``LookupError``."""
        with self._store.write() as connection:
            if not connection.execute(mine_tile.delete().where(*self._own(id))).rowcount:
                raise LookupError(_GONE)

    def _all(self, connection: sa.Connection) -> list[PinnedTile]:
        wanted = sa.select(mine_tile).where(mine_tile.c.reader == self._reader)
        rows = connection.execute(wanted.order_by(mine_tile.c.place, mine_tile.c.id))
        return [PinnedTile(**row._mapping) for row in rows]

    def _own(self, id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return mine_tile.c.id == id, mine_tile.c.reader == self._reader

    def _set(self, connection: sa.Connection, id: str, **values: object) -> None:
        if not connection.execute(mine_tile.update().where(*self._own(id)).values(values)).rowcount:
            raise LookupError(_GONE)


_GONE = "我的页面上没有这一块：可能已被移除，请刷新"


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title:
        raise BadPin("请填写标题")
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
