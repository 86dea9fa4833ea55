"""One number everywhere: card, drill-down, rows and API agree, and every mark leads to its own value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from frames.formats import number
from queries.indicators import get
from queries.model import Measure
from queries.scope import EVERYTHING
from queries.service import get_cockpit
from tests.pages.screen import BOARDS, Node, Screen, classed, filters_of, marks, nodes, query_of, text

CODE = re.compile(r"编号([A-Z]{2}\d\d(?:\.[a-z]+)?|DB\.[a-z]+)")
FIRST_TOTAL = re.compile(r"共 ([\d,]+) 行")
CARDS = [
    *((path, "") for path in BOARDS),
    ("/", "district=110108&period=quarter"),
    ("/organizations", "org_type=society&as_of=2022-06-30"),
    ("/members", "discipline=B"),
    ("/activities", "component=meeting"),
    ("/supervision", "department=society"),
    ("/services", "industry=it"),
    ("/governance", "platform=talent"),
]


def cards(screen: Screen, url: str) -> dict[str, tuple[str, str]]:
    """{code: (exact figure, address)} of a page's cards."""
    found: dict[str, tuple[str, str]] = {}
    for tile in screen.tiles(url).values():
        for cell in classed(tile, "card-cell"):
            (value,) = classed(cell, "card-value")
            (link,) = classed(cell, "card-figure")
            found[cell["props"]["data-code"]] = (value["props"]["title"], link["props"]["href"])
    return found


@pytest.mark.parametrize(("path", "query"), CARDS)
def test_a_card_its_drill_down_its_rows_and_the_api_agree(screen: Screen, path: str, query: str) -> None:
    found = cards(screen, f"{path}?{query}" if query else path)
    assert found
    for code, (shown, href) in found.items():
        indicator = get(code)
        asked = {k: v[0] for k, v in query_of(href).items() if k not in {"i", "path"}}
        answer = screen.ask(f"indicators/{code}?{urlencode(asked)}")
        assert number(answer["value"], indicator.unit).exact == shown, code
        page = screen.open(href)
        figure = screen.fill(page.slots["figure"])
        assert classed(figure, "card-value")[0]["props"]["title"] == shown, code
        rows = screen.ask(f"indicators/{code}/rows?{urlencode(asked)}")["total"]
        said = FIRST_TOTAL.search(text(screen.fill(page.slots["rows"])))
        assert said, code
        assert int(said[1].replace(",", "")) == rows
        if isinstance(indicator.measure, Measure) and indicator.measure.counts_rows:
            assert rows == answer["value"], code


def value_behind(href: str, tile: Node) -> Any:
    """The value of the indicator that an address leads to: on a page filtered by a mark, the tile's own."""
    code = query_of(href).get("i") or [CODE.findall(text(classed(tile, "info-panel")))[0]]
    return get_cockpit().value(code[0], filters_of(href), scope=EVERYTHING)


def some(found: list[Any]) -> list[Any]:
    """The first, the middle and the last."""
    return [found[i] for i in sorted({0, len(found) // 2, len(found) - 1})] if found else []


@pytest.mark.parametrize("path", BOARDS)
def test_marks_of_charts_lead_to_their_own_value(screen: Screen, path: str) -> None:
    for tile in screen.tiles(path).values():
        for mark in some([m for m in marks(tile) if m["value"] != "-"]):
            shown = mark["value"] if not isinstance(mark["value"], list) else mark["value"][-1]
            behind = value_behind(mark["href"], tile)
            said = (tile["props"]["aria-label"], mark["name"], mark["href"])
            assert (behind or 0) == pytest.approx(shown), said


def linked_numbers(tile: Node) -> Iterator[tuple[str, str]]:
    """(text, address) of linked numbers in a tile's tables and lights, shut-away tables left out."""
    shut = {id(n) for box in classed(tile, "tile-data") for n in nodes(box)}
    for name in ("light-count", "light-figure"):
        for node in classed(tile, name):
            holder = next(n for n in nodes(tile) if n["props"].get("href") and node in list(nodes(n)))
            yield text(node), holder["props"]["href"]
    for node in nodes(tile):
        if node["type"] == "Td" and node["props"].get("className") == "num" and id(node) not in shut:
            yield from ((text(n), n["props"]["href"]) for n in nodes(node) if n["props"].get("href"))


@pytest.mark.parametrize("path", BOARDS)
def test_numbers_of_tables_and_lights_lead_to_their_own_value(screen: Screen, path: str) -> None:
    for tile in screen.tiles(path).values():
        for shown, href in some(list(linked_numbers(tile))):
            unit = get(query_of(href)["i"][0]).unit
            value = value_behind(href, tile)
            digits = re.sub(r"[^\d.,%—-]", "", shown)
            assert digits in {number(value, unit).exact.split(" ")[0], number(value, unit).full, "—"}, (
                tile["props"]["aria-label"],
                shown,
                href,
            )
            assert digits != "—" or not value


def test_the_rows_behind_a_tile_are_the_tile(screen: Screen) -> None:
    """“明细” leads to the indicator of the tile, under the page's filters."""
    for path in BOARDS:
        for tile in screen.tiles(f"{path}?as_of=2022-12-30").values():
            for node in classed(classed(tile, "tile-head"), "more-link"):
                href = node["props"]["href"]
                code = text(classed(tile, "info-panel"))
                assert query_of(href)["as_of"] == ["2022-12-30"]
                assert query_of(href)["i"][0] in code
                assert get(query_of(href)["i"][0]).definition in code
