"""The morning view on the small world: its sentences, their order, and that each leads to what it says."""

from __future__ import annotations

import re
from itertools import count

import pytest

from components.board.page import fill
from components.markup import as_data
from frames import morning
from frames.news import feed
from frames.tiles import Tile
from tests.pages.screen import Node, Screen, classed, is_broken, links, query_of, text

#: Each tile that is drawn here is its own in the cache.
_EACH = count()

pytestmark = pytest.mark.usefixtures("screen")


def drawn(tile: Tile, query: str = "") -> Node:
    """A tile as a page shows it."""
    found: Node = as_data(fill(tile, query, key=["morning", next(_EACH)]))
    assert not is_broken(found), text(found)
    return found


def said(tile: Node) -> list[tuple[str, str]]:
    """(word, sentence) of every line."""
    return [
        (text(classed(line, "sentence-sign")), text(classed(line, "sentence-text")))
        for line in classed(tile, "sentence")
    ]


def led(tile: Node) -> list[str]:
    return [line["props"]["href"] for line in classed(tile, "sentence")]


def figure(screen: Screen, href: str) -> str:
    """The figure of a drill-down page, and whether its rows say that they are as many."""
    page = screen.open(href)
    assert "agrees" in str(screen.fill(page.slots["rows"]))
    return text(classed(screen.fill(page.slots["figure"]), "card-value"))


def test_only_what_changed_has_a_sentence(screen: Screen) -> None:
    """Thursday to Friday: K16 became overdue, P2's appointment ended, H17 began, B2 was founded."""
    tile = drawn(morning.changes("ZZ01", "HD01", "KC01", "ZZ07", "SJ02", "RC04"))
    assert said(tile) == [
        ("转差", "更新及时率下降 33.3 个百分点，为 33.3%"),
        ("转差", "产业特派员减少 1 人，为 2 人"),
        ("新增", "新增分支机构 1 家，本年累计 2 家"),
        ("新增", "业务活动新增 1 项，本年累计 13 项（数据尚无交付）"),
    ]
    assert text(classed(tile, "sentences-lead")) == (
        "2022年12月30日与上一工作日2022年12月29日相比，4 项指标有变化，其余 2 项没有变化"
    )
    # A flow leads to the rows of the new days, everything else to its figure.
    assert [figure(screen, href) for href in led(tile)[1:]] == ["2人", "1家", "1项"]


def test_a_task_that_became_overdue_is_a_turn_for_the_worse() -> None:
    """E2 came and E3 went on the same day: the net of it is nothing."""
    assert said(drawn(morning.changes("DB06", "ZZ02"))) == [("转差", "超期未办结增加 1 件，达到 3 件")]


def test_nothing_changed_is_said() -> None:
    tile = drawn(morning.changes("RC04", "XC03"))
    assert said(tile) == []
    assert "所列 2 项指标没有变化" in text(tile)


def test_the_first_days_of_a_period_are_all_new() -> None:
    """On 4 January 2022 the last workday before was 12-31: the year had not begun."""
    tile = drawn(morning.changes("HD01", "XC05", "DB04"), "as_of=2022-01-03")
    assert said(tile) == [
        ("新增", "业务活动新增 1 项，本年累计 1 项（数据尚无交付）")
    ]  # H4; of rates there is nothing before


def test_new_is_what_came_after_the_last_workday(screen: Screen) -> None:
    """Saturday 2 April was worked for the holiday: R1 of that day was known already, R2 of Sunday is new."""
    tile = drawn(morning.changes("HD07"), "as_of=2022-04-03")
    assert said(tile) == [("新增", "回收问卷新增 1 份，本年累计 2 份")]
    assert query_of(led(tile)[0])["start"] == ["2022-04-03"]
    assert figure(screen, led(tile)[0]) == "1份"


def test_a_filter_and_a_period_hold_for_the_sentences() -> None:
    tile = drawn(morning.changes("HD01"), "component=project&period=month")
    assert said(tile) == [("新增", "业务活动新增 1 项，本月累计 1 项（数据尚无交付）")]
    assert "component=project" in led(tile)[0]
    assert said(drawn(morning.changes("HD01"), "component=meeting")) == []


def test_red_tasks_the_longest_overdue_first(screen: Screen) -> None:
    tile = drawn(morning.red())
    assert said(tile) == [
        ("逾期", "事项K21，规划发展部牵头，期限2022年4月30日，已逾期 244 天"),
        ("逾期", "事项K04，学会部牵头，期限2022年8月31日，已逾期 121 天"),
        ("逾期", "事项K16，办公室牵头，期限2022年12月29日，已逾期 1 天"),
        ("缺报", "事项K13，学会部牵头，连续 2 次未按时反馈，期限2023年6月30日"),
    ]
    assert [figure(screen, href) for href in led(tile)] == ["1件"] * 4
    assert [query_of(href)["task"] for href in led(tile)] == [["K21"], ["K04"], ["K16"], ["K13"]]


def test_red_tasks_beyond_the_list_are_counted(screen: Screen) -> None:
    tile = drawn(morning.red(limit=3))
    assert len(said(tile)) == 3
    (words, href) = links(classed(tile, "view-foot"))[0]
    assert words == "另有 1 件红灯事项"
    assert figure(screen, href) == "4件"


def test_red_tasks_follow_the_filters() -> None:
    assert [s[:5] for _, s in said(drawn(morning.red(), "department=planning"))] == ["事项K21"]
    assert "没有红灯事项" in text(drawn(morning.red(), "as_of=1990-06-01"))
    assert "没有红灯事项" not in text(drawn(morning.red(), "light=green"))
    assert classed(drawn(morning.red(), "light=green"), "state-empty")


def test_what_waits_for_a_decision(screen: Screen) -> None:
    tile = drawn(morning.decisions())
    assert said(tile) == [
        ("催办", "2 件事项催办后仍未回应，最久的已等待 13 天"),
        ("退回", "1 件事项退回后尚未重新报办结，已等待 127 天"),
        ("预警", "3 件事项按目前进度预计逾期，是否延期须在期限届满前决定"),
        ("核验", "4 件事项已报办结，等待核验销号，最久的已等待 203 天"),
        ("数据", "2 张数据表未按约定更新，需督促交付"),
    ]
    for (_, sentence), href in zip(said(tile), led(tile), strict=True):
        number = re.match(r"\d+", sentence)
        assert number
        assert figure(screen, href).startswith(number[0])


def test_without_anything_to_decide() -> None:
    assert "没有等待决策的事项" in text(drawn(morning.decisions(), "as_of=1990-06-01"))


def test_the_feed_gives_each_its_share(screen: Screen) -> None:
    tile = drawn(feed("XC04", "HD01", limit=4))
    lines = classed(tile, "feed")[0]["props"]["children"]
    assert [text(line) for line in lines] == [
        "12月30日学术创新项目申报市科协",
        "12月1日明年完成的评审线上评审市科协",
        "10月10日年会侧记北京科协机械学会",
        "10月3日年会召开北京科协机械学会",
    ]


def test_lines_of_the_feed_lead_to_their_rows(screen: Screen) -> None:
    for words, href in links(classed(drawn(feed("XC04", "HD01", limit=4)), "feed")):
        assert words in text(screen.fill(screen.open(href).slots["rows"]))


def test_a_feed_with_few_of_one_is_filled_by_the_other() -> None:
    """Four articles in the year; the other six lines are activities."""
    led_to = [
        query_of(href)["i"][0] for _, href in links(classed(drawn(feed("XC04", "HD01", limit=10)), "feed"))
    ]
    assert sorted(led_to) == ["HD01"] * 6 + ["XC04"] * 4
    assert classed(drawn(feed("XC04"), "as_of=1990-06-01"), "state-empty")
