"""Whole pages: every tile drawn, first without and then with the cache."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from plotly.io.json import to_json_plotly

from bench.report import Line, once
from components.board.page import BOARDS, Board, fill


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


def _draw(board: Board) -> int:
    """Bytes of all tiles as sent, before compression; raises ``SystemExit`` for one that fails."""
    size = 0
    for number, tile in enumerate(board.tiles):
        sent = to_json_plotly(fill(tile, "", key=[board.path, str(number)]))
        if "state-error" in sent:
            raise SystemExit(f"{board.title}：磁贴“{tile.title}”无法显示")
        size += len(sent.encode())
    return size
