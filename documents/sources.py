"""The table of sources at a paper's end: each indicator with its 口径, days, values and version."""

from __future__ import annotations

from dataclasses import dataclass

from documents.model import Briefing, Field
from frames.formats import number
from queries.filters import day_text, period_text
from queries.indicators import get

#: So many values of one indicator are told one by one.
_MOST = 4


@dataclass(frozen=True)
class SourceLine:
    """An indicator that a paper stands on."""

    code: str
    name: str
    definition: str
    times: str
    values: str


def lines(found: Briefing) -> list[SourceLine]:
    """One line for each indicator and time, in the order of the text."""
    groups: dict[tuple[str, str], list[Field]] = {}
    for used in found.used():
        groups.setdefault((used.spec.code, _time(used)), []).append(used)
    # Parts of the period (the months of a chart) are told as one line.
    merged: dict[str, dict[str, list[Field]]] = {}
    for (code, time), fields in groups.items():
        merged.setdefault(code, {})[time] = fields
    return [_line(code, times) for code, times in merged.items()]


def _line(code: str, times: dict[str, list[Field]]) -> SourceLine:
    indicator = get(code)
    few = list(times)[:2]
    more = f"等{len(times)}个时点" if len(times) > len(few) else ""
    whole = [f for fields in times.values() for f in fields if _is_whole(f)]
    values = list(dict.fromkeys(number(f.value, indicator.unit).exact for f in whole))
    shown = "；".join(values[:_MOST]) + ("；等" if len(values) > _MOST else "") if values else "见正文分项"
    return SourceLine(code, indicator.name, indicator.definition, "；".join(few) + more, shown)


def _is_whole(used: Field) -> bool:
    """Whether a field is the indicator's own number, not a part's or a place."""
    return not used.spec.by and not used.spec.dims and used.spec.show in ("value", "change", "rate")


def _time(used: Field) -> str:
    spec = used.spec
    if get(spec.code).kind == "stock":
        return f"截至{day_text(spec.as_of)}"
    return period_text(spec.filters.period)
