"""A bulletin from a file to its items, every field with its place and its rule."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date
from pathlib import Path

from intake.bulletins.dates import days
from intake.bulletins.forms import form
from intake.bulletins.layout import Block, Layout, column_name, lay_out
from intake.bulletins.lines import Passage, Source
from intake.bulletins.masthead import read_masthead
from intake.bulletins.model import Bulletin, BulletinError, Found, Item, Masthead
from intake.bulletins.people import headcount, leaders
from intake.bulletins.places import district, place
from intake.bulletins.source import open_source, text_source
from intake.bulletins.units import host, signed

#: Characters of a body in which when, where and who are told.
_LEAD = 260
_LEAST_BODY = 10
_LONGEST_SERIES = 40


def read_bulletin(path: Path, issued: date | None = None) -> Bulletin:
    """Read a bulletin from text, Word or PDF; ``issued`` stands in where it has no masthead.

    Raises ``BulletinError`` when the file cannot be read or shows no sign of being a bulletin.
    """
    return _bulletin(open_source(path), issued)


def read_text(name: str, text: str, issued: date | None = None) -> Bulletin:
    """The same for text at hand; ``name`` is what messages call it."""
    return _bulletin(text_source(name, text), issued)


def _bulletin(source: Source, issued: date | None) -> Bulletin:
    layout = lay_out(source.lines)
    masthead = read_masthead(source, layout.head)
    day = _day(masthead)
    items = tuple(
        _item(source, block, day or issued, day is None) for block in layout.blocks if _tells(block)
    )
    _check(source, layout, masthead, items)
    notices = list(source.notices)
    if day is None and issued is None:
        notices.append("没有读到出刊日期：条目的年份取自文中提到的年份，请核对，或读入时用 --date 给出")
    known = masthead.date.value if masthead.date else issued.isoformat() if issued else ""
    return Bulletin(_key(source, masthead), source.file, known, source.text, masthead, items, tuple(notices))


def _day(masthead: Masthead) -> date | None:
    """The day of issue, or the end of the year where only that is told."""
    if masthead.date:
        return date.fromisoformat(masthead.date.value)
    return date(int(masthead.year.value), 12, 31) if masthead.year else None


def _tells(block: Block) -> bool:
    return sum(len(line.text) for line in block.body) >= _LEAST_BODY


def _check(source: Source, layout: Layout, masthead: Masthead, items: tuple[Item, ...]) -> None:
    looks = masthead.issue or masthead.total or any(item.column or item.signed for item in items)
    if not items or not looks:
        raise BulletinError(
            f"{source.file}：看不出是工作动态：没有期号、【栏目】或括号中的供稿单位；应为一期动态的全文"
        )


def _key(source: Source, masthead: Masthead) -> str:
    """The issue where the masthead tells it, otherwise a digest of the text without blanks."""
    if masthead.series and masthead.issue and masthead.year:
        return (
            f"{_plain(masthead.series.value)[:_LONGEST_SERIES]}-{masthead.year.value}-{masthead.issue.value}"
        )
    return hashlib.sha256(_plain(source.text).encode()).hexdigest()[:12]


def _plain(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def _item(source: Source, block: Block, issued: date | None, given: bool) -> Item:
    title, body = Passage.of(source, block.title), Passage.of(source, block.body)
    lead = body.first(_LEAD)
    units = signed(body)
    organiser = host(title, lead, units)
    venue = place(title, lead)
    first, last = days(lead, title.text + body.text + source.text, issued, given)
    number, unit, exactness = headcount(body)
    component, kind = form(title)
    return Item(
        title=title.found(0, len(title.text), "title.marked" if block.title[0].heading else "title.plain"),
        column=_column(source, block),
        date=first,
        date_end=last,
        host=organiser,
        place=venue,
        district=district(title, lead, venue, (*((organiser,) if organiser else ()), *units)),
        leaders=leaders(body),
        headcount=number,
        headcount_unit=unit,
        headcount_precision=exactness,
        signed=units,
        component=component,
        kind=kind,
        end=block.body[-1].end,
    )


def _column(source: Source, block: Block) -> Found | None:
    match = column_name(block.column) if block.column else None
    if block.column is None or match is None:
        return None
    start = block.column.start
    return source.found(start + match.start(1), start + match.end(1), "column.bracketed")
