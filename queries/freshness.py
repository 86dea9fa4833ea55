"""Freshness (更新及时): which sources behind an indicator are older than their agreed frequency.

The rule is that of SJ02 (更新及时率) and is asked of its own rows: the sources that ``SJ02.late``
counts as of a version's business date. Which tables an indicator reads is seen in its selectable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import CTE, Connection, Date, Integer, Table, bindparam, literal, select

from queries.evaluate import Question
from queries.filters import Filters, day_text
from queries.indicators import get, leaves
from queries.model import Measure, Source
from queries.rows import RowsQuestion, fetch_rows
from queries.scope import EVERYTHING

#: How many of the indicators that a late source concerns are named.
_NAMED = 3
#: The indicator whose rows are the late sources.
LATE = "SJ02.late"


@dataclass(frozen=True)
class LateSource:
    """A source whose last delivery is older than agreed on a version's business date.

    ``delivered_on`` and ``days_late`` are None where nothing was ever delivered; ``frequency`` is
    the agreed word (日、周、月、季、年), ``every`` the agreed interval in days.
    """

    code: str
    name: str
    table: str
    frequency: str
    every: int
    delivered_on: date | None
    days_late: int | None

    @property
    def sentence(self) -> str:
        """“联络人通讯录数据截至2022年11月18日（约定每月更新，已逾期 11 天）”."""
        if self.delivered_on is None:
            return f"{self.name}尚无交付记录（约定每{self.frequency}更新）"
        when = f"约定每{self.frequency}更新，已逾期 {self.days_late} 天"
        return f"{self.name}数据截至{day_text(self.delivered_on)}（{when}）"


@dataclass(frozen=True)
class Freshness:
    """The late sources of one version, the longest overdue first, as of its business date."""

    business_date: date
    sources: tuple[LateSource, ...]

    def late(self, codes: Iterable[str], as_of: date | None = None) -> tuple[LateSource, ...]:
        """Late sources that the indicators read.

        For an ``as_of`` before the business date only those that matter then: what was delivered
        on or after a day is complete for that day.
        """
        read = frozenset[str]().union(*map(tables, codes))
        day = as_of or self.business_date
        return tuple(
            s for s in self.sources if s.table in read and (s.delivered_on is None or s.delivered_on < day)
        )

    def sentence(self, codes: Iterable[str], as_of: date | None = None) -> str:
        """The longest overdue of them in words and how many more there are; empty where all are in time.

        Where only some of the indicators read it they are named: one late source doesn't date the others.
        """
        asked = list(dict.fromkeys(codes))
        found = self.late(asked, as_of)
        if not found:
            return ""
        more = f"；另有 {len(found) - 1} 张数据表未按约定更新" if len(found) > 1 else ""
        return self._concerned(asked, found[0]) + found[0].sentence + more

    def short(self, codes: Iterable[str], as_of: date | None = None) -> str:
        """Up to when the data of one line go, where a source is late: “截至5月24日”, “尚无交付”."""
        found = self.late(codes, as_of)
        if not found:
            return ""
        days = [s.delivered_on for s in found if s.delivered_on]
        if len(days) < len(found):
            return "尚无交付"
        text = day_text(min(days))
        return f"截至{text.removeprefix(f'{(as_of or self.business_date).year}年')}"

    def _concerned(self, codes: list[str], source: LateSource) -> str:
        """“其中媒体资源、发布稿件的”; empty where all read the source."""
        names = [get(code).name for code in codes if source.table in tables(code)]
        if len(names) == len(codes):
            return ""
        rest = f"等 {len(names)} 项" if len(names) > _NAMED else ""
        return f"其中{'、'.join(names[:_NAMED])}{rest}："


def read_freshness(connection: Connection, business_date: date) -> Freshness:
    """The late sources of the version that ``connection`` sees, by the rows of ``SJ02.late``."""
    asked = RowsQuestion(Question(LATE, Filters.default(business_date), scope=EVERYTHING), limit=None)
    found = [
        LateSource(
            code=row["_key"],
            name=row["name"],
            table=row["feed"],
            frequency=row["frequency"],
            every=row["frequency_days"],
            delivered_on=date.fromisoformat(row["since"]) if row["since"] else None,
            days_late=row["days_late"],
        )
        for row in fetch_rows(connection, asked).rows
    ]
    found.sort(key=lambda s: (s.days_late is not None, -(s.days_late or 0), s.name))
    return Freshness(business_date, tuple(found))


def tables(code: str) -> frozenset[str]:
    """Names of the tables that an indicator's numbers are read from, reference lists included."""
    found: set[str] = set()
    for leaf in leaves(code):
        measure = get(leaf).measure
        assert isinstance(measure, Measure)
        found |= _tables_of(measure.source)
    return frozenset(found)


@cache
def _tables_of(source: Source) -> frozenset[str]:
    """The tables in a source's selectable; what it reads in several places is looked at once."""
    looked_at: dict[int, Any] = {}
    ahead: list[Any] = [source.select(_days())]
    while ahead:
        node = ahead.pop()
        if id(node) not in looked_at:
            looked_at[id(node)] = node
            ahead += node.get_children()
    return frozenset(node.name for node in looked_at.values() if isinstance(node, Table))


@cache
def _days() -> CTE:
    """A relation of one period."""
    days = ("start_on", "end_on", "as_of")
    return select(
        literal(0, Integer).label("idx"), *[bindparam(day, type_=Date).label(day) for day in days]
    ).cte("p")
