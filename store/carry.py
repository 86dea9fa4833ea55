"""What earlier releases kept in files of a home, taken into the operational database when it is opened.

A migration of the schema cannot do this: it runs once for a server that several machines share, while each
of them has files of its own, and a restored home may bring old ones back. A file that was carried over is
renamed to ``….carried`` and never read again; one that cannot be used stays, and the log says why.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.json_text import parsed
from store.audit import audit_entry, storable
from store.base import ZONE
from store.walls import wall

log = logging.getLogger(__name__)

#: Rows that are written at once.
_AT_ONCE = 2000
#: What a file of foreign content makes.
_FOREIGN = (AttributeError, KeyError, OverflowError, TypeError, ValueError)


def carry(connection: sa.Connection, home: Path) -> list[Path]:
    """Take the old files of ``home`` in; returns those to be put aside once that is committed.

    Taking a file in twice changes nothing: a process may die before it has put the file aside.
    """
    taken = []
    for pattern, take in _TAKERS.items():
        for path in sorted(home.glob(pattern)):
            try:
                take(connection, path)
            except (OSError, *_FOREIGN) as error:
                log.error("%s 没有转入运行库，留在原处：%s", path, error)
            else:
                taken.append(path)
    return taken


def put_aside(paths: list[Path]) -> None:
    """Rename files that were carried over; another process may have been quicker."""
    for path in paths:
        aside = path.with_name(f"{path.name}.carried")
        number = 1
        while aside.exists():
            number += 1
            aside = path.with_name(f"{path.name}.carried-{number}")
        try:
            path.rename(aside)
        except FileNotFoundError:
            continue
        except OSError as error:
            log.error("%s 已转入运行库，但未能改名：%s", path, error)


def _wall(connection: sa.Connection, path: Path) -> None:
    raw = parsed(path.read_bytes())
    behind = raw["behind_since"] and datetime.fromisoformat(raw["behind_since"]).astimezone(ZONE)
    row = {
        "wall": str(raw["heartbeat"]["wall"]),
        "heartbeat": dict(raw["heartbeat"]),
        "seen_at": datetime.fromisoformat(raw["seen_at"]).astimezone(ZONE),
        "address": str(raw["address"]),
        "behind_since": behind or None,
    }
    there = sa.select(wall.c.wall).where(wall.c.wall == row["wall"])
    if connection.execute(there).first() is None:
        connection.execute(sa.insert(wall).values(row))


def _audit(connection: sa.Connection, path: Path) -> None:
    known = sa.select(audit_entry.c.carried_from).where(
        audit_entry.c.carried_from.startswith(f"{path.name}:", autoescape=True)
    )
    there = set(connection.execute(known).scalars())
    rows = []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            source = f"{path.name}:{number}:{hashlib.sha256(line).hexdigest()[:16]}"
            if source not in there and line.strip():
                rows.append(_entry(line, path) | {"carried_from": source})
            if len(rows) >= _AT_ONCE:
                connection.execute(sa.insert(audit_entry), rows)
                rows = []
    if rows:
        connection.execute(sa.insert(audit_entry), rows)


def _entry(line: bytes, path: Path) -> dict[str, Any]:
    """An entry of the audit trail; a line that a power cut tore is kept as it is."""
    try:
        raw = parsed(line)
        at = datetime.fromisoformat(raw["at"]).astimezone(ZONE)
        names = {name: storable(raw[name]) for name in ("reader", "action", "subject")}
        return {"at": at, **names, "detail": dict(raw["detail"])}
    except _FOREIGN:
        at = datetime.fromtimestamp(path.stat().st_mtime, ZONE)
        names = dict.fromkeys(("reader", "subject"), "")
        return {"at": at, **names, "action": "unreadable", "detail": {"line": line.decode(errors="replace")}}


def _derived(connection: sa.Connection, path: Path) -> None:
    """What a file said is derived from other tables now."""


_TAKERS: dict[str, Callable[[sa.Connection, Path], None]] = {
    "walls/*.json": _wall,
    "audit/audit-*.jsonl": _audit,
    "unified/held.json": _derived,
}
