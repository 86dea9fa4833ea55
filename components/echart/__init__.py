"""EChart: a Dash component that draws an ECharts option, written without a node build."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

__all__ = ["EChart"]


class EChart(Component):
    """Draw ``option`` with ECharts; colours, sizes and number formats are named and resolved in the browser.

    Strings in the option: ``@color:accent`` and ``@alpha:accent:0.2`` read CSS variables of
    ``tokens.css`` (so one cached option serves both themes), ``@px:chart-axis`` a size,
    ``@fmt:value:人`` and ``@tip:axis`` are functions of ``options.js``. Nothing is evaluated.

    Keyword arguments:

    - option (dict): the ECharts option, plain JSON.
    - id (string; optional): identifies the component in callbacks.
    - theme ("report" | "wall"; optional): forces a theme; otherwise that of the page.
    - mapName, mapUrl (string; optional): GeoJSON to fetch once and register before drawing;
      ``name@area`` draws that area on top; a
      ``mapUrl`` without a leading slash is relative to the app's path.
    - height (number | string; default 280): pixels, or any CSS length.
    - style (dict), className (string; optional).
    - renderer ("svg" | "canvas"; default "svg").
    - ariaLabel (string; optional): what the chart says, for screen readers.
    - clickData (dict; read only): ``{name, seriesName, value, data, dataIndex, n_clicks}`` of the
      last click. A datum with ``href`` also navigates there.
    """

    option: dict[str, Any]
    mapName: str
    ariaLabel: str
    height: int | str
    _children_props: list[str] = []  # noqa: RUF012 - so declared by Dash
    _base_nodes = ["children"]  # noqa: RUF012
    _namespace = "components"
    _type = "EChart"

    def __init__(
        self,
        option: dict[str, Any] | None = None,
        *,
        id: str | dict[str, Any] | None = None,
        theme: str | None = None,
        mapName: str | None = None,
        mapUrl: str | None = None,
        height: int | str | None = None,
        style: dict[str, Any] | None = None,
        className: str | None = None,
        renderer: str | None = None,
        ariaLabel: str | None = None,
        clickData: dict[str, Any] | None = None,
    ) -> None:
        """Keep what is given; what is left out takes the defaults of ``echart.js``."""
        given = {name: value for name, value in locals().items() if name in _PROPS and value is not None}
        self._prop_names = list(_PROPS)
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = list(_PROPS)
        self.available_wildcard_properties: list[str] = []
        super().__init__(**given)


_PROPS = (
    "id",
    "option",
    "theme",
    "mapName",
    "mapUrl",
    "height",
    "style",
    "className",
    "renderer",
    "ariaLabel",
    "clickData",
)
