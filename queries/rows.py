"""Drill-down rows: the very rows that a figure counts, a page at a time, masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from data.masking import mask
from queries import builder
from queries.evaluate import BadQuestion, Question, cut_of, net_parts, scoped
from queries.indicators import get, leaves
from queries.model import AnySelect, Field, Measure, Net

CHANGE = Field("change", "变动", numeric=True)
RECORDS = Field(builder.RECORDS, "记录数", numeric=True)


@dataclass(frozen=True)
class RowsQuestion:
    """Rows behind ``question`` (a ratio: pass one of its parts), with order, page and search."""

    question: Question
    sort: str = ""
    descending: bool = False
    limit: int | None = 20
    offset: int = 0
    search: str = ""
    #: Names of the columns that are wanted; all of them where none is named.
    columns: tuple[str, ...] = ()

    @property
    def measure(self) -> Measure:
        """The measure whose source the rows come from."""
        measure = get(leaves(self.question.code)[0]).measure
        assert isinstance(measure, Measure)
        return measure

    @property
    def fields(self) -> tuple[Field, ...]:
        """Columns that the rows have, in order."""
        fields = self.measure.source.fields
        if isinstance(self.question.indicator.measure, Net):
            return (*fields, CHANGE)
        if self.measure.distinct not in (None, "id", "task", "activity", "entity", "organisation"):
            return (*fields, RECORDS)
        return fields

    @property
    def is_personal(self) -> bool:
        """Whether the rows tell of persons, masked as they are."""
        return any(not f.is_plain for f in self.fields)

    @property
    def sortable(self) -> tuple[Field, ...]:
        """The columns that the rows can be sorted by: an order by a masked one would undo its mask."""
        return tuple(f for f in self.fields if f.is_plain)

    @property
    def searchable(self) -> tuple[Field, ...]:
        """The columns that a search looks through: names and titles that aren't masked; often none."""
        return tuple(f for f in self.sortable if f.name in {"name", "title", "subject"})

    @property
    def unsortable(self) -> str:
        """Why the rows can't have the order asked for (Chinese); empty where they can."""
        if not self.sort or any(f.name == self.sort for f in self.sortable):
            return ""
        right = "、".join(f"{f.name}（{f.label}）" for f in self.sortable)
        hidden = next((f for f in self.fields if f.name == self.sort), None)
        if hidden:
            return f"“{hidden.label}”已脱敏，不能按它排序，可用：{right}"
        return f"没有列“{self.sort}”，可用：{right}"

    @property
    def shown(self) -> tuple[Field, ...]:
        """The columns that are wanted, in their own order; unknown names are none."""
        return tuple(f for f in self.fields if f.name in self.columns) or self.fields


@dataclass(frozen=True)
class RowsPage:
    """A page of rows (field name → value), how many there are in all, and the fields."""

    fields: tuple[Field, ...]
    rows: list[dict[str, Any]]
    total: int


def fetch_rows(connection: Connection, asked: RowsQuestion) -> RowsPage:
    """A page and how many rows there are, by one statement; by a second one only beyond the last row.

    Raises ``BadQuestion`` for a sort that isn't a column, or is a masked one.
    """
    paged, count, days = _page(asked)
    found = connection.execute(builder.with_total(paged), days).all()
    fields = asked.shown
    rows = [_shown(fields, r._mapping) for r in found]
    if found:
        return RowsPage(fields, rows, found[0]._mapping[builder.TOTAL])
    return RowsPage(
        fields, rows, connection.execute(count, days).scalar_one() if asked.offset or asked.limit == 0 else 0
    )


def stream_rows(connection: Connection, asked: RowsQuestion, size: int) -> Iterator[list[dict[str, Any]]]:
    """The rows of ``fetch_rows``, ``size`` at a time, so that a million of them never stand in memory."""
    paged, _, days = _page(asked)
    found = connection.execute(paged, days, execution_options={"yield_per": size})
    fields = asked.shown
    for batch in found.partitions(size):
        yield [_shown(fields, row._mapping) for row in batch]


def _page(asked: RowsQuestion) -> tuple[AnySelect, AnySelect, dict[str, date]]:
    """The statements of a page and of the count of all rows, and the days they are executed with."""
    if asked.unsortable:
        raise BadQuestion("sort", asked.unsortable)
    texts = [f.name for f in asked.searchable]
    order = [(asked.sort, asked.descending)] if asked.sort else []
    if asked.is_personal:
        # A key may be made of what is hidden; rows that the key still decides between look the same.
        masked = [f for f in asked.fields if not f.is_plain]
        order += [(f.name, False) for f in (*asked.sortable, *masked) if f.name != asked.sort]
    search = (asked.search, texts) if asked.search and texts else None
    rows, days = statement(asked)
    return *builder.page(rows, order, asked.limit, asked.offset, search), days


def statement(asked: RowsQuestion) -> tuple[AnySelect, dict[str, date]]:
    """The SELECT of all the rows behind the figure, unordered, and the days it is executed with."""
    question = asked.question
    cut = cut_of(replace(question, by=()))
    indicator = question.indicator
    if isinstance(indicator.measure, Net):
        now, before = net_parts(indicator.measure)
        rows = builder.changed_rows(now, before, scoped(cut, now, question.scope))
        return rows, builder.parameters(now, cut) | builder.parameters(before, cut)
    measure = asked.measure
    rows = builder.counted_rows(measure, scoped(cut, measure, question.scope))
    return rows, builder.parameters(measure, cut)


def _shown(fields: tuple[Field, ...], row: Any) -> dict[str, Any]:
    """A row as it may leave the room; what it opens (``_opens``) goes with it, where it is a record."""
    shown: dict[str, Any] = {name: row[name] for name in (builder.KEY, builder.OPENS) if name in row}
    for field in fields:
        value = mask(field.mask, row[field.name])
        if isinstance(value, datetime):
            value = value.isoformat(sep=" ", timespec="minutes")
        elif isinstance(value, date):
            value = value.isoformat()
        shown[field.name] = value
    return shown
