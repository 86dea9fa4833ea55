"""Markup: a whole tree of finished elements as one component of the page.

Dash walks, indexes and wraps every component of a page, and a page of tables has thousands of
cells. What no callback listens to needs none of that: it is sent as data and drawn in one piece.
"""

from __future__ import annotations

import json
from typing import Any

from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

__all__ = ["Markup", "as_data", "element"]

_PROPS = ("id", "tree")


class Markup(Component):
    """Draw ``tree``: elements of ``dash.html``, ``dcc.Link``, ``dcc.Input`` and our own charts, as JSON.

    Links change the address without a reload. No callback can listen to anything inside.

    Keyword arguments:

    - tree (any): what ``as_data`` makes of components.
    - id (string; optional).
    """

    tree: Any
    _children_props: list[str] = []  # noqa: RUF012 - so declared by Dash
    _base_nodes = ["children"]  # noqa: RUF012
    _namespace = "components"
    _type = "Markup"

    def __init__(self, tree: Any = None, *, id: str | dict[str, Any] | None = None) -> None:
        """Keep the tree as data."""
        self._prop_names = list(_PROPS)
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = list(_PROPS)
        self.available_wildcard_properties: list[str] = []
        super().__init__(tree=as_data(tree), **({"id": id} if id else {}))


def element(kind: str, inside: Any = None, **props: Any) -> dict[str, Any]:
    """An element that ``dash.html`` lacks or lacks attributes of (``input``, ``select``)."""
    return {"namespace": "dash_html_components", "type": kind, "props": {"children": inside, **props}}


def as_data(components: Any) -> Any:
    """Components (one, a list, or text) as the plain JSON that is sent to a browser."""
    return json.loads(to_json_plotly(components))
