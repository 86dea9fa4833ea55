"""Restoring a backup: every file is compared with the manifest, then the home appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from data.json_text import parsed
from store.backup import DUMPS, FOLDERS, FORMAT, MANIFEST
from store.engine import FILE
from store.migrate import known_revisions

_BLOCK = 1 << 20
#: What any command may have made in a new home.
_MADE_AGAIN = {"cache", "tmp"}


class RestoreRefused(RuntimeError):
    """Nothing was restored; the message (Chinese) says why and what would be right."""


@dataclass(frozen=True)
class Restored:
    """A home that was restored: its files, what the backup lacks, its dumps, and where the old home went."""

    home: Path
    files: int
    made_at: str
    missing: tuple[str, ...]
    dumps: tuple[Path, ...]
    before: Path | None


def restore(file: Path, home: Path, replace: bool = False) -> Restored:
    """Make ``home`` what it was when the backup was written.

    A home that holds anything is only touched with ``replace``: then it is moved beside. Raises
    ``RestoreRefused`` where the file is damaged, foreign or of a newer program, or no home can be written.
    """
    home = home.absolute()
    if not replace and not _is_empty(home):
        raise RestoreRefused(f"{home} 不是空的，不覆盖：请换一个目录，或加 --replace（原来的会改名保留）")
    scratch = home.with_name(f".{home.name}.restoring-{os.getpid()}")
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        scratch.mkdir(mode=0o700)
        manifest = _unpack(file, scratch)
        for path in scratch.rglob("*"):
            if path.is_dir():  # folders between would have what the umask leaves
                path.chmod(0o700)
        before = _move_in(scratch, home)
    except (OSError, tarfile.TarError, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise RestoreRefused(f"没有恢复 {file}：{reason}") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    dumps = tuple(home / name for name in sorted(manifest["files"]) if name.startswith(f"{DUMPS}/"))
    return Restored(
        home, len(manifest["files"]), manifest["made_at"], tuple(manifest["missing"]), dumps, before
    )


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Write every member below ``folder``; the manifest, which they all agree with."""
    found: dict[str, dict[str, Any]] = {}
    manifest: Any = None
    with tarfile.open(file, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is None or manifest is not None or not _is_ours(member.name):
                raise RestoreRefused(f"{file} 不是驾驶舱的备份：其中有 {member.name!r}")
            if member.name == MANIFEST:
                manifest = _read_manifest(file, content.read())
                continue
            found[member.name] = _write(content, folder / member.name)
    if manifest is None:
        raise RestoreRefused(f"{file} 不完整：末尾没有清单（复制时中断？），请用完整的备份")
    differing = sorted(n for n in {*found, *manifest["files"]} if found.get(n) != manifest["files"].get(n))
    if differing:
        raise RestoreRefused(
            f"{file} 已损坏：{differing[0]} 与清单的 SHA-256 不符，共 {len(differing)} 个文件"
        )
    return dict(manifest)


def _write(content: IO[bytes], path: Path) -> dict[str, Any]:
    """Write a member to a file of its own, readable by its owner only; its size and digest."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        while block := content.read(_BLOCK):
            digest.update(block)
            size += out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return {"size": size, "sha256": digest.hexdigest()}


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    if name in (MANIFEST, FILE):
        return True
    return len(parts) > 1 and parts[0] in (*FOLDERS, "unified", DUMPS) and not {"..", "/"} & set(parts)


def _read_manifest(file: Path, data: bytes) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = parsed(data)
        number, revision = int(manifest["format"]), manifest["store_revision"]
        if not isinstance(manifest["files"], dict) or not isinstance(manifest["missing"], list):
            raise TypeError("files")
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise RestoreRefused(f"{file} 的清单读不出，备份已损坏") from error
    if number > FORMAT or (revision is not None and revision not in known_revisions()):
        raise RestoreRefused(f"{file} 由更新的程序制作（{manifest.get('made_at')}）：请先升级程序再恢复")
    return manifest


def _is_empty(home: Path) -> bool:
    """Whether there is nothing in a home but what is made again."""
    return not home.exists() or (home.is_dir() and {path.name for path in home.iterdir()} <= _MADE_AGAIN)


def _move_in(scratch: Path, home: Path) -> Path | None:
    """The restored folder in the place of the home; where the one before went, None where it was empty."""
    before = None
    if home.is_dir() and _is_empty(home):
        shutil.rmtree(home)
    elif home.exists():
        before = home.with_name(f"{home.name}.before-{datetime.now():%Y%m%d-%H%M%S}")
        home.rename(before)
    try:
        scratch.rename(home)
    except OSError:
        if before is not None:
            before.rename(home)
        raise
    return before
