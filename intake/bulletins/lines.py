"""Lines of a text with their places, and pieces of it that read on over the ends of lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from intake.bulletins.model import Found
from intake.bulletins.normal import is_noise, words

_PIECE = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Line:
    """A line that says something: ``text`` without layout marks stands from ``start`` to ``end``.

    ``number`` counts all lines of the file from 1; ``heading`` is how it is set, not what it says.
    """

    number: int
    start: int
    end: int
    text: str
    heading: bool

    MARK: ClassVar[re.Pattern[str]] = re.compile(r"#{1,6}\s|\*\*[^*]+\*\*$")

    @property
    def width(self) -> float:
        """Full-width characters that the line takes."""
        return sum(1.0 if ord(c) > 0x2E7F or c in "“”‘’—…" else 0.5 for c in self.text)


@dataclass(frozen=True)
class Source:
    """The text of a file and those of its lines that are no layout."""

    file: str
    text: str
    lines: tuple[Line, ...]
    notices: tuple[str, ...] = ()

    def number_at(self, offset: int) -> int:
        """Number of the line that holds the character."""
        return bisect_right(self._breaks, offset - 1) + 1

    @cached_property
    def _breaks(self) -> list[int]:
        return [m.start() for m in re.finditer("\n", self.text)]

    def found(self, start: int, end: int, rule: str, value: str | None = None) -> Found:
        """What stands from ``start`` to ``end``, as ``value`` (default: its words)."""
        quote = self.text[start:end]
        shown = words(quote) if value is None else value
        return Found(shown, quote, start, end, self.number_at(start), rule)


def lines_of(raw: Iterable[tuple[str, bool]]) -> Iterator[Line]:
    """Lines with their offsets in the text that joining them by line breaks makes."""
    offset = 0
    for number, (text, heading) in enumerate(raw, start=1):
        marks = len(text) - len(text.lstrip())
        inner = text.strip()
        if mark := re.match(r"#{1,6}\s+", inner):
            marks += mark.end()
            inner = inner[mark.end() :]
        if bold := re.fullmatch(r"\*\*([^*]+)\*\*", inner):
            marks += 2 + len(bold[1]) - len(bold[1].lstrip())
            inner = bold[1].strip()
        if not is_noise(inner):
            yield Line(number, offset + marks, offset + marks + len(inner), inner, heading)
        offset += len(text) + 1


@dataclass(frozen=True)
class Passage:
    """A piece of a source read as one text, without the breaks between its lines.

    ``text`` is what rules search; ``places`` tells where each of its characters stands in the source.
    """

    source: Source
    text: str
    places: Sequence[int]

    @classmethod
    def of(cls, source: Source, lines: Iterable[Line]) -> Passage:
        """Lines put together."""
        characters: list[str] = []
        places: list[int] = []
        for line in lines:
            for piece in _PIECE.finditer(line.text):
                # A run of blanks is one: rules that step over blanks must not take long over many.
                kept = piece[0] if not piece[0].isspace() else " "
                characters.append(kept)
                places += range(line.start + piece.start(), line.start + piece.start() + len(kept))
        return cls(source, "".join(characters), places)

    def first(self, characters: int) -> Passage:
        """The beginning of it."""
        return Passage(self.source, self.text[:characters], self.places[:characters])

    def found(self, start: int, end: int, rule: str, value: str | None = None) -> Found:
        """What stands from ``start`` to ``end`` of ``text``, blanks at its ends left out."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        return self.source.found(self.places[start], self.places[end - 1] + 1, rule, value)

    def group(self, match: re.Match[str], group: int | str, rule: str, value: str | None = None) -> Found:
        """The same for a group of a match in ``text``."""
        return self.found(match.start(group), match.end(group), rule, value)
