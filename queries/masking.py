"""Masking (脱敏): persons are shown by family name, mobiles by 3 + 4 digits, secrets not at all."""

from __future__ import annotations

from data.columns import Mask

HIDDEN = "（不展示）"
#: Two-character family names; a name that starts with one keeps both characters.
_PAIRS = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒司空夏侯端木轩辕南宫东郭百里"
    "呼延西门独孤澹台闻人申屠太史钟离濮阳公冶宗政淳于单于仲孙鲜于闾丘亓官"
)
COMPOUND = frozenset(_PAIRS[i : i + 2] for i in range(0, len(_PAIRS), 2))


def mask(kind: Mask | None, value: object) -> object:
    """``value`` as it may be shown; unknown or empty values stay empty."""
    if kind is None or value is None or value == "":
        return value
    text = str(value)
    if kind == "name":
        return (text[:2] if text[:2] in COMPOUND else text[0]) + "**"
    if kind == "mobile":
        return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else "****"
    return HIDDEN
