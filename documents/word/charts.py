"""Native charts: DrawingML with the workbook behind it, so that an editor can change or restyle them."""

from __future__ import annotations

from math import ceil
from typing import Any
from unicodedata import east_asian_width

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.oxml import parse_xml as parse_chart
from pptx.util import Pt

from documents import layout
from documents.model import Briefing, Chart

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
#: Dark enough to be told apart on a grey print.
COLOURS = ("1F4E79", "9A9A9A", "C55A11")
_ROW_MM, _FRAME_MM, _LINE_MM = 7.5, 14.0, 70.0
#: How wide a name beside a bar may be before it wraps; a Chinese character in it, and a line of it.
NAME_MM, _CHARACTER_MM, _NAME_LINE_MM = 66.0, 3.71, 4.4


def height(chart: Chart) -> float:
    """How high a chart is drawn, in millimetres: bars need a line each, more where the longest name wraps."""
    if chart.form != "bar":
        return _LINE_MM
    lines = max((ceil(_width(name) / (NAME_MM - _CHARACTER_MM)) for name in chart.labels), default=1)
    return _FRAME_MM + max(_ROW_MM, 2.0 + _NAME_LINE_MM * lines) * len(chart.labels)


def _width(name: str) -> float:
    """A name on one line, in millimetres; a Latin letter takes some half of a Chinese character."""
    wide = sum(1.0 if east_asian_width(letter) in "WFA" else 0.6 for letter in name)
    return wide * _CHARACTER_MM


def add(document: Document, paragraph: Paragraph, found: Briefing, chart: Chart, number: int) -> None:
    """Draw a chart in a paragraph whose line is as high as its content."""
    data = CategoryChartData(number_format="General")
    flip = chart.form == "bar"  # Bars are drawn from the bottom up.
    data.categories = chart.labels[::-1] if flip else chart.labels
    for name, ids in chart.series:
        values = [found.fields[id].value for id in ids]
        data.add_series(name, values[::-1] if flip else values)
    form = XL_CHART_TYPE.BAR_CLUSTERED if flip else XL_CHART_TYPE.LINE_MARKERS
    root = parse_chart(ChartXmlWriter(form, data).xml.encode())
    _dress(NativeChart(root, None), len(chart.series) > 1)
    # No frame around it.
    root.find(f"{{{_CHART}}}chart").addnext(
        parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>")
    )
    root.append(
        parse_xml(f'<c:externalData {nsdecls("c", "r")} r:id="rId1"><c:autoUpdate val="0"/></c:externalData>')
    )
    package = document.part.package
    blob = serialize_part_xml(root)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CT.DML_CHART, blob, package)
    book = PackURI(f"/word/embeddings/chart{number}.xlsx")
    part.relate_to(Part(book, CT.SML_SHEET, data._workbook_writer.xlsx_blob, package), RT.PACKAGE)
    _place(paragraph, document.part.relate_to(part, RT.CHART), chart, number)


def _place(paragraph: Paragraph, rid: str, chart: Chart, number: int) -> None:
    wide, high = int(Mm(layout.TEXT_MM)), int(Mm(height(chart)))
    inline = parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="图{number}" descr=""/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{rid}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    described = "；".join(chart.labels)
    inline.find(".//{*}docPr").set("descr", f"{chart.title}：{described}")
    paragraph.add_run()._r.append(inline)


def _dress(chart: Any, legend: bool) -> None:
    """Quiet, legible, and readable without colour: values at the marks instead of a grid."""
    chart.has_title = False
    chart.has_legend = legend
    if legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size, chart.font.name = Pt(layout.WUHAO), "宋体"
    plot = chart.plots[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, "General", False
    is_bar = hasattr(plot, "gap_width")
    labels.position = XL_LABEL_POSITION.OUTSIDE_END if is_bar else XL_LABEL_POSITION.ABOVE
    if is_bar:
        plot.gap_width = 45
    for series, colour in zip(plot.series, COLOURS, strict=False):
        _colour(series, colour, is_bar)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.format.line.color.rgb = RGBColor.from_string("595959")


def _colour(series: Any, colour: str, is_bar: bool) -> None:
    rgb = RGBColor.from_string(colour)
    if is_bar:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb
        return
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = rgb, Pt(1.75)
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb
