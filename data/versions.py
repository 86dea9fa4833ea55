"""Publications: what a version is, which one is current, and which ones are kept.

Embedded: ``$COCKPIT_HOME/unified`` holds one immutable ``unified-<version>.duckdb`` and one
``unified-<version>.json`` a version, and ``current.json``, which is only ever replaced whole.
Server: the same facts are rows of ``cockpit_meta.publication``.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Container
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from errno import ENOSPC
from pathlib import Path
from typing import Any

from data.digest import digest
from data.json_text import parsed

log = logging.getLogger(__name__)

#: Fewer would let a reader lose a version between asking for the current one and opening it.
MINIMUM_KEPT = 2

#: What a description or a pointer of foreign content makes.
_FOREIGN = (KeyError, TypeError, ValueError, AttributeError, OverflowError)

_FILE = re.compile(r"unified-(\d{6,})\.(duckdb|json)")


@dataclass(frozen=True)
class Publication:
    """One immutable version of the unified database.

    ``published_at`` is local time (Asia/Shanghai) without zone; ``business_date`` is the day up
    to which the data speaks (截至日期).
    """

    version: str
    business_date: date
    published_at: datetime
    is_demonstration: bool
    delivery_title: str | None

    @property
    def edition(self) -> str:
        """The version with its moment: a database made anew counts its versions from 1 again."""
        return f"{self.version}@{self.published_at.isoformat()}"

    def to_json(self) -> dict[str, Any]:
        """The publication with dates as ISO 8601 text."""
        day, moment = self.business_date.isoformat(), self.published_at.isoformat()
        return asdict(self) | {"business_date": day, "published_at": moment}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Publication:
        """Inverse of ``to_json``; raises ``KeyError`` or ``ValueError`` on foreign content."""
        version = str(raw["version"])
        schema_name(version)
        return cls(
            version=version,
            business_date=date.fromisoformat(raw["business_date"]),
            published_at=datetime.fromisoformat(raw["published_at"]),
            is_demonstration=bool(raw["is_demonstration"]),
            delivery_title=raw["delivery_title"],
        )


def version_name(number: int) -> str:
    """Six digits or more, so that text order is number order for a million publications."""
    return f"{number:06d}"


def schema_name(version: str) -> str:
    """PostgreSQL schema of a version; raises ``ValueError`` for anything but digits."""
    if not version.isascii() or not version.isdigit():
        raise ValueError(f"版本号 {version!r} 不是数字")
    return f"unified_{version}"


def superfluous(versions: list[str], current: str | None, keep: int, held: Container[str] = ()) -> list[str]:
    """Versions beyond the newest ``keep`` (at least ``MINIMUM_KEPT``), less the current and the held ones."""
    newest = sorted(versions, key=int, reverse=True)[: max(keep, MINIMUM_KEPT)]
    return [v for v in versions if v not in newest and v != current and v not in held]


class PointerUnreadable(ValueError):
    """``current.json`` is there but says nothing that can be used."""


@dataclass(frozen=True)
class Description:
    """What stands beside a version file: its publication, and what the file has to be.

    ``size`` in bytes and ``sha256`` are None for versions of releases that wrote neither.
    """

    publication: Publication
    size: int | None = None
    sha256: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As it is written: the publication's own facts, and ``file``."""
        return self.publication.to_json() | {"file": {"size": self.size, "sha256": self.sha256}}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Description:
        """Inverse of ``to_json``; raises ``KeyError``, ``TypeError`` or ``ValueError`` on foreign content."""
        file = raw.get("file") or {}
        size, sha256 = file.get("size"), file.get("sha256")
        facts = (None if size is None else int(size)), (None if sha256 is None else str(sha256))
        return cls(Publication.from_json(raw), *facts)


class FileVersions:
    """Version files and the pointer of an embedded database."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "unified"
        self.pointer = self.folder / "current.json"

    def database(self, version: str) -> Path:
        """Path of a version's database file (which may be gone)."""
        return self.folder / f"unified-{version}.duckdb"

    def building(self, version: str) -> Path:
        """Path under which a version is built before it is renamed into place."""
        return self.folder / f"unified-{version}.duckdb.building"

    def current(self) -> Publication | None:
        """The publication that ``current.json`` names; None when there is none.

        Raises ``PointerUnreadable``, ``OSError``.
        """
        raw = self._pointer()
        try:
            return None if raw is None else Publication.from_json(raw["current"])
        except _FOREIGN as error:
            raise PointerUnreadable(str(error)) from error

    def numbers(self) -> list[str]:
        """Every published version that has a description, readable or not, newest first."""
        highest = self._highest()
        found = [m[1] for path in self.folder.glob("unified-*.json") if (m := _FILE.fullmatch(path.name))]
        return sorted((v for v in found if int(v) <= highest), key=int, reverse=True)

    def is_described(self, version: str) -> bool:
        """Whether a version has a description, readable or not."""
        return self._described(version).exists()

    def description(self, version: str) -> Description | None:
        """What is said of a version's file; None where that is gone or cannot be read."""
        try:
            return self._read(version)
        except (OSError, *_FOREIGN):
            return None

    def unreadable(self) -> list[str]:
        """Published versions whose description cannot be read, newest first."""
        return [version for version in self.numbers() if self.description(version) is None]

    def kept(self) -> list[Publication]:
        """Every version that was published and still has its file, newest first.

        Those whose description cannot be read are left out, unless they are current.
        """
        found = {}
        for version in self.numbers():
            if self.database(version).exists() and (description := self.description(version)):
                found[version] = description.publication
        with suppress(OSError, PointerUnreadable):
            current = self.current()
            if current and self.database(current.version).exists():
                found.setdefault(current.version, current)
        return sorted(found.values(), key=lambda p: int(p.version), reverse=True)

    def next_version(self) -> str:
        """One more than any version there ever was, pruned ones included."""
        return version_name(self._highest() + 1)

    def install(self, publication: Publication) -> None:
        """Turn a finished ``.building`` file into a kept version and make it current."""
        target = self.database(publication.version)
        building = self.building(publication.version)
        _sync(building)
        described = Description(publication, building.stat().st_size, digest(building))
        write_whole(target.with_suffix(".json"), described.to_json())
        os.rename(building, target)
        _sync(self.folder)
        self._point(publication)

    def point_to(self, version: str) -> Publication:
        """Make a kept version current again; raises ``LookupError`` when it isn't kept."""
        for publication in self.kept():
            if publication.version == version:
                self._point(publication)
                return publication
        raise LookupError(f"版本 {version} 不在保留的版本中")

    def prune(self, keep: int, held: Container[str] = (), damaged: Container[str] = frozenset()) -> list[str]:
        """Delete versions beyond ``keep`` that nobody holds; an open reader keeps its file to its end.

        Damaged versions don't count: a whole one never goes because of them.
        """
        current = self.current()
        kept = [p.version for p in self.kept()]
        whole = [version for version in kept if version not in damaged]
        gone = superfluous(whole, current.version if current else None, keep, held)
        if len(whole) > keep:
            oldest = min((int(v) for v in whole if v not in gone), default=0)
            gone += [v for v in kept if v in damaged and int(v) < oldest and v not in held]
        for version in gone:
            self.database(version).unlink(missing_ok=True)
            self._described(version).unlink(missing_ok=True)
        return gone

    def clean(self) -> None:
        """Remove what killed imports left; only call while holding the import lock."""
        highest = self._highest()
        oldest = min((int(p.version) for p in self.kept()), default=0)
        for path in self.folder.glob("unified-*"):
            match = _FILE.fullmatch(path.name)
            number = int(match.group(1)) if match else 0
            is_left_over = number < oldest and not path.with_suffix(".duckdb").exists()
            if match is None or number > highest or is_left_over:
                path.unlink(missing_ok=True)
        (self.folder / "current.json.tmp").unlink(missing_ok=True)

    def _described(self, version: str) -> Path:
        return self.database(version).with_suffix(".json")

    def _read(self, version: str) -> Description:
        found = Description.from_json(parsed(self._described(version).read_text("utf-8")))
        if found.publication.version != version:
            raise ValueError(f"说明的是版本 {found.publication.version}")
        return found

    def _point(self, publication: Publication) -> None:
        highest = max(int(publication.version), self._highest())
        content = {"current": publication.to_json(), "highest": highest}
        try:
            write_whole(self.pointer, content)
        except OSError as error:
            if error.errno != ENOSPC or not self.pointer.exists():
                raise
            _write_in_place(self.pointer, content)

    def _highest(self) -> int:
        """The highest version that was published; where nothing says, of those that are there."""
        try:
            if raw := self._pointer():
                return int(raw["highest"])
        except (OSError, *_FOREIGN):
            pass
        found = (_FILE.fullmatch(path.name) for path in self.folder.glob("unified-*.json"))
        named = [m[1] for m in found if m and self.database(m[1]).exists()]
        return max(map(int, named), default=0)

    def _pointer(self) -> dict[str, Any] | None:
        try:
            raw = parsed(self.pointer.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise PointerUnreadable(str(error)) from error
        if not isinstance(raw, dict):
            raise PointerUnreadable("current.json 不是对象")
        return raw


def write_whole(path: Path, content: dict[str, Any]) -> None:
    """Replace a file so that a reader (or a power cut) sees the old or the new one, whole."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("w", encoding="utf-8") as out:
            json.dump(content, out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _write_in_place(path: Path, content: dict[str, Any]) -> None:
    """Write over a file's own block: a full disk has no room for a second one.

    Blanks at the end keep the old length, so that the system neither needs nor frees room.
    """
    text = json.dumps(content, ensure_ascii=False, indent=1).encode()
    with path.open("r+b", buffering=0) as out:
        out.write(text.ljust(path.stat().st_size))
        os.fsync(out.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
