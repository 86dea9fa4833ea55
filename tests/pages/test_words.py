"""The sentences at the top of each page: true, about what is shown, and each with its evidence."""

from __future__ import annotations

import re

import pytest

from components.board.page import BOARDS as DECLARED
from frames.formats import change, number
from queries.indicators import get
from queries.scope import EVERYTHING
from queries.service import get_cockpit
from tests.pages.screen import BOARDS, Node, Screen, classed, filters_of, is_broken, links, query_of, text


def opening(screen: Screen, path: str, query: str = "") -> tuple[Node, list[tuple[str, str]]]:
    """The first tile of a page, and its sentences with their addresses."""
    url = f"{path}?{query}" if query else path
    tile = screen.fill(screen.open(url).slots["words"])
    assert not is_broken(tile), text(tile)
    return tile, links(tile)


@pytest.mark.parametrize("path", BOARDS)
def test_each_page_opens_with_two_or_three_sentences(screen: Screen, path: str) -> None:
    page = screen.open(path)
    assert next(iter(page.slots)) == "words"
    assert len(page.slots) == len(DECLARED[path].tiles) + 1
    tile, said = opening(screen, path)
    assert tile["props"]["aria-label"] == "概述"
    assert 1 <= len(said) <= len(DECLARED[path].words) <= 3
    for words, href in said:
        assert re.fullmatch(r"[^。！?]+。", words), words
        assert query_of(href)["i"][0] in {rule.code for rule in DECLARED[path].words}


@pytest.mark.parametrize("query", ["", "as_of=2022-06-30", "period=month", "period=same_period"])
@pytest.mark.parametrize("path", BOARDS)
def test_a_sentence_says_what_its_evidence_shows(screen: Screen, path: str, query: str) -> None:
    """The figure in words is that of the drill-down it leads to, and so is the comparison."""
    for words, href in opening(screen, path, query)[1]:
        code, filters = query_of(href)["i"][0], filters_of(href)
        now = get_cockpit().value(code, filters, scope=EVERYTHING)
        before = get_cockpit().value(code, filters.year_before(), scope=EVERYTHING)
        shown = number(now, get(code).unit)
        card = screen.fill(screen.open(href).slots["figure"])
        assert classed(card, "card-value")[0]["props"]["title"] == shown.exact
        assert shown.full in words or (not now and words.startswith("没有")), (words, shown)
        if percent := re.search(r"较上年同期(?:增加|减少|提高|下降) ([\d.,]+(?:%| 个百分点))", words):
            assert percent[1] == change(now, before, get(code).unit).text


def test_the_sentences_are_about_what_is_shown(screen: Screen) -> None:
    said = [words for words, _ in opening(screen, "/members", "district=110108")[1]]
    assert said[0] == opening(screen, "/members", "district=海淀区")[1][0][0]
    whole = [words for words, _ in opening(screen, "/members")[1]]
    assert whole[0] != said[0]
    assert whole[0].startswith("个人会员 1,005 人")
    # A filter that an indicator doesn't have leaves its sentence out, rather than answer for the whole city.
    late = [words for words, _ in opening(screen, "/")[1] if "超期" in words]
    assert late
    assert not [words for words, _ in opening(screen, "/", "district=110108")[1] if "超期" in words]
    tile, none = opening(screen, "/supervision", "district=110108")
    assert (none, text(tile)) == ([], "所选条件不适用于本页概述")


def test_one_chosen_member_is_not_called_the_largest(screen: Screen) -> None:
    first, *_ = opening(screen, "/members", "discipline=B")[1]
    assert "最多" not in first[0]
    assert "by" not in query_of(first[1])


@pytest.mark.parametrize("path", BOARDS)
def test_before_all_data_nothing_silly_is_said(screen: Screen, path: str) -> None:
    for words, _ in opening(screen, path, "as_of=1990-06-01")[1]:
        assert not re.search(r"最多|最快|较上年|—|nan|None", words), words


def test_late_tasks_are_counted_by_department_and_the_longest_named(screen: Screen) -> None:
    words, href = next(s for s in opening(screen, "/supervision")[1] if "超期" in s[0])
    rows = screen.ask(f"indicators/DB06/rows?sort=deadline&as_of={filters_of(href).as_of}")["rows"]
    oldest = (filters_of(href).as_of - type(filters_of(href).as_of).fromisoformat(rows[0]["deadline"])).days
    assert f"已逾期 {oldest} 天" in words
    assert f"超期未办结 {len(rows)} 件" in words
