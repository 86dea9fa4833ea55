"""FilterForm: the panel of the filter bar, drawn and read in the browser (``filterform.js``)."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


class FilterForm(Component):
    """A button and a panel of dates, presets and check lists; applying it changes the URL.

    Keyword arguments:

    - fields (dict): what ``components.filterbar.form_fields`` makes of a ``FilterBarSpec``.
    - id (string; optional).
    """

    _children_props: list[str] = []  # noqa: RUF012 - so declared by Dash
    _base_nodes = ["children"]  # noqa: RUF012
    _namespace = "components"
    _type = "FilterForm"

    def __init__(self, fields: dict[str, Any] | None = None, *, id: str | None = None) -> None:
        """Keep the fields; the panel holds no state of its own but what is being chosen."""
        self._prop_names = ["id", "fields"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = ["id", "fields"]
        self.available_wildcard_properties: list[str] = []
        given = {"fields": fields or {}} | ({"id": id} if id else {})
        super().__init__(**given)
