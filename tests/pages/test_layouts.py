"""Every page lays itself out, also where its address has gone wrong."""

from __future__ import annotations

import re

import dash
import pytest

import app
from frames.links import RECORDS
from tests.pages.screen import BOARDS, PAGES, Screen, classed, is_broken, links, messages, text

#: Pages that are no boards.
TOOLS = (
    "/briefings",
    "/catalog",
    "/compare",
    "/drafts",
    "/drill",
    "/explore",
    "/intake",
    "/mine",
    "/reconciliation",
    "/schedules",
    "/signals",
    "/views",
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_these_are_all_the_pages(screen: Screen) -> None:
    paths = {page["path"] for page in dash.page_registry.values()}
    assert paths - {"/404", "/not-found-404"} == {*BOARDS, *TOOLS, *RECORDS.values()}


def test_the_navigation_holds_every_board_in_order(screen: Screen) -> None:
    layout = screen.client.get("/_dash-layout").get_json()
    (nav,) = classed(layout, "side-nav")
    entries = [(href, name) for name, href in links(classed(nav, "nav-list"))]
    others = [(item.href, item.label) for _, items in app.GROUPS for item in items]
    assert entries == [*BOARDS.items(), *others]


@pytest.mark.parametrize("url", PAGES)
def test_a_page_says_what_it_shows(screen: Screen, url: str) -> None:
    page = screen.open(url)
    assert page.heading == BOARDS.get(url, "个人会员")
    assert page.title == BOARDS.get(url, "数据下钻")
    (head,) = classed(page.tree, "page-head")
    assert "演示数据" in text(head)
    assert "数据截至 2022年12月30日" in text(head)
    assert "版本 000001" in text(head)
    assert messages(page) == []
    assert page.slots
    assert all(n["props"].get("aria-busy") for s in page.slots.values() for n in classed(s.shown, "skeleton"))


WRONG = {
    "as_of=gestern": "参数 as_of：“gestern”不是日期，应写作 2022-12-30",
    "as_of=0001-01-01": "参数 as_of：“0001-01-01”超出范围",
    "start=2022-13-01": "参数 start：“2022-13-01”不是日期",
    "start=2022-12-01&end=2022-01-01": "参数 start：2022-12-01 晚于期末 2022-01-01",
    "period=decade": "参数 period：没有“decade”，应为 month（本月）",
    "district=火星": "参数 district：没有“火星”，应为",
    "light=purple": "参数 light：没有“purple”，应为 红灯、黄灯、绿灯、蓝灯、已销号",
}


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("query", WRONG)
def test_a_bad_filter_is_said_in_words_with_a_way_out(screen: Screen, url: str, query: str) -> None:
    path = url.split("?")[0]
    page = screen.open(f"{path}?i=RC01&{query}")
    (message,) = messages(page)
    assert WRONG[query] in message
    (alert,) = classed(page.tree, "state-error")
    ((_, way),) = links(alert)
    assert messages(screen.open(way)) == []
    assert page.slots == {}


@pytest.mark.parametrize("url", BOARDS)
def test_unknown_parameters_change_nothing(screen: Screen, url: str) -> None:
    extra = "self=1&foo=bar&i=2&path=x&x=&%3Cscript%3E=1&utm_source=%E5%91%A8%E6%8A%A5"
    plain, odd = screen.open(url), screen.open(f"{url}?{extra}")
    assert list(odd.slots) == list(plain.slots)
    assert text(odd.tree) == text(plain.tree)
    name = next(iter(odd.slots))
    assert text(screen.fill(odd.slots[name])) == text(screen.fill(plain.slots[name]))


def test_a_parameter_may_be_repeated(screen: Screen) -> None:
    once = screen.tiles("/organizations?district=110105,110108")
    again = screen.tiles("/organizations?district=110105&district=110108")
    assert [text(t) for t in again.values()] == [text(t) for t in once.values()]
    drilled = screen.tiles("/drill?i=ZZ01&district=110105&district=110108")
    assert not any(is_broken(t) for t in drilled.values())
    assert "共 6 行" in text(drilled["rows"])


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/drill", "还没有选定指标"),
        ("/drill?i=", "还没有选定指标"),
        ("/drill?i=ZZ1", "没有指标“ZZ1”；相近的有："),
        ("/drill?i=%3Cscript%3E", "没有指标“<script>”"),
        ("/drill?i=ZZ01&as_of=x", "参数 as_of"),
    ],
)
def test_a_drill_address_gone_wrong_offers_a_way(screen: Screen, url: str, said: str) -> None:
    page = screen.open(url)
    (message,) = messages(page)
    assert said in message
    assert page.heading == "数据下钻"
    for _, way in links(page.tree):
        assert messages(screen.open(way)) == []


@pytest.mark.parametrize("path", ["/nowhere", "/intake/nowhere", "/members/x/y", "/404"])
def test_an_unknown_page_says_so_in_its_status(screen: Screen, path: str) -> None:
    assert screen.client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/members", "/members/", "/drill?i=RC01", *TOOLS])
def test_a_page_there_is_says_so_too(screen: Screen, path: str) -> None:
    assert screen.client.get(path).status_code == 200


def test_an_unknown_page_says_so_in_chinese(screen: Screen) -> None:
    page = screen.open("/nowhere/at/all?district=x")
    assert CHINESE.search(page.heading)
    assert not re.search(r"[A-Za-z]{3}", text(page.tree))
    assert CHINESE.search(page.title)
    assert "/" in [href for _, href in links(page.tree)]
