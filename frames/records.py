"""Frames of single records: an organisation's place, why a task has its light, where a number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from frames.controls import Link
from frames.model import Light

Verdict = Literal["equal", "within", "apart", "none"]


@dataclass(frozen=True)
class TreeGroup:
    """Those of one type below an organisation: the first of ``count``, and where all are listed."""

    name: str
    count: int
    members: tuple[Link, ...]
    all_of: Link | None = None
    opened: bool = False


@dataclass(frozen=True)
class Tree:
    """The chain above an organisation, itself, and who is below by type; ``otherwise`` where nobody is."""

    above: tuple[Link, ...]
    name: str
    groups: tuple[TreeGroup, ...]
    otherwise: str = ""


@dataclass(frozen=True)
class Reasons:
    """By which rules a task has its light; None and a word where it has none any more."""

    light: Light | None
    word: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """A line of an account: its words, a smaller remark, and the verdict of a comparison."""

    text: str
    small: str = ""
    verdict: Verdict | None = None
    conclusion: str = ""


@dataclass(frozen=True)
class StatementText:
    """A statement to be read: its name, the SQL, and its parameters as (name, value)."""

    name: str
    sql: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entry:
    """One line of an account: words that may lead somewhere, or notes, or statements."""

    label: str
    text: str = ""
    href: str | None = None
    notes: tuple[Note, ...] = ()
    statements: tuple[StatementText, ...] = ()


@dataclass(frozen=True)
class Account:
    """Everything that makes a number what it is, under a summary."""

    summary: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ReconciledLine:
    """A published figure beside what the database says now; all in words, as they read."""

    name: str
    published: str
    now: str
    difference: str
    verdict: Verdict
    conclusion: str
    when: str
    source: str
    owner: str
    indicator: Link | None = None
    condition: str = ""
    precision: str = ""
    now_href: str | None = None
    reason: str = ""
    quote: str = ""
    #: Whether names in an order were published, not a number.
    is_order: bool = False


@dataclass(frozen=True)
class Reconciled:
    """Published figures, each with the verdict that the database gives."""

    lines: tuple[ReconciledLine, ...]


@dataclass(frozen=True)
class Rules:
    """Terms and what each means, under a summary."""

    summary: str
    terms: tuple[tuple[str, str], ...]
