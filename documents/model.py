"""What a briefing is: the declaration of a kind, the question behind each number, and the finished text.

A paragraph is text with marks (``⟦f12⟧``) where its numbers stand. A number is a ``Field``: the
question (``Spec``) that gives it, its value on one version, and how it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Literal

from frames.model import Better
from queries.filters import Codes, Filters
from queries.indicators import get
from queries.periods import Period

#: value: the number; change: how much more than before; rate: that in percent; rank: the place of a
#: member; climb: places won or lost; top: the name of the member in a place.
Show = Literal["value", "change", "rate", "rank", "climb", "top"]
#: start: the period's first day; year: a year before; before: the period before (a stock: the day before).
Against = Literal["", "start", "year", "before"]
#: How a number is worded; bare is without its unit, which then stands elsewhere.
Style = Literal["exact", "wan", "near", "more", "over", "about", "half", "bare"]

MARK = re.compile(r"⟦(f\d+)⟧")


def mark(id: str) -> str:
    """Where the number of this id stands in a text."""
    return f"⟦{id}⟧"


@dataclass(frozen=True)
class Spec:
    """The question behind one number; asked again on another version it gives that version's number.

    ``by`` and ``member`` take one member of a breakdown, ``place`` the one in a place of it (1: largest).
    """

    code: str
    as_of: date
    start: date
    end: date
    dims: tuple[tuple[str, Codes], ...] = ()
    show: Show = "value"
    style: Style = "exact"
    against: Against = ""
    by: str = ""
    member: str = ""
    place: int = 0
    #: How many months a paper is about, so that one of a month that isn't over knows the month before.
    months: int = 0

    @property
    def filters(self) -> Filters:
        """The day, the days and the members that are asked for."""
        days = Period(self.start, self.end)
        return Filters(self.as_of, days, "custom", self.dims, pinned=True, months=self.months)

    def to_json(self) -> dict[str, Any]:
        """The question with dates as ISO 8601 text; what is not set is left out."""
        days = {name: getattr(self, name).isoformat() for name in ("as_of", "start", "end")}
        rest = {k: v for k, v in asdict(self).items() if v and k not in days}
        return rest | days

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Spec:
        """Inverse of ``to_json``."""
        days = {name: date.fromisoformat(raw[name]) for name in ("as_of", "start", "end")}
        dims = tuple((d, tuple(codes)) for d, codes in raw.get("dims", ()))
        return cls(**{**raw, **days, "dims": dims})


@dataclass(frozen=True)
class Field:
    """A number in a text: what it asks, its value, and how it reads.

    ``before`` is what it is compared with. ``stated`` is the number that the words state, in the
    indicator's unit: 7000 for 近7000次, where ``value`` is 6,943. ``member`` names the member meant.
    """

    id: str
    spec: Spec
    value: int | float | None
    before: int | float | None
    stated: float | None
    text: str
    member: str = ""

    @property
    def better(self) -> Better:
        """Which direction of the indicator is good."""
        return get(self.spec.code).better

    def to_json(self) -> dict[str, Any]:
        """Everything of it, for the operational database."""
        return {**{k: v for k, v in vars(self).items() if k != "spec"}, "spec": self.spec.to_json()}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Field:
        """Inverse of ``to_json``."""
        return cls(**{**raw, "spec": Spec.from_json(raw["spec"])})


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) or 2 (（一）), its number in the text."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """Text with marks."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table: ``widths`` are shares of the line, ``numeric`` says which columns stand right."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[bool, ...]
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart: labels, and the fields of each series in the same order."""

    title: str
    form: Literal["bar", "line"]
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[str, ...]], ...]
    unit: str
    note: str = ""


Block = Heading | Paragraph | Table | Chart
_BLOCKS: Mapping[str, type[Block]] = {c.__name__: c for c in (Heading, Paragraph, Table, Chart)}


@dataclass(frozen=True)
class Masthead:
    """What stands at the head and foot of a paper; the numbers are given when it is issued."""

    name: str
    unit: str
    contributor: str
    editor: str = ""
    reviewer: str = ""
    sent_to: str = ""
    number: int | None = None
    total: int | None = None
    issued_on: date | None = None


@dataclass(frozen=True)
class Briefing:
    """A briefing on one version of the data."""

    kind: str
    title: str
    masthead: Masthead
    period: Period
    as_of: date
    version: str
    is_demonstration: bool
    blocks: tuple[Block, ...]
    fields: Mapping[str, Field] = field(default_factory=dict)

    @property
    def date(self) -> date:
        """The day that the paper bears: of issue, the data's while it is a draft."""
        return self.masthead.issued_on or self.as_of

    def said(self, text: str) -> str:
        """A text with its numbers in it."""
        return MARK.sub(lambda found: self.fields[found[1]].text, text)

    def used(self) -> list[Field]:
        """The fields that stand in it, in the order of reading, each once."""
        ids = [id for block in self.blocks for text in _texts(block) for id in MARK.findall(text)]
        return [self.fields[id] for id in dict.fromkeys(ids)]

    def with_masthead(self, **changed: Any) -> Briefing:
        """The same with another head."""
        return replace(self, masthead=replace(self.masthead, **changed))

    def to_json(self) -> dict[str, Any]:
        """Everything of it, for the operational database."""
        head = self.masthead
        issued = head.issued_on.isoformat() if head.issued_on else None
        return {
            "kind": self.kind,
            "title": self.title,
            "masthead": {**asdict(head), "issued_on": issued},
            "period": [self.period.start.isoformat(), self.period.end.isoformat(), self.period.label],
            "as_of": self.as_of.isoformat(),
            "version": self.version,
            "is_demonstration": self.is_demonstration,
            "blocks": [{"is": type(b).__name__, **asdict(b)} for b in self.blocks],
            "fields": [f.to_json() for f in self.fields.values()],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Briefing:
        """Inverse of ``to_json``."""
        head = dict(raw["masthead"])
        if head["issued_on"]:
            head["issued_on"] = date.fromisoformat(head["issued_on"])
        start, end, label = raw["period"]
        return cls(
            kind=raw["kind"],
            title=raw["title"],
            masthead=Masthead(**head),
            period=Period(date.fromisoformat(start), date.fromisoformat(end), label),
            as_of=date.fromisoformat(raw["as_of"]),
            version=raw["version"],
            is_demonstration=raw["is_demonstration"],
            blocks=tuple(_block(b) for b in raw["blocks"]),
            fields={f["id"]: Field.from_json(f) for f in raw["fields"]},
        )


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row
    else:
        for _, ids in block.series:
            yield from map(mark, ids)


def _block(raw: Mapping[str, Any]) -> Block:
    values = {k: _frozen(v) for k, v in raw.items() if k != "is"}
    return _BLOCKS[raw["is"]](**values)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
