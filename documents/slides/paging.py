"""Which tile stands on which slide: one or two a slide, what is long goes on over several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.slides.content import Piece
from documents.slides.deck import BODY, Box, lines_of
from documents.slides.drawing import line_height, natural, row_height, widths
from documents.slides.parts import Cards, Chart, Grid, Lamps, Lines, Part

REMARK = 10.5
#: Figures on a slide; bars that half a slide has room for, and a whole one (more become a table).
_CARDS, _HALF_BARS, _MOST_BARS = 12, 14, 20
_NARROW_COLUMNS = 3
_APART, _BETWEEN = 0.4, 0.15
HALF = (BODY.width - _APART) / 2
HEAD = 0.42


@dataclass(frozen=True)
class Pane:
    """A part of a tile that stands on one slide; ``wide`` takes the slide for itself.

    ``number`` of ``count`` where the part goes on over several slides.
    """

    piece: Piece
    part: Part | None
    wide: bool
    number: int = 1
    count: int = 1

    @property
    def title(self) -> str:
        """The tile's title, with its unit where the part's numbers all have it, and the place in a row."""
        unit = f"（{self.piece.unit}）" if self.piece.unit and isinstance(self.part, Chart) else ""
        more = f"　{self.number}/{self.count}" if self.count > 1 else ""
        own = f"　{self.part.title}" if isinstance(self.part, Chart) and self.part.title else ""
        return f"{self.piece.title}{own}{unit}{more}"


#: A pane and its place.
Placed = tuple[Pane, Box]


def slides_of(pieces: Sequence[Piece]) -> list[tuple[Placed, ...]]:
    """The panes of every slide, each with its place.

    Narrow panes stand side by side with the next narrow one; wide ones that are low under each other.
    """
    found: list[tuple[Placed, ...]] = []
    group: list[Pane] = []
    for pane in (pane for piece in pieces for pane in _panes(piece)):
        if group and not _fits(group, pane):
            found.append(_placed(group))
            group = []
        group.append(pane)
    return [*found, _placed(group)] if group else found


def _fits(group: Sequence[Pane], pane: Pane) -> bool:
    if pane.wide != group[0].wide:
        return False
    if not pane.wide:
        return len(group) == 1
    heights = [_height(one) for one in [*group, pane]]
    return all(heights) and sum(h or 0 for h in heights) <= BODY.height


def _height(pane: Pane) -> float | None:
    """What a wide pane takes with its title and remarks; None where it takes all there is."""
    own = natural(pane.part, BODY.width) if pane.part is not None else 0.3
    return None if own is None else own + HEAD + remark_height(pane, BODY.width) + _BETWEEN


def _placed(group: Sequence[Pane]) -> tuple[Placed, ...]:
    """Where each pane of a slide stands."""
    if len(group) == 1:
        return ((group[0], BODY),)
    if not group[0].wide:
        left = BODY.left + HALF + _APART
        right = Box(left, BODY.top, HALF, BODY.height)
        return (group[0], Box(BODY.left, BODY.top, HALF, BODY.height)), (group[1], right)
    heights = [_height(pane) or 0 for pane in group]
    more = (BODY.height - sum(heights)) / len(group)
    placed, top = [], BODY.top
    for pane, height in zip(group, heights, strict=True):
        room = height + min(more, 0.6)
        placed.append((pane, Box(BODY.left, top, BODY.width, room - _BETWEEN)))
        top += room
    return tuple(placed)


def remark_height(pane: Pane, width: float) -> float:
    """The room of the remarks under a pane, in inches."""
    lines = sum(lines_of(words, REMARK, width) for words in remarks_of(pane))
    return lines * REMARK * 1.35 / 72 + (0.1 if lines else 0)


def remarks_of(pane: Pane) -> list[str]:
    """What is said under a tile; of a chart also what its dashes and hatches mean."""
    part = pane.part
    unfinished = isinstance(part, Chart) and part.partial
    return [*pane.piece.remarks, *(["虚线或斜纹：期间未满"] if unfinished else [])]


def _panes(piece: Piece) -> Iterator[Pane]:
    if not piece.parts:
        yield Pane(piece, None, wide=False)
    for part in piece.parts:
        wide = _is_wide(part)
        width = BODY.width if wide else HALF
        room = BODY.height - (0 if wide else HEAD) - remark_height(Pane(piece, part, wide), width)
        pieces = list(_cut(part, width, room))
        for number, one in enumerate(pieces, start=1):
            yield Pane(piece, one, wide, number, len(pieces))


def _is_wide(part: Part) -> bool:
    if isinstance(part, Chart):
        return part.form in ("bars", "stacked-bars") and len(part.labels) > _HALF_BARS
    if isinstance(part, Grid):
        return len(part.heads) > _NARROW_COLUMNS
    return True


def _cut(part: Part, width: float, height: float) -> Iterator[Part]:
    """What of a part fits on a slide, slide by slide."""
    if isinstance(part, Cards):
        for start in range(0, len(part.cards), _CARDS):
            yield Cards(part.cards[start : start + _CARDS])
    elif isinstance(part, Lines):
        for group in _fitting([line_height(line, width) for line in part.lines], height):
            yield replace(part, lines=tuple(part.lines[i] for i in group))
    elif isinstance(part, Grid):
        yield from _cut_table(part, width, height)
    elif isinstance(part, Chart) and part.form in ("bars", "stacked-bars") and len(part.labels) > _MOST_BARS:
        for start in range(0, len(part.labels), _MOST_BARS):
            yield _some(part, slice(start, start + _MOST_BARS))
    elif isinstance(part, (Chart, Lamps)):
        yield part


def _some(chart: Chart, which: slice) -> Chart:
    """Some of a chart's bars, on the scale of all."""
    top = max((v for one in chart.series for v in one.values if v is not None), default=None)
    series = tuple(replace(one, values=one.values[which]) for one in chart.series)
    return replace(
        chart, labels=chart.labels[which], series=series, colours=chart.colours[which],
        high=top if chart.form == "bars" else chart.high,
    )  # fmt: skip


def _cut_table(part: Grid, width: float, height: float) -> Iterator[Grid]:
    """Tables over several slides: the head stands on each, the line of the whole on the last."""
    shares = widths(part, width)
    head = row_height(part.heads, shares)
    foot = row_height(part.total, shares) if part.total else 0
    groups = list(_fitting([row_height(row, shares) for row in part.rows], height - head - foot))
    for number, group in enumerate(groups, start=1):
        lights = tuple((y - group[0], x, light) for y, x, light in part.lights if y in group)
        yield replace(
            part, rows=tuple(part.rows[i] for i in group), lights=lights,
            total=part.total if number == len(groups) else None,
        )  # fmt: skip


def _fitting(heights: Sequence[float], room: float) -> Iterator[list[int]]:
    """Runs of places that fit into ``room``; at least one each."""
    group: list[int] = []
    used = 0.0
    for place, one in enumerate(heights):
        if group and used + one > room:
            yield group
            group, used = [], 0.0
        group.append(place)
        used += one
    if group:
        yield group
