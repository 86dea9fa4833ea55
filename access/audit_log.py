"""The audit trail (审计): an entry for each access worth remembering, appended and never changed.

Entries stand in the operational database (``store/audit.py``), where every server writes into the same.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from typing import Any

from access.reader import current_reader
from store import StoreUnavailable, get_store
from store.audit import AuditTrail
from store.base import now

log = logging.getLogger(__name__)

#: How long a reader may wait for others' entries.
WAIT_SECONDS = 2.0
#: One entry of this process at a time: SQLite knows no turn among those that wait.
_turn = threading.Lock()


def audit(action: str, subject: str, detail: Mapping[str, Any]) -> None:
    """Append who did ``action`` (``rows.read``) to ``subject`` (``RC01``), and ``detail``.

    Never raises: a trail that cannot be written must not keep a reader from the answer, but it is
    an error in the log, and the log then holds the entry itself.
    """
    at, reader = now(), current_reader().name
    # What is no JSON (a day, a path) is entered as its text.
    plain = json.loads(json.dumps(dict(detail), ensure_ascii=False, default=str))
    try:
        if not _turn.acquire(timeout=WAIT_SECONDS):
            raise StoreUnavailable("运行库忙")
        try:
            AuditTrail(get_store()).append(at, reader, action, subject, plain, WAIT_SECONDS)
        finally:
            _turn.release()
    except Exception:
        entry = {"at": at.isoformat(), "reader": reader, "action": action, "subject": subject}
        line = json.dumps(entry | {"detail": plain}, ensure_ascii=False)
        log.exception("审计记录未能写入，内容：%s", line)
