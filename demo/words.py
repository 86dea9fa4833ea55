"""Word lists written as text."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The words of ``text``, which blanks separate."""
    return tuple(text.split())
