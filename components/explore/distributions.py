"""Figures of members as points: 散点图 of two indicators, 箱线图 of one, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.explore.parts import (
    Axis,
    Figure,
    category,
    colour,
    hover,
    layout,
    measure,
    short,
    told,
)
from frames.explore.marks import Mark, Marks
from frames.explore.members import MOST_ON_AXIS, MOST_SERIES
from frames.explore.spreads import spreads, values
from queries.indicators import get
from queries.model import Indicator

_HEIGHT = 480
#: Points that can carry their names.
_NAMED = 12


def box(marks: Marks) -> Figure:
    """Boxes of a distribution over members; those beyond the fences as points with their names."""
    asked = marks.asked
    found = sorted(spreads(marks), key=lambda s: -len(s.marks))[:MOST_ON_AXIS]
    kept = {s.group for s in found}
    found = [s for s in spreads(marks) if s.group in kept]
    axis = Axis(tuple(f"k:{s.group}" for s in found), tuple(short(s.name) for s in found))
    fences = [s.fences for s in found]
    trace = {
        "type": "box",
        "x": list(axis.keys),
        "q1": [s.q1 for s in found],
        "median": [s.median for s in found],
        "q3": [s.q3 for s in found],
        "lowerfence": [low for low, _ in fences],
        "upperfence": [high for _, high in fences],
        "y": [values(s.marks) for s in found],
        "customdata": [[told(marks, m, alone=True) for m in s.marks] for s in found],
        "boxpoints": "outliers",
        "hoveron": "boxes+points",
        "line": {"color": "@color:accent", "width": 1.5},
        "fillcolor": "@alpha:accent:0.12",
        "marker": {"color": "@color:accent", "size": 6},
        **hover(asked),
    }
    unit = get(asked.code).unit
    members = tuple(dict.fromkeys(m.codes[-1] for s in found for m in s.marks))
    return Figure(
        [trace],
        layout(
            category(axis),
            measure(hoverformat=",.2~f"),
            ticks={"yaxis": unit},
        ),
        _HEIGHT,
        (tuple(s.group for s in found), members) if len(asked.by) == 2 else (members,),
    )


def scatter(marks: Marks) -> Figure:
    """A point for each member that has both values, coloured by the first of two dimensions."""
    asked = marks.asked
    drawn = [m for m in marks.all if m.value is not None and m.other is not None]
    groups = [""]
    if len(asked.by) == 2:
        held = marks.largest(0, MOST_SERIES)
        groups = [g for g in marks.members(0) if g in held]
    data = []
    for n, group in enumerate(groups):
        inside = [m for m in drawn if not group_of(marks, m) or m.codes[0] == group]
        tint = colour(asked.by[0], group, n) if len(groups) > 1 else "@color:accent"
        data.append(_points(marks, inside, tint, name=marks.members(0).get(group, "")))
    shown = tuple(tuple(dict.fromkeys(m.codes[n] for m in drawn)) for n in range(len(asked.by)))
    first, second = get(asked.code), get(asked.second)
    return Figure(
        data,
        layout(
            measure(
                title=_title(first),
                rangemode="normal",
                zeroline=False,
                showline=True,
                linecolor="@color:axis",
            ),
            measure(title=_title(second), rangemode="normal", zeroline=False),
            ticks={"xaxis": first.unit, "yaxis": second.unit},
            legend=len(groups) > 1,
        ),
        _HEIGHT,
        shown,
    )


def group_of(marks: Marks, mark: Mark) -> str:
    """The group that colours a point; empty without groups."""
    return mark.codes[0] if len(marks.asked.by) == 2 else ""


def _points(marks: Marks, inside: Sequence[Mark], tint: str, name: str) -> dict[str, Any]:
    few = len(marks.all) <= _NAMED
    written = {"text": [short(m.names[-1]) for m in inside], "textposition": "top center"} if few else {}
    return {
        "type": "scatter",
        "mode": "markers+text" if few else "markers",
        "name": short(name),
        "x": [m.value for m in inside],
        "y": [m.other for m in inside],
        "customdata": [told(marks, m, alone=True) for m in inside],
        "marker": {"color": tint, "size": 9, "opacity": 0.75, "line": {"color": "@color:panel", "width": 1}},
        "cliponaxis": False,
        **written,
        **hover(marks.asked),
    }


def _title(indicator: Indicator) -> dict[str, Any]:
    return {
        "text": f"{indicator.name}（{indicator.unit}）",
        "standoff": 8,
        "font": {"size": "@px:chart-axis"},
    }
