"""Every indicator is followed from its figure, step by step, to the rows that it counts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from queries.dimensions import DIMENSIONS
from queries.evaluate import Question, parts
from queries.indicators import INDICATORS, dimensions, get
from queries.model import Measure, Net, Ratio
from queries.rows import RowsQuestion
from queries.scope import EVERYTHING
from queries.service import get_cockpit
from tests.pages.drilling import crumbs, here, total_of
from tests.pages.screen import (
    Node,
    Page,
    Screen,
    classed,
    filters_of,
    is_broken,
    links,
    marks,
    query_of,
    text,
)


def step_down(screen: Screen, page: Page) -> str | None:
    """The address of the largest part that has a value; None where nothing is below."""
    if "parts" not in page.slots:
        return None
    tile = screen.fill(page.slots["parts"])
    assert not is_broken(tile), text(tile)
    below = [m for m in marks(tile) if m["value"] not in (0, "-")]
    return str(below[0]["href"]) if below else None


def check_rows(url: str, code: str, shown: Node) -> None:
    """The rows under a figure are as many as the figure says (for sums, they say what they are)."""
    assert not is_broken(shown), (url, text(shown))
    cockpit, filters = get_cockpit(), filters_of(url)
    rows_code = leaf(code)
    value, total = cockpit.value(rows_code, filters, scope=EVERYTHING), total_of(shown)
    measure = get(rows_code).measure
    if isinstance(measure, Net):
        found = cockpit.rows(RowsQuestion(Question(rows_code, filters, scope=EVERYTHING), limit=None))
        assert sum(row["change"] for row in found.rows) == value
        assert found.total == total
    elif isinstance(measure, Measure) and measure.counts_rows:
        assert total == value, url
        assert f"共 {total:,} 行，与{get(rows_code).name}" in text(shown)
    else:
        assert "由这些行计算得出" in text(shown)


def leaf(code: str) -> str:
    """The code whose rows a drill-down page lists at first."""
    while found := parts(get(code)):
        code = found["分子"]
    return code


@pytest.mark.parametrize("code", INDICATORS)
def test_a_figure_leads_to_its_rows(screen: Screen, code: str) -> None:
    url: str | None = f"/drill?i={code}"
    names: list[str] = []
    for level in range(3):
        if url is None:
            assert level, "nothing to go down to"
            break
        page = screen.open(url)
        assert page.heading == get(code).name
        assert get(code).definition in text(classed(page.tree, "lead-text"))
        assert [name for name, _ in crumbs(page)][-level or 99 :] == ([get(code).name, *names[:-1]])[
            -level or 99 :
        ]
        check_rows(url, code, screen.fill(page.slots["rows"]))
        if level:
            check_siblings(screen, page, names[-1])
        url = step_down(screen, page) if dimensions(code) else None
        if url:
            last = query_of(url)["path"][0].split(",")[-1]
            assert last == expected_step(code, level)
            names.append(words(url, last))
            assert here(screen.open(url)) == names[-1]
        elif not dimensions(code):
            break


def expected_step(code: str, level: int) -> str:
    """The dimension that a figure opens by at a level: its declared path, then any other."""
    path = list(get(code).drill) + [d for d in dimensions(code) if d not in get(code).drill]
    return [d for d in path if d in dimensions(code)][level]


def words(url: str, dimension: str) -> str:
    """A step in words: 区：海淀区."""
    codes = filters_of(url).members[dimension]
    return f"{DIMENSIONS[dimension].label}：{'、'.join(get_cockpit().names(dimension, codes))}"


def beside(page: Page, dimension: str) -> set[str]:
    """Members of a step's dimension that have a place among the siblings: all those of the level above."""
    (code,) = query_of(above := crumbs(page)[-1][1])["i"]
    rows = get_cockpit().ask(Question(code, filters_of(above), (dimension,), scope=EVERYTHING)).rows or []
    return {row[dimension] for row in rows}


def check_siblings(screen: Screen, page: Page, step: str) -> None:
    """The members beside the chosen one stay in sight, and it stands out among them."""
    tile = screen.fill(page.slots["siblings"])
    assert not is_broken(tile), text(tile)
    colours = {m["name"]: m["itemStyle"]["color"] for m in marks(tile)}
    chosen = step.partition("：")[2]
    assert chosen in colours
    (dimension,) = [d.code for d in DIMENSIONS.values() if d.label == step.partition("：")[0]]
    everyone = beside(page, dimension)
    assert set(colours) <= everyone
    assert len(colours) == min(12, len(everyone))
    accents = [name for name, colour in colours.items() if colour == "@color:accent"]
    # Lights and fields of science keep the colours of their own.
    assert accents == [chosen] or (not accents and colours[chosen] != "@color:bar-quiet")


def test_the_member_without_a_value_is_a_member_too(screen: Screen) -> None:
    page = screen.open("/drill?i=ZZ01&path=district&district=未填写")
    assert here(page) == "区：未填写"
    check_siblings(screen, page, "区：未填写")
    assert total_of(screen.fill(page.slots["rows"])) == 1  # S3


@pytest.mark.parametrize("code", [c for c in INDICATORS if len(dimensions(c)) > 1])
def test_the_order_of_steps_is_free(screen: Screen, code: str) -> None:
    page = screen.open(f"/drill?i={code}")
    tile = screen.fill(page.slots["parts"])
    choices = links(classed(tile, "dimension-chooser"))
    assert [name for name, _ in choices] == [DIMENSIONS[d].label for d in dimensions(code)]
    last = screen.open(choices[-1][1])
    url = step_down(screen, last)
    if url is None:
        return
    chosen = dimensions(code)[-1]
    assert query_of(url)["path"] == [chosen]
    page = screen.open(url)
    check_rows(url, code, screen.fill(page.slots["rows"]))
    below = step_down(screen, page)
    if below:
        assert query_of(below)["path"][0].split(",")[0] == chosen
        page = screen.open(below)
        check_rows(below, code, screen.fill(page.slots["rows"]))
        # The same two members the other way round are the same rows.
        first, second = query_of(below)["path"][0].split(",")
        turned = below.replace(f"{first}%2C{second}", f"{second}%2C{first}")
        again = screen.open(turned)
        assert text(screen.fill(again.slots["rows"])) == text(screen.fill(page.slots["rows"]))
        assert here(again) == words(turned, first)


@pytest.mark.parametrize("code", INDICATORS)
def test_parts_exceeding_the_whole_are_said(screen: Screen, code: str) -> None:
    """Where one thing is counted in several parts, the sum of the parts is no longer the figure."""
    cockpit, filters = get_cockpit(), filters_of("/drill")
    if isinstance(get(code).measure, Ratio | Net):
        return
    whole: Any = cockpit.value(code, filters, scope=EVERYTHING)
    for by in dimensions(code):
        rows = cockpit.ask(Question(code, filters, (by,), scope=EVERYTHING)).rows or []
        total = sum(row["value"] or 0 for row in rows)
        if getattr(get(code).measure, "median", None) or total <= whole:
            continue
        tile = screen.fill(screen.open(f"/drill?i={code}&by={by}").slots["parts"])
        assert f"各部分之和 {total:,.0f} 大于" in text(classed(tile, "tile-remarks")), (by, whole, total)


def test_the_breadcrumb_leads_where_it_says(screen: Screen) -> None:
    url = "/drill?i=RC01&path=discipline,district,gender&discipline=B&district=110108&gender=男&period=month"
    page = screen.open(url)
    assert [name for name, _ in crumbs(page)] == [
        "总览",
        "人才会员",
        "个人会员",
        "学科类：工科",
        "区：海淀区",
    ]
    assert here(page) == "性别：男"
    for name, href in crumbs(page):
        there = screen.open(href)
        assert query_of(href)["period"] == ["month"]
        assert name == (here(there) if href.startswith("/drill") else there.heading)
    up = dict(links(classed(page.tree, "page-actions")))["返回上一级"]
    assert here(screen.open(up)) == "区：海淀区"
    assert "gender" not in query_of(up)
    top = screen.open(crumbs(page)[2][1])
    assert dict(links(classed(top.tree, "page-actions")))["返回上一级"] == "/members?period=month"


def test_other_filters_stay_on_the_way(screen: Screen) -> None:
    url = "/drill?i=RC01&gender=男&as_of=2022-06-30"
    below = step_down(screen, screen.open(url))
    assert below
    assert (query_of(below)["gender"], query_of(below)["as_of"]) == (["男"], ["2022-06-30"])
    up = crumbs(screen.open(below))[-1][1]
    assert filters_of(up) == filters_of(url)


def test_the_account_of_a_number_is_words_and_links(screen: Screen) -> None:
    (account,) = classed(screen.tiles("/drill?i=RC01")["trace"], "account")
    assert not re.search(r"[A-Z][a-z]+\(", text(account).partition("计算语句")[0])
    assert ("个人会员 RC01", "/catalog?i=RC01") in links(account)
    assert classed(account, "verdict")
