"""The numbers of an export: the cockpit's own answers, in the receiver's units and periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from access import current_scope
from data.engine import DatabaseUnavailable, Publication
from documents.packages.errors import OutwardError
from documents.packages.mapping import FREQUENCIES, Entry, Target
from documents.packages.units import converted
from queries.evaluate import Question
from queries.filters import Filters
from queries.periods import Period, containing
from queries.service import Cockpit

_PERIODS: Sequence[tuple[str, str, Callable[..., date]]] = (
    ("day", r"(\d{4})-(\d\d)-(\d\d)", date),
    ("week", r"(\d{4})-W(\d\d)", lambda year, week: date.fromisocalendar(year, week, 1)),
    ("month", r"(\d{4})-(\d\d)", lambda year, month: date(year, month, 1)),
    ("quarter", r"(\d{4})-Q([1-4])", lambda year, quarter: date(year, quarter * 3 - 2, 1)),
    ("year", r"(\d{4})", lambda year: date(year, 1, 1)),
)
_FORMS = "2022-12-30、2022-W52、2022-12、2022-Q4、2022"


@dataclass(frozen=True)
class Wanted:
    """What is asked for: the day it is seen from, and one period only where ``interval`` is set."""

    as_of: date | None = None
    period: Period | None = None
    interval: str = ""


@dataclass(frozen=True)
class Figure:
    """One number for a receiver; ``complete`` says that the whole period lies in the data."""

    entry: Entry
    as_of: date
    period: Period
    complete: bool
    value: Decimal | None


@dataclass(frozen=True)
class Export:
    """The figures of one receiver, all from one publication; ``label`` names the day or the period."""

    target: Target
    publication: Publication
    as_of: date
    label: str
    figures: tuple[Figure, ...]


def read_wanted(as_of: date | None, period: str) -> Wanted:
    """What a command asks for; raises ``OutwardError`` for a period that is none."""
    if not period:
        return Wanted(as_of)
    if as_of:
        raise OutwardError("--as-of 与 --period 只能给出一个")
    for interval, form, first in _PERIODS:
        if match := re.fullmatch(form, period, re.ASCII):
            try:
                return Wanted(None, containing(first(*map(int, match.groups())), interval), interval)
            except ValueError:
                break
    raise OutwardError(f"“{period}”不是期间，应写作 {_FORMS} 之一")


def collect(cockpit: Cockpit, target: Target, wanted: Wanted) -> Export:
    """Every agreed figure of ``target``, as the API gives it for the same days.

    Raises ``OutwardError`` where there is nothing to send, or the data do not reach so far, and
    ``DatabaseUnavailable``.
    """
    state = cockpit.state()
    if not state.live:
        raise DatabaseUnavailable("数据库不可用，没有导出")
    publication = state.publication
    as_of, entries = _as_of(publication, wanted), _chosen(target, wanted)
    figures = tuple(_figure(cockpit, publication, entry, as_of, wanted) for entry in entries)
    label = wanted.period.label if wanted.period else as_of.isoformat()
    return Export(target, publication, as_of, label, figures)


def _as_of(publication: Publication, wanted: Wanted) -> date:
    last = publication.business_date
    first = wanted.period.start if wanted.period else (wanted.as_of or last)
    if first > last:
        raise OutwardError(f"数据截至 {last}，不能导出 {first} 的数")
    return min(wanted.period.end, last) if wanted.period else first


def _chosen(target: Target, wanted: Wanted) -> tuple[Entry, ...]:
    if not target.agreed:
        raise OutwardError(
            f"{target.name}：{len(target.entries)} 个指标都还没有对方代码，没有可导出的数；"
            "与对方商定后填入对照表（见 docs/outward.md）"
        )
    entries = tuple(e for e in target.agreed if wanted.interval in ("", FREQUENCIES[e.frequency]))
    if not entries:
        words = "、".join(dict.fromkeys(e.frequency for e in target.agreed))
        raise OutwardError(f"{target.name}：没有这个频次的指标，已商定的频次有 {words}")
    return entries


def _figure(cockpit: Cockpit, publication: Publication, entry: Entry, as_of: date, wanted: Wanted) -> Figure:
    whole = wanted.period or containing(as_of, FREQUENCIES[entry.frequency])
    period = replace(whole, end=min(whole.end, as_of))
    filters = Filters(as_of, period, "custom", pinned=True)
    question = Question(entry.indicator.code, filters, scope=current_scope())
    value = cockpit.ask(question, publication.version).value
    sent = None if value is None else converted(value, entry.factor, entry.decimals)
    return Figure(entry, as_of, period, period.end == whole.end, sent)
