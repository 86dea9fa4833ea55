"""The rules that read a bulletin, and how far each can be trusted.

A confidence is the author's word about the *form* that matched, not a measurement of one file:
0.9 and above, the form admits one reading; 0.7 to 0.9, the usual reading of a usual form; 0.5 to
0.7, told indirectly; below 0.5, a guess that a person has to confirm. What the forms really achieve
on known bulletins is measured (docs/bulletins.md).
"""

from __future__ import annotations

from typing import NamedTuple

#: Fields below this confidence are pointed out to the reviewer.
DOUBTFUL = 0.7
#: Rules that only suggest a value for the reviewer to take or change: never pointed out.
SUGGESTED = frozenset({"component.word", "component.activity"})


class Rule(NamedTuple):
    """Confidence (0 to 1) and what the rule takes for the value."""

    confidence: float
    means: str


RULES: dict[str, Rule] = {
    "masthead.series": Rule(0.8, "报头第一行"),
    "masthead.issue": Rule(0.98, "“2023年 第17期”"),
    "masthead.total": Rule(0.98, "“总第70期”"),
    "masthead.issuer": Rule(0.8, "报头中期号之外的单位"),
    "masthead.date": Rule(0.95, "报头中的完整日期"),
    "title.marked": Rule(0.95, "标题样式（字号、加粗、居中、#）的一行，后接正文"),
    "title.plain": Rule(0.8, "两段正文之间没有句末标点的短行"),
    "column.bracketed": Rule(0.98, "标题之前单独成行的【…】"),
    "date.full": Rule(0.95, "正文开头带年份的日期"),
    "date.masthead": Rule(0.9, "正文开头的月日，年份取自报头"),
    "date.mentioned": Rule(0.5, "正文开头的月日，年份取自文中提到的年份"),
    "date.given": Rule(0.7, "正文开头的月日，年份取自读入时给出的出刊日期"),
    "host.visited": Rule(0.75, "“某单位到市科协调研”：被访的市科协"),
    "host.title": Rule(0.9, "标题以该组织开头，后接“召开、举办、赴”等"),
    "host.titled": Rule(0.6, "标题中提到的组织，后接其他词"),
    "host.lead": Rule(0.75, "首段中“某组织召开、举办、组织”"),
    "host.signed": Rule(0.5, "末尾括号中的供稿单位，且不是内设部门"),
    "place.at": Rule(0.9, "“在某地召开、举办”"),
    "place.gone": Rule(0.7, "“赴、走进某地”，且不只是区名或组织"),
    "district.place": Rule(0.95, "地点中写明的区"),
    "district.gone": Rule(0.85, "“赴、到、在某区”"),
    "district.title": Rule(0.75, "标题中的区"),
    "district.host": Rule(0.6, "主办组织或供稿单位名称中的区"),
    "leaders.present": Rule(0.85, "“某职务某人出席、参加、主持、带队”"),
    "leaders.listed": Rule(0.85, "“出席活动的领导有……”"),
    "leaders.spoke": Rule(0.7, "“某职务某人致辞、在讲话中”"),
    "headcount.attended": Rule(0.9, "“80余人参加”"),
    "headcount.listed": Rule(0.7, "“到会专家有某某等14人”"),
    "signed.end": Rule(0.95, "正文末句之后括号中的单位"),
    "signed.loose": Rule(0.6, "正文末尾括号中的单位，之前没有句末标点"),
    "component.word": Rule(0.6, "标题中表明形式的词"),
    "component.activity": Rule(0.4, "标题只说“活动”“调研”等"),
}
