"""Who was there: leaders as printed (text, never identities) and the head-count with its unit."""

from __future__ import annotations

import re

from intake.bulletins.lines import Passage
from intake.bulletins.model import Found
from intake.bulletins.normal import digits, precision, words

_OFFICE = re.compile(
    "书记|主席|主任|部长|司长|市长|区长|局长|处长|科长|院长|馆长|会长|理事长|秘书长|监事长|巡视员|调研员|校长|园长|董事长|"
    "总经理|总裁|总监|院士|常委|组长|所长|镇长|县长|司令|总工程师|研究员|教授"
)
_CAME_THERE = re.compile(
    "(?:分别|一同|共同|先后)?(?:出席|参加|主持(?!工作)|带队|到会|见证|听取了|代表双方|陪同)|(?P<spoke>在[^，。,]{0,8}(?:致辞|讲话)|致辞|"
    "作[^，。,]{0,12}(?:报告|讲话|发言)|以(?=[“《][^”》]{1,40}[”》]为题)|讲解了|介绍了|作了)"
)
_LISTED = re.compile(
    r"(?:出席|参加|到会)[^，。；：]{0,10}(?:有|包括|为|：|:)(?P<who>[^。；：]{4,300}?)(?:等[^，。；]{0,8})?$"
)
#: Characters before 出席 in which those who came are named.
_REACH = 400
_SENTENCE = re.compile(r"[^。；！？]+")
_CHUNK = re.compile(r"[^，,]+")
#: A clause that tells what was done, not who was there.
_TELLS = re.compile(
    "召开|通过|举办|举行|开展|推动|签订|签署|进行|强调|指出|表示|介绍|活动|月\\s*\\d|为[^员]|近日|，"
)
_PREFIX = re.compile(
    r"^(?:.*(?:会议|活动|大会|仪式|座谈会|调研)由|.*?由|\s*(?:其中|会上|当天)|.*?\d\s*日(?:上午|下午|晚)?)"
)
_TAIL = re.compile(
    "(?:以?及|和)(?=来自|各|全|相关|有关|部分|其他|区|市|机关|工作人员|会员|代表).*$|"
    "(?:以?及|和)[^，。、]{0,12}\\d+人?$|和[^，。、和]{0,8}(?:负责人|工作人员)$|代表.{0,12}$|等(?:领导|嘉宾)?$"
)

_NUMBER = (
    r"(?P<number>(?:近|约|超过?|逾|共计?)?\s*(?:(?<![\d,.])\d[\d,]{0,15}(?:\.\d{1,6})?\s*万?|"
    r"[一二三四五六七八九两]?[十百千]{1,3}[一二三四五六七八九十百]{0,6})\s*[余多]?)"
)
_HEADS = rf"{_NUMBER}\s*(?P<unit>人次|[余多]?[名位人])"
_CAME = "参加|出席|到会|参会|与会|参与|聆听|观看|受益|报名|观摩|听取"
_ATTENDED = re.compile(rf"{_HEADS}[^，。；：,;]{{0,30}}?(?:{_CAME})")
_GATHERED = re.compile(
    rf"(?:{_CAME}|邀请|吸引|覆盖|惠及|服务)(?:[^。；：]{{0,60}}?(?:等|共|达|的?有|了|人数|(?=近|约|超|逾)))?\s*{_HEADS}"
)


def leaders(body: Passage) -> tuple[Found, ...]:
    """Phrases such as 市科协党组书记、常务副主席某某, one for each mention, in the order of the text."""
    found: list[Found] = []
    for sentence in _SENTENCE.finditer(body.text):
        found += _leaders_in(body, sentence.start(), sentence[0])
    distinct: dict[tuple[int, int], Found] = {}
    for one in found:
        if not any(a <= one.start and one.end <= b for a, b in distinct):
            distinct[one.start, one.end] = one
    return tuple(distinct.values())


def _leaders_in(body: Passage, offset: int, sentence: str) -> list[Found]:
    listed = _LISTED.search(sentence)
    if listed and _OFFICE.search(listed["who"]) and not _CAME_THERE.search(listed["who"]):
        return [body.found(offset + listed.start("who"), offset + listed.end("who"), "leaders.listed")]
    found = []
    done = 0
    for trigger in _CAME_THERE.finditer(sentence):
        if span := _who(sentence, max(done, trigger.start() - _REACH), trigger.start()):
            rule = "leaders.spoke" if trigger["spoke"] else "leaders.present"
            found.append(body.found(offset + span[0], offset + span[1], rule))
            done = trigger.end()
    return found


def _who(sentence: str, low: int, end: int) -> tuple[int, int] | None:
    """The span of the clauses before ``end`` that name holders of an office."""
    chunks = [(m.start() + low, m.end() + low) for m in _CHUNK.finditer(sentence[low:end])]
    spans: list[tuple[int, int]] = []
    for a, b in reversed(chunks):
        prefix = _PREFIX.match(sentence[a:b])
        start = a + (prefix.end() if prefix else 0)
        text = sentence[start:b]
        if _TELLS.search(text) or (len(text) > 25 and not _OFFICE.search(text)):
            break
        spans.insert(0, (start, b))
        if prefix:
            break
    with_office = [n for n, (a, b) in enumerate(spans) if _OFFICE.search(sentence[a:b])]
    if not with_office:
        return None
    start, stop = spans[with_office[0]][0], spans[with_office[-1]][1]
    if tail := _TAIL.search(sentence[spans[with_office[-1]][0] : stop]):
        stop -= len(tail[0])
    return (start, stop) if _OFFICE.search(sentence[start:stop]) and stop - start >= 4 else None


def headcount(body: Passage) -> tuple[Found | None, Found | None, str]:
    """(number, unit 人 or 人次, precision) of those who took part, by the first rule that finds one."""
    for pattern, rule in ((_ATTENDED, "headcount.attended"), (_GATHERED, "headcount.listed")):
        for match in pattern.finditer(body.text):
            number = body.group(match, "number", rule, digits(match["number"]))
            if number.value and number.value != "0":
                unit = "人次" if "人次" in match["unit"] else "人"
                exactness = precision(words(match["number"] + match["unit"]))
                return number, body.group(match, "unit", rule, unit), exactness
    return None, None, ""
