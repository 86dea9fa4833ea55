"""The presentation as such: 16:9, theme of the house, titles, text, footers and notes."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Inches, Length, Pt

from components.options import ems
from documents.tokens import colour

#: What PowerPoint and WPS have; where it is missing (Linux), they take what stands for it, Noto Sans SC.
FONT = "微软雅黑"
WIDTH, HEIGHT = 13.333, 7.5
EDGE = 0.6
#: Between Chinese and Latin letters programs leave a little room.
_SPACED = 1.1
#: Without types of its own.
_READ_COLOUR: Any = RGBColor.from_string
_TITLE_ONLY = 5
_TEMPLATE_WIDTH = 10.0
_SCHEME = {
    "dk1": "text-1", "lt1": "panel", "dk2": "text-2", "lt2": "ground",
    "accent1": "series-1", "accent2": "series-2", "accent3": "series-3",
    "accent4": "series-4", "accent5": "series-5", "accent6": "series-6",
    "hlink": "accent", "folHlink": "accent-strong",
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """As python-pptx takes it."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)

    def below(self, height: float) -> Box:
        """What is left under the first ``height`` inches."""
        return Box(self.left, self.top + height, self.width, self.height - height)


#: Where the content of a slide stands.
BODY = Box(EDGE, 1.3, WIDTH - 2 * EDGE, 5.45)


@dataclass(frozen=True)
class Run:
    """A piece of text: size in points, the token of its colour."""

    text: str
    size: float = 14
    tint: str = "text-1"
    bold: bool = False


class Deck:
    """A presentation that grows slide by slide; ``foot`` stands at the bottom of each."""

    def __init__(self, title: str, foot: str, demonstration: bool) -> None:
        self._file = Presentation()
        self._foot, self._demonstration = foot, demonstration
        self._file.slide_width, self._file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        core = self._file.core_properties
        core.title, core.author, core.subject = title, "领导驾驶舱", foot
        core.language = "zh-CN"
        _widen(self._file)
        _theme(self._file)
        _titles(self._file)

    def slide(self, title: str, kicker: str = "") -> Slide:
        """A new slide: a title (in the outline too), over it a small line that says where it belongs."""
        made: Slide = self._file.slides.add_slide(self._file.slide_layouts[_TITLE_ONLY])
        holder: Any = made.shapes.title
        holder.text_frame.text = title
        if kicker:
            box = Box(EDGE, 0.3, WIDTH - 2 * EDGE - 1.6, 0.3)
            write(made, box, [[Run(kicker, 12, "text-3")]])
        ends = [Inches(one) for one in (EDGE, 1.14, WIDTH - EDGE, 1.14)]
        line = made.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, ends[0], ends[1], ends[2], ends[3])
        line.line.color.rgb, line.line.width = rgb("hairline-strong"), Pt(0.75)
        self._mark(made)
        self._bottom(made)
        return made

    def cover(self, title: str, kicker: str) -> Slide:
        """The first slide: the title large, over a band of the house's colour."""
        made: Slide = self._file.slides.add_slide(self._file.slide_layouts[_TITLE_ONLY])
        band = made.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(0, 0, WIDTH, 3.5).emu)
        paint(band, "accent-strong")
        made.shapes._spTree.insert(2, band._element)
        write(made, Box(EDGE, 0.9, WIDTH - 2 * EDGE, 0.4), [[Run(kicker, 16, "accent-soft")]])
        holder: Any = made.shapes.title
        holder.left, holder.top, holder.width, holder.height = Box(EDGE, 1.5, WIDTH - 2 * EDGE, 1.2).emu
        fill(holder, [[Run(title, 40, "on-accent", bold=True)]], margin=0)
        self._mark(made)
        self._bottom(made)
        return made

    def note(self, slide: Slide, text: str) -> None:
        """What who presents has before him."""
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = text

    def content(self) -> bytes:
        """The finished file."""
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()

    def _mark(self, slide: Slide) -> None:
        if not self._demonstration:
            return
        pill = slide.shapes.add_shape(
            MSO_SHAPE.ROUNDED_RECTANGLE, *Box(WIDTH - EDGE - 1.15, 0.32, 1.15, 0.34).emu
        )
        paint(pill, "demo-soft", "demo-edge")
        fill(pill, [[Run("演示数据", 12, "demo", bold=True)]], PP_ALIGN.CENTER, MSO_ANCHOR.MIDDLE)

    def _bottom(self, slide: Slide) -> None:
        place = Box(EDGE, 6.95, WIDTH - 2 * EDGE - 1, 0.3)
        write(slide, place, [[Run(self._foot, 10.5, "text-3")]])
        number = write(
            slide, Box(WIDTH - EDGE - 1, 6.95, 1, 0.3), [[Run("", 10.5, "text-3")]], PP_ALIGN.RIGHT
        )
        _page_number(number)


def rgb(token: str) -> RGBColor:
    """A token's colour, or what an option says of one, as python-pptx takes it."""
    found: RGBColor = _READ_COLOUR(colour(token))
    return found


def paint(shape: Any, ground: str, edge: str = "") -> None:
    """Fill a shape and draw its edge, without the shadow of the theme."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(ground)
    shape.shadow.inherit = False
    if edge:
        shape.line.color.rgb, shape.line.width = rgb(edge), Pt(0.75)
    else:
        shape.line.fill.background()


def write(slide: Slide, box: Box, lines: Sequence[Sequence[Run]], align: Any = PP_ALIGN.LEFT) -> Any:
    """A text box, a sequence of runs a line."""
    made = slide.shapes.add_textbox(*box.emu)
    fill(made, lines, align, MSO_ANCHOR.TOP, margin=0)
    return made


def fill(
    shape: Any,
    lines: Sequence[Sequence[Run]],
    align: Any = PP_ALIGN.LEFT,
    anchor: Any = MSO_ANCHOR.TOP,
    margin: float = 0.1,
    gap: float = 0,
) -> None:
    """Write into a shape; ``margin`` in inches, ``gap`` points after each line."""
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = Inches(margin)
    frame.margin_top = frame.margin_bottom = Inches(margin / 2)
    for number, runs in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = align, Pt(gap)
        for one in runs:
            _run(paragraph.add_run(), one)


def _run(made: Any, one: Run) -> None:
    made.text = one.text
    style(made.font, one.size, one.tint, one.bold)


def style(font: Any, size: float, tint: str, bold: bool = False) -> None:
    """The look of text, Chinese and Latin alike."""
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = rgb(tint)
    properties = font._element if hasattr(font, "_element") else font._rPr
    for name in ("a:ea", "a:cs"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    latin = properties.find(qn("a:latin"))
    latin.addnext(_element(latin, "a:ea", typeface=FONT))


def lines_of(words: str, size: float, width: float) -> int:
    """How many lines a text takes in ``width`` inches at ``size`` points."""
    room = max(1.0, width * 72 / size)
    return sum(max(1, math.ceil(ems(line) * _SPACED / room)) for line in words.split("\n"))


def _widen(file: Any) -> None:
    """The template's own places are for 4:3."""
    share = WIDTH / _TEMPLATE_WIDTH
    master = file.slide_master
    for holder in [master, *file.slide_layouts]:
        for shape in holder.shapes:
            if shape.element.find(f".//{qn('a:xfrm')}") is not None:
                shape.left, shape.width = Emu(int(shape.left * share)), Emu(int(shape.width * share))


def _theme(file: Any) -> None:
    """Colours and fonts of the house as the theme's own: what is added later by hand looks alike."""
    part = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree = parse_xml(part.blob)
    scheme = next(tree.iter(qn("a:clrScheme")))
    for child in scheme:
        token = _SCHEME[child.tag.partition("}")[2]]
        for old in list(child):
            child.remove(old)
        child.append(_element(child, "a:srgbClr", val=colour(token)))
    for name in ("a:majorFont", "a:minorFont"):
        fonts = next(tree.iter(qn(name)))
        for kind in ("a:latin", "a:ea"):
            fonts.find(qn(kind)).set("typeface", FONT)
    part._blob = serialize_part_xml(tree)


def _element(near: Any, name: str, **attributes: str) -> Any:
    return near.makeelement(qn(name), attributes)


def _titles(file: Any) -> None:
    """Titles to the left, on top, of one size."""
    master = file.slide_master
    for holder in (master, file.slide_layouts[_TITLE_ONLY]):
        for shape in holder.placeholders:
            if shape.placeholder_format.type == 1:
                shape.left, shape.top, shape.width, shape.height = Box(
                    EDGE, 0.56, WIDTH - 2 * EDGE - 1.3, 0.54
                ).emu
                frame = shape.text_frame
                frame.vertical_anchor = MSO_ANCHOR.MIDDLE
                frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    level = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    level.set("algn", "l")
    words = level.find(qn("a:defRPr"))
    words.set("sz", "2400")
    words.set("b", "1")


def _page_number(shape: Any) -> None:
    """A field that counts by itself, however slides are moved."""
    paragraph = shape.text_frame.paragraphs[0]
    run = paragraph.runs[0]._r
    field = _element(run, "a:fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    shown = _element(run, "a:t")
    shown.text = "‹#›"
    field.append(run.find(qn("a:rPr")))
    field.append(shown)
    run.addprevious(field)
    paragraph._p.remove(run)
