"""Many measures by few statements: what a page asks of one family of sources is read once.

Sources, conditions and days are the builder's; here they are only asked together. Each measure's numbers
are those that ``builder.groups`` gives for it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Connection, Double, Integer, String, cast, literal, null, select, union_all

from queries import builder
from queries.branches import Branch, Cell, Columns, Keys, Ways, columns_of, keys_of, table_of
from queries.builder import Cut, Days
from queries.errors import AnswerTooLarge
from queries.filters import MISSING
from queries.model import AnySelect, Measure

Number = int | float | None
Key = tuple[int, tuple[str, ...]]
Numbers = dict[Key, Number]

#: How many different spans one statement looks at (each is a bit of a number), and how many groupings.
MOST_SPANS = builder.REUSED_SPANS
MOST_BRANCHES = 40
#: How many numbers an answer may have: every society by month over ten years, some 30 MB of JSON.
MOST_NUMBERS = 200_000


@dataclass(frozen=True)
class Ask:
    """A measure and the cut that is asked of it, scope applied."""

    measure: Measure
    cut: Cut

    @property
    def days(self) -> tuple[Days, ...]:
        """(start, end, as of) of each span as the measure sees it."""
        return tuple(builder.bounds(self.measure, span) for span in self.cut.spans)

    @property
    def branch(self) -> Branch:
        """What it shares with the asks that are answered by the same table of groups."""
        names = {*self.measure.where, *self.cut.by, *(d for d, _ in self.cut.where)}
        named = (self.measure.distinct, self.measure.total, self.measure.median)
        steady = self.measure.source.steady
        marked = steady is not None and not (names | set(filter(None, named))) & set(steady.varying)
        key = self.measure.distinct if marked else None
        return Branch(self.measure.source, marked, self.cut.where, self.cut.by, key)


def answered(connection: Connection, asks: Sequence[Ask]) -> list[Numbers]:
    """The numbers of each ask, in order, by as few statements as there are families of sources."""
    found: dict[int, Numbers] = {}
    for chunk in chunks(asks):
        statement = Statement([asks[n] for n in chunk])
        with builder.building():
            built = statement.build()
        rows = read_bounded(connection, built, builder.bound(statement.days), len(chunk))
        found |= dict(zip(chunk, statement.read(rows), strict=True))
    return [found[n] for n in range(len(asks))]


def read_bounded(
    connection: Connection,
    statement: AnySelect,
    days: Mapping[str, date],
    asks: int = 1,
    compiled: bool = True,
) -> Sequence[Any]:
    """The rows of a statement; ``AnswerTooLarge`` where there are more than its asks may have.

    compiled: whether its compiled form is kept for the next time.
    """
    most = MOST_NUMBERS * asks
    options: dict[str, Any] = {} if compiled else {"compiled_cache": None}
    rows = connection.execute(statement.limit(most + 1), days, execution_options=options).all()
    if len(rows) > most:
        raise AnswerTooLarge("by", f"结果超过一次回答的上限 {MOST_NUMBERS:,} 个数：请减少分组或缩短期间")
    return rows


def chunks(asks: Iterable[Ask]) -> Iterator[list[int]]:
    """Which of the asks go into a statement together: one family, not too many days, not too long."""
    begun: dict[tuple[str, bool], tuple[list[int], set[Days], set[Branch]]] = {}
    for n, ask in enumerate(asks):
        name = ask.measure.source.of_family, ask.branch.marked
        found, days, branches = begun.get(name, ([], set(), set()))
        if found and (len(days | set(ask.days)) > MOST_SPANS or len(branches | {ask.branch}) > MOST_BRANCHES):
            yield found
            found, days, branches = [], set(), set()
        begun[name] = ([*found, n], days | set(ask.days), branches | {ask.branch})
    yield from (found for found, _, _ in begun.values())


@dataclass
class Statement:
    """One SELECT for several asks: a branch for each grouping, a column for each measure.

    A row is (branch, period, members …, whole numbers …, other numbers …); what a branch doesn't have is
    NULL. Beside each value stands how many rows it is made of, for a group without rows is no group.
    """

    asks: Sequence[Ask]
    days: tuple[Days, ...] = ()
    #: For each ask, which of its own spans stand at which place of ``days``.
    places: list[dict[int, list[int]]] = field(default_factory=list)
    branches: dict[Branch, list[int]] = field(default_factory=dict)
    cells: list[list[Cell]] = field(default_factory=list)
    members: int = 0
    wholes: int = 0

    def __post_init__(self) -> None:
        self.days = tuple(dict.fromkeys(d for ask in self.asks for d in ask.days))
        place = {d: n for n, d in enumerate(self.days)}
        for n, ask in enumerate(self.asks):
            spans: dict[int, list[int]] = {}
            for own, d in enumerate(ask.days):
                spans.setdefault(place[d], []).append(own)
            self.places.append(spans)
            self.branches.setdefault(ask.branch, []).append(n)
        self.members = max(len(branch.by) for branch in self.branches)

    def build(self) -> AnySelect:
        """The SELECT; its days are parameters."""
        tables = self._tables()
        keys = self._keys(tables)
        parts = [
            columns_of(
                branch,
                tables[branch],
                [(n, self.asks[n].measure, list(self.places[n])) for n in users],
                keys.get(branch),
            )
            for branch, users in self.branches.items()
        ]
        self.cells = [part.cells for part in parts]
        self.wholes = max(len(part.wholes) for part in parts)
        others = max(len(part.others) for part in parts)
        selects = [self._padded(number, part, others) for number, part in enumerate(parts)]
        return selects[0] if len(selects) == 1 else select(union_all(*selects).subquery("together"))

    def _tables(self) -> dict[Branch, Ways]:
        """What each branch reads; what several read is one table of the statement."""
        readers: dict[tuple[object, ...], list[Branch]] = {}
        for branch in self.branches:
            readers.setdefault(branch.read, []).append(branch)
        found: dict[Branch, Ways] = {}
        for count, users in enumerate(readers.values()):
            needed = {name: None for b in users for n in self.branches[b] for name in _needed(self.asks[n])}
            places = sorted({place for b in users for n in self.branches[b] for place in self.places[n]})
            table = table_of(users[0], list(needed), places, len(self.days), f"facts_{count}")
            found |= dict.fromkeys(users, table)
        return found

    def _keys(self, tables: dict[Branch, Ways]) -> dict[Branch, Keys]:
        """The keys that branches count; once for those that differ only in what belongs to a key."""
        alike: dict[tuple[object, ...], list[Branch]] = {}
        for branch in self.branches:
            if branch.marked and branch.key:
                alike.setdefault((branch.read, branch.key, branch.beside), []).append(branch)
        found: dict[Branch, Keys] = {}
        for count, users in enumerate(alike.values()):
            measures = [self.asks[n].measure for b in users for n in self.branches[b]]
            found |= dict.fromkeys(users, keys_of(users, tables[users[0]], measures, f"keys_{count}"))
        return found

    def _padded(self, number: int, part: Columns, others: int) -> AnySelect:
        def filled(letter: str, columns: Sequence[Any], size: int, kind: Any) -> list[Any]:
            padding = [cast(null(), kind)] * (size - len(columns))
            return [c.label(f"{letter}{n}") for n, c in enumerate([*columns, *padding])]

        return part.select.add_columns(
            literal(number, Integer).label("branch"),
            part.period.label("period"),
            *filled("k", part.members, self.members, String),
            *filled("n", part.wholes, self.wholes, BigInteger),
            *filled("x", part.others, others, Double),
        )

    def read(self, rows: Iterable[Any]) -> list[Numbers]:
        """The numbers of each ask from the rows of the statement."""
        found: list[Numbers] = [nothing(ask) for ask in self.asks]
        for row in rows:
            codes = tuple(MISSING if c is None else str(c) for c in row[2 : 2 + self.members])
            values = row[2 + self.members :]
            for cell in self.cells[row[0]]:
                if cell.rows is not None and not values[cell.rows]:
                    continue
                ask = self.asks[cell.ask]
                value = values[cell.value if cell.whole else self.wholes + cell.value]
                key = codes[: len(ask.cut.by)]
                place = row[1] if cell.place is None else cell.place
                for span in self.places[cell.ask].get(place, ()):
                    found[cell.ask][span, key] = clean(value, ask.measure.divisor)
        return found


def _needed(ask: Ask) -> list[str]:
    m = ask.measure
    return [*ask.cut.by, *m.where, *(name for name in (m.distinct, m.total, m.median) if name)]


def nothing(ask: Ask) -> Numbers:
    """What stands where there are no rows: nothing counted is zero, unless it is counted by members."""
    if ask.cut.by or ask.measure.median is not None:
        return {}
    return {(n, ()): 0 for n in range(len(ask.cut.spans))}


def clean(value: int | float | Decimal | None, divisor: int = 1) -> Number:
    """A plain number: Decimal sums become whole numbers, and sums are brought to their unit."""
    if value is None:
        return None
    number = int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
    if isinstance(number, Decimal):
        number = float(number)
    return number if divisor == 1 else number / divisor
