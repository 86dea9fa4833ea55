"""The audit trail (审计): one JSON line for each access worth remembering, appended and never changed.

Lines stand in ``COCKPIT_HOME/audit/audit-YYYY-MM.jsonl``, one file a month (Asia/Shanghai), readable
by the owner only. A lock file keeps the lines of several processes apart.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from filelock import FileLock

from access.reader import current_reader
from data.settings import Settings

log = logging.getLogger(__name__)

#: How long a reader may wait for another process's line.
LOCK_SECONDS = 2.0
#: The time of records that people read.
ZONE = ZoneInfo("Asia/Shanghai")
#: JSON leaves these as they are, but readers of lines may take them for an end: a forged line.
_LINE_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


def audit(action: str, subject: str, detail: Mapping[str, Any]) -> None:
    """Append who did ``action`` (``rows.read``) to ``subject`` (``RC01``), and ``detail``.

    Never raises: a trail that cannot be written must not keep a reader from the answer, but it is
    an error in the log, and the log then holds the line itself.
    """
    now = datetime.now(ZONE)
    entry = {
        "at": now.isoformat(timespec="milliseconds"),
        "reader": current_reader().name,
        "action": action,
        "subject": subject,
        "detail": dict(detail),
    }
    line = json.dumps(entry, ensure_ascii=False, default=str).translate(_LINE_ENDS)
    try:
        _append(Settings.from_env().home / "audit", f"audit-{now:%Y-%m}.jsonl", line)
    except Exception:
        log.exception("审计记录未能写入，内容：%s", line)


def _append(folder: Path, name: str, line: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    data = (line + "\n").encode()
    with FileLock(folder / ".lock", timeout=LOCK_SECONDS):
        handle = os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            before = os.fstat(handle).st_size
            if os.write(handle, data) != len(data):
                # A full disk takes part of a line: half a line would spoil the next one too.
                os.ftruncate(handle, before)
                raise OSError("只写入了一部分")
            os.fsync(handle)
        finally:
            os.close(handle)
