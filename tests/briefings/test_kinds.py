"""What kinds declare: no typed number, no unknown indicator; times that cannot be are said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from briefings.declare import Graph, Grid, Kind, Listing, Para, Part, Section
from briefings.kinds import KINDS, get_kind
from briefings.times import BadTime, closing, latest, span
from queries.dimensions import DIMENSIONS
from queries.indicators import INDICATORS, dimensions

#: What readers know under a number's name; everything else must be asked for.
NAMES = ("“2441”", "“十大”")
#: Numerals of the names of indicators (“千人进千企”) and of plain speech.
SPOKEN = ("千人进千企", "千人以上", "一人可以", "三个口径", "三地")
TYPED = re.compile(
    r"[0-9０-９]|[一二三四五六七八九十百千万亿两]+[多余]?(?:家|个|人|名|项|次|场|条|件|份|篇|位|成|%)"
)


def texts(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Section):
            yield part.title
            yield from texts(part.parts)
        elif isinstance(part, Para):
            yield from part.sentences
        elif isinstance(part, Grid):
            yield from (part.title, part.note, part.total, *(c.head for c in part.columns))
        elif isinstance(part, Listing):
            yield from (part.title, part.none, *(head for _, head, _ in part.columns))
        elif isinstance(part, Graph):
            yield from (part.title, part.note)


def plain(text: str) -> str:
    for known in (*NAMES, *SPOKEN):
        text = text.replace(known, "")
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_no_number_is_typed(kind: Kind) -> None:
    said = [kind.title, *texts((*kind.lead, *kind.sections))]
    assert [text for text in said if TYPED.search(plain(text))] == []


def test_typed_numbers_would_be_seen() -> None:
    typed = ("共１２家", "共12家", "新增三百家", "近半数，约二十个", "{{ n('ZZ01') }}和5")
    assert [bool(TYPED.search(plain(text))) for text in typed] == [True] * 5


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_word_asks_for_an_indicator_that_there_is(kind: Kind) -> None:
    said = " ".join(texts((*kind.lead, *kind.sections)))
    asked = re.findall(r"\b(?:n|change|rate|yoy|mom|top|topn|v|some)\('([^']+)'(?:, '(\w+)')?", said)
    styles = ("more", "over", "near", "about", "half", "wan", "before", "year", "start")
    wrong = [(code, by) for code, by in asked if code not in INDICATORS]
    wrong += [(c, by) for c, by in asked if by and by not in styles and by not in dimensions(c)]
    assert asked
    assert wrong == []


def tables(parts: tuple[Part, ...]) -> Iterator[Grid]:
    for part in parts:
        if isinstance(part, Section):
            yield from tables(part.parts)
        elif isinstance(part, Grid):
            yield part


def test_tables_cut_indicators_by_what_they_have() -> None:
    found = [grid for kind in KINDS.values() for grid in tables(kind.sections)]
    assert found
    wrong = [c.code for grid in found for c in grid.columns if grid.by not in dimensions(c.code)]
    assert wrong == []
    assert all(grid.by in DIMENSIONS for grid in found)


def test_an_unknown_kind_is_told_which_there_are() -> None:
    with pytest.raises(LookupError, match="annual（年度简报）"):
        get_kind("weekly")


@pytest.mark.parametrize(
    ("kind", "when", "words"),
    [
        ("annual", (None,), "请指明年份"),
        ("annual", (1600,), "超出范围"),
        ("quarterly", (2022,), "请指明季度：1 至 4"),
        ("supervision", (2022, 5), "请指明季度：1 至 4"),
        ("monthly", (2022, None, 13), "请指明月份：1 至 12"),
    ],
)
def test_times_that_cannot_be(kind: str, when: tuple[int | None, ...], words: str) -> None:
    with pytest.raises(BadTime, match=words):
        span(get_kind(kind), *when)


@pytest.mark.parametrize(
    ("kind", "day", "found"),
    [
        ("annual", date(2022, 12, 31), {"year": 2022}),
        ("annual", date(2022, 12, 30), {"year": 2021}),
        ("supervision", date(2023, 1, 5), {"year": 2022, "quarter": 4}),
        ("monthly", date(2022, 3, 15), {"year": 2022, "month": 2}),
        ("monthly", date(2022, 3, 31), {"year": 2022, "month": 3}),
    ],
)
def test_schedules_write_about_what_is_over(kind: str, day: date, found: dict[str, int]) -> None:
    assert latest(get_kind(kind), day) == found


def test_a_year_is_told_up_to_its_last_workday_a_quarter_to_its_end() -> None:
    annual, supervision = get_kind("annual"), get_kind("supervision")
    assert closing(annual, span(annual, 2022)) == date(2022, 12, 30)  # the 31st is a Saturday
    assert closing(annual, span(annual, 2021)) == date(2021, 12, 31)
    assert closing(supervision, span(supervision, 2022, 4)) == date(2022, 12, 31)


def test_a_time_reaches_as_far_as_the_data() -> None:
    quarter = span(get_kind("supervision"), 2022, 4)
    day, period = quarter.until(date(2022, 12, 30))
    assert (day, period.start, period.end) == (date(2022, 12, 30), date(2022, 10, 1), date(2022, 12, 30))
    assert quarter.until(date(2023, 6, 1))[0] == date(2022, 12, 31)
    with pytest.raises(BadTime, match="还没有2022年四季度的数据"):
        quarter.until(date(2022, 9, 30))
