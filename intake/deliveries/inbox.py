"""Files as they come in: each delivery has a folder, each file a harmless name and a largest size."""

from __future__ import annotations

import os
import re
import shutil
import time
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from data.digest import digest
from data.settings import Settings

#: How long the files themselves are kept.
KEPT_DAYS = 180
#: Bytes of a name as file systems count them, its ending included.
_LONGEST = 160
#: What separates folders on any system, ends a name in a shell, or shows as something else.
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff:*?"|]')


class TooLarge(ValueError):
    """A file is larger than is taken; the message (Chinese) names it and the limit."""


class Inbox:
    """The folder of one delivery: ``intake/inbox/<id>`` of ``Settings.shared``, for its owner only."""

    def __init__(self, settings: Settings, id: str) -> None:
        if not re.fullmatch(r"[0-9a-f]{32}", id):
            raise LookupError(f"没有交付 {id}")
        self._most = settings.intake_file_mb
        self.folder = settings.shared / "intake" / "inbox" / id

    def incoming(self, name: str) -> Incoming:
        """Somewhere to write a file that is on its way; raises ``OSError`` on a full disk."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shown = safe_name(name)
        return Incoming(_free(self.folder / shown), self._most, shown)

    def files(self) -> list[Path]:
        """What lies there, in the order of the names."""
        return sorted(p for p in self.folder.iterdir() if p.is_file()) if self.folder.is_dir() else []

    def lacking(self, files: Sequence[Mapping[str, Any]]) -> str:
        """What of the files that were described is not there as it was uploaded (Chinese), or ""."""
        there = {path.name: path for path in self.files()}
        gone = [str(f["name"]) for f in files if f["name"] not in there]
        here = [(f, there[f["name"]]) for f in files if f["name"] in there]
        other = [p.name for f, p in here if p.stat().st_size != f["bytes"] or digest(p) != f["sha256"]]
        parts = [f"{'、'.join(gone)} 已不在这台机器上（上传的文件保存 {KEPT_DAYS} 天）"] if gone else []
        parts += [f"{'、'.join(other)} 与上传时不同"] if other else []
        return f"上传的文件 {'；'.join(parts)}，数据库没有改变；请重新上传" if parts else ""

    def discard(self) -> None:
        """Take all of it away."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Incoming:
    """A file object that a request's parser writes to, and that counts and refuses as it does."""

    def __init__(self, path: Path, most_mb: int, name: str) -> None:
        self.path, self.name = path, name
        self._most, self._written = most_mb << 20, 0
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "w+b")

    def write(self, data: bytes) -> int:
        """Take the next piece; raises ``TooLarge`` at the first byte too many."""
        self._written += len(data)
        if self._written > self._most:
            raise TooLarge(f"{self.name}：超过 {self._most >> 20} MB，请拆分后再上传")
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def tidy(settings: Settings) -> None:
    """Take the files of deliveries away that are older than they are kept; their reports stay."""
    oldest = time.time() - KEPT_DAYS * 86400
    for folder in (settings.shared / "intake" / "inbox").glob("*"):
        with suppress(FileNotFoundError):  # taken away by another process
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


def safe_name(name: str) -> str:
    """The last part of a name, as it may stand in a folder and in messages; never empty or hidden."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    plain = _UNFIT.sub("_", last).strip().lstrip(".~").strip() or "未命名"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = plain, "", ""
    while len(f"{stem}{dot}{ending}".encode()) > _LONGEST:
        stem = stem[:-1]
    return f"{stem}{dot}{ending}"


def described(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Name, size in bytes and SHA-256 of each file, as the history keeps them."""
    return [{"name": p.name, "bytes": p.stat().st_size, "sha256": digest(p)} for p in paths]


def _free(path: Path) -> Path:
    """The path, or with a number where two files of a delivery have the same name."""
    number, found = 2, path
    while found.exists():
        found = path.with_name(f"{path.stem}（{number}）{path.suffix}")
        number += 1
    return found
