"""The review list: items that wait for a person, and what became of them.

A journal in the operational database (``store/bulletins.py``): nothing is overwritten, so that who decided
what and when stays readable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

import sqlalchemy as sa

from data.settings import Settings
from intake.bulletins.model import Bulletin, BulletinError, Found, Item
from store import open_store
from store.base import now, storable
from store.bulletins import bulletin_event

State = Literal["waiting", "approved", "refused"]
STATES: dict[State, str] = {"waiting": "待审核", "approved": "已发布", "refused": "不采用"}


@dataclass(frozen=True)
class Entry:
    """One item of the review list.

    ``id`` is the bulletin's key and a number within it; ``issued`` the day of issue (ISO 8601, ""
    where it isn't known); ``text`` is all that the bulletin says of it, from its title on; ``values``
    what the reviewer has set; ``version`` the publication that it went into. ``decided_at`` is local
    time with offset.
    """

    id: str
    bulletin: str
    file: str
    issued: str
    item: Item
    text: str = ""
    state: State = "waiting"
    values: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    version: str = ""
    decided_at: str = ""
    decided_by: str = ""

    def value(self, name: str) -> str:
        """What a field holds: what the reviewer has set, or what was read, or ""."""
        if name in self.values:
            return self.values[name]
        if name == "published_on":
            return self.issued or self.value("date")
        found = getattr(self.item, name, None)
        return found.value if isinstance(found, Found) else ""


class ReviewList:
    """The review list of one installation; safe for several processes at once.

    Every method raises ``StoreUnavailable`` where the operational database is away.
    """

    def __init__(self, settings: Settings) -> None:
        self._store = open_store(settings)

    def add(self, bulletin: Bulletin, by: str = "") -> list[Entry]:
        """Put the items of a bulletin that aren't listed yet on the list; returns those.

        An item is known by its bulletin's key and its title: the same issue in another format, or
        read again, adds nothing.
        """
        with self._alone() as connection:
            entries = _read(connection)
            there = [e for e in entries.values() if e.bulletin == bulletin.key]
            known = {plain(e.item.title.value) for e in there}
            new = [item for item in bulletin.items if plain(item.title.value) not in known]
            added = [
                Entry(
                    f"{bulletin.key}-{number:02d}", bulletin.key, bulletin.file, bulletin.issued, item,
                    bulletin.text[item.title.start : item.end],
                )
                for number, item in enumerate(new, start=len(there) + 1)
            ]  # fmt: skip
            if added:
                items = [_listed(e) for e in added]
                _append(connection, "read", by, text=bulletin.text, items=items)
            return added

    def entries(self, state: State | None = None) -> list[Entry]:
        """Items in the order in which they were read; all, or those of one state."""
        with self._store.read() as connection:
            return [e for e in _read(connection).values() if state in (None, e.state)]

    def find(self, ids: Sequence[str]) -> list[Entry]:
        """Items by their ids, or by endings of these that only one has; raises ``BulletinError``."""
        with self._store.read() as connection:
            entries = _read(connection)
        found = (_one(entries, wanted) for wanted in ids)
        return list({entry.id: entry for entry in found}.values())

    def approved(self, entry: Entry, values: Mapping[str, str], version: str, by: str = "") -> None:
        """Note that an item was published in ``version`` with what the reviewer has set."""
        with self._alone() as connection:
            _append(connection, "approved", by, id=entry.id, values=dict(values), version=version)

    def correct(self, entry: Entry, values: Mapping[str, str], by: str = "") -> None:
        """Note what the reviewer has put right, for when the item is published; ``values`` as of ``draft``.

        Raises ``BulletinError`` where it was published already.
        """
        with self._alone() as connection:
            current = _read(connection)[entry.id]
            _refuse_published(current)
            kept = {name: value for name, value in values.items() if value != current.value(name)}
            if kept:
                _append(connection, "corrected", by, id=entry.id, values=kept)

    def refuse(self, entry: Entry, reason: str = "", by: str = "") -> None:
        """Note that an item is not to be published; raises ``BulletinError`` where it was already."""
        with self._alone() as connection:
            _refuse_published(_read(connection)[entry.id])
            _append(connection, "refused", by, id=entry.id, reason=reason)

    @contextmanager
    def _alone(self) -> Iterator[sa.Connection]:
        """A transaction beside which nobody else adds to the list; reading goes on."""
        with self._store.write() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE bulletin_event IN SHARE ROW EXCLUSIVE MODE"))
            yield connection


def _append(connection: sa.Connection, event: str, by: str, **what: Any) -> None:
    row = {"at": now(), "by": storable(by), "event": event, "what": what}
    connection.execute(sa.insert(bulletin_event).values(row))


def _read(connection: sa.Connection) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for row in connection.execute(sa.select(bulletin_event).order_by(bulletin_event.c.id)):
        if row.event == "read":
            for raw in row.what["items"]:
                # Of two machines whose lists came together, both may have read the same.
                entries.setdefault(raw["id"], _entry(raw, row.what["text"]))
        elif row.what["id"] in entries:
            entries[row.what["id"]] = _decided(entries[row.what["id"]], row)
    return entries


def plain(text: str) -> str:
    """Text by which titles are compared: letters and digits only."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).lower()


def _refuse_published(entry: Entry) -> None:
    if entry.state == "approved":
        raise BulletinError(
            f"{entry.id}：已在版本 {entry.version} 中发布；要撤回请用 data rollback 回到之前的版本"
        )


def _one(entries: Mapping[str, Entry], wanted: str) -> Entry:
    if wanted in entries:
        return entries[wanted]
    ending = [e for key, e in entries.items() if key.endswith(f"-{wanted}")]
    if len(ending) != 1:
        why = "有不止一条" if ending else "没有这一条"
        raise BulletinError(f"{wanted}：审核列表中{why}；应为 data bulletin list 列出的编号")
    return ending[0]


def _listed(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "bulletin": entry.bulletin,
        "file": entry.file,
        "issued": entry.issued,
        "item": asdict(entry.item),
    }


def _entry(raw: dict[str, Any], text: str) -> Entry:
    item = Item(**{name: _restored(value) for name, value in raw["item"].items()})
    own = text[item.title.start : item.end]
    return Entry(raw["id"], raw["bulletin"], raw["file"], raw["issued"], item, own)


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_restored(one) for one in value)
    return Found(**value) if isinstance(value, dict) else value


def _decided(entry: Entry, row: sa.Row[Any]) -> Entry:
    if row.event == "corrected":
        return replace(entry, values={**entry.values, **row.what["values"]})
    return replace(
        entry,
        state=row.event,
        values=row.what.get("values", entry.values),
        reason=row.what.get("reason", ""),
        version=row.what.get("version", ""),
        decided_at=row.at.isoformat(timespec="seconds"),
        decided_by=row.by,
    )
