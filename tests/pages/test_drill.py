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
from queries.service import get_cockpit
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

_TOTAL = re.compile(r"共 ([\d,]+) 行")


def figure_of(tile: Node) -> str:
    """The exact figure on a drill-down page's card."""
    (value,) = classed(tile, "card-value")
    return str(value["props"]["title"])


def total_of(tile: Node) -> int:
    """How many rows a rows tile says there are."""
    found = _TOTAL.search(text(classed(tile, "rows-head")))
    assert found, text(tile)
    return int(found[1].replace(",", ""))


def here(page: Page) -> str:
    """Where the breadcrumb says that the reader stands."""
    (trail,) = classed(page.tree, "trail")
    (last,) = [n for n in trail["props"]["children"] if text(n)][-1:]
    current = last["props"]["children"]
    assert current["props"]["aria-current"] == "page"
    return text(current)


def crumbs(page: Page) -> list[tuple[str, str]]:
    """Links of the breadcrumb."""
    return links(classed(page.tree, "trail"))


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
    value, total = cockpit.value(rows_code, filters), total_of(shown)
    measure = get(rows_code).measure
    if isinstance(measure, Net):
        found = cockpit.rows(RowsQuestion(Question(rows_code, filters), limit=None))
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
    rows = get_cockpit().ask(Question(code, filters_of(above), (dimension,))).rows or []
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
    whole: Any = cockpit.value(code, filters)
    for by in dimensions(code):
        rows = cockpit.ask(Question(code, filters, (by,))).rows or []
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


def test_a_ratio_shows_the_rows_of_either_part(screen: Screen) -> None:
    tile = screen.tiles("/drill?i=RC10")["rows"]
    (above, below) = links(classed(tile, "dimension-chooser"))
    assert (above[0], below[0]) == ("分子：副高级及以上会员", "分母：已填职称的会员")
    cockpit, filters = get_cockpit(), filters_of("/drill")
    for (_, href), code in ((above, "RC10.senior"), (below, "RC10.base")):
        shown = screen.tiles(href)["rows"]
        assert total_of(shown) == cockpit.value(code, filters)
        assert text(classed(shown, "active")) in {above[0], below[0]}
        assert get(code).name in text(classed(shown, "active"))


@pytest.mark.parametrize("code", [c for c in INDICATORS if isinstance(get(c).measure, Ratio)])
def test_a_ratio_is_its_rows_over_its_rows(screen: Screen, code: str) -> None:
    """Also under a filter that only one of the parts has: it then applies to neither."""
    measure = get(code).measure
    assert isinstance(measure, Ratio)
    if any(
        not getattr(get(p).measure, "counts_rows", False) for p in (measure.numerator, measure.denominator)
    ):
        return
    for query in ("", "&district=110108", "&org_type=society", "&department=society"):
        url = f"/drill?i={code}{query}"
        above, below = (total_of(screen.tiles(f"{url}&part={part}")["rows"]) for part in ("分子", "分母"))
        value: Any = get_cockpit().value(code, filters_of(url))
        if value is None:
            assert below == 0
            continue
        share = (below - above) / below if measure.complement else above / below
        assert value == pytest.approx(share * 100 if measure.percent else share), query


def test_rows_are_sorted_searched_and_paged_by_address(screen: Screen) -> None:
    url = "/drill?i=RC02&path=organisation&organisation=S7"
    tile = screen.tiles(url)["rows"]
    assert "第 1 / 50 页" in text(tile)
    pager = dict(links(classed(tile, "pager")))
    assert list(pager) == ["下一页", "末页"]
    last = screen.tiles(pager["末页"])["rows"]
    assert "第 50 / 50 页" in text(last)
    assert list(dict(links(classed(last, "pager")))) == ["首页", "上一页"]
    sorts = [href for n in classed(tile, "sort-link") for href in [n["props"]["href"]]]
    assert sorts
    for href in sorts:
        shown = screen.tiles(href)["rows"]
        assert not is_broken(shown)
        assert "page" not in query_of(href)
        (again,) = [n["props"]["href"] for n in classed(shown, "sort-link") if classed(n, "asc")]
        assert query_of(again)["desc"] == ["1"]
    found = screen.tiles("/drill?i=ZZ01&q=学会")["rows"]
    assert total_of_rows(found) == 3
    none = screen.tiles("/drill?i=ZZ01&q=%25%25nothing")["rows"]
    assert "没有符合条件的行" in text(none)


def total_of_rows(tile: Node) -> int:
    """The pager's own count."""
    found = _TOTAL.search(text(classed(tile, "pager")))
    assert found
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize(
    "odd",
    [
        "path=nonsense",
        "path=district",  # no member chosen: not a step
        "path=district,,district&district=110108",
        "by=nonsense",
        "by=province",
        "page=0",
        "page=-3",
        "page=²",
        "page=999999",
        "page=99999999999999999999999",
        "part=x",
        "desc=1",
    ],
)
def test_odd_addresses_still_show_the_figure(screen: Screen, odd: str) -> None:
    page = screen.open(f"/drill?i=ZZ01&{odd}")
    tiles = {name: screen.fill(slot) for name, slot in page.slots.items()}
    assert figure_of(tiles["figure"]) == ("8 家" if "110108" not in odd else "3 家")
    assert not any(is_broken(tile) for tile in tiles.values()), {n: text(t) for n, t in tiles.items()}
    assert here(page) == ("注册组织" if "110108" not in odd else "区：海淀区")


def test_a_sort_that_is_no_column_says_which_are(screen: Screen) -> None:
    tile = screen.tiles("/drill?i=ZZ01&sort=nonsense")["rows"]
    assert is_broken(tile)
    assert "没有列“nonsense”，可用：name" in text(tile)
