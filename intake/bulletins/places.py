"""Where it happened: the venue as printed, and the district."""

from __future__ import annotations

import re

from intake.bulletins.lines import Passage
from intake.bulletins.model import Found
from intake.bulletins.normal import districts

_HELD = (
    "(?:隆重|顺利|成功|正式|如期|圆满|共同|联合|组织)*"
    "(?:召开|举行|举办|开班|开幕|启动|开展|签约|揭牌|落幕|开营|拉开帷幕|进行)"
)
_AT = re.compile(rf"[在于](?P<place>[^，。；、：,;“”在于]{{3,40}}?){_HELD}")
_GONE = re.compile(
    r"(?:走进|来到|赴|前往)(?P<place>[^，。；：,;“”]{1,30}?(?:学|校|院|园|馆|村|社区|街道|镇|乡|基地|中心|公司|集团|酒店|广场|"
    r"旧址|纪念地|故居|别墅|农场|合作社|工厂|厂|厅|楼|站|景区|[）)]))(?=$|，|。|；|,|分别|开展|举办|进行|调研|参观|慰问|考察|走访|学习)"
)
#: What stands between 在 and a verb but is no place.
_NO_PLACE = re.compile(
    r"^(?:学习|全|此|这|第|线上|京|本)|(?:上|中|下|后|前|时|期间|之际|基础上|指导|领导|支持|部署|重点|广泛|积极)$"
)
_NO_VENUE = re.compile("(?:科协|协会|学会|研究会)$")
_TO = "(?:赴|到|在|走进|来到|落户|前往|深入)[^，。,]{0,8}?"


def place(title: Passage, lead: Passage) -> Found | None:
    """The venue; None where the text tells only a district, an organisation or nothing."""
    for match in _AT.finditer(lead.text):
        if not _NO_PLACE.search(match["place"]):
            return lead.group(match, "place", "place.at")
    for passage in (lead, title):
        for match in _GONE.finditer(passage.text):
            if not _NO_VENUE.search(match["place"]):
                return passage.group(match, "place", "place.gone")
    return None


def district(title: Passage, lead: Passage, venue: Found | None, named: tuple[Found, ...]) -> Found | None:
    """The district of the venue, of the journey, of the title or of the host (``named``), in this order.

    An outing to a venue whose district isn't told has none: not the host's.
    """
    if venue and (found := _named_in(venue, "district.place")):
        return found
    going = re.compile(f"{_TO}(?P<name>{_names()})")
    for passage in (title, lead):
        if match := going.search(passage.text):
            return passage.group(match, "name", "district.gone", _code(match["name"]))
    if venue and venue.rule == "place.gone":
        return None
    if match := _known().search(title.text):
        return title.group(match, 0, "district.title", _code(match[0]))
    return next((found for unit in named if (found := _named_in(unit, "district.host"))), None)


def _named_in(found: Found, rule: str) -> Found | None:
    match = _known().search(found.quote)
    if not match:
        return None
    start = found.start + match.start()
    line = found.line + found.quote.count("\n", 0, match.start())
    return Found(_code(match[0]), match[0], start, start + len(match[0]), line, rule)


def _code(name: str) -> str:
    return districts()[name]


def _names() -> str:
    return "|".join(districts())


def _known() -> re.Pattern[str]:
    return re.compile(_names())
