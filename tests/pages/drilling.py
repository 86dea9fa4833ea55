"""What a reader sees of a drill-down page: its figure, its rows, and where it stands."""

from __future__ import annotations

import re

from tests.pages.screen import (
    Node,
    Page,
    classed,
    links,
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


def total_of_rows(tile: Node) -> int:
    """The pager's own count."""
    found = _TOTAL.search(text(classed(tile, "pager")))
    assert found
    return int(found[1].replace(",", ""))
