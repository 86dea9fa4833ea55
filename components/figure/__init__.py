"""PlotFigure: a Dash component that draws a Plotly figure; the library is fetched where one is shown."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from dash.development.base_component import Component
from dash.fingerprint import build_fingerprint

__all__ = ["LIBRARY", "PlotFigure", "library_address"]

#: The library below the package whose scripts Dash serves; no page names it by itself.
LIBRARY = "figure/plotly.min.js"
_PACKAGE = Path(__file__).resolve().parent.parent
_PROPS = ("id", "figure", "choose", "library", "height", "ariaLabel")


class PlotFigure(Component):
    """Draw ``figure`` (``data`` and ``layout`` as plain JSON) with Plotly; choosing marks filters the page.

    Strings like ``@color:accent`` and ``@px:chart-axis`` are resolved as in charts of ``EChart``.
    ``layout.meta`` holds ``ticks`` (axis → unit, for numbers in 万 and 亿) and ``labels`` (axis → every
    category's words, thinned out to the room there is).

    Keyword arguments:

    - figure (dict): the figure.
    - choose (dict; optional): what a click or a box does: ``page`` and ``query`` that it changes, ``by``
      (dimensions), ``shown`` (the members drawn, for each), ``chosen`` (those that the query names),
      ``periods`` (pairs of days) and ``hrefs`` (one a period, where there are no members to choose).
    - library (string): address of the library, relative to the application.
    - height (number; default 420): pixels.
    - ariaLabel (string; optional): what the chart says, for screen readers.
    - id (string; optional).
    """

    figure: dict[str, Any]
    choose: dict[str, Any]
    height: int
    ariaLabel: str
    _children_props: list[str] = []  # noqa: RUF012 - so declared by Dash
    _base_nodes = ["children"]  # noqa: RUF012
    _namespace = "components"
    _type = "PlotFigure"

    def __init__(
        self,
        figure: dict[str, Any] | None = None,
        *,
        choose: dict[str, Any] | None = None,
        height: int = 420,
        ariaLabel: str | None = None,
        id: str | None = None,
    ) -> None:
        """Keep what is given, and say where the library is."""
        given = {"figure": figure, "choose": choose, "ariaLabel": ariaLabel, "id": id}
        self._prop_names = list(_PROPS)
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = list(_PROPS)
        self.available_wildcard_properties: list[str] = []
        kept = {name: value for name, value in given.items() if value is not None}
        super().__init__(library=library_address(), height=height, **kept)


@cache
def library_address() -> str:
    """Where this release's library is served, with its time in the name, so that a browser may keep it."""
    from components import __version__

    modified = int((_PACKAGE / LIBRARY).stat().st_mtime)
    return f"_dash-component-suites/components/{build_fingerprint(LIBRARY, __version__, modified)}"
