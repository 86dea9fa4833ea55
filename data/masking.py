"""Masking (脱敏): persons are shown by family name, mobiles by 3 + 4 digits, secrets not at all.

It is done in SQL, at the bottom of every statement that lists rows, so that nothing above it (order,
search, the choice between records) can go by what is hidden; and once more on what leaves.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, literal

from data.columns import Mask

HIDDEN = "（不展示）"
#: Two-character family names; a name that starts with one keeps both characters.
_PAIRS = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒司空夏侯端木轩辕南宫东郭百里"
    "呼延西门独孤澹台闻人申屠太史钟离濮阳公冶宗政淳于单于仲孙鲜于闾丘亓官"
)
COMPOUND = frozenset(_PAIRS[i : i + 2] for i in range(0, len(_PAIRS), 2))


#: Below this many characters nothing of a number is shown.
_MOBILE = 11


def masked(kind: Mask | None, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """``column`` as ``mask`` would give it, for a statement."""
    if kind is None:
        return column
    if kind == "name":
        pair = func.left(column, 2)
        shown = case((pair.in_(sorted(COMPOUND)), pair), else_=func.left(column, 1)).concat("**")
    elif kind == "mobile":
        ends = func.left(column, 3).concat("****").concat(func.right(column, 4))
        shown = case((func.length(column) >= _MOBILE, ends), else_=literal("****"))
    else:
        shown = literal(HIDDEN)
    return case((column.is_(None), None), (column == "", ""), else_=shown)


def mask(kind: Mask | None, value: object) -> object:
    """``value`` as it may be shown; unknown or empty values stay empty."""
    if kind is None or value is None or value == "":
        return value
    text = str(value)
    if kind == "name":
        return (text[:2] if text[:2] in COMPOUND else text[0]) + "**"
    if kind == "mobile":
        return f"{text[:3]}****{text[-4:]}" if len(text) >= _MOBILE else "****"
    return HIDDEN
