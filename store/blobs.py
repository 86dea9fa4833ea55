"""Files named by their content: written whole or not at all, and known when they were changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from errno import ENOSPC
from pathlib import Path

from store.engine import StoreUnavailable


class BlobChanged(RuntimeError):
    """A file is gone or is not the one that was kept; the message (Chinese) says which."""


class Blobs:
    """Files under one folder, readable by their owner only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """Where the file of a SHA-256 stands, if it is there."""
        return self._folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Keep a file; returns its SHA-256. Raises ``StoreUnavailable`` where the disk is full or gone."""
        digest = hashlib.sha256(data).hexdigest()
        try:
            self._write(data, digest)
        except OSError as error:
            reason = "磁盘已满" if error.errno == ENOSPC else error.strerror or "磁盘出错"
            raise StoreUnavailable(f"归档的文件没有写成（{reason}），没有归档；请联系管理员") from error
        return digest

    def _write(self, data: bytes, digest: str) -> None:
        target = self.path(digest)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def get(self, digest: str, name: str) -> bytes:
        """The file of a SHA-256; ``name`` is what people call it. Raises ``BlobChanged``."""
        try:
            data = self.path(digest).read_bytes()
        except OSError as error:
            raise BlobChanged(f"“{name}”的文件读不到了（{error.strerror}）；归档记录仍在") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise BlobChanged(f"“{name}”的文件已被改动：与归档时的 SHA-256 不符，不能使用")
        return data

    def remove(self, digest: str) -> None:
        """Throw a file away; nothing happens where there is none."""
        self.path(digest).unlink(missing_ok=True)
