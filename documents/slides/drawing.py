"""Parts that are no charts: figures, lights, tables and sentences as shapes and text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Inches, Pt

from components.options import ems
from documents.slides.deck import Box, Run, fill, lines_of, paint, rgb, style, write
from documents.slides.native import draw_chart
from documents.slides.parts import Card, Cards, Chart, Grid, Lamps, Line, Lines, Part
from frames.model import Light
from queries.dimensions import LIGHTS

_TONES = {"good": "good-text", "warn": "warn-text", "bad": "late-text", "neutral": "text-2"}
_SHAPES: Mapping[Light, tuple[Any, str]] = {
    "red": (MSO_SHAPE.RECTANGLE, "late"),
    "yellow": (MSO_SHAPE.ISOSCELES_TRIANGLE, "warn"),
    "green": (MSO_SHAPE.OVAL, "good"),
    "blue": (MSO_SHAPE.DIAMOND, "waiting"),
}
_SIGNS: Mapping[str, tuple[str, str]] = {
    "red": ("■", "late-text"),
    "yellow": ("▲", "warn-text"),
    "green": ("●", "good-text"),
    "blue": ("◆", "waiting-text"),
    "up": ("▲", ""),
    "down": ("▼", ""),
    "": ("", "text-2"),
}
_GAP = 0.2
#: How high a figure and a light are at most, and figures at least, in inches.
_CARD, _LAMP, _LOW_CARD = 2.5, 2.0, 1.5
#: A table without any style of the template's.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
TABLE_SIZE, TEXT_SIZE = 11.0, 18.0
_CELL = 0.08
#: Columns that need no more (in inches) are not made narrower.
_SHORT = 1.35


def draw(slide: Slide, part: Part, box: Box) -> None:
    """Draw a part into a place; it has been cut to what fits (``paging``)."""
    if isinstance(part, Chart):
        draw_chart(slide, part, box)
    elif isinstance(part, Cards):
        _cards(slide, part, box)
    elif isinstance(part, Lamps):
        _lamps(slide, part, box)
    elif isinstance(part, Grid):
        _grid(slide, part, box)
    elif isinstance(part, Lines):
        _lines(slide, part, box)


def natural(part: Part, width: float) -> float | None:
    """The height in inches that a part asks for at least; None where it takes what there is."""
    if isinstance(part, Cards):
        rows = -(-len(part.cards) // _across(len(part.cards)))
        return rows * (_LOW_CARD + _GAP) - _GAP
    if isinstance(part, Lamps):
        return _LAMP
    if isinstance(part, Lines):
        return sum(line_height(line, width) for line in part.lines)
    if isinstance(part, Grid):
        shares = widths(part, width)
        rest = [part.total] if part.total else []
        return sum(row_height(row, shares) for row in [part.heads, *part.rows, *rest])
    return None


def _across(count: int) -> int:
    return count if count <= 3 else 3 if count in (5, 6) else 4


def _cards(slide: Slide, part: Cards, box: Box) -> None:
    count = len(part.cards)
    across = _across(count)
    rows = -(-count // across)
    width = (box.width - _GAP * (across - 1)) / across
    height = min(_CARD, (box.height - _GAP * (rows - 1)) / rows)
    for place, one in enumerate(part.cards):
        row, column = divmod(place, across)
        at = Box(box.left + column * (width + _GAP), box.top + row * (height + _GAP), width, height)
        _card(slide, one, at)


def _card(slide: Slide, one: Card, box: Box) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box.emu)
    shape.adjustments[0] = 0.04
    paint(shape, "panel-soft", "hairline-strong")
    lines = [
        [Run(one.label, 14, "text-2")],
        [Run(one.value, 30, "text-1", bold=True), Run(f" {one.unit}" if one.unit else "", 14, "text-2")],
        *([Run(words, 12, _TONES[tone])] for words, tone in one.changes),
    ]
    if one.remark:
        lines.append([Run(one.remark, 10.5, "text-3")])
    fill(shape, lines, anchor=MSO_ANCHOR.MIDDLE, margin=0.2, gap=3)


def _lamps(slide: Slide, part: Lamps, box: Box) -> None:
    count = max(1, len(part.lamps))
    width = (box.width - _GAP * (count - 1)) / count
    for place, (light, words) in enumerate(part.lamps):
        at = Box(box.left + place * (width + _GAP), box.top, width, min(_LAMP, box.height))
        frame = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *at.emu)
        frame.adjustments[0] = 0.04
        paint(frame, "panel-soft", "hairline-strong")
        form, tint = _SHAPES[light]
        sign = slide.shapes.add_shape(form, *Box(at.left + 0.35, at.top + 0.38, 0.32, 0.32).emu)
        sign.name = LIGHTS[light]
        paint(sign, tint)
        write(
            slide,
            Box(at.left + 0.8, at.top + 0.36, width - 1, 0.4),
            [[Run(LIGHTS[light], 18, "text-1", True)]],
        )
        figure, _, unit = words.partition(" ")
        count_runs = [Run(figure, 40, "text-1", True), Run(f" {unit}", 16, "text-2")]
        write(slide, Box(at.left + 0.35, at.top + 1.0, width - 0.6, 1), [count_runs])


def widths(part: Grid, total: float) -> list[float]:
    """The columns' widths in inches, ``total`` together: short ones keep what they need, long ones wrap."""
    listed = [part.heads, *part.rows, *([part.total] if part.total else [])]
    signs = {x for _, x, _ in part.lights}
    needed = []
    for place in range(len(part.heads)):
        most = max(ems(row[place]) for row in listed) + (1.5 if place in signs else 0)
        needed.append((most * 1.05 + 0.8) * TABLE_SIZE / 72 + 2 * _CELL)
    if sum(needed) <= total:
        return [total * one / sum(needed) for one in needed]
    short = [one <= _SHORT for one in needed]
    kept = sum(one for one, is_short in zip(needed, short, strict=True) if is_short)
    if all(short) or kept > total * 0.8:
        return [total * one / sum(needed) for one in needed]
    share = (total - kept) / (sum(needed) - kept)
    return [one if is_short else one * share for one, is_short in zip(needed, short, strict=True)]


def row_height(cells: tuple[str, ...], shares: list[float]) -> float:
    """How high a row of a table is, in inches."""
    most = max(
        lines_of(cell, TABLE_SIZE, share - 2 * _CELL) for cell, share in zip(cells, shares, strict=True)
    )
    return most * TABLE_SIZE * 1.3 / 72 + 0.12


def _grid(slide: Slide, part: Grid, box: Box) -> None:
    rows = [part.heads, *part.rows, *([part.total] if part.total else [])]
    shares = widths(part, box.width)
    heights = [row_height(row, shares) for row in rows]
    place = Box(box.left, box.top, box.width, sum(heights))
    made: Any = slide.shapes.add_table(len(rows), len(part.heads), *place.emu)
    table = made.table
    properties = table._tbl.tblPr
    properties.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId").text = _PLAIN
    table.horz_banding = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Inches(share)
    for row, height in zip(table.rows, heights, strict=True):
        row.height = Inches(height)
    lights = {(y + 1, x): light for y, x, light in part.lights}
    for y, row in enumerate(rows):
        strong = y == 0 or (part.total is not None and y == len(rows) - 1)
        for x, words in enumerate(row):
            _cell(table.cell(y, x), words, part.figures[x], y, strong, lights.get((y, x)))


def _cell(cell: Any, words: str, figure: bool, row: int, strong: bool, light: Light | None) -> None:
    ground = "accent-soft" if row == 0 else "panel-soft" if strong or row % 2 == 0 else "panel"
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(ground)
    cell.margin_left = cell.margin_right = Inches(_CELL)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    sign, tint = _SIGNS[light or ""]
    align = PP_ALIGN.RIGHT if figure else PP_ALIGN.LEFT
    cell.text_frame.word_wrap = True
    for number, line in enumerate(words.split("\n")):
        paragraph = cell.text_frame.paragraphs[0] if number == 0 else cell.text_frame.add_paragraph()
        paragraph.alignment = align
        if light and number == 0:
            _run(paragraph, Run(f"{sign} ", TABLE_SIZE, tint))
        _run(paragraph, Run(line, TABLE_SIZE, "accent-strong" if row == 0 else "text-1", strong))


def _run(paragraph: Any, one: Run) -> None:
    made = paragraph.add_run()
    made.text = one.text
    style(made.font, one.size, one.tint, one.bold)


def line_height(line: Line, width: float) -> float:
    """How high a statement is, in inches."""
    words = f"{_word(line)}　{line.text}" if line.word else line.text
    return lines_of(words, TEXT_SIZE, width) * TEXT_SIZE * 1.35 / 72 + 0.14


def _word(line: Line) -> str:
    sign = _SIGNS[line.sign][0]
    return f"{sign} {line.word}".strip()


def _lines(slide: Slide, part: Lines, box: Box) -> None:
    lines = []
    for line in part.lines:
        tint = _SIGNS[line.sign][1] or _TONES[line.tone]
        lead = [Run(f"{_word(line)}　", TEXT_SIZE, tint, bold=bool(line.sign))] if line.word else []
        lines.append([*lead, Run(line.text, TEXT_SIZE, "text-1")])
    shape = slide.shapes.add_textbox(*box.emu)
    fill(shape, lines, margin=0, gap=10)
    for paragraph in shape.text_frame.paragraphs:
        paragraph.line_spacing = 1.1
        paragraph.font.size = Pt(TEXT_SIZE)
