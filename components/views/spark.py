"""Sparkline: the recent course as a clipped box, so that it needs no chart and prints."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from frames.model import Point

WIDTH, HEIGHT, STROKE, PAD = 88.0, 30.0, 1.8, 3.0
Spot = tuple[float, float]


def spark(points: Sequence[Point]) -> Component | None:
    """A line of the points' values; nothing when there are fewer than three."""
    values = [p.value for p in points if p.value is not None]
    if len(values) < 3:
        return None
    spots = _spots(values)
    end_x, end_y = spots[-1]
    return html.Span(
        [
            html.Span(className="spark-area", style={"clipPath": _polygon(_area(spots))}),
            html.Span(className="spark-line", style={"clipPath": _polygon(_band(spots))}),
            html.Span(className="spark-end", style={"left": f"{end_x:.1f}px", "top": f"{end_y:.1f}px"}),
        ],
        className="spark",
        **{"aria-hidden": "true"},
    )


def _spots(values: Sequence[float]) -> list[Spot]:
    low, high = min(values), max(values)
    room = (high - low) or 1.0
    step = (WIDTH - 2 * PAD) / (len(values) - 1)
    tall = HEIGHT - 2 * PAD
    return [(PAD + i * step, PAD + tall * (1 - (v - low) / room)) for i, v in enumerate(values)]


def _area(spots: list[Spot]) -> list[Spot]:
    return [*spots, (spots[-1][0], HEIGHT), (spots[0][0], HEIGHT)]


def _band(spots: list[Spot]) -> list[Spot]:
    """The line as a closed band of even thickness: out along one side, back along the other."""
    return [_shift(spots, i, 1) for i in range(len(spots))] + [
        _shift(spots, i, -1) for i in reversed(range(len(spots)))
    ]


def _shift(spots: list[Spot], index: int, side: int) -> Spot:
    before, after = spots[max(0, index - 1)], spots[min(len(spots) - 1, index + 1)]
    dx, dy = after[0] - before[0], after[1] - before[1]
    long = math.hypot(dx, dy) or 1.0
    half = side * STROKE / 2
    x, y = spots[index]
    return x - half * dy / long, y + half * dx / long


def _polygon(spots: list[Spot]) -> str:
    return "polygon(" + ",".join(f"{x:.1f}px {y:.1f}px" for x, y in spots) + ")"
