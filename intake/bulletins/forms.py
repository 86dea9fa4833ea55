"""Which component and which form (形式) of activity a title tells of."""

from __future__ import annotations

import re

from intake.bulletins.lines import Passage
from intake.bulletins.model import Found

#: Words of titles, the more telling first: (word, component, form).
_FORMS = (
    (re.compile("培训班?|研修班|讲习班"), "training", "培训"),
    (re.compile("沙龙"), "meeting", "沙龙"),
    (
        re.compile(
            "(?:协调|推进|部署|动员|座谈|述职|工作|交流|对接|初审|评审|研讨|报告|发布|专题|专题会|代表|年|启动)(?:大)?会"
        ),
        "meeting",
        "会议",
    ),
    (re.compile("论坛|座谈|仪式|报告会|年会|大会|会议|会(?=召开|举办|举行)"), "meeting", "会议"),
    (re.compile("大赛|竞赛|比赛|挑战赛|邀请赛"), "contest", "竞赛"),
    (re.compile("评审|评选"), "review", "评审"),
    (re.compile("问卷"), "survey", "问卷"),
)
_ACTIVITY = re.compile("活动|调研|走访|慰问|服务|签约|签订|参观|展览|讲座|宣讲|巡讲|对接")


def form(title: Passage) -> tuple[Found | None, Found | None]:
    """(component code, form) by the word that tells it; (None, None) where no word does."""
    for pattern, component, kind in _FORMS:
        if match := pattern.search(title.text):
            rule = "component.word"
            return title.group(match, 0, rule, component), title.group(match, 0, rule, kind)
    if match := _ACTIVITY.search(title.text):
        rule = "component.activity"
        return title.group(match, 0, rule, "meeting"), title.group(match, 0, rule, match[0])
    return None, None
