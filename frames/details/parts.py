"""What pages of records are made of: what is asked, facts as a tile, who stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from frames.context import Context
from frames.formats import date_zh
from frames.kinds import Facts
from frames.links import record_href
from frames.model import Fact
from frames.tiles import Drawn, Tile
from queries.filters import Filters
from queries.records.base import Asked, Named

#: A step of the breadcrumb: what it is called, and where it leads.
Crumb = tuple[str, str | None]


@dataclass(frozen=True)
class Page:
    """What stands on the page of one record.

    ``lead`` is a line under its name; ``trail`` the breadcrumb between the board it belongs to and
    itself; ``notice`` what has to be said before anything else; ``filters`` the days of its figures,
    where they are its own and not the reader's.
    """

    title: str
    board: str
    lead: str
    tiles: dict[str, Tile]
    trail: tuple[Crumb, ...] = ()
    notice: str = ""
    filters: Filters | None = field(default=None)


def asked_in(context: Context, key: str) -> Asked:
    """The record ``key`` for a tile: on its day, for its reader, in its version."""
    return Asked(key, context.filters.as_of, context.scope, context.version)


def fact(label: str, text: str | None, href: str | None = None) -> list[Fact]:
    """One fact, or none where there is nothing to say."""
    return [Fact(label, ((text, href),))] if text else []


def day_fact(label: str, day: date | None, as_of: date) -> list[Fact]:
    """A day that has come by the as-of day."""
    return fact(label, date_zh(day)) if day and day <= as_of else []


def named_fact(label: str, named: Sequence[Named], filters: Filters) -> list[Fact]:
    """Organisations, each a link to its own page."""
    words = tuple((one.name, record_href("organisation", one.key, filters)) for one in named)
    return [Fact(label, words)] if words else []


def facts(title: str, listed: Callable[[Context], Sequence[Fact]], span: int) -> Tile:
    """What is known of the record, as labels and words."""

    def draw(context: Context) -> Drawn:
        found = listed(context)
        return Drawn(Facts(tuple(found)) if found else None)

    return Tile(title, (), draw, span, skeleton="table", linked=False)
