"""Whole pages: every tile drawn, first without and then with the cache."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from statistics import median
from time import process_time

from plotly.io.json import to_json_plotly

from bench.pages import FILTERS, PAGES
from bench.report import Line, once
from components.board.foresight import foresee
from components.board.page import BOARDS, Board, fill
from components.board.sent import lines
from components.board.sheet import SHEETS
from queries.service import get_cockpit

#: How many filters are set on each page.
TIMES = 5


def measure() -> Iterator[Line]:
    """Each page's default view, one after the other in one thread; nothing may be in the cache yet."""
    cold_total = warm_total = 0.0
    for board in sorted(BOARDS.values(), key=lambda b: b.order):
        cold, _ = once(partial(_draw, board))
        warm, size = once(partial(_draw, board))
        cold_total, warm_total = cold_total + cold, warm_total + warm
        name = f"{board.title}（{len(board.tiles)} 个磁贴，{size / 1024:.0f} KB）"
        yield Line(name, warm, "毫秒", cold, "首次")
    yield Line("全部页面", warm_total, "毫秒", cold_total, "首次")
    yield from _processor()


def _processor() -> Iterator[Line]:
    """Processor time of a filter nobody has asked for, whatever else the machine does; medians."""
    cockpit = get_cockpit()
    day = cockpit.state().publication.business_date - timedelta(days=2)
    for name, path in PAGES.items():
        members = list(cockpit.labels().members(FILTERS[path]))
        spent = []
        # The first one makes the statements that the others use again.
        for member in members[: TIMES + 1]:
            started = process_time()
            for _ in lines(path, {"as_of": day.isoformat(), FILTERS[path]: member}, lambda job: job):
                pass
            spent.append((process_time() - started) * 1000)
        yield Line(f"{name}，首次计算的筛选条件：CPU", median(spent[1:] or spent), "毫秒")


def _draw(board: Board) -> int:
    """Bytes of all tiles as sent, before compression; raises ``SystemExit`` for one that fails."""
    size = 0
    foresee(board.path, SHEETS[board.path]({}))
    for number, tile in enumerate(board.tiles):
        sent = to_json_plotly(fill(tile, "", key=[board.path, str(number)]))
        if "state-error" in sent:
            raise SystemExit(f"{board.title}：磁贴“{tile.title}”无法显示")
        size += len(sent.encode())
    return size
