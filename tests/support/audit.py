"""The audit trail of a home, as a test reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.settings import Settings
from store import open_store
from store.audit import AuditTrail


def audited(home: Path) -> list[dict[str, Any]]:
    """The entries of a home with an operational database of its own, in the order in which they were made."""
    return list(AuditTrail(open_store(Settings(home=home))).entries())
