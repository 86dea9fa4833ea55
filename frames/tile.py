"""What a tile is: a declaration, and what it draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from frames.context import Context
from frames.kinds import DRAWN, Frame
from frames.model import Pager, Table
from frames.tables import table_of
from queries.rows import RowsQuestion

#: The shape of what is coming, while it is.
Skeleton = Literal["chart", "cards", "table", "bars", "lines"]
#: Rows of the table under a frame; an export has all.
LISTED = 50


@dataclass(frozen=True)
class Drawn:
    """What a tile answers with: its frame (None: no data), a remark, and what can be taken away.

    That is the frame's own table, ``table`` where it holds more than the frame shows, or the rows of
    ``listing``. ``data`` stands closed under the frame where that isn't the frame's own.
    """

    frame: Frame | None
    note: str = ""
    table: Table | None = None
    listing: RowsQuestion | None = None
    data: Table | None = None

    @property
    def whole(self) -> Table | None:
        """All its numbers as a table, if it has any that are not the rows of ``listing``."""
        if self.frame is None or self.listing is not None:
            return self.table
        return self.table or self.data or table_of(self.frame)

    @property
    def exports(self) -> bool:
        """Whether there is something to take away."""
        return self.listing is not None or self.whole is not None

    @property
    def beside(self) -> Table | None:
        """What stands closed under a frame that is no table itself: its first rows."""
        found = self.data or (table_of(self.frame) if isinstance(self.frame, DRAWN) else None)
        if found is None or len(found.rows) <= LISTED:
            return found
        return replace(found, rows=found.rows[:LISTED], pager=Pager(len(found.rows), shown=LISTED))


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
    #: Whether each of its lines says itself up to when its data go.
    dated: bool = False
    #: Whether its numbers add up over the page's period, which it then says beside its title.
    counted: bool = False
    #: What its numbers cover, where that is another thing than the page's period.
    covers: str = ""
    #: Whether what it draws is kept; not where rows of persons are read, which is remembered each time.
    kept: bool = True
