"""Backups (备份): everything of a home that cannot be made again, in one tar file that says what is in it.

The last member, ``manifest.json``, lists every file with its size and SHA-256; what ends early has none.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa

from data.integrity import FileIntegrity
from data.lock import WAIT_SECONDS, import_lock, silent
from data.settings import Settings
from data.versions import FileVersions
from store.engine import FILE, open_store

#: What the manifest's layout is called; a program refuses those that it does not know.
FORMAT = 1
MANIFEST = "manifest.json"
#: Where dumps of PostgreSQL databases stand in a backup, and in a home that was restored.
DUMPS = "postgresql"
#: Folders of a home that are copied as they are; versions and the operational database need care.
FOLDERS = ("artefacts", "audit", "intake", "walls", "bulletins", "outward")
#: Those of them that several machines share.
SHARED = ("artefacts", "intake")
#: What was being written at the moment, and what only holds a lock.
_PASSING = (".tmp", ".lock", ".building", ".part")


class BackupFailed(RuntimeError):
    """No backup was written; the message (Chinese) says why."""


@dataclass(frozen=True)
class Backup:
    """A backup that was written: how many files, and (Chinese) what is not in it though it should be."""

    path: Path
    files: int
    missing: tuple[str, ...]


def write_backup(settings: Settings, into: Path | None = None, wait: float = WAIT_SECONDS) -> Backup:
    """Write a backup into a folder, or to a file that isn't there yet; readable by its owner only.

    Safe while the cockpit runs; imports wait meanwhile. Raises ``BackupFailed``, ``ImportBusy``, and
    ``StoreUnavailable`` where the operational database cannot be read.
    """
    target = _target(into or Path.cwd())
    part = target.with_name(target.name + ".part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out, _no_imports(settings, wait):
            with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                written = _Writer(tar, settings)
                written.everything()
            out.flush()
            os.fsync(out.fileno())
        os.link(part, target)  # unlike a rename it never replaces a file
    except OSError as error:
        raise BackupFailed(f"没有写成备份 {target}：{error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return Backup(target, len(written.files), tuple(written.missing))


def _target(into: Path) -> Path:
    target = into / f"cockpit-{datetime.now():%Y%m%d-%H%M%S}.tar" if into.is_dir() else into
    if target.exists():
        raise BackupFailed(f"{target} 已经存在，不覆盖：请换一个文件名，或指定一个目录")
    if not target.parent.is_dir():
        raise BackupFailed(f"没有目录 {target.parent}")
    return target


def _no_imports(settings: Settings, wait: float) -> Any:
    """Nothing is published or pruned while versions are read."""
    if settings.dialect != "duckdb" or not (settings.home / "unified").is_dir():
        return nullcontext()
    return import_lock(settings.home / "unified", "备份", wait, silent)


class _Hashing:
    """A file that is read once: to be written into the backup, and for its digest."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


class _Writer:
    def __init__(self, tar: tarfile.TarFile, settings: Settings) -> None:
        self._settings = settings
        self._home = settings.home
        self._tar = tar
        self.files: dict[str, dict[str, Any]] = {}
        self.missing: list[str] = []

    def everything(self) -> None:
        with tempfile.TemporaryDirectory(prefix="cockpit-backup-", dir=_writable(self._home)) as scratch:
            # First: what it tells of (papers, deliveries) is written before it is told of.
            revision = self._store(Path(scratch))
            self._versions(Path(scratch))
        for folder in FOLDERS:
            home = self._settings.shared if folder in SHARED else self._home
            for path in _files(home / folder):
                self._add(path, path.relative_to(home).as_posix())
        if self._settings.outward_key:
            self.missing.append(f"签名密钥 {self._settings.outward_key}（不在 COCKPIT_HOME 中）")
        made = datetime.now().astimezone().isoformat(timespec="seconds")
        manifest = {
            "format": FORMAT,
            "made_at": made,
            "store_revision": revision,
            "missing": self.missing,
            "files": self.files,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        self._tar.addfile(_info(MANIFEST, len(text)), io.BytesIO(text))

    def _store(self, scratch: Path) -> str | None:
        store = open_store(self._settings)
        revision = store.revision()
        if self._settings.store_url:
            self._dump(scratch / "store.dump", self._settings.store_url, "运行库（PostgreSQL）")
            return revision
        copy = scratch / FILE
        store.copy_to(copy)
        self._add(copy, FILE)
        return revision

    def _versions(self, scratch: Path) -> None:
        if self._settings.dialect == "postgresql":
            self._dump(scratch / "unified.dump", self._settings.database_url, "统一数据库（PostgreSQL）")
            return
        files = FileVersions(self._home)
        integrity = FileIntegrity(files)
        integrity.verify()
        damaged = integrity.damaged()
        self.missing += [f"版本 {version} {reason}" for version, reason in damaged.items()]
        left_out = {files.database(version).stem for version in damaged}
        for path in _files(files.folder):
            if path.stem not in left_out and path.name != "import.holder.json":
                self._add(path, f"unified/{path.name}")

    def _dump(self, path: Path, address: str, what: str) -> None:
        url = sa.make_url(address).set(drivername="postgresql")
        if (program := shutil.which("pg_dump")) is None:
            self.missing.append(f"{what}：本机没有 pg_dump，请另行备份")
            return
        plain = url.set(password=None).render_as_string()
        environment = os.environ | {"PGPASSWORD": str(url.password or "")}
        command = [program, "--format=custom", f"--file={path}", f"--dbname={plain}"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            first = (done.stderr.strip().splitlines() or ["原因不明"])[0]
            self.missing.append(f"{what}：pg_dump 没有成功（{first}），请另行备份")
            return
        self._add(path, f"{DUMPS}/{path.name}")

    def _add(self, path: Path, name: str) -> None:
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return  # thrown away meanwhile: a delivery that was discarded, a paper beyond its time
        with file:
            # Appended to while it is read: as long as it was at the beginning.
            size = os.fstat(file.fileno()).st_size
            hashing = _Hashing(file)
            self._tar.addfile(_info(name, size), hashing)
            self.files[name] = {"size": size, "sha256": hashing.digest.hexdigest()}


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(datetime.now().timestamp())
    return info


def _files(folder: Path) -> Iterator[Path]:
    """The files below a folder that are whole, in the order of their names."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        is_passing = path.name.startswith(".new-") or path.name.endswith(_PASSING)
        # What was delivered has names of its own.
        is_passing = is_passing and folder.name != "intake"
        is_passing = is_passing or any(part.startswith("staging-") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not is_passing:
            yield path


def _writable(home: Path) -> Path:
    folder = home / "tmp"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
