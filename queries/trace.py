"""点数见账: how a number came about: the statements that ran, and the sources that they read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from queries import builder
from queries.evaluate import Question, cut_of, net_parts, scoped
from queries.filters import Filters
from queries.freshness import tables
from queries.indicators import get
from queries.model import Measure, Net, Ratio
from queries.rows import RowsQuestion
from queries.scope import EVERYTHING
from queries.service import Cockpit

#: The indicator whose rows are all sources in use.
SOURCES = "SJ02.base"


@dataclass(frozen=True)
class Statement:
    """One SELECT: what it counts, its text with named parameters, and their values."""

    name: str
    sql: str
    parameters: tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Read:
    """A source that was read: its table, agreed frequency (日、周、月、季、年) and last delivery."""

    name: str
    table: str
    frequency: str
    delivered_on: date | None


def statements(question: Question, dialect: Dialect) -> tuple[Statement, ...]:
    """The SELECTs behind the one number of a question, as ``dialect`` runs them; a ratio has two."""
    plain = replace(question, by=(), interval=None)
    measure = plain.indicator.measure
    if isinstance(measure, Ratio):
        # The parts of a rate are filtered by what the rate itself has, a city-wide target by nothing.
        kept = replace(plain.filters, dims=plain.applied)
        above = Question(measure.numerator, kept, scope=plain.scope)
        below = Question(measure.denominator, kept, scope=plain.scope)
        if measure.constant:
            below = Question(measure.denominator, replace(kept, dims=()), scope=EVERYTHING)
        return (*statements(above, dialect), *statements(below, dialect))
    if isinstance(measure, Net):
        now, before = net_parts(measure)
        name = get(measure.of).name
        return (
            _statement(f"{name}（期末）", now, plain, dialect),
            _statement(f"{name}（期初）", before, plain, dialect),
        )
    return (_statement(plain.indicator.name, measure, plain, dialect),)


def _statement(name: str, measure: Measure, question: Question, dialect: Dialect) -> Statement:
    cut = cut_of(question)
    select = builder.groups(measure, scoped(cut, measure, question.scope))
    select = select.params(**builder.parameters(measure, cut))
    build: Callable[..., Dialect] = type(dialect)
    readable = build(paramstyle="named")
    compiled = select.compile(dialect=readable)
    assert isinstance(compiled, SQLCompiler)
    state = compiled.construct_expanded_state()
    return Statement(name, state.statement, tuple(state.parameters.items()))


def statements_on(cockpit: Cockpit, question: Question, version: str) -> tuple[Statement, ...]:
    """``statements`` in the words of the database that holds a version."""
    with cockpit.database.connect(version) as connection:
        return statements(question, connection.dialect)


def sources(cockpit: Cockpit, code: str, as_of: date, version: str) -> tuple[Read, ...]:
    """The delivered sources whose tables an indicator reads, with their last delivery up to a day."""
    asked = RowsQuestion(Question(SOURCES, Filters.default(as_of), scope=EVERYTHING), limit=None)
    read = tables(code)
    found = [
        Read(
            name=row["name"],
            table=row["feed"],
            frequency=row["frequency"],
            delivered_on=date.fromisoformat(row["since"]) if row["since"] else None,
        )
        for row in cockpit.rows(asked, version).rows
        if row["feed"] in read
    ]
    return tuple(sorted(found, key=lambda r: r.name))
