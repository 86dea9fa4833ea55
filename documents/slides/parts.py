"""What a tile shows, freed from how a browser draws it: the few forms that slides know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from frames.model import Light

Form = Literal["line", "columns", "stacked", "bars", "stacked-bars", "ring"]
Tone = Literal["good", "warn", "bad", "neutral"]


@dataclass(frozen=True)
class Series:
    """A run of values in display order; None where there is no value. ``colour`` names a token.

    ``quiet``: it is only there to compare with.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    quiet: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart with a category axis. Values are in ``unit``, as the tile has them, not rounded.

    Labels of months are as in ``2022-03``. ``colours`` are tokens of single marks, where these differ.
    ``partial`` are places of periods that are not over. ``low`` and ``high`` are the ends of the value
    axis, None where they follow the values. ``title`` is its own, where a tile holds several.
    """

    form: Form
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    says: str = ""
    colours: tuple[str, ...] = ()
    partial: frozenset[int] = frozenset()
    low: float | None = 0
    high: float | None = None
    title: str = ""


@dataclass(frozen=True)
class Card:
    """One figure as it reads: label, value, unit, its changes, each with its tone, and a remark."""

    label: str
    value: str
    unit: str
    changes: tuple[tuple[str, Tone], ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Cards:
    """Figures side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Lamps:
    """Counts of tasks under each light, as they read."""

    lamps: tuple[tuple[Light, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table as it reads. ``figures`` says of each column whether it holds numbers (set to the right).

    ``lights`` are the lights of cells by (row, column); their text says the same.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[bool, ...]
    total: tuple[str, ...] | None = None
    lights: tuple[tuple[int, int, Light], ...] = ()


@dataclass(frozen=True)
class Line:
    """One statement: its text, and the word with its sign that stands before it."""

    text: str
    word: str = ""
    sign: Light | Literal["up", "down", ""] = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Lines:
    """Statements in their order, under a line that says what they are about."""

    lines: tuple[Line, ...]
    lead: str = ""


@dataclass(frozen=True)
class Remark:
    """Words under what a tile shows."""

    text: str


Part = Chart | Cards | Lamps | Grid | Lines | Remark
