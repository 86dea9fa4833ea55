"""One import at a time: a lock on the version folder that the system releases with its holder."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

from filelock import FileLock, Timeout

from data.json_text import parsed

#: Called with what is being done (Chinese) and the share of the whole done so far (0 to 1).
Progress = Callable[[str, float], None]

#: How long an import waits for another one before it gives up, in seconds.
WAIT_SECONDS = 60.0

_POLL_SECONDS = 0.2


class ImportBusy(RuntimeError):
    """Another import holds the lock; the message says which."""

    exit_code = 3


def silent(what: str, share: float) -> None:
    """No progress."""


@contextmanager
def import_lock(folder: Path, title: str, wait: float, progress: Progress) -> Iterator[None]:
    """Hold ``import.lock`` in ``folder``; raise ``ImportBusy`` after ``wait`` seconds.

    The lock is the kernel's (flock), so a killed import never leaves it behind; the note beside
    it only says who holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "import.lock", timeout=0)
    note = folder / "import.holder.json"
    until = monotonic() + wait
    while True:
        try:
            lock.acquire()
            break
        except Timeout:
            if monotonic() >= until:
                raise busy(_holder(note), wait) from None
            progress(f"等待另一次导入结束（{_holder(note)}）", 0.0)
            sleep(_POLL_SECONDS)
    try:
        started = datetime.now().isoformat(timespec="seconds")
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "started": started, "title": title}
        with suppress(OSError):  # a full disk: nobody is told who holds the lock
            note.write_text(json.dumps(holder, ensure_ascii=False), "utf-8")
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


def busy(holder: str, wait: float) -> ImportBusy:
    """The refusal that names who imports now."""
    return ImportBusy(f"另一次导入正在进行（{holder}），已等待 {wait:.0f} 秒；请稍后再试")


def _holder(note: Path) -> str:
    try:
        raw = parsed(note.read_text("utf-8"))
        return f"“{raw['title']}”，进程 {raw['pid']}@{raw['host']}，自 {raw['started']} 起"
    except (OSError, ValueError, KeyError, TypeError):
        return "进程不明"
