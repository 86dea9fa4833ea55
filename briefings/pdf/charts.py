"""Charts on paper as ECharts options: values at the marks, no grid, told apart without colour."""

from __future__ import annotations

from typing import Any

from briefings.model import Briefing, Chart
from briefings.word.charts import COLOURS, height

_FONT = "Paper Serif, Paper Serif Rare"
#: CSS pixels of a millimetre.
_PX = 96 / 25.4


def option(found: Briefing, chart: Chart) -> dict[str, Any]:
    """``height`` in pixels and the ``option`` itself."""
    flat = chart.form == "bar"
    labels = {"type": "category", "data": list(chart.labels), "inverse": flat}
    labels |= {"axisTick": {"show": False}, "axisLabel": {"color": "#000", "fontSize": 14, "interval": 0}}
    values = {"type": "value", "show": False, "min": 0}
    series = [_series(found, chart, n) for n in range(len(chart.series))]
    many = len(series) > 1
    return {
        "height": round(height(chart) * _PX),
        "option": {
            "animation": False,
            "color": [f"#{c}" for c in COLOURS],
            "textStyle": {"fontFamily": _FONT, "color": "#000"},
            "legend": {"show": many, "bottom": 0},
            "grid": {"left": 4, "right": 48, "top": 12 if flat else 30, "bottom": 30 if many else 8,
                     "containLabel": True},
            "xAxis": values if flat else labels,
            "yAxis": labels if flat else values,
            "series": series,
        },
    }  # fmt: skip


def _series(found: Briefing, chart: Chart, place: int) -> dict[str, Any]:
    name, ids = chart.series[place]
    label = {
        "show": True,
        "color": "#000",
        "fontSize": 13,
        "position": "right" if chart.form == "bar" else "top",
    }
    shape = {"type": "bar", "barMaxWidth": 16} if chart.form == "bar" else {"type": "line", "symbolSize": 6}
    return {"name": name, "data": [found.fields[id].value for id in ids], "label": label, **shape}
