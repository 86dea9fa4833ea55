"""A briefing put together in Word."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx as python_docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from documents import layout, sources
from documents.model import Briefing, Chart, Heading, Paragraph, Table
from documents.seal import Seal
from documents.word import charts, styles, tables
from frames.formats import date_zh

#: What the schema wants after a border.
_AFTER_BORDER = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
#: Tables of more columns are set smaller.
_WIDE = 7


def docx(found: Briefing, seal: Seal | None = None) -> bytes:
    """The document's bytes; with a seal its code and QR stand at the end."""
    document = python_docx.Document()
    _empty(document)
    styles.prepare(document)
    _properties(document, found)
    _running(document, found)
    _head(document, found)
    _Body(document, found).write()
    _foot(document, found)
    _sources(document, found, seal)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _empty(document: Document) -> None:
    for paragraph in document.paragraphs:
        paragraph._p.getparent().remove(paragraph._p)


def _properties(document: Document, found: Briefing) -> None:
    about = document.core_properties
    about.title, about.author, about.language = found.title, found.masthead.unit, "zh-CN"
    about.subject, about.comments = found.masthead.name, layout.footing(found)


def _running(document: Document, found: Briefing) -> None:
    """Page numbers “— 1 —” outside, and 演示数据 where it is."""
    section = document.sections[0]
    odd, even = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    for footer, align in ((section.footer, odd), (section.even_page_footer, even)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        indent = paragraph.paragraph_format
        indent.right_indent = indent.left_indent = Pt(layout.SIHAO)
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text or "")
            styles.set_font(run, "plain", layout.SIHAO)
            if text is None:
                _page_number(run)
    if found.is_demonstration:
        for header in (section.header, section.even_page_header):
            paragraph = header.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            styles.set_font(paragraph.add_run(layout.DEMONSTRATION), "heading", layout.WUHAO)


def _page_number(run: Any) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("t", "1"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:t" if kind else "w:instrText")
            element.text = text
        run._r.append(element)


def _head(document: Document, found: Briefing) -> None:
    head = found.masthead
    name = document.add_paragraph(head.name, "报头")
    size = min(40.0, layout.TEXT_MM / 25.4 * 72 / (len(head.name) + 1))
    name.runs[0].font.size = Pt(size)
    issue, total = layout.issue_line(found)
    document.add_paragraph(issue, "期号")
    document.add_paragraph(total, "期号")
    line = document.add_paragraph(f"{head.unit}\t{date_zh(found.date)}", "编发单位")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(layout.TEXT_MM), WD_TAB_ALIGNMENT.RIGHT)
    _rule(line, "bottom", layout.RED, 18)
    document.add_paragraph("目录提要", "目录提要").paragraph_format.space_before = Pt(8)
    for title in [found.title, *(b.text for b in found.blocks if isinstance(b, Heading) and b.level == 1)]:
        mark = "·" if title == found.title else "　"
        document.add_paragraph(f"{mark}{title}", "公文正文")
    document.add_paragraph("", "公文正文")
    document.add_paragraph(found.title, "公文标题")
    document.add_paragraph("", "公文正文")


def _rule(paragraph: Any, edge: str, colour: str, size: int) -> None:
    line = f'<w:{edge} w:val="single" w:sz="{size}" w:space="4" w:color="{colour}"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    paragraph._p.get_or_add_pPr().insert_element_before(border, *_AFTER_BORDER)


@dataclass
class _Body:
    """Writes the blocks one after the other."""

    document: Document
    found: Briefing
    charts: int = 0

    def write(self) -> None:
        """All blocks, and who contributed them."""
        for block in self.found.blocks:
            self.block(block)
        text = f"（{self.found.masthead.contributor}供稿）"
        paragraph = self.document.add_paragraph(text, "公文正文")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def block(self, block: Heading | Paragraph | Table | Chart) -> None:
        """One block."""
        if isinstance(block, Heading):
            self.document.add_paragraph(self.found.said(block.text), f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            self.document.add_paragraph(self.found.said(block.text), "公文正文")
        elif isinstance(block, Table):
            self.table(block)
        else:
            self.chart(block)

    def table(self, block: Table) -> None:
        """A table under its title, a note below."""
        self.document.add_paragraph(block.title, "图表标题")
        rows = [[self.found.said(cell) for cell in row] for row in block.rows]
        style = "附表" if len(block.heads) > _WIDE else "表文"
        tables.add(self.document, block.heads, rows, block.widths, block.numeric, style, bool(block.note))
        self._note(block.note)

    def chart(self, block: Chart) -> None:
        """A chart under its title, a note below."""
        self.document.add_paragraph(f"{block.title}（{block.unit}）", "图表标题")
        self.charts += 1
        paragraph = self.document.add_paragraph("", "图")
        paragraph.paragraph_format.keep_with_next = bool(block.note)
        charts.add(self.document, paragraph, self.found, block, self.charts)
        if block.note:
            self._note(block.note)

    def _note(self, note: str) -> None:
        paragraph = self.document.add_paragraph(note, "表注")
        paragraph.paragraph_format.space_after = Pt(6)


def _foot(document: Document, found: Briefing) -> None:
    lines = layout.closing(found)
    for place, text in enumerate(lines):
        paragraph = document.add_paragraph(text, "版记")
        if not place:
            paragraph.paragraph_format.space_before = Pt(layout.LINE_POINTS)
            _rule(paragraph, "top", "000000", 8)
        if place == len(lines) - 1 and place:
            _rule(paragraph, "bottom", "000000", 8)


def _sources(document: Document, found: Briefing, seal: Seal | None) -> None:
    title = document.add_paragraph("数据来源", "Heading 1")
    title.paragraph_format.page_break_before = True
    document.add_paragraph(f"{layout.footing(found)}。", "表注").paragraph_format.space_after = Pt(4)
    rows = [(s.code, s.name, s.definition, s.times, s.values) for s in sources.lines(found)]
    heads = ("代码", "指标", "口径", "时间", "数值")
    tables.add(document, heads, rows, (0.15, 0.16, 0.33, 0.2, 0.16), (False,) * 5, "附表")
    if seal:
        paragraph = document.add_paragraph("", "图")
        paragraph.paragraph_format.space_before = Pt(8)
        paragraph.add_run().add_picture(BytesIO(seal.picture), width=Mm(24))
        document.add_paragraph(seal.words, "表注").alignment = WD_ALIGN_PARAGRAPH.CENTER
