"""The numbers of an exploration: one mark for each member (or pair of members) and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frames.context import Context
from frames.explore.state import Exploration
from frames.formats import period_zh
from frames.links import drill_href
from queries.dimensions import DIMENSIONS
from queries.evaluate import Number, Question, empty_value
from queries.filters import MISSING_LABEL
from queries.periods import Period, is_whole
from queries.service import Answer

#: Dimensions whose members have an order of their own, which a chart keeps.
ORDERED = frozenset({"age_band", "title_level", "light", "role"})


@dataclass(frozen=True)
class Mark:
    """One number: the members it is of (codes and names), its period's place, its value, a second one's."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    value: Number
    at: int | None = None
    other: Number = None


@dataclass(frozen=True)
class Marks:
    """The numbers of an exploration under a context's filters, in the order of the members' lists."""

    asked: Exploration
    all: tuple[Mark, ...]
    periods: tuple[Period, ...] = ()

    def members(self, place: int) -> dict[str, str]:
        """{code: name} of the dimension at a place, in order."""
        return {m.codes[place]: m.names[place] for m in self.all}

    def by_cell(self) -> dict[tuple[str | int, ...], Mark]:
        """Marks by their codes and, along time, the place of their period."""
        return {(*m.codes, *(() if m.at is None else (m.at,))): m for m in self.all}

    def largest(self, place: int, most: int) -> list[str]:
        """The members with the largest values, at most ``most``; the list's own order where all fit."""
        totals: dict[str, float] = {}
        for mark in self.all:
            code = mark.codes[place]
            totals[code] = totals.get(code, 0) + abs(mark.value or 0)
        if len(totals) <= most and DIMENSIONS[self.asked.by[place]].code in ORDERED:
            return list(totals)
        return sorted(totals, key=lambda code: -totals[code])[:most]

    def period_words(self, at: int) -> str:
        """2022年3月, with what is missing where it is not over."""
        piece = self.periods[at]
        whole = is_whole(piece, self.asked.interval)
        return period_zh(piece.label) + ("" if whole else "（未满期）")


def read(context: Context, asked: Exploration) -> Marks:
    """Ask for the numbers; raises what ``Cockpit.ask`` raises."""
    first = _answer(context, asked, asked.code)
    periods = _question(context, asked, asked.code).periods if asked.interval else ()
    marks = [_mark(asked, row, n, len(periods)) for n, row in enumerate(first.rows or [])]
    if asked.second:
        marks = _paired(asked, marks, _answer(context, asked, asked.second))
    return Marks(asked, tuple(marks), periods)


def _question(context: Context, asked: Exploration, code: str) -> Question:
    return Question(code, context.filters, asked.by, asked.interval or None, scope=context.scope)


def _answer(context: Context, asked: Exploration, code: str) -> Answer:
    return context.cockpit.ask(_question(context, asked, code), context.version)


def _mark(asked: Exploration, row: dict[str, object], number: int, periods: int) -> Mark:
    codes = tuple(str(row[f"{d}_code"]) for d in asked.by)
    names = tuple(str(row[d]) or MISSING_LABEL for d in asked.by)
    value = row["value"]
    return Mark(codes, names, value, number % periods if periods else None)  # type: ignore[arg-type]


def _paired(asked: Exploration, marks: Sequence[Mark], answer: Answer) -> list[Mark]:
    """Every member of either indicator with both values; what one of them has no rows of is nothing."""
    first = {m.codes: m for m in marks}
    second = {m.codes: m for m in (_mark(asked, row, 0, 0) for row in answer.rows or [])}
    none, other = empty_value(asked.code), empty_value(asked.second)
    out = []
    for codes in dict.fromkeys([*first, *second]):
        mine, theirs = first.get(codes), second.get(codes)
        names = (mine or theirs).names  # type: ignore[union-attr]
        out.append(
            Mark(
                codes,
                names,
                mine.value if mine else none,
                other=theirs.value if theirs else other,
            )
        )
    return out


def rows_of(context: Context, asked: Exploration, code: str, mark: Mark, period: Period | None) -> str:
    """The drill-down page of one number."""
    filters = context.filters
    for dimension, member in zip(asked.by, mark.codes, strict=True):
        filters = filters.with_dim(dimension, [member])
    at = context.at(code, filters, period) if period else filters
    return drill_href(code, at, asked.by)
