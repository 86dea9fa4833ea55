"""The review list: items that wait for a person, and what became of them.

A journal of JSON lines under ``COCKPIT_HOME/bulletins``: nothing is overwritten, so that who decided
what and when stays readable. The last line may be torn by a power cut; it is then left out.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from filelock import FileLock

from data.json_text import parsed
from data.settings import Settings
from intake.bulletins.model import Bulletin, BulletinError, Found, Item

State = Literal["waiting", "approved", "refused"]
STATES: dict[State, str] = {"waiting": "待审核", "approved": "已发布", "refused": "不采用"}

_ZONE = ZoneInfo("Asia/Shanghai")


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
    """The review list of one installation; safe for several processes at once."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.home / "bulletins"
        self._path = self._folder / "review.jsonl"

    def add(self, bulletin: Bulletin, by: str = "") -> list[Entry]:
        """Put the items of a bulletin that aren't listed yet on the list; returns those.

        An item is known by its bulletin's key and its title: the same issue in another format, or
        read again, adds nothing.
        """
        with self._locked():
            entries = self._read()
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
                self._append("read", by, text=bulletin.text, items=[_listed(e) for e in added])
            return added

    def entries(self, state: State | None = None) -> list[Entry]:
        """Items in the order in which they were read; all, or those of one state."""
        return [e for e in self._read().values() if state in (None, e.state)]

    def find(self, ids: Sequence[str]) -> list[Entry]:
        """Items by their ids, or by endings of these that only one has; raises ``BulletinError``."""
        entries = self._read()
        found = (_one(entries, wanted) for wanted in ids)
        return list({entry.id: entry for entry in found}.values())

    def approved(self, entry: Entry, values: Mapping[str, str], version: str, by: str = "") -> None:
        """Note that an item was published in ``version`` with what the reviewer has set."""
        with self._locked():
            self._append("approved", by, id=entry.id, values=dict(values), version=version)

    def correct(self, entry: Entry, values: Mapping[str, str], by: str = "") -> None:
        """Note what the reviewer has put right, for when the item is published; ``values`` as of ``draft``.

        Raises ``BulletinError`` where it was published already.
        """
        with self._locked():
            now = self._read()[entry.id]
            _refuse_published(now)
            kept = {name: value for name, value in values.items() if value != now.value(name)}
            if kept:
                self._append("corrected", by, id=entry.id, values=kept)

    def refuse(self, entry: Entry, reason: str = "", by: str = "") -> None:
        """Note that an item is not to be published; raises ``BulletinError`` where it was already."""
        with self._locked():
            _refuse_published(self._read()[entry.id])
            self._append("refused", by, id=entry.id, reason=reason)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self._folder / "review.lock"):
                yield
        except OSError as error:
            raise BulletinError(f"审核列表 {self._path} 未能写入（{error.strerror}）") from error

    def _append(self, event: str, by: str, **what: Any) -> None:
        now = datetime.now(_ZONE).isoformat(timespec="seconds")
        line = json.dumps({"event": event, "at": now, "by": by, **what}, ensure_ascii=False) + "\n"
        with self._path.open("ab") as journal:
            if journal.tell() and not self._ends_whole():
                journal.write(b"\n")
            journal.write(line.encode())
            journal.flush()
            os.fsync(journal.fileno())

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as journal:
            journal.seek(-1, os.SEEK_END)
            return journal.read(1) == b"\n"

    def _read(self) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for event in self._events():
            if event["event"] == "read":
                entries |= {raw["id"]: _entry(raw, event["text"]) for raw in event["items"]}
            elif event["id"] in entries:
                entries[event["id"]] = _decided(entries[event["id"]], event)
        return entries

    def _events(self) -> Iterator[dict[str, Any]]:
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return
        except OSError as error:
            raise BulletinError(f"无法读取审核列表 {self._path}（{error.strerror}）") from error
        for number, line in enumerate(lines, start=1):
            try:
                yield parsed(line)
            except ValueError as error:
                if number < len(lines) and not _is_torn(line):
                    raise BulletinError(
                        f"审核列表 {self._path} 第 {number} 行已损坏；请从备份恢复"
                    ) from error


def plain(text: str) -> str:
    """Text by which titles are compared: letters and digits only."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).lower()


def _refuse_published(entry: Entry) -> None:
    if entry.state == "approved":
        raise BulletinError(
            f"{entry.id}：已在版本 {entry.version} 中发布；要撤回请用 data rollback 回到之前的版本"
        )


def _is_torn(line: bytes) -> bool:
    """A line whose end a power cut took: it begins as ours do and stops."""
    return not line or (line.startswith(b'{"event":') and not line.endswith(b"}"))


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


def _decided(entry: Entry, event: dict[str, Any]) -> Entry:
    if event["event"] == "corrected":
        return replace(entry, values={**entry.values, **event["values"]})
    return replace(
        entry,
        state=event["event"],
        values=event.get("values", entry.values),
        reason=event.get("reason", ""),
        version=event.get("version", ""),
        decided_at=event["at"],
        decided_by=event["by"],
    )
