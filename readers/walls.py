"""The walls (大屏) that were seen: one small JSON file each, shared by every server process.

They stand in ``COCKPIT_HOME/walls/<wall>.json``, each replaced whole, so that a reader never meets
half of one. Of two processes that write at once the later one wins: both tell of the same seconds.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from access.trail import ZONE
from data.json_text import parsed
from data.settings import Settings

log = logging.getLogger(__name__)

WallState = Literal["正常", "失联", "画面落后"]
#: How long a wall may be silent, or show another edition than the current one, before it is said.
PATIENCE = timedelta(minutes=1)
#: How old a file may be while nothing but times, memory and counts of refreshes has changed.
WRITE_EVERY = timedelta(seconds=15)
MOST_WALLS = 200
KEEP = timedelta(days=90)

#: What reading a damaged file, or one that another release wrote, raises.
_UNREADABLE = (KeyError, OverflowError, TypeError, ValueError)
_failing = threading.Event()


@dataclass(frozen=True)
class Heartbeat:
    """What a wall says of itself; None where it cannot know, or has painted nothing yet.

    ``edition`` and ``release`` are those of the picture it shows, ``painted_at`` is the moment (ISO
    8601 with offset) of its last complete painting, ``size`` its ``width``x``height`` in pixels,
    ``refreshes``, ``errors`` and ``offline_seconds`` count from its last start.
    """

    wall: str
    scene: str
    edition: str | None
    release: str | None
    painted_at: str | None
    memory_mb: float | None
    size: str
    refreshes: int
    errors: int
    offline_seconds: float
    name: str | None = None


@dataclass(frozen=True)
class Wall:
    """The last heartbeat of a wall, when and from where it came, and since when it lags behind."""

    heartbeat: Heartbeat
    seen_at: datetime
    address: str
    behind_since: datetime | None

    def state(self, now: datetime) -> WallState:
        """失联 where it was silent for a minute, 画面落后 where it lags for more than one, else 正常."""
        if now - self.seen_at > PATIENCE:
            return "失联"
        if self.behind_since is not None and now - self.behind_since > PATIENCE:
            return "画面落后"
        return "正常"

    def to_json(self) -> dict[str, Any]:
        """The wall with moments as ISO 8601 text."""
        behind = self.behind_since and self.behind_since.isoformat()
        return asdict(self) | {"seen_at": self.seen_at.isoformat(), "behind_since": behind}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Wall:
        """Inverse of ``to_json``; raises what a foreign value makes (see ``_UNREADABLE``)."""
        behind = raw["behind_since"]
        return cls(
            heartbeat=Heartbeat(**raw["heartbeat"]),
            seen_at=datetime.fromisoformat(raw["seen_at"]).astimezone(ZONE),
            address=str(raw["address"]),
            behind_since=behind and datetime.fromisoformat(behind).astimezone(ZONE),
        )


def note(heartbeat: Heartbeat, address: str, current: str | None, now: datetime) -> None:
    """Remember that a wall was seen ``now``, while ``current`` was the edition to show.

    ``heartbeat.wall`` names the file: it must have been checked. Never raises: a disk that is full
    must not keep a wall from its answer; it is an error in the log, once an outage.
    """
    folder = _folder()
    path = folder / f"{heartbeat.wall}.json"
    try:
        before = _read(path)
        wall = Wall(heartbeat, now, address, _behind_since(heartbeat, current, before, now))
        if before is not None and _is_told(before, wall):
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, json.dumps(wall.to_json(), ensure_ascii=False))
        if before is None:
            _forget(folder)
        _failing.clear()
    except OSError as error:
        if not _failing.is_set():
            _failing.set()
            log.error("大屏的心跳未能写入 %s：%s", folder, error)


def walls(now: datetime) -> list[Wall]:
    """Walls seen within ``KEEP``, the one seen last first; files that cannot be read are left out."""
    found = [wall for path in _folder().glob("*.json") if (wall := _read(path))]
    kept = [wall for wall in found if now - wall.seen_at <= KEEP]
    return sorted(kept, key=lambda wall: wall.seen_at, reverse=True)[:MOST_WALLS]


def _folder() -> Path:
    return Settings.from_env().home / "walls"


def _read(path: Path) -> Wall | None:
    try:
        return Wall.from_json(parsed(path.read_bytes()))
    except FileNotFoundError:
        return None
    except _UNREADABLE as error:
        log.warning("不能读取 %s，等大屏再次出现时重写：%s", path, error)
        return None


def _behind_since(
    heartbeat: Heartbeat, current: str | None, before: Wall | None, now: datetime
) -> datetime | None:
    if current is None or heartbeat.edition == current:
        return None
    return before.behind_since if before and before.behind_since else now


def _is_told(before: Wall, wall: Wall) -> bool:
    """Whether the file says enough: it is young, and nothing but what always runs has changed."""
    is_young = timedelta(0) <= wall.seen_at - before.seen_at < WRITE_EVERY
    return is_young and _lasting(before) == _lasting(wall)


def _lasting(wall: Wall) -> tuple[object, ...]:
    said = wall.heartbeat
    shown = (said.name, said.scene, said.edition, said.release, said.size, said.errors)
    return (*shown, wall.address, wall.behind_since)


def _replace(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(".tmp", f"{path.stem}-", path.parent)
    try:
        with open(handle, "w", encoding="utf-8") as out:
            out.write(text)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _forget(folder: Path) -> None:
    """Remove the files beyond the limits, oldest first, and what killed processes left."""
    oldest = time.time() - KEEP.total_seconds()
    found: list[tuple[float, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                found.append((entry.stat().st_mtime, entry.path))
    for place, (written, path) in enumerate(sorted(found, reverse=True)):
        if place >= MOST_WALLS or written < oldest:
            Path(path).unlink(missing_ok=True)
