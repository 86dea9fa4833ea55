"""The choice of columns: in the address, on the screen and in what is taken away."""

from __future__ import annotations

import pytest

from tests.pages.screen import Node, Screen, classed, links, nodes, query_of, text
from tests.pages.test_export import text_table

ADDRESS = "/drill?i=ZZ01&path=district&district=110108"


def heads(tile: Node) -> list[str]:
    """The heads of a rows tile's columns."""
    (table,) = classed(tile, "data-table")
    return [text(n) for n in nodes(table) if n["type"] == "Th"]


def boxes(tile: Node) -> dict[str, bool]:
    """{column: whether it is ticked} of the chooser."""
    found = [n["props"] for n in nodes(tile) if n["props"].get("type") == "checkbox"]
    return {props["value"]: props["defaultChecked"] for props in found}


@pytest.mark.parametrize("asked", ["cols=since,name", "cols=name&cols=since", "cols=name,,since,nonsense"])
def test_only_the_chosen_columns_are_shown_and_taken_away(screen: Screen, asked: str) -> None:
    tile = screen.tiles(f"{ADDRESS}&{asked}")["rows"]
    assert heads(tile) == ["名称", "起始日期"]
    assert boxes(tile) == {"name": True, "org_type": False, "district": False, "uscc": False, "since": True}
    assert "已隐藏 3 列" in text(classed(tile, "column-chooser"))
    first, *rows = text_table(screen, tile)
    assert first == ["名称", "起始日期", "数据性质"]
    assert ["海淀区科协", "2021-07-01", "演示数据"] in rows
    (way,) = [href for word, href in links(tile) if word == "显示全部列"]
    assert heads(screen.tiles(way)["rows"]) == heads(screen.tiles(ADDRESS)["rows"])


@pytest.mark.parametrize("asked", ["cols=", "cols=nonsense", "cols=,"])
def test_without_a_column_that_there_is_all_are_shown(screen: Screen, asked: str) -> None:
    assert len(heads(screen.tiles(f"{ADDRESS}&{asked}")["rows"])) == 5


def test_the_choice_survives_order_search_and_pages(screen: Screen) -> None:
    tile = screen.tiles("/drill?i=RC02&path=organisation&organisation=S7&cols=organisation,since")["rows"]
    ways = [n["props"]["href"] for n in classed(tile, "sort-link")] + [
        h for _, h in links(classed(tile, "pager"))
    ]
    assert len(ways) == 4
    for href in ways:
        assert query_of(href)["cols"] == ["organisation,since"]
    named = screen.tiles("/drill?i=ZZ01&path=organisation&organisation=S7&cols=organisation,since")["rows"]
    (search,) = classed(named, "rows-search-form")
    hidden = {
        n["props"]["name"]: n["props"]["value"] for n in nodes(search) if n["props"].get("type") == "hidden"
    }
    assert hidden["cols"] == "organisation,since"
    (form,) = classed(tile, "column-panel")
    kept = [n["props"]["name"] for n in nodes(form) if n["props"].get("type") == "hidden"]
    assert "cols" not in kept
    assert {"i", "path", "organisation"} <= set(kept)
    sorted_by_hidden = screen.tiles("/drill?i=ZZ01&cols=name&sort=since")["rows"]
    assert heads(sorted_by_hidden) == ["名称"]


def test_the_first_column_that_is_shown_opens_the_record(screen: Screen) -> None:
    (table,) = classed(screen.tiles(f"{ADDRESS}&cols=org_type,since")["rows"], "data-table")
    assert "/organisation?id=D1" in [href for _, href in links(table)]
