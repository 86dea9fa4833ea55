"""From a figure of 自助分析 to a neutral chart: those forms that presentations know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from documents.slides.charts import UnknownChart
from documents.slides.parts import Chart, Form, Series

Figure = Mapping[str, Any]


def chart_of_figure(figure: Figure, says: str) -> Chart:
    """Columns, stacks and lines along time, bars of members; raises ``UnknownChart`` for others."""
    data, layout = figure["data"], figure["layout"]
    first = data[0]
    stacked = layout.get("barmode") == "stack"
    lying = first.get("orientation") == "h"
    if first["type"] == "bar" and not lying:
        form: Form = "stacked" if stacked and len(data) > 1 else "columns"
    elif first["type"] == "bar" and (stacked or len(data) == 1):
        form = "stacked-bars" if len(data) > 1 else "bars"
    elif first["type"] == "scatter" and first["mode"].startswith("lines"):
        form = "line"
    else:
        raise UnknownChart("自助分析的图形")
    axis, values = ("yaxis", "x") if lying else ("xaxis", "y")
    labels = layout[axis]["ticktext"] if lying else first["x"]
    unit = next(iter(layout["meta"]["ticks"].values()))
    runs = tuple(_series(one, values) for one in data)
    return Chart(form, tuple(map(unescape, labels)), runs, unit, says, partial=_partial(first))


def _series(trace: Mapping[str, Any], values: str) -> Series:
    name = unescape(trace.get("name") or "数值")
    return Series(name, tuple(trace[values]), trace["marker"]["color"])


def _partial(trace: Mapping[str, Any]) -> frozenset[int]:
    """Places of periods that are not over, which are hatched or have an open mark."""
    marker = trace["marker"]
    marks: Sequence[str] = marker.get("pattern", {}).get("shape") or marker.get("symbol") or ()
    return frozenset(n for n, mark in enumerate(marks) if mark in ("/", "circle-open"))
