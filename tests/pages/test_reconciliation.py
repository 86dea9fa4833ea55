"""口径对账 as a clerk uses it before printing: what is apart first, chosen by links, searched, followed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.settings import Settings
from queries.reconcile import reconcile
from queries.scope import EVERYTHING
from queries.service import get_cockpit
from tests.pages.screen import Node, Page, Screen, classed, links, messages, nodes, screen_over, text

PATH = "/reconciliation"


def opened(screen: Screen, url: str) -> Page:
    """The page with its table in it."""
    page = screen.open(url)
    return replace(page, tree=[*page.tree, *screen.tiles(url).values()])


def table_rows(page: Page) -> list[Node]:
    """The rows of the table's body."""
    (grid,) = classed(page.tree, "reconciled")
    (body,) = [n for n in nodes(grid) if n["type"] == "Tbody"]
    return [n for n in nodes(body) if n["type"] == "Tr"]


def named(page: Page, name: str) -> Node:
    """The row of a figure."""
    (row,) = [r for r in table_rows(page) if text(r).startswith(name)]
    return row


def verdicts(page: Page) -> list[str]:
    return [text(n).lstrip("✓≈≠–") for n in classed(table_rows(page), "verdict")]


def test_every_figure_stands_beside_what_the_database_says(screen: Screen) -> None:
    page = opened(screen, PATH)
    assert (page.heading, page.title) == ("口径对账", "口径对账")
    assert reconcile(get_cockpit(), scope=EVERYTHING).summary in text(page.tree)
    assert "演示数据" in text(classed(page.tree, "page-head"))
    assert len(table_rows(page)) == 38
    row = named(page, "学协会个人会员")
    assert "100,742人" in text(row)
    assert "−99,737" in text(row)
    assert "≠相差 99,737（99.0%）" in text(row)
    assert "学协会个人会员 100742 人（含理事 9497 人）" in text(row)
    assert "2022年12月30日" in text(row)
    assert ("RC01 个人会员", "/catalog?i=RC01") in links(row)
    assert "2022年1月1日至12月30日" in text(named(page, "支撑业务活动"))


def test_what_is_apart_comes_first(screen: Screen) -> None:
    order = ["相差", "无法", "在精度", "一致"]
    found = ["相差" if v.startswith(("相差", "次序")) else v for v in verdicts(opened(screen, PATH))]
    places = [next(n for n, word in enumerate(order) if v.startswith(word)) for v in found]
    assert places == sorted(places)
    assert len(set(places)) > 1


@pytest.mark.parametrize("name", ["学协会个人会员", "督察督办重点任务"])
def test_the_value_leads_to_what_it_counts(screen: Screen, name: str) -> None:
    row = named(opened(screen, PATH), name)
    ((shown, href),) = [(words, href) for words, href in links(row) if href.startswith("/drill")]
    figure = text(screen.tiles(href)["figure"])
    assert shown.split()[0] in figure


def test_links_choose_a_verdict_and_a_source(screen: Screen) -> None:
    page = opened(screen, PATH)
    chips = dict(links(classed(page.tree, "list-head")))
    chosen = next(name for name in chips if name.startswith("相差"))
    apart = opened(screen, chips[chosen])
    assert len(table_rows(apart)) == int(chosen.split()[1])
    assert all(v.startswith(("相差", "次序")) for v in verdicts(apart))
    one = opened(
        screen, dict(links(classed(apart.tree, "list-head")))["《北京：数字化赋能科协事业高质量发展》"]
    )
    assert "没有符合条件的公布数字" in text(one.tree)


def test_a_search_is_part_of_the_address_and_keeps_the_choice(screen: Screen) -> None:
    page = opened(screen, f"{PATH}?q=理事&verdict=apart")
    assert {text(r)[:2] for r in table_rows(page)} == {"理事", "学协"}
    (form,) = (n for n in nodes(page.tree) if n["type"] == "Form" and n["props"].get("method") != "post")
    fields = {n["props"].get("name"): n["props"].get("value") for n in nodes(form) if n["type"] == "Input"}
    assert fields == {"verdict": "apart", "q": "理事"}


@pytest.mark.parametrize(
    "query", ["verdict=x", "document=%3Cscript%3E", "q=a&q=b", "self=1&i=%00", "verdict="]
)
def test_odd_addresses_are_answered(screen: Screen, query: str) -> None:
    page = opened(screen, f"{PATH}?{query}")
    assert page.heading == "口径对账"
    assert messages(page) == []


def test_with_the_database_away_it_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with screen_over(Settings(home=tmp_path_factory.mktemp("home"))) as nowhere:
        page = nowhere.open(PATH)
        (message,) = messages(page)
        assert "还没有任何发布版本" in message


def test_without_figures_it_says_how_they_come_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.support.small import publish

    settings = Settings(home=tmp_path_factory.mktemp("home"))
    publish(settings, {"published_figure": []}, reference=False)
    with screen_over(settings) as shown:
        assert "还没有公布数字" in text(opened(shown, PATH).tree)


def test_the_table_is_taken_away_as_it_is_chosen(screen: Screen) -> None:
    tile = screen.tiles(f"{PATH}?verdict=apart")["figures"]
    (href,) = [href for words, href in links(tile) if href.endswith("_format=csv")]
    assert "verdict=apart" in href
    answer = screen.client.get(href)
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert len([line for line in lines if "相差" in line or "次序不同" in line]) == len(verdicts_of(tile))
    assert "学协会个人会员" in "".join(lines)


def verdicts_of(tile: Node) -> list[str]:
    return [text(n) for n in classed(tile, "verdict")]
