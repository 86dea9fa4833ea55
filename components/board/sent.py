"""What is sent of a sheet: its head at once, then each tile as soon as it is drawn, a line of JSON each."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from plotly.io.json import to_json_plotly

from access import current_scope
from components.board.foresight import foresee
from components.board.page import Filled, filled, framed, known_state
from components.board.pinning import carried
from components.board.sheet import SHEETS, Query, Sheet
from data.effort import for_the_same
from frames.tiles import Tile
from queries.service import get_cockpit

#: Tiles of one page wait for the database together; more threads than this wait for each other.
_pool = ThreadPoolExecutor(min(8, 2 + (os.cpu_count() or 2)), thread_name_prefix="tile")

#: A line, and whether its tile could be drawn.
Line = tuple[str, bool]
#: Makes a function fit for another thread: it carries what belongs to the present request.
Carry = Callable[[Callable[[], Line]], Callable[[], Line]]


def kept_lines(page: str, query: Query) -> str | None:
    """All lines of a sheet that was drawn before, whole and of the data of now; else None."""
    key = _key(page, _said(query))
    return get_cockpit().cache.sent.get(key) if key else None


def lines(page: str, query: Query, carry: Carry, only: Sequence[str] | None = None) -> Iterator[str]:
    """The lines of a sheet, each ending in a newline; ``LookupError`` for a page there isn't.

    ``only`` names the tiles that are wanted, all by default.

    First ``{"top", "said", "place", "tiles": [{"name", "span", "tree"}]}``, then for every tile
    ``{"tile", "hash", "ok", "tree"}`` in the order in which they are done. ``carry`` wraps what runs in
    other threads.
    """
    sheet = SHEETS[page](query)
    if only is not None:
        sheet = replace(sheet, tiles={name: tile for name, tile in sheet.tiles.items() if name in only})
    jobs = [carry(_job(page, sheet, name, tile)) for name, tile in sheet.tiles.items()]
    return _drawn(page, sheet, jobs, _key(page, _said(query)) if only is None else None, carried())


def _drawn(
    page: str,
    sheet: Sheet,
    jobs: Sequence[Callable[[], Line]],
    key: tuple[str, ...] | None,
    again: Callable[[], AbstractContextManager[None]],
) -> Iterator[str]:
    done = [_head(page, sheet)]
    yield done[0]
    whole = bool(key and sheet.tiles)
    # The request itself is over by now: what it said of itself is taken along.
    with again():
        foresee(page, sheet)
    begun = [_pool.submit(for_the_same(job)) for job in jobs]
    try:
        for job in as_completed(begun):
            line, drawn = job.result()
            whole = whole and drawn
            done.append(line)
            yield line
    finally:
        # A reader who has gone on to the next filter doesn't wait for this one's tiles.
        for job in begun:
            job.cancel()
    # What a publication in between has changed is not kept for either edition.
    with again():
        if (
            key
            and whole
            and sheet.kept
            and all(t.kept for t in sheet.tiles.values())
            and _key(page, key[1]) == key
        ):
            get_cockpit().cache.sent.put(key, "".join(done))


def _job(page: str, sheet: Sheet, name: str, declared: Tile) -> Callable[[], Line]:
    again = carried()

    def draw() -> Line:
        with again():
            done = filled(declared, sheet.query, sheet.trail, [page, name], sheet.actions.get(name, ()))
        return tile_line(name, done), done.state != "error"

    return draw


def tile_line(name: str, done: Filled) -> str:
    """One tile as it is sent: ``hash`` is another where it shows something else."""
    tree = to_json_plotly(done.component)
    head = {
        "tile": name,
        "hash": hashlib.sha256(tree.encode()).hexdigest()[:16],
        "ok": done.state != "error",
    }
    return f'{json.dumps(head, separators=(",", ":"))[:-1]},"tree":{tree}}}\n'


def _head(page: str, sheet: Sheet) -> str:
    body: dict[str, Any] = {
        "top": list(sheet.top),
        "said": list(sheet.said),
        "place": f"{page} {sheet.place}",
        "tiles": [
            {
                "name": name,
                "span": t.span,
                "tree": framed(t, None, None, "loading", actions=sheet.actions.get(name, ())),
            }
            for name, t in sheet.tiles.items()
        ],
    }
    return to_json_plotly(body) + "\n"


def _said(query: Query) -> str:
    return json.dumps(query, sort_keys=True, ensure_ascii=False)


def _key(page: str, said: str) -> tuple[str, ...] | None:
    """What an answer depends on; None where the database is away, so that this is never kept."""
    state = known_state(get_cockpit())
    if state is None or not state.live:
        return None
    return page, said, state.publication.edition, state.trouble, str(current_scope().key())
