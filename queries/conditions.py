"""Conditions (口径条件) of published figures: what they say beyond the indicator's own 口径.

Written ``学科类=工科；区=海淀区`` or with the dimensions' codes; members by name or code, as in
addresses. An order (排序) is written ``学科类=工科>医科>理科``.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from data import values
from queries.dimensions import DIMENSIONS

Parts = dict[str, tuple[str, ...]]

_RIGHT = "维度=成员，如 学科类=工科；多个维度以分号隔开"
_BETWEEN_PARTS = re.compile(r"[;；&\n]")
_EQUALS = re.compile(r"[=＝:：]")
_BETWEEN_MEMBERS = re.compile(r"[,，、]")
_ORDER = re.compile(r"[>＞]")


def read(text: str) -> str:
    """The canonical form (``discipline=工科;district=海淀区``) of what a clerk wrote.

    Raises ``values.BadValue`` for a dimension that there is none of, or another form.
    """
    found: Parts = {}
    plain = values.code(text)
    for part in filter(None, (p.strip() for p in _BETWEEN_PARTS.split(plain))):
        sides = [s.strip() for s in _EQUALS.split(part, 1)]
        if len(sides) < 2 or not all(sides):
            raise values.BadValue("值{value}不是口径条件", _RIGHT)
        dimension = _dimension(sides[0])
        if dimension in found:
            raise values.BadValue(f"值{{value}}中“{sides[0]}”出现不止一次", "每个维度一次，成员以顿号隔开")
        between = _ORDER if _ORDER.search(sides[1]) else _BETWEEN_MEMBERS
        members = tuple(m.strip() for m in between.split(sides[1]) if m.strip())
        sign = ">" if between is _ORDER else ","
        found[dimension] = (sign.join(members),)
    return ";".join(f"{dimension}={members[0]}" for dimension, members in found.items())


def _dimension(word: str) -> str:
    names = {d.label: d.code for d in DIMENSIONS.values()}
    if word in DIMENSIONS or word in names:
        return names.get(word, word)
    near = get_close_matches(word, names, 3, 0.0)
    raise values.BadValue(f"值{{value}}中没有维度“{word}”", f"{'、'.join(near)} 等维度的名称或代码")


def query(condition: str) -> Parts:
    """A canonical condition as filter parameters: dimension to members, an order's in their order."""
    pairs = (part.partition("=") for part in condition.split(";") if part)
    return {dimension: tuple(re.split("[,>]", members)) for dimension, _, members in pairs}


def is_order(condition: str) -> bool:
    """Whether the condition tells an order of members, not a choice of them."""
    return ">" in condition
