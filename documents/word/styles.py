"""The styles and the page of a paper in Word."""

from __future__ import annotations

import math
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from documents import layout

_CENTER, _BOTH, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.RIGHT
#: name: (based on, font, points, alignment, first line in characters, bold)
_STYLES: tuple[tuple[str, str, float, Any, int, bool], ...] = (
    ("公文正文", "body", layout.SANHAO, _BOTH, 2, False),
    ("公文标题", "title", layout.ERHAO, _CENTER, 0, False),
    ("报头", "title", 40.0, _CENTER, 0, False),
    ("期号", "subheading", layout.SANHAO, _CENTER, 0, False),
    ("编发单位", "body", layout.SANHAO, None, 0, False),
    ("目录提要", "heading", layout.SANHAO, _CENTER, 0, False),
    ("图表标题", "heading", layout.SIHAO, _CENTER, 0, False),
    ("图", "plain", layout.WUHAO, _CENTER, 0, False),
    ("表文", "plain", layout.WUHAO, None, 0, False),
    ("附表", "plain", layout.XIAOWU, None, 0, False),
    ("表头", "heading", layout.WUHAO, _CENTER, 0, False),
    ("表注", "plain", layout.WUHAO, _BOTH, 0, False),
    ("版记", "body", layout.SIHAO, None, 0, False),
)
#: Styles whose lines are as high as their content: a picture in a line of exact height is cut off.
_LOOSE = {"图", "表文", "附表", "表头", "表注", "报头", "版记"}


#: What the schema wants after these elements.
_AFTER_SNAP = (
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:textAlignment",
    "w:outlineLvl",
    "w:rPr",
)
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")


def prepare(document: Document) -> None:
    """Page, grid, styles and fonts."""
    _page(document)
    _font(document.styles["Normal"], "body", layout.SANHAO)
    _spacing(document.styles["Normal"], exact=False)
    _language(document.styles["Normal"])
    for name, font, points, align, first, bold in _STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        _font(style, font, points, bold)
        _spacing(style, exact=name not in _LOOSE)
        style.paragraph_format.alignment = align
        _indent(style, first)
    for level, font in ((1, "heading"), (2, "subheading")):
        style = document.styles[f"Heading {level}"]
        _font(style, font, layout.SANHAO)
        _spacing(style)
        _indent(style, 2)
        style.paragraph_format.keep_with_next = True
        _closer(style)
    _closer(document.styles["公文正文"])
    document.styles["报头"].font.color.rgb = RGBColor.from_string(layout.RED)
    for name in ("图表标题", "图"):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles["公文正文"].paragraph_format.widow_control = True
    _fonts(document)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE[0]), Mm(layout.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance, section.footer_distance = Mm(20), Mm(26)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(layout.LINE_POINTS * 20)))
    document.settings.odd_and_even_pages_header_footer = True


def set_font(target: Any, kind: str, points: float, bold: bool = False) -> None:
    """The font of a run or style: Chinese and Latin characters alike."""
    _font(target, kind, points, bold)


def _font(target: Any, kind: str, points: float, bold: bool = False) -> None:
    name = layout.FONTS[kind][0]
    target.font.size, target.font.bold, target.font.italic = Pt(points), bold, False
    target.font.color.rgb = RGBColor(0, 0, 0)
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    latin = "Times New Roman" if kind in ("body", "plain", "subheading") else name
    for slot, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", name)):
        fonts.set(qn(f"w:{slot}"), font)
    fonts.set(qn("w:hint"), "eastAsia")


def _spacing(style: Any, exact: bool = True) -> None:
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(round(layout.LINE_POINTS, 1))
    else:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
        off = OxmlElement("w:snapToGrid")
        off.set(qn("w:val"), "0")
        style.element.get_or_add_pPr().insert_element_before(off, *_AFTER_SNAP)


def _language(style: Any) -> None:
    """Chinese, for spelling and for the breaking of lines."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _closer(style: Any) -> None:
    """Characters a trace closer, so that 28 of them fill the line: programs read grids differently."""
    pitch = layout.TEXT_MM / 25.4 * 72 / layout.CHARACTERS
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(math.floor((pitch - layout.SANHAO) * 20)))
    style.element.get_or_add_rPr().insert_element_before(spacing, *_AFTER_SPACING)


def _indent(style: Any, characters: int) -> None:
    properties = style.element.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    for key in list(indent.attrib):
        del indent.attrib[key]
    indent.set(qn("w:firstLineChars"), str(characters * 100))
    indent.set(qn("w:firstLine"), str(int(characters * layout.SANHAO * 20)))


def _fonts(document: Document) -> None:
    """Name the free fonts that stand in where the named ones are not installed."""
    part = next(p for p in document.part.package.iter_parts() if p.partname.endswith("/fontTable.xml"))
    table = parse_xml(part.blob)
    for name, *others in layout.FONTS.values():
        alternatives = ";".join(others)
        table.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{alternatives}"/>'
                '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
            )
        )
    part._blob = serialize_part_xml(table)
