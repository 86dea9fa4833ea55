"""The rows at the bottom of a drill-down: either part of a ratio, order, pages, search, odd addresses."""

from __future__ import annotations

from typing import Any

import pytest

from queries.indicators import INDICATORS, get
from queries.model import Ratio
from queries.scope import EVERYTHING
from queries.service import get_cockpit
from tests.pages.drilling import figure_of, here, total_of, total_of_rows
from tests.pages.screen import (
    Node,
    Screen,
    classed,
    filters_of,
    is_broken,
    links,
    nodes,
    query_of,
    text,
)


def test_a_ratio_shows_the_rows_of_either_part(screen: Screen) -> None:
    tile = screen.tiles("/drill?i=RC10")["rows"]
    (above, below) = links(classed(tile, "dimension-chooser"))
    assert (above[0], below[0]) == ("分子：副高级及以上会员", "分母：已填职称的会员")
    cockpit, filters = get_cockpit(), filters_of("/drill")
    for (_, href), code in ((above, "RC10.senior"), (below, "RC10.base")):
        shown = screen.tiles(href)["rows"]
        assert total_of(shown) == cockpit.value(code, filters, scope=EVERYTHING)
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
        value: Any = get_cockpit().value(code, filters_of(url), scope=EVERYTHING)
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
    assert "没有按所要求的次序排列：没有列“nonsense”，可用：name（" in text(tile)
    assert total_of_rows(tile) == 8


@pytest.mark.parametrize(("code", "column", "label"), [("RC12", "mobile", "手机"), ("RC01", "name", "姓名")])
def test_an_old_address_sorted_by_a_mask_shows_the_default_order_and_says_so(
    screen: Screen, code: str, column: str, label: str
) -> None:
    plain = screen.tiles(f"/drill?i={code}")["rows"]
    sorts = [query_of(n["props"]["href"])["sort"][0] for n in classed(plain, "sort-link")]
    assert sorts
    assert column not in sorts
    for down in ("", "&desc=1"):
        tile = screen.tiles(f"/drill?i={code}&sort={column}{down}")["rows"]
        assert not is_broken(tile)
        assert text(tile).count(f"没有按所要求的次序排列：“{label}”已脱敏，不能按它排序") == 1
        assert body(tile) == body(plain)
        (csv,) = [
            n["props"]["href"]
            for n in classed(tile, "export-item")
            if str(n["props"].get("href")).endswith("csv")
        ]
        (same,) = [
            n["props"]["href"]
            for n in classed(plain, "export-item")
            if str(n["props"].get("href")).endswith("csv")
        ]
        assert screen.client.get(csv).data == screen.client.get(same).data
    whole = screen.tiles(f"/drill?i={code}&sort=organisation")["rows"]
    assert "没有按所要求的次序排列" not in text(whole)


def body(tile: Node) -> list[str]:
    """The rows of a tile's table in words."""
    return [text(n) for n in nodes(tile) if n["type"] == "Tbody" for n in n["props"]["children"]]
