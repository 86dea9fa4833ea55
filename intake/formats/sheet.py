"""What every reader gives: sheets whose rows are text, numbered as a spreadsheet numbers them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

#: More columns than any table has by far; a sheet with more is not a list.
MAX_COLUMNS = 200
#: Characters of one row, over all its cells.
MAX_ROW_CHARACTERS = 1_000_000


class FileProblem(ValueError):
    """A file or sheet that cannot be read; the message (Chinese) says why, ``expected`` what is right."""

    def __init__(self, reason: str, expected: str = "", row: int | None = None) -> None:
        super().__init__(reason)
        self.expected = expected
        self.row = row


class Row(NamedTuple):
    """One row: its number (from 1) and its cells as text, empty ones as ""."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class RawSheet:
    """A sheet before anything is known of its meaning.

    ``name`` is empty for a text file, which is one sheet. ``rows`` starts reading anew at each
    call and raises ``FileProblem`` where it cannot go on. ``notices`` are remarks for the clerk.
    """

    file: str
    name: str
    rows: Callable[[], Iterator[Row]]
    notices: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """File and sheet, as messages give them."""
        return f"{self.file}“{self.name}”" if self.name else self.file


def checked(number: int, cells: list[str]) -> Row:
    """A row without empty cells at its end; raises ``FileProblem`` when it is too wide or too long."""
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise FileProblem(f"有 {len(cells)} 列", f"不超过 {MAX_COLUMNS} 列的表格", number)
    if sum(map(len, cells)) > MAX_ROW_CHARACTERS:
        raise FileProblem("这一行太长", f"不超过 {MAX_ROW_CHARACTERS} 字的一行", number)
    return Row(number, cells)
