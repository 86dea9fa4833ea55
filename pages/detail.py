"""详情 ``/organisation``, ``/activity``, ``/task``, ``/district``: one record, named by ``id``."""

from __future__ import annotations

from functools import partial

import dash
from dash.development.base_component import Component

from components.board.details.sheet import KINDS, lay_out
from components.board.sheet import SHEETS
from components.sheet import SheetView


def _layout(path: str, /, **_: str) -> Component:
    """The page; what it shows under a query is asked for by the browser."""
    return SheetView(path)


for _kind in KINDS:
    SHEETS[_kind.path] = partial(lay_out, _kind)
    dash.register_page(
        f"{__name__}.{_kind.dimension}",
        path=_kind.path,
        title=_kind.title,
        name=_kind.title,
        layout=partial(_layout, _kind.path),
    )
