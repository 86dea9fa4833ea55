"""Vocabularies of columns: how cells are read whose values are indicators, conditions, figures or days.

A column of the schema names its vocabulary (``reads``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data import values
from queries import conditions
from queries.indicators import INDICATORS, nearest

_NONE = frozenset({"无对应指标", "没有对应指标", "无指标"})


@dataclass(frozen=True)
class Vocabulary:
    """How a cell becomes the stored value, and which values there are (None: no list of them).

    ``read`` raises ``values.BadValue`` and nothing else; ``expected`` is what would be right (Chinese).
    """

    read: Callable[[str], str]
    known: frozenset[str] | None = None
    expected: str = ""


def indicator_code(text: str) -> str:
    """The code of an indicator written as its code or its name; empty for 无对应指标.

    Raises ``values.BadValue`` with the nearest ones.
    """
    found = values.code(text)
    if not found or found in _NONE:
        return ""
    upper = {code.upper(): code for code in INDICATORS}
    if found.upper() in upper:
        return upper[found.upper()]
    named = [i.code for i in INDICATORS.values() if i.name == found]
    if len(named) == 1:
        return named[0]
    if named:
        raise values.BadValue("值{value}是不止一个指标的名称", f"代码 {'、'.join(named)} 之一")
    near = "、".join(f"{code} {INDICATORS[code].name}" for code in nearest(found))
    raise values.BadValue("没有指标{value}", f"指标目录中的代码或名称，相近的有 {near}；没有对应指标的留空")


#: The vocabularies by the names that columns use.
VOCABULARIES: dict[str, Vocabulary] = {
    "figure": Vocabulary(values.figure),
    "year": Vocabulary(values.year),
    "last_day": Vocabulary(values.last_day),
    "indicator": Vocabulary(indicator_code, frozenset(INDICATORS), "指标目录中的代码"),
    "filters": Vocabulary(conditions.read),
}
