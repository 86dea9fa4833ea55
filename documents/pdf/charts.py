"""Charts on paper as ECharts options: values at the marks, no grid, told apart without colour."""

from __future__ import annotations

from typing import Any

from documents.model import Briefing, Chart
from documents.word.charts import COLOURS, NAME_MM, height

_FONT = "Paper Serif, Paper Serif Rare"
#: CSS pixels of a millimetre.
_PX = 96 / 25.4
_VALUE_PX = 13
#: The least room right of the longest bar.
_MARGIN_PX = 48


def option(found: Briefing, chart: Chart) -> dict[str, Any]:
    """``height`` in pixels and the ``option`` itself."""
    flat = chart.form == "bar"
    names: dict[str, Any] = {"color": "#000", "fontSize": 14, "interval": 0}
    if flat:
        names |= {"width": round(NAME_MM * _PX), "overflow": "break", "lineHeight": 16}
    labels = {"type": "category", "data": list(chart.labels), "inverse": flat}
    labels |= {"axisTick": {"show": False}, "axisLabel": names}
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
            "grid": {
                "left": 4,
                "right": _beside(found, chart) if flat else _MARGIN_PX,
                "top": 12 if flat else 30,
                "bottom": 30 if many else 8,
                "containLabel": True,
            },
            "xAxis": values if flat else labels,
            "yAxis": labels if flat else values,
            "series": series,
        },
    }


def _beside(found: Briefing, chart: Chart) -> int:
    """The room in pixels that the longest number at the end of a bar takes."""
    told = (str(found.fields[id].value) for _, ids in chart.series for id in ids)
    return max(_MARGIN_PX, 10 + round(0.6 * _VALUE_PX * max(map(len, told))))


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
