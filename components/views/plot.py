"""An exploration's chart: a figure of Plotly, in which choosing marks filters the page."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from components.explore.figures import figure
from components.figure import PlotFigure
from frames import describe
from frames.explore.members import Shown
from frames.kinds import Plot
from frames.links import EXPLORE


def plot(frame: Plot) -> Component:
    """The figure of a plot's numbers."""
    made = figure(frame.marks)
    choose = _choose(frame, made.shown)
    return PlotFigure(made.plain, choose=choose, height=made.height, ariaLabel=describe.plot(frame))


def _choose(frame: Plot, shown: Shown) -> dict[str, Any]:
    """What choosing marks changes: the page's query, by the members of the cut."""
    marks = frame.marks
    out: dict[str, Any] = {
        "page": EXPLORE,
        "query": frame.query,
        "by": list(marks.asked.by),
        "shown": [list(codes) for codes in shown],
        "chosen": [list(codes) for codes in frame.chosen],
        "periods": [[p.start.isoformat(), p.end.isoformat()] for p in marks.periods],
    }
    if frame.hrefs:
        out["hrefs"] = list(frame.hrefs)
    return out
