"""What a tile is: a declaration, and what it draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from components.tile import Skeleton
from frames.context import Context
from frames.model import Table
from queries.rows import RowsQuestion


@dataclass(frozen=True)
class Drawn:
    """What a tile shows: its body (None: no data), its numbers as a table, and a remark.

    What can be taken away is ``table`` (``data`` where it isn't given), whole, or the rows of ``listing``.
    """

    body: Any
    data: Table | None = None
    note: str = ""
    table: Table | None = None
    listing: RowsQuestion | None = None
    #: Whether there is something to take away; what is kept of a tile holds no more than that.
    exports: bool = False


@dataclass(frozen=True)
class Tile:
    """A tile as pages declare it. ``span`` counts columns of twelve; ``bare`` tiles have no frame."""

    title: str
    codes: tuple[str, ...]
    draw: Callable[[Context], Drawn]
    span: int = 6
    skeleton: Skeleton = "chart"
    note: str = ""
    bare: bool = False
    by: str = ""
    #: Whether the head carries the link to the rows; not where the rows are already on the page.
    linked: bool = True
    #: The query that it is drawn for, where that is not its page's (a tile pinned to 我的页面).
    query: str | None = None
    #: What stands in its head before the other buttons, in every state.
    actions: tuple[Component, ...] = ()
    #: Whether each of its lines says itself up to when its data go.
    dated: bool = False
    #: Whether its numbers add up over the page's period, which it then says beside its title.
    counted: bool = False
    #: What its numbers cover, where that is another thing than the page's period.
    covers: str = ""
    #: Whether what it draws is kept; not where rows of persons are read, which is remembered each time.
    kept: bool = True
