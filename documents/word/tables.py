"""Tables in Word: fixed widths, a head that repeats, rows that no page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from documents import layout

#: What the schema wants after the borders of a table, and after the shade of a cell.
_AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
_AFTER_SHADE = ("w:noWrap", "w:tcMar", "w:vAlign")
#: Tables of up to so many rows stand on one page.
_TOGETHER = 20


def add(
    document: Document,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    numeric: Sequence[bool],
    style: str = "表文",
    is_noted: bool = False,
) -> None:
    """A table as wide as the line; ``widths`` are shares of it; ``is_noted``: it stays with what follows."""
    table = document.add_table(rows=0, cols=len(heads))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _borders(table)
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(layout.TEXT_MM * share)
    _row(table, heads, widths, [False] * len(heads), "表头", is_head=True)
    for cells in rows:
        _row(table, cells, widths, numeric, style)
    if len(rows) <= _TOGETHER:
        for row in table.rows if is_noted else table.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _row(
    table: Any,
    cells: Sequence[str],
    widths: Sequence[float],
    numeric: Sequence[bool],
    style: str,
    is_head: bool = False,
) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, text, share, right in zip(row.cells, cells, widths, numeric, strict=True):
        cell.width = Mm(layout.TEXT_MM * share)
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(text)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if is_head:
            shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="EDEDED"/>')
            cell._tc.get_or_add_tcPr().insert_element_before(shade, *_AFTER_SHADE)


def _borders(table: Any) -> None:
    sizes = {"top": 8, "left": 4, "bottom": 8, "right": 4, "insideH": 4, "insideV": 4}
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for edge, size in sizes.items()
    )
    properties = table._tbl.tblPr
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>")
    properties.insert_element_before(borders, *_AFTER_BORDERS)
    room = (("top", 30), ("left", 60), ("bottom", 30), ("right", 60))
    sides = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in room)
    margins = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>")
    properties.insert_element_before(margins, *_AFTER_BORDERS[3:])
