"""Sizes of paper, and what stands at the edges of every sheet."""

from __future__ import annotations

import json
from dataclasses import dataclass

#: The fonts of ``assets/fonts``: static, so that a PDF holds them as text can be searched.
FONT = '"Noto Sans SC", "Noto Sans SC Rare"'


@dataclass(frozen=True)
class Paper:
    """A sheet: width and height in CSS pixels (96 to the inch), and its edges in CSS lengths."""

    name: str
    title: str
    width: int
    height: int
    margins: tuple[str, str, str, str]

    @property
    def size(self) -> str:
        """As the ``size`` of ``@page``."""
        return f"{self.width}px {self.height}px"


PAPERS = {
    paper.name: paper
    for paper in (
        Paper("a4", "A4 纵向", 794, 1123, ("14mm", "12mm", "20mm", "12mm")),
        Paper("a4-landscape", "A4 横向", 1123, 794, ("12mm", "14mm", "18mm", "14mm")),
        Paper("16:9", "16:9 单页", 1920, 1080, ("0", "0", "0", "0")),
    )
}


class UnknownPaper(ValueError):
    """There is no such paper; the message (Chinese) lists those there are."""


def paper_of(name: str) -> Paper:
    """A paper by its name; raises ``UnknownPaper``."""
    if name not in PAPERS:
        known = "、".join(f"{p.name}（{p.title}）" for p in PAPERS.values())
        raise UnknownPaper(f"没有纸张“{name}”，应为 {known} 之一")
    return PAPERS[name]


@dataclass(frozen=True)
class Edges:
    """What stands at the edges of every sheet: words (``\\n`` breaks a line), and a picture at the right.

    ``picture`` is an address (``data:image/svg+xml…``). ``numbered`` counts the sheets in the middle.
    """

    header: str = ""
    footer: str = ""
    picture: str = ""
    numbered: bool = True


def page_rule(paper: Paper, edges: Edges = Edges()) -> str:
    """The ``@page`` rule of a paper with its edges."""
    boxes = []
    if edges.header:
        boxes.append(_box("top-left", _text(edges.header), "text-align: left; vertical-align: bottom"))
    if edges.footer:
        boxes.append(
            _box("bottom-left", _text(edges.footer), "text-align: left; width: 70%; white-space: pre-line")
        )
    if edges.picture:
        boxes.append(_box("bottom-right", f"url({json.dumps(edges.picture)})", "text-align: right"))
    if edges.numbered:
        place = "bottom-center" if not edges.footer else "bottom-right" if not edges.picture else "top-right"
        count = '"第 " counter(page) " 页，共 " counter(pages) " 页"'
        boxes.append(_box(place, count, "vertical-align: bottom" if place == "top-right" else ""))
        if place != "bottom-center":
            boxes.append("@bottom-center { content: none }")
    margins = " ".join(paper.margins)
    return f"@page {{ size: {paper.size}; margin: {margins}; {' '.join(boxes)} }}"


def _box(place: str, content: str, more: str) -> str:
    look = f"font-family: {FONT}; font-size: 7.5pt; line-height: 1.45; color: #465570"
    return f"@{place} {{ content: {content}; {look}; {more} }}"


def _text(words: str) -> str:
    """A string of CSS; a style element must not end inside it."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\A ", "<": "\\3C "}
    return '"' + "".join(escapes.get(letter, letter) for letter in words) + '"'
