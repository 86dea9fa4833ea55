"""Briefings from draft to issue: their text, who did what when, and the numbers of issued ones.

An issued briefing is never changed again: every change names the state that it may come from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import uuid4

import sqlalchemy as sa

from store.base import Moment, metadata, now
from store.engine import Store

State = Literal["draft", "reviewed", "issued"]
STATES: Mapping[State, str] = {"draft": "起草", "reviewed": "已审核", "issued": "已签发"}
#: Two that are issued at once on a server: the second one asks again.
_ATTEMPTS = 20

briefing = sa.Table(
    "briefing",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("series", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("version", sa.String(12), nullable=False),
    sa.Column("edition", sa.Text, nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("number", sa.Integer),
    sa.Column("total", sa.Integer),
    sa.Column("issued_on", sa.Date),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("edited_by", sa.Text, nullable=False),
    sa.Column("edited_at", Moment, nullable=False),
    sa.Column("reviewed_by", sa.Text, nullable=False, server_default=""),
    sa.Column("reviewed_at", Moment),
    sa.Column("issued_by", sa.Text, nullable=False, server_default=""),
    sa.Column("issued_at", Moment),
    sa.UniqueConstraint("series", "year", "number", name="uq_briefing_number"),
    sa.UniqueConstraint("series", "total", name="uq_briefing_total"),
    sa.Index("ix_briefing_edited_at", "edited_at"),
)


class Stale(ValueError):
    """Somebody else was faster, or the state doesn't allow it (Chinese message)."""


@dataclass(frozen=True)
class Kept:
    """A briefing as it is kept. ``content`` is ``Briefing.to_json()``, ``sha256`` its digest.

    ``revision`` counts changes: whoever changes it names the one that was seen. ``year``, ``number``
    (第N期 of the year) and ``total`` (总第N期) are given when it is issued.
    """

    id: str
    kind: str
    series: str
    title: str
    state: State
    revision: int
    version: str
    edition: str
    content: Mapping[str, Any]
    sha256: str
    year: int | None
    number: int | None
    total: int | None
    issued_on: date | None
    created_by: str
    created_at: datetime
    edited_by: str
    edited_at: datetime
    reviewed_by: str
    reviewed_at: datetime | None
    issued_by: str
    issued_at: datetime | None

    @property
    def is_whole(self) -> bool:
        """Whether the content is what was kept: nobody changed it beside this program."""
        return digest(self.content) == self.sha256


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of a content in its canonical form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Briefings:
    """The briefings of one installation. Every method raises ``StoreUnavailable`` where the store is away."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, content: Mapping[str, Any], edition: str, by: str) -> Kept:
        """A new draft."""
        moment = now()
        values = {
            "id": uuid4().hex,
            "kind": content["kind"],
            "state": "draft",
            "revision": 1,
            "edition": edition,
            "created_by": by,
            "created_at": moment,
            "edited_by": by,
            "edited_at": moment,
            **_content(content),
        }
        with self._store.write() as connection:
            connection.execute(sa.insert(briefing).values(values))
        return self.get(values["id"])

    def get(self, id: str) -> Kept:
        """One briefing; raises ``LookupError``."""
        found = self._read(sa.select(briefing).where(briefing.c.id == id))
        if not found:
            raise LookupError("没有这份简报：可能已被删除，或链接不完整")
        return found[0]

    def every(self, limit: int = 200) -> list[Kept]:
        """All of them, the one changed last first; without their contents, which are large."""
        heads = [column for column in briefing.c if column.name != "content"]
        query = sa.select(*heads).order_by(briefing.c.edited_at.desc()).limit(limit)
        with self._store.read() as connection:
            return [Kept(content={}, **row._mapping) for row in connection.execute(query)]

    def edit(self, id: str, revision: int, content: Mapping[str, Any], by: str, edition: str = "") -> Kept:
        """Another text of a draft; raises ``Stale`` where it isn't the draft that was seen."""
        changed: dict[str, Any] = {**_content(content), "edited_by": by, "edited_at": now()}
        return self._change(id, revision, "draft", changed | ({"edition": edition} if edition else {}))

    def review(self, id: str, revision: int, content: Mapping[str, Any], by: str) -> Kept:
        """A draft was read and agreed to by ``by``; raises ``Stale``."""
        changed = {"state": "reviewed", "reviewed_by": by, "reviewed_at": now(), **_content(content)}
        return self._change(id, revision, "draft", changed)

    def reopen(self, id: str, revision: int) -> Kept:
        """A reviewed one becomes a draft again; raises ``Stale``."""
        changed = {"state": "draft", "reviewed_by": "", "reviewed_at": None}
        return self._change(id, revision, "reviewed", changed)

    def remove(self, id: str, revision: int) -> None:
        """Throw a draft away; raises ``Stale``."""
        mine = sa.and_(_seen(id, revision), briefing.c.state == "draft")
        with self._store.write() as connection:
            if not connection.execute(sa.delete(briefing).where(mine)).rowcount:
                raise Stale("只有起草中的简报可以删除；它已被改动，请刷新页面")

    def is_first(self, series: str) -> bool:
        """Whether nothing of a paper was issued yet: its numbers may then go on from elsewhere."""
        found = sa.select(briefing.c.id).where(briefing.c.series == series, briefing.c.state == "issued")
        with self._store.read() as connection:
            return connection.execute(found.limit(1)).first() is None

    def issue(self, id: str, revision: int, day: date, by: str, first: tuple[int, int] = (1, 1)) -> Kept:
        """Freeze a reviewed one under the next numbers of its paper; raises ``Stale``.

        Numbers are given in the same transaction: without gaps, and never twice. ``first`` are those
        (of the year, total) of the paper's first issue here; later ones count on.
        """
        for attempt in range(_ATTEMPTS):
            try:
                with self._store.write() as connection:
                    self._issue(connection, id, revision, day, by, first)
                return self.get(id)
            except sa.exc.IntegrityError:
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def _issue(
        self, connection: sa.Connection, id: str, revision: int, day: date, by: str, first: tuple[int, int]
    ) -> None:
        mine = sa.and_(_seen(id, revision), briefing.c.state == "reviewed")
        found = connection.execute(sa.select(briefing).where(mine)).one_or_none()
        if found is None:
            raise Stale("只有已审核、且没有再改动的简报可以签发；请刷新页面")
        paper = briefing.c.series == found.series
        newest = sa.select(sa.func.max(briefing.c.issued_on)).where(paper)
        last = connection.execute(newest).scalar()
        if last and day < last:
            raise Stale(f"签发日期不能早于上一期的 {last.isoformat()}：期号按签发先后编排")
        number, total = first
        if last:
            number = _next(connection, briefing.c.number, sa.and_(paper, briefing.c.year == day.year))
            total = _next(connection, briefing.c.total, paper)
        head = {**found.content["masthead"], "number": number, "total": total, "issued_on": day.isoformat()}
        content = {**found.content, "masthead": head}
        issued = {"state": "issued", "year": day.year, "number": number, "total": total, "issued_on": day}
        people = {"issued_by": by, "issued_at": now(), "edited_at": now()}
        values = {**issued, **people, **_content(content), "revision": revision + 1}
        connection.execute(sa.update(briefing).where(mine).values(values))

    def _change(self, id: str, revision: int, state: State, values: Mapping[str, Any]) -> Kept:
        mine = sa.and_(_seen(id, revision), briefing.c.state == state)
        changed = sa.update(briefing).where(mine).values(revision=revision + 1, **values)
        with self._store.write() as connection:
            done = connection.execute(changed).rowcount
        if not done:
            now_is = self.get(id)
            if now_is.state != state:
                raise Stale(f"这份简报现在是“{STATES[now_is.state]}”，不能这样改动；请刷新页面")
            raise Stale(f"{now_is.edited_by}已经改动了这份简报，您的改动没有保存；请刷新页面后再改")
        return self.get(id)

    def _read(self, query: sa.Select[Any]) -> list[Kept]:
        with self._store.read() as connection:
            return [Kept(**row._mapping) for row in connection.execute(query)]


def _seen(id: str, revision: int) -> sa.ColumnElement[bool]:
    return sa.and_(briefing.c.id == id, briefing.c.revision == revision)


def _next(connection: sa.Connection, column: sa.Column[Any], among: sa.ColumnElement[bool]) -> int:
    last = connection.execute(sa.select(sa.func.max(column)).where(among)).scalar()
    return int(last or 0) + 1


def _content(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "content": dict(content),
        "sha256": digest(content),
        "title": content["title"],
        "series": content["masthead"]["name"],
        "version": content["version"],
    }
