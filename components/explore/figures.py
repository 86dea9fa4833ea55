"""Figures of counts and rates over members and time: columns, bars, lines, heat maps, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from components.explore.distributions import box, scatter
from components.explore.parts import (
    Figure,
    category,
    colour,
    hover,
    layout,
    measure,
    member_axis,
    period_axis,
    short,
    told,
)
from frames.explore.marks import Mark, Marks
from frames.explore.members import axis_members, series_members, shown_members
from frames.formats import number
from queries.indicators import get
from queries.periods import is_whole

_ROW, _HEAD = 28, 84
_LOWEST, _PLAIN = 320, 440
#: Cells of a heat map that can carry their numbers.
_WRITTEN = 160

#: While a box is drawn, Plotly dims bars whose end lies outside; a box means whatever it touches.
_STEADY = {"unselected": {"marker": {"opacity": 1}}}


def figure(marks: Marks) -> Figure:
    """The figure of an exploration's numbers, as its chart shows them."""
    makers: dict[str, Callable[[Marks], Figure]] = {
        "bar": _bars,
        "stacked": _bars,
        "line": _line,
        "heat": _heat,
        "scatter": scatter,
        "box": box,
    }
    return makers[marks.asked.chart](marks)


def _bars(marks: Marks) -> Figure:
    return _columns(marks) if marks.asked.interval else _rows(marks)


def _columns(marks: Marks) -> Figure:
    """Columns along time, one series for each member."""
    axis, series = period_axis(marks), series_members(marks, 0)
    shapes = ["" if is_whole(p, marks.asked.interval) else "/" for p in marks.periods]
    data = [
        {
            "type": "bar",
            **_STEADY,
            "x": list(axis.keys),
            **_values(marks, found, "y"),
            **named,
            "marker": {"color": tint, "pattern": {"shape": shapes, "fillmode": "replace", "size": 5}},
        }
        for found, named, tint in _along(marks, series)
    ]
    return Figure(
        data,
        layout(
            category(axis, tickangle=0),
            measure(),
            ticks={"yaxis": get(marks.asked.code).unit},
            labels={"xaxis": axis.words},
            legend=bool(series),
            barmode=_mode(marks),
            bargap=0.3,
        ),
        _PLAIN,
        shown_members(marks),
    )


def _rows(marks: Marks) -> Figure:
    """Bars of members, so that long names can be read; a second dimension beside or behind one another."""
    asked = marks.asked
    on_axis = axis_members(marks, 0)
    axis = member_axis(on_axis, marks.members(0))
    series = series_members(marks, 1)
    cells = marks.by_cell()
    data = []
    for n, member in enumerate(series or [""]):
        found = [cells.get((code, member) if series else (code,)) for code in on_axis]
        tint = colour(asked.by[1], member, n) if series else "@color:accent"
        named = _named(marks, 1, member) if series else {}
        values = _values(marks, found, "x")
        data.append(
            {
                "type": "bar",
                **_STEADY,
                "orientation": "h",
                "y": list(axis.keys),
                **values,
                **named,
                "marker": {"color": tint},
                **({} if series else _written(marks, found)),
            }
        )
    apart = asked.chart == "bar" and len(series) > 1
    row = max(_ROW, 11 * len(series) + 10) if apart else _ROW
    return Figure(
        data,
        layout(
            measure(side="bottom"),
            category(axis, autorange="reversed"),
            ticks={"xaxis": get(asked.code).unit},
            legend=bool(series),
            margin={"l": 8, "r": 16 if series else 60, "t": 40, "b": 8},
            barmode=_mode(marks),
            bargap=0.28,
        ),
        max(_LOWEST, _HEAD + row * len(on_axis)),
        shown_members(marks),
    )


def _written(marks: Marks, found: Sequence[Mark | None]) -> dict[str, Any]:
    """Numbers at the end of bars."""
    unit = get(marks.asked.code).unit
    words = [
        number(m.value, unit).text + ("%" if unit == "%" and m.value is not None else "") if m else ""
        for m in found
    ]
    return {"text": words, "textposition": "outside", "cliponaxis": False}


def _line(marks: Marks) -> Figure:
    """A line for each member along time; a period that is not over has an open mark."""
    axis, series = period_axis(marks), series_members(marks, 0)
    symbols = ["circle" if is_whole(p, marks.asked.interval) else "circle-open" for p in marks.periods]
    size = 7 if len(marks.periods) <= 40 else 4
    data = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": list(axis.keys),
            **_values(marks, found, "y"),
            **named,
            "line": {"color": tint, "width": 2, "dash": "solid" if n < 6 else "dot"},
            "marker": {"color": tint, "symbol": symbols, "size": size},
            "connectgaps": False,
        }
        for n, (found, named, tint) in enumerate(_along(marks, series))
    ]
    return Figure(
        data,
        layout(
            category(axis, tickangle=0),
            measure(),
            ticks={"yaxis": get(marks.asked.code).unit},
            labels={"xaxis": axis.words},
            legend=bool(series),
        ),
        _PLAIN,
        shown_members(marks),
    )


def _heat(marks: Marks) -> Figure:
    """A cell for each pair, the darker the more; a pair without rows stays empty."""
    asked, cells = marks.asked, marks.by_cell()
    rows = axis_members(marks, 0)
    left = member_axis(rows, marks.members(0))
    across: Sequence[Any] = range(len(marks.periods)) if asked.interval else axis_members(marks, 1)
    below = period_axis(marks) if asked.interval else member_axis(across, marks.members(1))
    found = [[cells.get((row, column)) for column in across] for row in rows]
    unit = get(asked.code).unit
    written = {"text": [[_cell(m, unit) for m in line] for line in found], "texttemplate": "%{text}"}
    trace = {
        "type": "heatmap",
        "x": list(below.keys),
        "y": list(left.keys),
        "z": [[m.value if m else None for m in line] for line in found],
        "customdata": [[told(marks, m) if m else None for m in line] for line in found],
        "colorscale": [[n / 4, f"@color:map-{n + 1}"] for n in range(5)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "textfont": {"color": "@color:map-label"},
        **hover(asked),
        **(written if len(rows) * len(across) <= _WRITTEN else {}),
    }
    return Figure(
        [trace],
        layout(
            category(below, showline=False, **({"tickangle": 0} if asked.interval else {})),
            category(left, autorange="reversed", showline=False),
            ticks={},
            labels={"xaxis": below.words} if asked.interval else {},
        ),
        max(_LOWEST, _HEAD + _ROW * len(rows)),
        shown_members(marks),
    )


def _cell(mark: Mark | None, unit: str) -> str:
    if mark is None or mark.value is None:
        return ""
    return number(mark.value, unit).text + ("%" if unit == "%" else "")


def _mode(marks: Marks) -> str:
    return "stack" if marks.asked.chart == "stacked" else "group"


def _along(marks: Marks, series: Sequence[str]) -> list[tuple[list[Mark | None], dict[str, Any], str]]:
    """For each series along time: its marks, its name, its colour."""
    cells, places = marks.by_cell(), range(len(marks.periods))
    if not series:
        return [([cells.get((at,)) for at in places], {}, "@color:accent")]
    return [
        (
            [cells.get((member, at)) for at in places],
            _named(marks, 0, member),
            colour(marks.asked.by[0], member, n),
        )
        for n, member in enumerate(series)
    ]


def _named(marks: Marks, place: int, member: str) -> dict[str, Any]:
    return {"name": short(marks.members(place)[member])}


def _values(marks: Marks, found: Sequence[Mark | None], axis: str) -> dict[str, Any]:
    """The values of marks along one axis, with what each carries."""
    return {
        axis: [m.value if m else None for m in found],
        "customdata": [told(marks, m) if m else None for m in found],
        **hover(marks.asked),
    }
