"""Pinned tiles as tiles: the page they come from draws them, 我的页面 gives title, width and place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from dash import dcc, html
from dash.development.base_component import Component

from components.board.sheet import SHEETS, Sheet
from components.saved import forms
from components.saved.check import check_address
from frames.context import Context
from frames.kinds import Remark
from frames.links import EXPLORE, MINE
from frames.tiles import Drawn, Tile
from readers.mine import LONGEST_TITLE, PinnedTile


@dataclass(frozen=True)
class Pinned:
    """A pinned tile as it stands now, and what its head offers."""

    tile: Tile
    actions: tuple[Component, ...]


def shown(pinned: PinnedTile, is_first: bool, is_last: bool) -> Pinned:
    """A pinned tile; where it is gone, a tile that says what is missing."""
    sheet = SHEETS[pinned.path](parse_qs(pinned.query)) if pinned.path in SHEETS else Sheet(())
    found = _found(sheet, pinned)
    span = 12 if pinned.is_wide else 6
    adjust = _adjust(pinned, is_first, is_last)
    if found is None:
        missing = Remark(_missing(pinned, sheet), "broken", "这一块已不能显示")
        return Pinned(Tile(pinned.title, (), lambda _: Drawn(missing), span, kept=False), (adjust,))
    opens = dcc.Link("打开", href=pinned.address, className="more-link")
    draw = _with_conditions(found)
    tile = replace(found, title=pinned.title, span=span, draw=draw, bare=False, query=sheet.query)
    return Pinned(tile, (opens, adjust))


def _found(sheet: Sheet, pinned: PinnedTile) -> Tile | None:
    """The tile under its name, unless that is another's by now; else under its title."""
    named = sheet.tiles.get(pinned.tile)
    if named and (named.title == pinned.subject or pinned.path == EXPLORE):
        return named
    return next((tile for tile in sheet.tiles.values() if tile.title == pinned.subject), None)


def _missing(pinned: PinnedTile, sheet: Sheet) -> str:
    gone = check_address(pinned.path, pinned.query).gone
    wrong = "" if sheet.tiles else sheet.wrong
    why = "；".join(gone) or wrong or f"页面 {pinned.path} 上已没有“{pinned.subject}”"
    return f"{why}。可以改去原页面重新钉一块，或把这一块移除"


def _with_conditions(tile: Tile) -> Callable[[Context], Drawn]:
    """As the tile draws itself, with its conditions said and its numbers as a table."""

    def draw(context: Context) -> Drawn:
        drawn = tile.draw(context)
        code = tile.codes[0] if tile.codes else None
        words = f"条件：{context.cockpit.sentence(context.filters, code)}"
        data = drawn.data or (drawn.whole if drawn.frame is not None else None)
        return replace(drawn, note="；".join(n for n in (words, drawn.note or tile.note) if n), data=data)

    return draw


def _adjust(pinned: PinnedTile, is_first: bool, is_last: bool) -> Component:
    """上移, 下移, width, title, removal."""
    at = f"{MINE}/tiles/{pinned.id}"
    parts: list[Component] = []
    if not is_first:
        parts.append(forms.action(f"{at}/up", "上移"))
    if not is_last:
        parts.append(forms.action(f"{at}/down", "下移"))
    width = ("改为半宽", "") if pinned.is_wide else ("改为整宽", "1")
    parts.append(forms.action(f"{at}/width", width[0], on=width[1]))
    parts.append(forms.rename(f"{at}/rename", pinned.title, LONGEST_TITLE, "新标题"))
    parts.append(forms.action(f"{at}/remove", "移除", ask=f"从我的页面移除“{pinned.title}”？"))
    label = html.Summary("调整", className="info-button", title="移动、改宽、改名或移除")
    return html.Details(
        [label, html.Div(_listed(parts), className="mine-adjust")], className="info mine-menu"
    )


def _listed(parts: Sequence[Component]) -> list[Component]:
    return [html.Div(part, className="mine-way") for part in parts]
