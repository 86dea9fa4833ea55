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
from store.audit import audit_entry
from store.base import ZONE, storable
from store.bulletins import bulletin_event
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
    _lines(connection, path, audit_entry, lambda line: _entry(line, path))


def _review(connection: sa.Connection, path: Path) -> None:
    lines = path.read_bytes().splitlines()
    for number, line in enumerate(lines, start=1):
        # Of a line that a power cut tore nothing was ever shown to anybody.
        if _event(line) is None and number < len(lines) and not _is_torn(line):
            raise ValueError(f"第 {number} 行已损坏；请从备份恢复")
    _lines(connection, path, bulletin_event, _event)


def _lines(
    connection: sa.Connection, path: Path, table: sa.Table, read: Callable[[bytes], dict[str, Any] | None]
) -> None:
    """Insert what ``read`` makes of each line of a file, but for lines that are there already."""
    source = table.c.carried_from
    there = set(connection.execute(sa.select(source).where(source.startswith(f"{path.name}:"))).scalars())
    rows: list[dict[str, Any]] = []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            mark = f"{path.name}:{number}:{hashlib.sha256(line).hexdigest()[:16]}"
            row = None if mark in there or not line.strip() else read(line)
            rows += [row | {"carried_from": mark}] if row else []
            if len(rows) >= _AT_ONCE:
                connection.execute(sa.insert(table), rows)
                rows = []
    if rows:
        connection.execute(sa.insert(table), rows)


def _event(line: bytes) -> dict[str, Any] | None:
    """An event of the review list; None where the line is none."""
    try:
        raw = dict(parsed(line))
        at = datetime.fromisoformat(raw.pop("at")).astimezone(ZONE)
        return {"at": at, "by": storable(raw.pop("by")), "event": str(raw.pop("event")), "what": raw}
    except _FOREIGN:
        return None


def _is_torn(line: bytes) -> bool:
    """A line whose end a power cut took: it begins as ours do and stops."""
    return not line or (line.startswith(b'{"event":') and not line.endswith(b"}"))


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
    "bulletins/review.jsonl": _review,
    "unified/held.json": _derived,
}
