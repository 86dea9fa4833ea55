"""The cockpit's pages as a browser asks for them, without one: addresses in, component trees out.

A tree is the plain JSON that Dash sends: a node is ``{"type": …, "props": {…}}``, text is a string.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from data.engine import get_database
from data.settings import Settings
from queries.filters import Filters
from queries.service import get_cockpit
from tests.support.server import environment

Node = dict[str, Any]

#: Addresses of the boards and their titles, in the order of the navigation.
BOARDS = {
    "/": "总览",
    "/organizations": "组织建设",
    "/members": "人才会员",
    "/activities": "业务活动",
    "/supervision": "督查督办",
    "/communication": "宣传展示",
    "/services": "科创服务",
    "/party": "党建",
    "/governance": "数据治理",
}
#: One address of every page.
PAGES = [*BOARDS, "/drill?i=RC01&path=discipline&discipline=B"]


@dataclass(frozen=True)
class Slot:
    """A tile's place: its name (a number, or on the drill-down page a word), and what stands in it first."""

    name: str
    shown: Node
    page: Page


@dataclass(frozen=True)
class Page:
    """A page as laid out: what stands above and before its tiles, document title, and places to be filled."""

    url: str
    tree: Any
    title: str
    places: tuple[Node, ...] = ()
    drawn: dict[str, Node] = field(default_factory=dict, compare=False)

    @property
    def slots(self) -> dict[str, Slot]:
        """Places by name, in their order on the page."""
        return {place["name"]: Slot(place["name"], place["tree"], self) for place in self.places}

    @property
    def heading(self) -> str:
        """The one first-level heading."""
        (only,) = [n for n in nodes(self.tree) if n["type"] == "H1"]
        return text(only)


class Screen:
    """A reader's screen: opens addresses and fills tiles by the requests that a browser sends."""

    def __init__(self, client: Any) -> None:
        self.client = client
        client.get("/")

    def open(self, url: str) -> Page:
        """The page of an address, tiles not yet filled."""
        parts = urlsplit(url)
        location = [("pathname", parts.path), ("search", f"?{parts.query}" if parts.query else "")]
        answer = self._callback(
            ".._pages_content.children..._pages_store.data..",
            [_prop("_pages_content", "children"), _prop("_pages_store", "data")],
            [_prop("_pages_location", name) | {"value": value} for name, value in location],
        )
        tree, title = answer["_pages_content"]["children"], answer["_pages_store"]["data"]["title"]
        if tree["type"] != "SheetView":
            return Page(url, tree, title)
        head = next(self._lines(url))
        return Page(url, [*head["top"], *head["said"]], title, tuple(head["tiles"]))

    def fill(self, slot: Slot) -> Node:
        """What comes into a slot."""
        drawn = slot.page.drawn
        if slot.name not in drawn:
            mark = "&" if "?" in slot.page.url else "?"
            drawn |= self.tiles(f"{slot.page.url}{mark}_tile={slot.name}")
        return drawn[slot.name]

    def tiles(self, url: str) -> dict[str, Node]:
        """Every tile of a page, filled, by name, in their order on the page."""
        head, *lines = self._lines(url)
        found = {line["tile"]: line["tree"] for line in lines}
        return {place["name"]: found[place["name"]] for place in head["tiles"]}

    def _lines(self, url: str) -> Iterator[Any]:
        """What is sent for an address, line by line, as it comes."""
        parts = urlsplit(url)
        response = self.client.get(f"/tiles{parts.path}", query_string=parts.query)
        assert response.status_code == 200, (url, response.text[:2000])
        try:
            rest = ""
            for chunk in response.response:
                *lines, rest = (rest + chunk.decode()).split("\n")
                yield from map(json.loads, lines)
        finally:
            response.close()

    def ask(self, path: str) -> Any:
        """What the API answers; raises ``AssertionError`` unless it is 200."""
        response = self.client.get(f"/api/v1/{path}")
        assert response.status_code == 200, (path, response.text)
        return response.get_json()

    def _callback(self, output: str, outputs: Any, inputs: list[Node]) -> dict[str, Any]:
        asked = {"output": output, "outputs": outputs, "inputs": inputs, "changedPropIds": []}
        response = self.client.post("/_dash-update-component", json=asked)
        assert response.status_code == 200, (inputs, response.text[:2000])
        found: dict[str, Any] = response.get_json()["response"]
        return found


def _prop(id: Any, name: str) -> Node:
    return {"id": id, "property": name}


@contextmanager
def screen_over(settings: Settings) -> Iterator[Screen]:
    """A screen on the whole application over ``settings``; this process's cockpit is theirs until then."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(settings).items():
            patch.setenv(name, value)
        _forget()
        import app

        try:
            yield Screen(app.create_app().server.test_client())
        finally:
            get_database().close()
            _forget()


def _forget() -> None:
    get_cockpit.cache_clear()
    get_database.cache_clear()


def nodes(tree: Any) -> Iterator[Node]:
    """Every node of a tree, from the top."""
    if isinstance(tree, list):
        for part in tree:
            yield from nodes(part)
    elif isinstance(tree, dict) and "props" in tree:
        yield tree
        yield from nodes(inside(tree))


def inside(node: Node) -> Any:
    """What a node holds; finished markup is sent as one component's data."""
    props: Node = node["props"]
    return props["tree"] if node["type"] == "Markup" else props.get("children")


def classed(tree: Any, name: str) -> list[Node]:
    """Nodes that carry a class."""
    return [n for n in nodes(tree) if name in str(n["props"].get("className", "")).split()]


def text(tree: Any) -> str:
    """Everything that is written in a tree."""
    if isinstance(tree, list):
        return "".join(text(part) for part in tree)
    if isinstance(tree, dict):
        return text(inside(tree))
    return "" if tree is None else str(tree)


def links(tree: Any) -> list[tuple[str, str]]:
    """(words, address) of every link, in order."""
    return [(text(n), n["props"]["href"]) for n in nodes(tree) if n["props"].get("href")]


def is_broken(tile: Node) -> bool:
    """Whether a tile shows its error state."""
    return bool(classed(tile, "state-error"))


def messages(page: Page) -> list[str]:
    """What a page itself says is wrong."""
    return [text(n) for n in classed(page.tree, "state-error")]


def charts(tile: Node) -> list[Node]:
    """Options of a tile's charts."""
    return [n["props"]["option"] for n in nodes(tile) if n["type"] == "EChart"]


def marks(tile: Node) -> list[Node]:
    """Marks of a tile's charts that lead somewhere: ``name``, ``value``, ``href``."""
    data = [d for option in charts(tile) for s in option["series"] for d in s.get("data", [])]
    return [d for d in data if isinstance(d, dict) and d.get("href")]


def query_of(url: str) -> dict[str, list[str]]:
    """The query of an address."""
    return parse_qs(urlsplit(url).query)


def filters_of(url: str) -> Filters:
    """The filters that an address asks for."""
    return get_cockpit().filters(query_of(url))
