"""Which files of a delivery are bulletins, and which are tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from intake.bulletins import BulletinError, read_bulletin

#: Files that can only be bulletins.
BULLETINS = (".docx", ".pdf", ".md", ".doc")
_LINES = 8
_DELIMITERS = "\t,;|"


def sorted_out(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The bulletins and the tables among the files of a delivery."""
    bulletins = [path for path in paths if is_bulletin(path)]
    return bulletins, [path for path in paths if path not in bulletins]


def is_bulletin(path: Path) -> bool:
    """By the ending; a text file by what it says: a bulletin reads as one, and has no columns."""
    ending = path.suffix.lower()
    if ending != ".txt" or _has_columns(path):
        return ending in BULLETINS
    with suppress(BulletinError):
        return bool(read_bulletin(path).items)
    return False


def _has_columns(path: Path) -> bool:
    """Whether the first lines are cut alike by a delimiter, whatever the encoding."""
    with path.open("rb") as source:
        text = source.read(1 << 14).decode("gb18030", errors="replace").replace("\0", "")
    lines = [line for line in text.splitlines() if line.strip()][:_LINES]
    if not lines:
        return False
    for delimiter in _DELIMITERS:
        counts = Counter(line.count(delimiter) for line in lines)
        most, often = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
        if most and 2 * often > len(lines):
            return True
    return False
