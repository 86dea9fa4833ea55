"""The masthead: series, year, number, number over all years, issuer, day of issue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.bulletins.layout import is_contents
from intake.bulletins.lines import Line, Source
from intake.bulletins.model import Found, Masthead
from intake.bulletins.normal import digits, iso_date

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,5})"
_ISSUE = re.compile(
    rf"(?P<year>\d{{4}}|[〇○零一二三四五六七八九]{{4}})\s*年?\s*[(（]?\s*第\s*(?P<issue>{_NUMBER})\s*期"
)
_ISSUE_ALONE = re.compile(rf"^第\s*(?P<issue>{_NUMBER})\s*期")
_TOTAL = re.compile(r"总\s*第?\s*(\d{1,5}|[一二三四五六七八九十百]{1,5})\s*期")
_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九]{4}\s*年\s*[\d〇一二三四五六七八九十]{1,3}\s*月\s*[\d〇一二三四五六七八九十]{1,3}\s*日|"
    r"(?<!\d)\d{4}([-./])\d{1,2}\1\d{1,2}(?!\d)"
)
_ISSUER = re.compile(
    r"(?:(?:主办|编印|编发|编)(?:单位)?\s*[:：]\s*)?(?P<issuer>[一-鿿“”（）()]{2,40}(?:办公室|专班|科协|协会|中心|编辑部|委员会|学会|[室部处]))(?=$|\s|编|主办|印发)"
)
_LINES = 15


def read_masthead(source: Source, head: Sequence[Line]) -> Masthead:
    """What the lines before the first item say of the issue; all None where they are no masthead."""
    lines = _until_contents(head)
    issue = _first(source, lines, _ISSUE, "issue", "masthead.issue") or _first(
        source, lines, _ISSUE_ALONE, "issue", "masthead.issue"
    )
    total = _first(source, lines, _TOTAL, 1, "masthead.total")
    if not issue and not total:
        return Masthead()
    number = (issue or total).line  # type: ignore[union-attr]
    day = _day(source, lines)
    year = _first(source, lines, _ISSUE, "year", "masthead.issue")
    if year:
        year = _with(year, _year(year.quote))
    return Masthead(
        series=_series(source, lines, number),
        year=year or (_year_of(source, day) if day else None),
        issue=issue and _with(issue, digits(issue.quote)),
        total=total and _with(total, digits(total.quote)),
        issuer=_issuer(source, lines, number, day),
        date=day,
    )


def _until_contents(head: Sequence[Line]) -> list[Line]:
    end = next((n for n, line in enumerate(head) if is_contents(line)), len(head))
    return list(head[: min(end, _LINES)])


def _first(
    source: Source, lines: list[Line], pattern: re.Pattern[str], group: int | str, rule: str
) -> Found | None:
    for line in lines:
        if match := pattern.search(line.text):
            return source.found(line.start + match.start(group), line.start + match.end(group), rule)
    return None


def _with(found: Found | None, value: str) -> Found | None:
    """What was found with another value; None where it has none."""
    return replace(found, value=value) if found and value else None


def _year(quote: str) -> str:
    return iso_date(f"{quote}年1月1日")[:4]


def _year_of(source: Source, day: Found) -> Found:
    """Where only the day of issue tells the year."""
    return source.found(day.start, day.start + 4, "masthead.date", day.value[:4])


def _day(source: Source, lines: list[Line]) -> Found | None:
    found = _first(source, lines, _DATE, 0, "masthead.date")
    value = iso_date(found.quote) if found else ""
    return _with(found, value)


def _series(source: Source, lines: list[Line], number: int) -> Found | None:
    above = [line for line in lines if line.number < number]
    return source.found(above[0].start, above[0].end, "masthead.series") if above else None


def _issuer(source: Source, lines: list[Line], number: int, day: Found | None) -> Found | None:
    """The unit below the number, or before the day on the same line."""
    for line in lines:
        text = line.text[: max(day.start - line.start, 0)] if day and day.line == line.number else line.text
        if line.number > number and (match := _ISSUER.match(text.strip())):
            start = line.start + len(text) - len(text.lstrip())
            return source.found(start + match.start("issuer"), start + match.end("issuer"), "masthead.issuer")
    return None
