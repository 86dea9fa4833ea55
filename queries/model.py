"""The vocabulary of an indicator: measures, sources, and the declaration itself.

An indicator is declared once with these types; the builder, the API, the catalogue, the tiles
and the briefings all read that one declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from sqlalchemy import CTE, ColumnElement, Select, select

from data.columns import Mask
from queries.thresholds import Threshold

#: A SELECT of any columns.
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
Kind = Literal["stock", "flow", "ratio"]
Better = Literal["up", "down", "none"]
At = Literal["as_of", "opening", "period_end"]


@dataclass(frozen=True)
class Field:
    """A column shown in drill-down rows: its name in the source, label, mask and alignment.

    A field named after a dimension is shown by that dimension's labels.
    """

    name: str
    label: str
    mask: Mask | None = None
    numeric: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it may be sorted by and searched: nothing of it is masked."""
        return self.mask is None


@dataclass(frozen=True)
class Opens:
    """The record that a row shows: the dimension whose member it is, and the column with its key."""

    dimension: str
    column: str


@dataclass(frozen=True, eq=False)
class Steady:
    """Facts that are the same whatever the period, and the condition under which they hold in one.

    ``rows``: a SELECT of the facts. ``holds`` (columns of the facts, days of a period): whether a row
    belongs to the period. ``varying``: the columns that do depend on the period, made of the same two.
    """

    rows: Callable[[], AnySelect]
    holds: Callable[[Any, Any], ColumnElement[bool]]
    varying: Mapping[str, Callable[[Any, Any], ColumnElement[Any]]] = field(default_factory=dict)

    def over(self, p: CTE) -> AnySelect:
        """The facts of each period of a relation."""
        r = self.rows().subquery("rows")
        changing = [make(r.c, p.c).label(name) for name, make in self.varying.items()]
        return select(p.c.idx.label("period"), *r.c, *changing).join_from(r, p, self.holds(r.c, p.c))


@dataclass(frozen=True)
class Source:
    """A selectable of facts, built for a relation of periods.

    ``select(p)`` returns a SELECT that carries ``p.idx`` as ``period``, one column for each
    dimension (named by its code) and every column that measures and fields refer to.
    ``dimensions`` are the codes that it can be cut and filtered by. ``opens``: what a row is, where it
    is a record with a page of its own. ``family``: sources that are made of the same facts and are read
    together. ``steady``: the same facts apart from their periods, so that many days are counted at once.
    ``of_key``: a column that is counted distinct, and the dimensions that each of its values has one of.
    """

    name: str
    title: str
    select: Callable[[CTE], AnySelect]
    dimensions: tuple[str, ...]
    fields: tuple[Field, ...]
    opens: Opens | None = None
    family: str = ""
    steady: Steady | None = None
    of_key: tuple[str, tuple[str, ...]] = ("", ())

    @property
    def of_family(self) -> str:
        """The name of the sources that it is read with; its own where it stands alone."""
        return self.family or self.name


def steady_source(
    name: str,
    title: str,
    steady: Steady,
    dimensions: tuple[str, ...],
    fields: tuple[Field, ...],
    **options: Any,
) -> Source:
    """A source that is declared apart from its periods."""
    return Source(name, title, steady.over, dimensions, fields, steady=steady, **options)


@dataclass(frozen=True)
class Measure:
    """A count, distinct count, sum or median over a source.

    kind: ``stock`` (as of a day) or ``flow`` (in a period).
    distinct: column whose distinct values are counted; ``None`` counts rows.
    total / median: column that is summed, or whose median is taken, instead of counting.
    where: column = value, all of which must hold.
    at: the day a stock is taken: the as-of day, the day before the period, or its last day.
    divisor: what a sum is divided by to give the declared unit.
    """

    source: Source
    kind: Literal["stock", "flow"]
    distinct: str | None = None
    total: str | None = None
    median: str | None = None
    where: Mapping[str, Any] = field(default_factory=dict)
    at: At = "as_of"
    divisor: int = 1

    @property
    def counts_rows(self) -> bool:
        """True where the figure is the number of rows at the bottom of its drill path."""
        return self.total is None and self.median is None


@dataclass(frozen=True)
class Net:
    """Change of a stock over the period: at its end minus on the day before its start."""

    of: str


@dataclass(frozen=True)
class Ratio:
    """One indicator over another, recomputed at every grain.

    percent: the value is given in percent. complement: one minus the ratio.
    constant: the denominator is one number for the city, not cut by dimensions or filters.
    """

    numerator: str
    denominator: str
    percent: bool = True
    complement: bool = False
    constant: bool = False


@dataclass(frozen=True)
class Indicator:
    """An indicator (指标) with its 口径: everything a reader can ask about a number.

    signals: when it is worth a signal, proposed; readers may set other limits.
    """

    code: str
    pillar: str
    name: str
    unit: str
    definition: str
    measure: Measure | Net | Ratio
    drill: tuple[str, ...] = ()
    owner: str = ""
    system: str = ""
    better: Better = "up"
    frequency: str = "日"
    note: str = ""
    also: tuple[str, ...] = ()
    listed: bool = True
    signals: tuple[Threshold, ...] = ()

    @property
    def kind(self) -> Kind:
        """``stock``, ``flow`` or ``ratio``."""
        if isinstance(self.measure, Ratio):
            return "ratio"
        return "flow" if isinstance(self.measure, Net) else self.measure.kind


def stock(source: Source, **options: Any) -> Measure:
    """A measure as of a day."""
    return Measure(source, "stock", **options)


def flow(source: Source, **options: Any) -> Measure:
    """A measure over a period, both ends included."""
    return Measure(source, "flow", **options)
