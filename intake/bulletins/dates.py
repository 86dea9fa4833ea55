"""When it happened: the first day told in an item's opening, and the last day where it is a span."""

from __future__ import annotations

import re
from datetime import date

from intake.bulletins.lines import Passage
from intake.bulletins.model import Found
from intake.bulletins.normal import iso_date

_DAY = re.compile(r"(?P<full>\d{4}\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日?(?!\d)")
_SPAN = re.compile(r"\s*[日]?\s*(?:至|到|—+|-|–|~|～)\s*(?:(?P<month>\d{1,2})\s*月\s*)?(?P<day>\d{1,2})\s*日")
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年(?!度|来|代|前|后)")


def days(lead: Passage, about: str, issued: date | None, given: bool) -> tuple[Found | None, Found | None]:
    """(first day, last day) in the opening; the last only where a span is told.

    ``issued`` is the bulletin's day (``given`` by the reader rather than read); without it, the year
    is the first that ``about`` mentions.
    """
    for match in _DAY.finditer(lead.text):
        rule, by = _year(match, about, issued, given)
        value = iso_date(match[0], by)
        if value:
            first = lead.group(match, 0, rule, value)
            return first, _last(lead, match, first)
    return None, None


def _year(match: re.Match[str], about: str, issued: date | None, given: bool) -> tuple[str, date | None]:
    if match["full"]:
        return "date.full", None
    if issued:
        return ("date.given" if given else "date.masthead"), issued
    mentioned = _YEAR.search(about)
    return "date.mentioned", date(int(mentioned[1]), 12, 31) if mentioned else None


def _last(lead: Passage, match: re.Match[str], first: Found) -> Found | None:
    span = _SPAN.match(lead.text, match.end() - match[0].endswith("日"))
    if not span:
        return None
    year, month = int(first.value[:4]), int(span["month"] or match["month"])
    value = iso_date(f"{year + (month < int(first.value[5:7]))}年{month}月{span['day']}日")
    if not value or value <= first.value:
        return None
    start = span.start("month") if span["month"] else span.start("day")
    return lead.found(start, span.end(), first.rule, value)
