"""SheetView: the Dash component that shows what an address of the cockpit holds (``sheet.js``)."""

from __future__ import annotations

from dash.development.base_component import Component

__all__ = ["SheetView"]


class SheetView(Component):
    """Everything of a page below the navigation: its head, filters and tiles.

    The browser asks ``tiles<page>`` with the address's own query, draws what arrives line by line, and
    does so again when only the query changes: a filter costs one request, and Dash has no part in it.

    Keyword arguments:

    - page (string): the path of the page.
    - id (string; optional).
    """

    page: str
    _children_props: list[str] = []  # noqa: RUF012 - so declared by Dash
    _base_nodes = ["children"]  # noqa: RUF012
    _namespace = "components"
    _type = "SheetView"

    def __init__(self, page: str = "/", *, id: str | None = None) -> None:
        """Keep the path; what it shows is asked for in the browser."""
        self._prop_names = ["id", "page"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = ["id", "page"]
        self.available_wildcard_properties: list[str] = []
        super().__init__(page=page, **({"id": id} if id else {}))
