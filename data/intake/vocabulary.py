"""Columns whose values only other rooms understand: those rooms say here how they are read.

A column names its vocabulary (``reads``); intake knows nothing of indicators and filters, which stand
above it, so the room that has them declares a reader. Where none is declared, values are plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data.intake.formats import values

Reader = Callable[[str], str]


@dataclass(frozen=True)
class Vocabulary:
    """How a cell becomes the stored value, and which values there are (None: no list of them).

    ``read`` raises ``values.BadValue`` and nothing else.
    """

    read: Reader
    known: frozenset[str] | None = None
    expected: str = ""


_DECLARED: dict[str, Vocabulary] = {
    "figure": Vocabulary(values.figure),
    "year": Vocabulary(values.year),
    "last_day": Vocabulary(values.last_day),
}


def declare(name: str, read: Reader, known: Iterable[str] | None = None, expected: str = "") -> None:
    """Say how values of the vocabulary ``name`` are read; ``expected`` is what would be right."""
    _DECLARED[name] = Vocabulary(read, None if known is None else frozenset(known), expected)


def find(name: str) -> Vocabulary | None:
    """The vocabulary that a column names, where a room has declared it."""
    return _DECLARED.get(name)
