"""Names of organisations as bulletins write them, and who held the event."""

from __future__ import annotations

import re

from intake.bulletins.lines import Passage
from intake.bulletins.model import Found

#: What names of organisations end in, the longer first.
_ENDS = (
    "科学技术协会|科协|学会|协会|研究会|促进会|联合会|联合体|基金会|商会|总会|委员会|工作局|管理局|"
    "区政府|市政府|人民政府|教委|科委|经信局|科信局|文联|办公室|工作专班|专班|领导小组|党委|党总支|党支部|"
    "服务中心|科学中心|研究中心|教育中心|中心|大学|学院|研究院|研究所|科技馆|集团|公司|学校|小学|中学|医院|党校"
)
#: An organisation's name: as short as it can be, so that what follows is not swallowed.
NAME = rf"(?:(?![暨与和及在由为向对以])[一-鿿A-Za-z·]){{0,24}}?(?:{_ENDS})"
_OWN = "(?:北京)?市科协"
_VERBS = (
    "召开|举办|举行|开展|组织|启动|主办|承办|协办|赴|走进|发布|完成|成立|加快|推进|领导|带队|参加|第[一二三四五六七八九十\\d]+届|"
    "成功|联合|签|到|与|和|获|在|深入|积极|认真|推动|助力|顺利|圆满|集中|传达|学习|审议|慰问|调研|走访|接待|进行|隆重"
)
_BOUNDARY = r"(?:^|[\s，,。；;：:—“”（）()暨由]|[日午月里中]|近日|日前)"
_VISITED = re.compile(rf"到(?P<host>{_OWN})[^，。]{{0,6}}(?:调研|座谈|交流|考察|参观|学习|走访)")
_TITLE = re.compile(rf"{_BOUNDARY}(?P<host>{NAME})(?=[、]|{_VERBS})")
_TITLED = re.compile(rf"^(?P<host>{NAME})")
_LEAD = re.compile(
    rf"{_BOUNDARY}(?:在)?(?P<host>{NAME})(?:（[^）]*）)?(?:、{NAME})*(?:的统筹|共同|联合|主持|组织|召开|举办|举行|主办|开展|邀请|签署|赴|带队)"
)
#: 内设部门: a bulletin's own departments sign, they do not hold events in their own name.
_DEPARTMENT = re.compile(r"^(?:[一-鿿]{1,6}部|办公室|[一-鿿]{1,8}处|机关党委|[一-鿿]{0,4}专班)$")
_SIGNED = re.compile(r"[（(]\s*(?P<units>[^（()）]{2,60}?)\s*[）)]\s*$")
_UNIT = re.compile(rf"(?:{NAME}|[一-鿿“”]{{1,12}}[部处室局站馆园社])$")
_GIVEN_BY = re.compile(r"^(?:供稿|来源|撰稿|稿件来源)\s*[:：]\s*|\s*(?:供稿|报送|提供)$")


def host(title: Passage, lead: Passage, signed: tuple[Found, ...]) -> Found | None:
    """The organisation that held the event, by the first rule that finds one; only the first of several."""
    for passage, pattern, rule in (
        (title, _VISITED, "host.visited"),
        (title, _TITLE, "host.title"),
        (lead, _LEAD, "host.lead"),
        (title, _TITLED, "host.titled"),
    ):
        if match := pattern.search(passage.text):
            return passage.group(match, "host", rule)
    for unit in signed:
        if not _DEPARTMENT.match(unit.value):
            return Found(unit.value, unit.quote, unit.start, unit.end, unit.line, "host.signed")
    return None


def signed(body: Passage) -> tuple[Found, ...]:
    """The units in brackets at the very end of an item (供稿单位)."""
    match = _SIGNED.search(body.text)
    if not match:
        return ()
    sure = body.text[: match.start()].rstrip()[-1:] in "。！？”」…!?"
    rule = "signed.end" if sure else "signed.loose"
    found = []
    at = match.start("units")
    for part in re.split(r"([、，,/；;\s]+)", match["units"]):
        mark = _GIVEN_BY.match(part)
        start = at + (mark.end() if mark and mark.end() < len(part) and mark.start() == 0 else 0)
        tail = _GIVEN_BY.search(part)
        end = at + (tail.start() if tail and tail.start() > 0 else len(part))
        if start < end and _UNIT.search(body.text[start:end]):
            found.append(body.found(start, end, rule))
        at += len(part)
    return tuple(found)
