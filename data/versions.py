"""Publications: what a version is, which one is current, and which ones are kept.

Embedded: ``$COCKPIT_HOME/unified`` holds one immutable ``unified-<version>.duckdb`` and one
``unified-<version>.json`` a version, and ``current.json``, which is only ever replaced whole.
Server: the same facts are rows of ``cockpit_meta.publication``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Container
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

#: Fewer would let a reader lose a version between asking for the current one and opening it.
MINIMUM_KEPT = 2

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
        return cls(
            version=str(raw["version"]),
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
        """The publication that ``current.json`` names; None when there is none."""
        raw = self._pointer()
        return Publication.from_json(raw["current"]) if raw else None

    def kept(self) -> list[Publication]:
        """Every version that was published and still has its file, newest first."""
        found = []
        highest = self._highest()
        for path in self.folder.glob("unified-*.json"):
            match = _FILE.fullmatch(path.name)
            if match and int(match.group(1)) <= highest and path.with_suffix(".duckdb").exists():
                found.append(Publication.from_json(json.loads(path.read_text("utf-8"))))
        return sorted(found, key=lambda p: int(p.version), reverse=True)

    def next_version(self) -> str:
        """One more than any version there ever was, pruned ones included."""
        return version_name(self._highest() + 1)

    def install(self, publication: Publication) -> None:
        """Turn a finished ``.building`` file into a kept version and make it current."""
        target = self.database(publication.version)
        building = self.building(publication.version)
        _sync(building)
        write_whole(target.with_suffix(".json"), publication.to_json())
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

    def prune(self, keep: int, held: Container[str] = ()) -> list[str]:
        """Delete versions beyond ``keep`` that nobody holds; an open reader keeps its file to its end."""
        current = self.current()
        kept = [p.version for p in self.kept()]
        gone = superfluous(kept, current.version if current else None, keep, held)
        for version in gone:
            self.database(version).unlink(missing_ok=True)
            self.database(version).with_suffix(".json").unlink(missing_ok=True)
        return gone

    def clean(self) -> None:
        """Remove what killed imports left; only call while holding the import lock."""
        highest = self._highest()
        for path in self.folder.glob("unified-*"):
            match = _FILE.fullmatch(path.name)
            if match is None or int(match.group(1)) > highest or not self.database(match.group(1)).exists():
                path.unlink(missing_ok=True)
        (self.folder / "current.json.tmp").unlink(missing_ok=True)

    def _point(self, publication: Publication) -> None:
        highest = max(int(publication.version), self._highest())
        write_whole(self.pointer, {"current": publication.to_json(), "highest": highest})

    def _highest(self) -> int:
        raw = self._pointer()
        return int(raw["highest"]) if raw else 0

    def _pointer(self) -> dict[str, Any] | None:
        try:
            raw = json.loads(self.pointer.read_text("utf-8"))
        except FileNotFoundError:
            return None
        return dict(raw)


def write_whole(path: Path, content: dict[str, Any]) -> None:
    """Replace a file so that a reader (or a power cut) sees the old or the new one, whole."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("w", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    os.replace(temporary, path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
