"""What is compared: a dimension, its members, indicators, how courses are shown; all of it is the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from frames.courses import MOST_YEARS
from frames.links import COMPARE
from queries.dimensions import DIMENSIONS
from queries.filters import Codes, FilterError, Filters
from queries.indicators import INDICATORS, dimensions, get

#: How many members stand beside each other, and how many indicators below each other.
FEWEST, MOST_MEMBERS, MOST_CODES = 2, 6, 12
#: Indicators that a dimension starts with where none are said here.
_FIRST = 8
#: What matters first of the members of a dimension; of others, the first indicators that have it.
STARTS: Mapping[str, tuple[str, ...]] = {
    "district": ("ZZ01", "ZZ03", "ZZ10", "RC01", "RC08", "HD01", "HD04", "XC02", "KC02", "KC05"),
    "organisation": ("RC01", "RC04", "ZZ07", "ZZ08", "HD01", "HD04", "XC02", "XC04"),
    "org_type": ("ZZ01", "ZZ02", "ZZ10", "RC12", "HD01", "HD04", "XC02", "XC04"),
    "discipline": ("ZZ01", "ZZ04", "RC01", "RC02", "RC10", "RC11", "HD02", "HD04"),
    "department": ("DB01", "DB04", "DB06", "DB08", "DB10", "HD01", "HD04", "SJ01", "SJ02"),
    "component": ("HD01", "HD04", "XC05", "SJ01"),
}


#: Dimensions whose members can be compared, in the order in which they are offered.
COMPARABLE = (
    *STARTS,
    "platform",
    "source",
    "industry",
    "channel",
    "own_discipline",
    "title_level",
    "age_band",
    "gender",
)


@cache
def offered(by: str) -> tuple[str, ...]:
    """Listed indicators that can be cut by a dimension."""
    return tuple(code for code, one in INDICATORS.items() if one.listed and by in dimensions(code))


def starts(by: str) -> tuple[str, ...]:
    """The indicators that a comparison by ``by`` begins with."""
    return STARTS.get(by) or offered(by)[:_FIRST]


@dataclass(frozen=True)
class Comparison:
    """The state of the page. ``codes`` empty: those that the dimension starts with.

    ``focus`` is the indicator whose courses are shown member by member, ``years`` how many earlier
    years lie under them (0: the last twelve months).
    """

    by: str
    codes: tuple[str, ...] = ()
    focus: str = ""
    years: int = 0

    @classmethod
    def parse(cls, query: Mapping[str, Sequence[str]]) -> Comparison:
        """Read an address. Raises ``FilterError`` and ``UnknownIndicator``."""
        by = _one(query, "by") or next((d for d in COMPARABLE if query.get(d)), COMPARABLE[0])
        if by not in COMPARABLE:
            right = "、".join(f"{d}（{DIMENSIONS[d].label}）" for d in COMPARABLE)
            raise FilterError("by", f"不能按“{by}”对比，应为 {right} 之一")
        codes = tuple(dict.fromkeys(c for text in query.get("i", ()) for c in text.split(",") if c))
        for code in codes:
            if by not in dimensions(get(code).code):
                raise FilterError("i", f"“{get(code).name}”不能按{DIMENSIONS[by].label}对比，请换一个指标")
        focus, years = _one(query, "focus"), _one(query, "years")
        if years and not (years.isdecimal() and int(years) <= MOST_YEARS):
            raise FilterError("years", f"“{years}”应为 0 至 {MOST_YEARS} 的整数")
        shown = codes[:MOST_CODES]
        return cls(by, shown, focus if focus in (shown or starts(by)) else "", int(years or 0))

    @property
    def shown(self) -> tuple[str, ...]:
        """The indicators that are compared."""
        return self.codes or starts(self.by)

    @property
    def first(self) -> str:
        """The indicator that is shown member by member."""
        return self.focus or self.shown[0]

    def keep(self, **changes: Any) -> dict[str, str]:
        """The parameters of this state (with ``changes``), less its members, which are filters."""
        at = {"i": ",".join(self.codes), "focus": self.focus, "years": str(self.years or "")}
        at |= {name: str(value or "") for name, value in changes.items()}
        return {"by": self.by, **{name: value for name, value in at.items() if value}}

    def href(self, filters: Filters, **changes: Any) -> str:
        """The address of this state with some of it changed."""
        return filters.url(COMPARE, **self.keep(**changes))

    def members(self, filters: Filters) -> Codes:
        """The members compared, in the order in which they were chosen, at most ``MOST_MEMBERS``."""
        return filters.members.get(self.by, ())[:MOST_MEMBERS]


def _one(query: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(query.get(name) or ()), "").strip()
