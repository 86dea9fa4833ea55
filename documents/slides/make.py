"""The file: a first slide that says what the numbers are, then the tiles."""

from __future__ import annotations

from pptx.slide import Slide

from documents.slides.content import DEMONSTRATION, Content, cover_of
from documents.slides.deck import EDGE, WIDTH, Box, Deck, Run, write
from documents.slides.drawing import draw, natural
from documents.slides.paging import HEAD, REMARK, Pane, Placed, remark_height, remarks_of, slides_of
from documents.slides.parts import Grid, Lamps, Lines
from frames.formats import date_zh


def pptx_of(content: Content, code: str) -> bytes:
    """The slides of a page or scene as a PPTX file, with their verification code."""
    p = content.publication
    mark = f"　{DEMONSTRATION}" if content.demonstration else ""
    about = f"数据截至 {date_zh(p.business_date)}　版本 {p.version}　验证码 {code}{mark}"
    foot = f"领导驾驶舱　{content.title}　{about}"
    deck = Deck(content.title, foot, content.demonstration)
    _cover(deck, content, code)
    for panes in slides_of(content.pieces):
        _slide(deck, content, panes)
    return deck.content()


def _cover(deck: Deck, content: Content, code: str) -> None:
    slide = deck.cover(content.title, "北京市科学技术协会　领导驾驶舱")
    rows = cover_of(content, code)
    for place, (name, words) in enumerate(rows):
        top = 4.0 + 0.46 * place
        write(slide, Box(EDGE, top, 1.4, 0.4), [[Run(name, 16, "text-3")]])
        write(slide, Box(EDGE + 1.4, top, WIDTH - 2 * EDGE - 1.4, 0.4), [[Run(words, 16, "text-1")]])
    deck.note(slide, "\n".join(f"{name}：{words}" for name, words in rows))


def _slide(deck: Deck, content: Content, panes: tuple[Placed, ...]) -> None:
    alone = len(panes) == 1
    title = panes[0][0].title if alone else content.title
    slide = deck.slide(title, content.title if alone else "")
    for pane, place in panes:
        box = place
        if not alone:
            write(slide, Box(box.left, box.top, box.width, HEAD), [[Run(pane.title, 15, "text-1", True)]])
            box = box.below(HEAD)
        _pane(slide, pane, box)
    notes = dict.fromkeys(line for pane, _ in panes for line in pane.piece.notes)
    deck.note(slide, "\n".join(notes))


def _pane(slide: Slide, pane: Pane, box: Box) -> None:
    room, said = remark_height(pane, box.width), remarks_of(pane)
    if pane.part is not None:
        draw(slide, pane.part, Box(box.left, box.top, box.width, box.height - room))
    if said:
        top = box.top + box.height - room + 0.08
        if isinstance(pane.part, (Grid, Lamps, Lines)):
            top = min(top, box.top + (natural(pane.part, box.width) or 0) + 0.3)
        foot = Box(box.left, top, box.width, room)
        write(slide, foot, [[Run(words, REMARK, "text-3")] for words in said])
