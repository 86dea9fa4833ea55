"""Saved views (我的视图): addresses that a reader keeps under a name, shares, and may start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

import sqlalchemy as sa

from store import Store
from store.base import now
from store.views import saved_view

S = TypeVar("S", sa.Update, sa.Delete)

LONGEST_NAME = 60
#: A list that nobody could find anything in any more.
MOST = 200
_LONGEST_ADDRESS = 4000


class BadView(ValueError):
    """A view that cannot be saved; the message (Chinese) says what would be right."""


@dataclass(frozen=True)
class SavedView:
    """A page and its query under a name. ``words`` are the conditions as they read when it was saved."""

    id: str
    reader: str
    name: str
    path: str
    query: str
    words: str
    is_start: bool
    created_at: datetime

    @property
    def address(self) -> str:
        """Where it leads."""
        return f"{self.path}?{self.query}" if self.query else self.path


class SavedViews:
    """The views of all readers; only their own can be changed. Raises ``StoreUnavailable``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, reader: str) -> list[SavedView]:
        """A reader's views, the newest first."""
        wanted = sa.select(saved_view).where(saved_view.c.reader == reader)
        with self._store.read() as connection:
            rows = connection.execute(wanted.order_by(saved_view.c.created_at.desc(), saved_view.c.id))
            return [SavedView(**row._mapping) for row in rows]

    def get(self, id: str) -> SavedView:
        """A view of anybody, for those who have its link; raises ``LookupError``."""
        with self._store.read() as connection:
            row = connection.execute(sa.select(saved_view).where(saved_view.c.id == id)).one_or_none()
        if row is None:
            raise LookupError("没有这个视图：可能已被删除，或链接不完整")
        return SavedView(**row._mapping)

    def start(self, reader: str) -> SavedView | None:
        """The view that a reader wants to start from."""
        return next((view for view in self.of(reader) if view.is_start), None)

    def add(self, reader: str, name: str, path: str, query: str, words: str) -> SavedView:
        """Keep an address under a name; a view of that name is replaced. Raises ``BadView``."""
        view = SavedView(uuid4().hex, reader, _name(name), path, query, words, False, now())
        if len(view.address) > _LONGEST_ADDRESS:
            raise BadView("条件太多，保存不下；请减少筛选条件")
        mine = saved_view.c.reader == reader
        with self._store.write() as connection:
            same = sa.and_(mine, saved_view.c.name == view.name)
            found = connection.execute(sa.select(saved_view).where(same)).one_or_none()
            if found is not None:
                changed = {"path": path, "query": query, "words": words}
                connection.execute(saved_view.update().where(same).values(changed))
                return SavedView(**{**found._mapping, **changed})
            held = connection.execute(sa.select(sa.func.count()).select_from(saved_view).where(mine))
            if held.scalar_one() >= MOST:
                raise BadView(f"最多保存 {MOST} 个视图；请先删除不用的")
            connection.execute(saved_view.insert().values(vars(view)))
        return view

    def rename(self, reader: str, id: str, name: str) -> None:
        """Another name for a reader's own view. Raises ``BadView``, ``LookupError``."""
        with self._store.write() as connection:
            taken = sa.and_(saved_view.c.reader == reader, saved_view.c.name == _name(name))
            other = connection.execute(sa.select(saved_view.c.id).where(taken)).scalar()
            if other not in (None, id):
                raise BadView(f"已有名为“{_name(name)}”的视图")
            _own(connection.execute(_mine(saved_view.update(), reader, id).values(name=_name(name))))

    def set_start(self, reader: str, id: str, on: bool) -> None:
        """Start from this view, or from the overview again. Raises ``LookupError``."""
        with self._store.write() as connection:
            connection.execute(
                saved_view.update().where(saved_view.c.reader == reader).values(is_start=False)
            )
            _own(connection.execute(_mine(saved_view.update(), reader, id).values(is_start=on)))

    def remove(self, reader: str, id: str) -> None:
        """Forget a reader's own view. Raises ``LookupError``."""
        with self._store.write() as connection:
            _own(connection.execute(_mine(saved_view.delete(), reader, id)))


def _mine(statement: S, reader: str, id: str) -> S:
    return statement.where(saved_view.c.id == id, saved_view.c.reader == reader)


def _own(result: sa.CursorResult[Any]) -> None:
    if not result.rowcount:
        raise LookupError("没有这个视图，或它不是您的")


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise BadView("请填写视图名称")
    if len(name) > LONGEST_NAME:
        raise BadView(f"视图名称不超过 {LONGEST_NAME} 个字")
    return name
