"""A neutral chart as PowerPoint's own, with its workbook in it: everybody can change it there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.slide import Slide
from pptx.util import Pt

from documents.slides.deck import Box, rgb, style
from documents.slides.parts import Chart, Form
from frames.formats import period_zh

_TYPES: Mapping[Form, Any] = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked-bars": XL_CHART_TYPE.BAR_STACKED,
    "ring": XL_CHART_TYPE.DOUGHNUT,
}
#: Without types of its own.
_NEW_DATA: Any = CategoryChartData
_MONTH = re.compile(r"(\d{4})-(\d\d)")
#: More columns than these have no room for their values.
_LABELLED = 13


def draw_chart(slide: Slide, chart: Chart, box: Box) -> None:
    """Draw a chart into a place."""
    data = _NEW_DATA(number_format=_format(chart))
    _categories(data, chart.labels)
    for one in chart.series:
        data.add_series(_named(one.name, chart.unit), one.values)
    frame: Any = slide.shapes.add_chart(_TYPES[chart.form], *box.emu, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.says)
    made = frame.chart
    made.has_title = False
    style(made.font, 11, "text-2")
    several = len(chart.series) > 1 or chart.form == "ring"
    made.has_legend = several
    if several:
        ring = chart.form == "ring"
        made.legend.position = XL_LEGEND_POSITION.RIGHT if ring else XL_LEGEND_POSITION.TOP
        made.legend.include_in_layout = False
        style(made.legend.font, 12 if ring else 11, "text-2")
    _DRAW[chart.form](made, chart)


def _categories(data: Any, labels: Sequence[str]) -> None:
    """Months under their year, on the axis and in the workbook; other labels as they are."""
    parts = [_MONTH.fullmatch(label) for label in labels]
    months = [part for part in parts if part]
    if len(months) < len(parts):
        data.categories = [period_zh(label) for label in labels]
        return
    for year, run in groupby(months, key=lambda part: part[1]):
        level = data.add_category(f"{year}年")
        for part in run:
            level.add_sub_category(f"{int(part[2])}月")


def _named(name: str, unit: str) -> str:
    """In the workbook the head of a column says what its numbers are in."""
    return f"{name}（{unit}）" if name == "数值" else name


def _format(chart: Chart) -> str:
    if chart.unit == "%":
        return '0.0"%"'
    whole = all(v is None or float(v).is_integer() for one in chart.series for v in one.values)
    return "#,##0" if whole else "#,##0.0#"


def _line(made: Any, chart: Chart) -> None:
    _axes(made, chart)
    for drawn, one in zip(made.plots[0].series, chart.series, strict=True):
        drawn.smooth = False
        line = drawn.format.line
        line.color.rgb, line.width = rgb(one.colour), Pt(1.25 if one.quiet else 2.5)
        drawn.marker.style = XL_MARKER_STYLE.NONE if one.quiet else XL_MARKER_STYLE.CIRCLE
        if one.quiet:
            line.dash_style = MSO_LINE.DASH
            continue
        drawn.marker.size = 6
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = rgb(one.colour)
        drawn.marker.format.line.color.rgb = rgb(one.colour)
        for place in sorted(chart.partial):
            _open_point(drawn.points[place], one.colour)
        there = [place for place, value in enumerate(one.values) if value is not None]
        if there:
            label = drawn.points[there[-1]].data_label
            style(label.font, 12, "text-1", bold=True)
            label.position = XL_LABEL_POSITION.ABOVE


def _open_point(point: Any, tint: str) -> None:
    """A period that is not over: dashed up to there, and hollow."""
    point.format.line.color.rgb, point.format.line.width = rgb(tint), Pt(2.5)
    point.format.line.dash_style = MSO_LINE.SQUARE_DOT
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.rgb = rgb("panel")


def _columns(made: Any, chart: Chart) -> None:
    _axes(made, chart)
    plot = made.plots[0]
    stacked = chart.form == "stacked"
    plot.gap_width, plot.overlap = 60, 100 if stacked else 0
    for drawn, one in zip(plot.series, chart.series, strict=True):
        _solid(drawn.format, one.colour)
        for place in sorted(chart.partial):
            _hatch(drawn.points[place], one.colour)
    if len(chart.series) == 1 and len(chart.labels) <= _LABELLED:
        _values(plot, chart, 10.5)


def _bars(made: Any, chart: Chart) -> None:
    _lying(made, chart)
    plot = made.plots[0]
    plot.gap_width = 45
    (drawn,) = plot.series
    _solid(drawn.format, "accent")
    for place, tint in enumerate(chart.colours):
        _solid(drawn.points[place].format, tint)
    _values(plot, chart, 11)


def _stacked_bars(made: Any, chart: Chart) -> None:
    _lying(made, chart)
    plot = made.plots[0]
    plot.gap_width, plot.overlap = 35, 100
    for drawn, one in zip(plot.series, chart.series, strict=True):
        _solid(drawn.format, one.colour)
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "#,##0;;", False
        style(labels.font, 10.5, "panel", bold=True)


def _ring(made: Any, chart: Chart) -> None:
    plot = made.plots[0]
    (drawn,) = plot.series
    for place, tint in enumerate(chart.colours):
        point = drawn.points[place].format
        _solid(point, tint)
        point.line.color.rgb, point.line.width = rgb("panel"), Pt(1)
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.show_percentage, labels.show_category_name = True, False, False
    labels.number_format, labels.number_format_is_linked = _format(chart), False
    style(labels.font, 11, "panel", bold=True)


def _values(plot: Any, chart: Chart, size: float) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = _format(chart), False
    style(labels.font, size, "text-1")


def _axes(made: Any, chart: Chart) -> None:
    """Quiet axes; the value axis begins where the tile's does."""
    names, values = made.category_axis, made.value_axis
    names.has_major_gridlines = False
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb("axis")
    style(names.tick_labels.font, 11, "text-2")
    style(values.tick_labels.font, 10.5, "text-3")
    values.tick_labels.number_format = '0"%"' if chart.unit == "%" else "#,##0"
    values.tick_labels.number_format_is_linked = False
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb("grid")
    values.format.line.fill.background()
    if chart.low is not None:
        values.minimum_scale = chart.low
    if chart.high is not None:
        values.maximum_scale = chart.high


def _lying(made: Any, chart: Chart) -> None:
    """The axes of bars: the first on top; their values stand at them, so that their axis needs none."""
    _axes(made, chart)
    made.category_axis.reverse_order = True
    made.value_axis.visible = False
    made.value_axis.has_major_gridlines = False


def _solid(format: Any, tint: str) -> None:
    format.fill.solid()
    format.fill.fore_color.rgb = rgb(tint)


def _hatch(point: Any, tint: str) -> None:
    fill = point.format.fill
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb = rgb(tint)
    fill.back_color.rgb = rgb("panel")
    point.format.line.color.rgb = rgb(tint)


_DRAW = {
    "line": _line,
    "columns": _columns,
    "stacked": _columns,
    "bars": _bars,
    "stacked-bars": _stacked_bars,
    "ring": _ring,
}
