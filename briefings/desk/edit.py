"""Editing a draft: text is text, numbers are fields that can be moved or left out, never typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from data.json_text import parsed
from documents.model import MARK, Block, Briefing, Heading, Paragraph

_LONGEST, _MOST = 4000, 400
_LONGEST_LINE = 120
#: What breaks a line, turns the reading direction, or cannot stand in a Word file or a header.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+")
#: Digits that are no figures: days, and names that readers know.
_DAYS = re.compile(r"\d{4}年|\d{1,2}月|\d{1,2}日|“2441”|第\d+期")
_TYPED = re.compile(r"\d[\d.,]*")
#: Lines of the head that a draft may change.
HEAD = {
    "unit": "编发单位",
    "contributor": "供稿",
    "editor": "编辑",
    "reviewer": "审核",
    "sent_to": "分送",
}


class BadEdit(ValueError):
    """A change that cannot be made; the message (Chinese) says what would be right."""


def edited(found: Briefing, form: Mapping[str, str]) -> Briefing:
    """A draft under what its form says; raises ``BadEdit``.

    ``blocks`` is a JSON list in the new order: ``{"at": 3}`` keeps a block, with ``text`` it gets
    another text, without ``at`` it is a new paragraph.
    """
    given = {name: form.get(name, getattr(found.masthead, name)) for name in HEAD}
    head = {name: _line(text, HEAD[name]) for name, text in given.items()}
    title = _line(form.get("title", found.title), "标题")
    if not title:
        raise BadEdit("请填写标题")
    blocks = tuple(b for raw in _listed(form.get("blocks")) if (b := _block(found, raw)))
    if not any(isinstance(b, Paragraph) for b in blocks):
        raise BadEdit("简报至少要有一段文字")
    return replace(found, title=title, blocks=blocks).with_masthead(**head)


def plain(text: str) -> str:
    """A line as it may stand on a paper: what cannot is a space."""
    return _CONTROL.sub(" ", text).strip()


def typed_numbers(found: Briefing) -> list[str]:
    """Figures that were typed by hand: each with what stands around it, for the reviewer to look at."""
    told = []
    for block in found.blocks:
        if isinstance(block, Paragraph):
            rest = _DAYS.sub("", MARK.sub("□", block.text))
            for hit in _TYPED.finditer(rest):
                told.append(rest[max(0, hit.start() - 10) : hit.end() + 10])
    return told


def _listed(text: str | None) -> list[Mapping[str, Any]]:
    try:
        found = parsed(text or "")
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadEdit("正文没有完整送达，没有保存；请刷新页面后重试")
    if len(found) > _MOST:
        raise BadEdit(f"正文不超过 {_MOST} 段")
    return found


def _block(found: Briefing, raw: Mapping[str, Any]) -> Block | None:
    at, text = raw.get("at"), raw.get("text")
    if at is None:
        return _paragraph(found, str(text or ""))
    if not isinstance(at, int) or not 0 <= at < len(found.blocks):
        raise BadEdit("正文与保存的草稿对不上，没有保存；请刷新页面后重试")
    block = found.blocks[at]
    if text is None:
        return block
    if isinstance(block, Heading):
        line = _line(str(text), "标题")
        return replace(block, text=line) if line else None
    if isinstance(block, Paragraph):
        return _paragraph(found, str(text))
    raise BadEdit("图表不能改写，只能保留或删除")


def _paragraph(found: Briefing, text: str) -> Paragraph | None:
    clean = _CONTROL.sub("", text.replace("\t", " ")).strip()
    if len(clean) > _LONGEST:
        raise BadEdit(f"一段不超过 {_LONGEST} 个字，请分段")
    unknown = [id for id in MARK.findall(clean) if id not in found.fields]
    if unknown or "⟦" in MARK.sub("", clean) or "⟧" in MARK.sub("", clean):
        raise BadEdit("数字只能用已有的指标数字，不能自己写成“⟦…⟧”")
    return Paragraph(clean) if clean else None


def _line(text: str, label: str) -> str:
    clean = plain(text).replace("⟦", "").replace("⟧", "").strip()
    if len(clean) > _LONGEST_LINE:
        raise BadEdit(f"{label}不超过 {_LONGEST_LINE} 个字")
    return clean
