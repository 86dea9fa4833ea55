"""工作动态: the newest rows of several indicators as one dated list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from frames.context import Context
from frames.kinds import Feed
from frames.links import drill_href, member_href
from frames.model import FeedItem
from frames.tiles import Drawn, Tile
from queries.evaluate import Question
from queries.indicators import dimensions
from queries.model import Measure
from queries.rows import RowsPage, RowsQuestion

#: Fields that have a place of their own in a line; the first other one is its tag.
_PLACED = ("title", "organisation", "since")


def feed(*codes: str, title: str = "工作动态", span: int = 6, limit: int = 8) -> Tile:
    """The newest rows that the indicators count, newest first, each indicator with its share of the lines.

    Their sources have a ``title`` and a day (``since``), and may have an ``organisation``.
    """

    def draw(context: Context) -> Drawn:
        items = _shared([_newest(context, code, limit) for code in codes], limit)
        return Drawn(Feed(tuple(items)) if items else None)

    return Tile(title, codes, draw, span, skeleton="table")


def _shared(found: Sequence[list[FeedItem]], limit: int) -> list[FeedItem]:
    """As many of each as fit, what is left over by the newest of all; newest first."""
    each = limit // len(found)
    rest = sorted((i for items in found for i in items[each:]), key=lambda i: i.day, reverse=True)
    shown = [i for items in found for i in items[:each]]
    return sorted([*shown, *rest[: limit - len(shown)]], key=lambda i: i.day, reverse=True)


def _newest(context: Context, code: str, count: int) -> list[FeedItem]:
    question = RowsQuestion(Question(code, context.filters, scope=context.scope), "since", True, count)
    found = context.cockpit.rows(question, context.version)
    tag = _tag(found)
    return [
        FeedItem(
            day=date.fromisoformat(row["since"]),
            title=row["title"],
            source=row.get("organisation") or "",
            tag=row.get(tag) or "",
            href=_href(context, question.measure, code, row),
        )
        for row in found.rows
    ]


def _tag(found: RowsPage) -> str:
    return next((f.name for f in found.fields if f.name not in _PLACED), "")


def _href(context: Context, measure: Measure, code: str, row: dict[str, Any]) -> str:
    """The row by itself: as a member of its dimension, or else found by its title."""
    if measure.distinct in dimensions(code):
        return member_href(code, context.filters, measure.distinct, row["_key"])
    steps = [d for d, _ in context.filters.dims if d in dimensions(code)]
    return drill_href(code, context.filters, steps, q=row["title"])
