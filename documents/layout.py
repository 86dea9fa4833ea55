"""The page of a paper by GB/T 9704-2012, shared by Word and PDF. Millimetres and points."""

from __future__ import annotations

from documents.model import Briefing
from frames.formats import date_zh

#: A4, and its margins.
PAGE = (210.0, 297.0)
TOP, LEFT, BOTTOM, RIGHT = 37.0, 28.0, 35.0, 26.0
LINES, CHARACTERS = 22, 28
#: Sizes by their names.
ERHAO, SANHAO, SIHAO, WUHAO, XIAOWU = 22.0, 16.0, 14.0, 10.5, 9.0
#: The line of the body: 22 of them fill the page between its margins.
LINE_POINTS = (PAGE[1] - TOP - BOTTOM) / 25.4 * 72 / LINES
TEXT_MM = PAGE[0] - LEFT - RIGHT
RED = "C00000"
DEMONSTRATION = "演示数据"

#: What each sort of text is set in: the name in the standard, then free ones that stand in for it.
FONTS = {
    "body": ("仿宋_GB2312", "仿宋", "FangSong", "Noto Serif SC", "Noto Serif CJK SC"),
    "title": ("方正小标宋简体", "方正小标宋_GBK", "Noto Serif SC", "Noto Serif CJK SC"),
    "heading": ("黑体", "SimHei", "Noto Sans SC", "Noto Sans CJK SC"),
    "subheading": ("楷体_GB2312", "楷体", "KaiTi", "LXGW WenKai"),
    "plain": ("宋体", "SimSun", "Noto Serif SC", "Noto Serif CJK SC"),
}


def issue_line(found: Briefing) -> tuple[str, str]:
    """“2022年 第6期” and “（总第6期）”; a draft has no numbers yet."""
    head = found.masthead
    number = f"{head.number}" if head.number else "　"
    total = f"{head.total}" if head.total else "　"
    return f"{found.date.year}年　第{number}期", f"（总第{total}期）"


def closing(found: Briefing) -> list[str]:
    """The lines at the foot of a paper: 编辑, 审核, 分送."""
    head = found.masthead
    staff = "　　".join(
        f"{word}：{who}" for word, who in (("编辑", head.editor), ("审核", head.reviewer)) if who
    )
    return [line for line in (staff, f"分送：{head.sent_to}。" if head.sent_to else "") if line]


def footing(found: Briefing) -> str:
    """On which data a paper stands."""
    return f"数据截至{date_zh(found.as_of)}，数据版本 {found.version}"
