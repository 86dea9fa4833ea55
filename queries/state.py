"""What the cockpit says: the publication that it shows, and numbers with what must stand beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.engine import Publication
from queries.evaluate import Number


@dataclass(frozen=True)
class State:
    """The publication to show, and whether the database answers now.

    ``trouble`` says (Chinese) why this isn't the newest publication though nobody chose so, or that the one
    chosen is damaged; "" where neither is the case.
    """

    publication: Publication
    live: bool
    trouble: str = ""


@dataclass(frozen=True)
class Answer:
    """Numbers with everything that must stand beside them.

    ``value`` for a plain question; with groups or an interval ``rows``: each a mapping of every
    dimension's code to the member's name, ``<dimension>_code``, ``period`` and ``value``.
    """

    code: str
    name: str
    unit: str
    kind: str
    as_of: str
    start: str
    end: str
    version: str
    applied: dict[str, list[str]]
    ignored: list[str]
    value: Number = None
    rows: list[dict[str, Any]] | None = None
