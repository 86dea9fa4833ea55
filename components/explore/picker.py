"""IndicatorPicker: the choice of an indicator among all, grouped and searchable (``picker.js``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dash.development.base_component import Component


@dataclass(frozen=True)
class Pick:
    """An indicator that can be chosen: where that leads, its name, code, unit, subject, and its pinyin."""

    href: str
    label: str
    code: str
    unit: str
    group: str
    pinyin: str
    chosen: bool = False


class IndicatorPicker(Component):
    """A button with the present indicator, and a panel with a search field and links to the others.

    Keyword arguments:

    - label (string): what is chosen (指标).
    - picks (list of dicts): ``Pick`` in order.
    - id (string; optional).
    """

    _children_props: list[str] = []  # noqa: RUF012 - so declared by Dash
    _base_nodes = ["children"]  # noqa: RUF012
    _namespace = "components"
    _type = "IndicatorPicker"

    def __init__(self, label: str = "指标", picks: Sequence[Pick] = ()) -> None:
        """Keep the links; what is typed lives in the browser."""
        self._prop_names = ["id", "label", "picks"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = ["id", "label", "picks"]
        self.available_wildcard_properties: list[str] = []
        super().__init__(label=label, picks=[asdict(pick) for pick in picks])
