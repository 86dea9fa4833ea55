"""What intake learns from this room: how indicators and conditions are written, and which there are."""

from __future__ import annotations

from data.intake import vocabulary
from data.intake.formats import values
from queries import conditions
from queries.indicators import INDICATORS, nearest

_NONE = frozenset({"无对应指标", "没有对应指标", "无指标"})


def code_of(text: str) -> str:
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


def declare() -> None:
    """Tell intake, once for the process."""
    vocabulary.declare("indicator", code_of, INDICATORS, "指标目录中的代码")
    vocabulary.declare("filters", conditions.read)
