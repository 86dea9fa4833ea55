"""The archive (归档): every picture and document that left the cockpit, what it is, and its very bytes.

Facts stand in the table ``artefact``; files in ``artefacts`` of ``Settings.shared``, named by their SHA-256,
so that a file is either the one that was made or is said to be another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from data.settings import Settings
from store.base import ZONE, Moment, metadata, now
from store.blobs import Blobs
from store.codes import new_code, plain_code
from store.engine import Store, open_store

artefact = sa.Table(
    "artefact",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("code", sa.String(16), nullable=False, unique=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("tile", sa.Text, nullable=False),
    sa.Column("version", sa.String(12), nullable=False),
    sa.Column("edition", sa.Text, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("filters", sa.Text, nullable=False),
    sa.Column("indicators", sa.Text, nullable=False),
    sa.Column("maker", sa.Text, nullable=False),
    sa.Column("made_as", sa.JSON, nullable=False),
    sa.Column("is_demonstration", sa.Boolean, nullable=False),
    sa.Column("is_issued", sa.Boolean, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Index("ix_artefact_created_at", "created_at"),
    sa.Index("ix_artefact_page", "page"),
    sa.Index("ix_artefact_version", "version"),
)

MEDIA = {
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


#: Nothing was archived before the one or will be after the other.
_EARLIEST, _LATEST = date(1900, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True)
class Artefact:
    """One archived paper. ``kind`` is what made it and its form (``snapshot.png``, ``briefing.docx``).

    ``page``, ``query`` and ``tile`` are the view (``tile`` empty: all of the page), ``version`` and
    ``edition`` the publication it shows (``Publication.edition`` tells databases made anew apart),
    ``business_date`` its 数据截至. ``filters`` are the conditions in words, ``indicators`` the codes in
    it, ``made_as`` what was asked for (paper, scale, size). One that ``is_issued`` is never thrown away.
    """

    kind: str
    title: str
    page: str
    version: str
    edition: str
    business_date: date
    is_demonstration: bool
    maker: str
    file_name: str
    query: str = ""
    tile: str = ""
    filters: str = ""
    indicators: tuple[str, ...] = ()
    made_as: Mapping[str, Any] = field(default_factory=dict)
    is_issued: bool = False
    code: str = field(default_factory=new_code)
    id: str = field(default_factory=lambda: uuid4().hex)
    sha256: str = ""
    size: int = 0
    created_at: datetime = field(default_factory=now)

    @property
    def media_type(self) -> str:
        """The media type of its file."""
        return MEDIA.get(self.kind.rpartition(".")[2], "application/octet-stream")


@dataclass(frozen=True)
class Wanted:
    """What is looked for in the archive; empty fields leave everything in.

    ``since`` and ``until`` are days on which it was made, ``business_date`` its 数据截至; ``kind`` may be
    a beginning (``snapshot``). ``text`` is looked for in title and conditions.
    """

    page: str = ""
    since: date | None = None
    until: date | None = None
    business_date: date | None = None
    indicator: str = ""
    maker: str = ""
    kind: str = ""
    code: str = ""
    text: str = ""


class Archive:
    """The archive of one installation. Every method raises ``StoreUnavailable`` where the store is away."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store: Store = open_store(settings)
        self._blobs = Blobs(settings.shared / "artefacts")

    def keep(self, data: bytes, facts: Artefact) -> Artefact:
        """Archive a file for good or not at all; returns the facts with digest and size."""
        digest = self._blobs.put(data)
        kept = _with(facts, sha256=digest, size=len(data))
        row = {f.name: getattr(kept, f.name) for f in fields(kept)}
        row |= {"indicators": _listed(kept.indicators), "made_as": dict(kept.made_as)}
        with self._store.write() as connection:
            connection.execute(sa.insert(artefact).values(row))
        self.tidy()
        return kept

    def get(self, code: str) -> Artefact:
        """The artefact of a code (as people type it) or an id; raises ``LookupError`` in words."""
        code = code.strip()
        wanted = artefact.c.id == code if len(code) == 32 else artefact.c.code == plain_code(code)
        found = self._rows(sa.select(artefact).where(wanted))
        if not found:
            raise LookupError(f"归档中没有编码为“{code}”的文件：请核对验证码，或该文件已超过保留期限")
        return found[0]

    def find(self, wanted: Wanted = Wanted(), limit: int = 50, offset: int = 0) -> list[Artefact]:
        """The artefacts that are looked for, the newest first."""
        query = sa.select(artefact).where(*_conditions(wanted))
        ordered = query.order_by(artefact.c.created_at.desc(), artefact.c.id)
        return self._rows(ordered.limit(limit).offset(offset))

    def count(self, wanted: Wanted = Wanted()) -> int:
        """How many there are of those that are looked for."""
        query = sa.select(sa.func.count()).select_from(artefact).where(*_conditions(wanted))
        with self._store.read() as connection:
            return int(connection.execute(query).scalar_one())

    def makers(self) -> list[str]:
        """Everybody who made something that is kept."""
        with self._store.read() as connection:
            rows = connection.execute(sa.select(artefact.c.maker).distinct().order_by(artefact.c.maker))
            return [name for (name,) in rows]

    def read(self, one: Artefact) -> bytes:
        """The bytes that were archived. Raises ``BlobChanged`` where the file is no longer these."""
        return self._blobs.get(one.sha256, one.file_name)

    def path(self, one: Artefact) -> Path:
        """Where its file stands (which may be gone)."""
        return self._blobs.path(one.sha256)

    def issue(self, id: str) -> None:
        """From now on it stays, whatever the time it is kept for; raises ``LookupError``."""
        change = sa.update(artefact).where(artefact.c.id == id).values(is_issued=True)
        with self._store.write() as connection:
            if not connection.execute(change).rowcount:
                raise LookupError(f"归档中没有文件 {id}")

    def tidy(self) -> int:
        """Throw away what is older than ``COCKPIT_KEEP_ARTEFACTS`` days; returns how many went."""
        limit = now() - timedelta(days=self._settings.keep_artefacts)
        old = sa.and_(artefact.c.created_at < limit, artefact.c.is_issued.is_(False))
        with self._store.write() as connection:
            gone = [d for (d,) in connection.execute(sa.select(artefact.c.sha256).where(old))]
            connection.execute(sa.delete(artefact).where(old))
            left = sa.select(artefact.c.sha256).where(artefact.c.sha256.in_(gone))
            still = {d for (d,) in connection.execute(left)} if gone else set()
        for digest in set(gone) - still:
            self._blobs.remove(digest)
        return len(gone)

    def _rows(self, query: sa.Select[Any]) -> list[Artefact]:
        with self._store.read() as connection:
            return [_read(row._mapping) for row in connection.execute(query)]


def get_archive() -> Archive:
    """The archive of this process's installation, as the environment says."""
    return Archive(Settings.from_env())


def _conditions(wanted: Wanted) -> Iterable[sa.ColumnElement[bool]]:
    c = artefact.c
    exact = {c.page: wanted.page, c.maker: wanted.maker, c.business_date: wanted.business_date}
    yield from (column == value for column, value in exact.items() if value)
    if wanted.code:
        yield c.code == plain_code(wanted.code)
    if wanted.kind:
        yield c.kind.startswith(wanted.kind, autoescape=True)
    if wanted.indicator:
        yield c.indicators.contains(f" {wanted.indicator} ", autoescape=True)
    if wanted.text:
        found = (column.contains(wanted.text, autoescape=True) for column in (c.title, c.filters))
        yield sa.or_(*found)
    if wanted.since:
        yield c.created_at >= _begin(wanted.since)
    if wanted.until:
        yield c.created_at < _begin(wanted.until) + timedelta(days=1)


def _begin(day: date) -> datetime:
    """When a day begins here; days at the very ends of the calendar have no such moment elsewhere."""
    return datetime.combine(min(max(day, _EARLIEST), _LATEST), time(), ZONE)


def _listed(codes: Sequence[str]) -> str:
    """Codes as they are kept: each between spaces, so that one is found as a whole."""
    return f" {' '.join(codes)} "


def _read(row: Any) -> Artefact:
    return Artefact(**{**row, "indicators": tuple(row["indicators"].split())})


def _with(facts: Artefact, **more: Any) -> Artefact:
    return Artefact(**{f.name: getattr(facts, f.name) for f in fields(facts)} | more)
