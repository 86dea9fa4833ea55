"""Ways to see the same under another choice, as data: only media that lead somewhere show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: The parameter of an address that names columns, with commas between or given several times.
COLUMNS = "cols"


def chosen_columns(query: Mapping[str, str | Sequence[str]]) -> tuple[str, ...]:
    """The names that an address gives; none: all columns."""
    given = query.get(COLUMNS) or ()
    texts: Iterable[str] = [given] if isinstance(given, str) else given
    return tuple(dict.fromkeys(name for text in texts for name in text.split(",") if name))


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; ``chosen`` marks the one in force where several are offered."""

    text: str
    href: str
    chosen: bool = False


@dataclass(frozen=True)
class Choice:
    """Links to the same place under another choice; ``label`` says what is chosen."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Search:
    """A search whose words are part of the address: sent to ``action`` as ``q`` beside what is kept."""

    label: str
    hint: str
    words: str
    action: str
    kept: Mapping[str, str]


@dataclass(frozen=True)
class ColumnChoice:
    """Which columns are shown: (name, label, shown) of each; ``all_href`` leads back to all of them."""

    columns: tuple[tuple[str, str, bool], ...]
    action: str
    kept: Mapping[str, str]
    all_href: str


@dataclass(frozen=True)
class ListHead:
    """What stands over a list: the choices of its parts, and its search."""

    choices: tuple[Choice, ...]
    search: Search


@dataclass(frozen=True)
class RowsHead:
    """What stands over rows: whether they agree with the figure, the search, the choice of columns."""

    agreement: str
    agrees: bool
    search: Search | None
    columns: ColumnChoice
