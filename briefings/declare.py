"""The vocabulary of a kind of briefing: sections, paragraphs of sentences, tables, charts, lists.

Sentences are Jinja2 text; every number in them is asked for (``speak.py`` lists the words). A
sentence whose numbers are not there is left out, and with them a paragraph or section left empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from documents.model import Against, Show

Every = Literal["year", "quarter", "month"]


@dataclass(frozen=True)
class Para:
    """Sentences that stand together."""

    sentences: tuple[str, ...]

    def __init__(self, *sentences: str) -> None:
        object.__setattr__(self, "sentences", sentences)


@dataclass(frozen=True)
class Column:
    """A column of a ``Grid``: an indicator, and what of it is shown."""

    head: str
    code: str
    show: Show = "value"
    against: Against = ""
    width: float = 1.0


@dataclass(frozen=True)
class Grid:
    """A table with a row for each member of ``by`` that has a figure in any column; ``sort`` orders them."""

    title: str
    by: str
    columns: tuple[Column, ...]
    sort: str = ""
    width: float = 2.0
    total: str = ""
    note: str = ""


@dataclass(frozen=True)
class Listing:
    """A table of the rows that an indicator counts; ``none`` is said where there are none.

    ``columns`` are (field of the source, head, share of the line); ``late_by`` adds the days that the
    day in that field lies back.
    """

    title: str
    code: str
    columns: tuple[tuple[str, str, float], ...]
    none: str
    dims: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    most: int = 60
    late_by: str = ""


@dataclass(frozen=True)
class Graph:
    """A chart of an indicator by the members of a dimension, or along the period."""

    title: str
    codes: tuple[str, ...]
    by: str = ""
    interval: str = ""
    top: int = 0
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; sections may hold sections."""

    title: str
    parts: tuple[Part, ...]

    def __init__(self, title: str, *parts: Part) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "parts", parts)


Part = Para | Grid | Listing | Graph | Section


@dataclass(frozen=True)
class Kind:
    """A kind of briefing. ``series`` is the paper that its issues are numbered in.

    ``closes`` is the day up to which it speaks where nobody names one: the last day of its period, or
    the last workday in it, on which such a paper is written.
    """

    code: str
    label: str
    every: Every
    series: str
    unit: str
    title: str
    sections: tuple[Section, ...]
    lead: tuple[Para, ...] = ()
    contributor: str = ""
    sent_to: str = ""
    closes: Literal["period", "workday"] = "period"
    words: dict[str, str] = field(default_factory=dict)
