"""Choices that stand in a tile: links of which one is in force, and which columns are shown (选择列).

All of them change the address, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.markup import element
from queries.model import Field

#: The parameter of an address: names of columns with commas between, or given several times.
COLUMNS = "cols"


def chosen(query: Mapping[str, str | Sequence[str]]) -> tuple[str, ...]:
    """The names that an address gives; none: all columns."""
    given = query.get(COLUMNS) or ()
    texts: Iterable[str] = [given] if isinstance(given, str) else given
    return tuple(dict.fromkeys(name for text in texts for name in text.split(",") if name))


def chooser(label: str, links: Iterable[tuple[str, str, bool]]) -> Component:
    """Links (words, address, whether it is in force) to the same place under another choice."""
    return html.Div(
        [
            dcc.Link(words, href=href, className="chip-link" + (" active" if active else ""))
            for words, href, active in links
        ],
        className="dimension-chooser",
        role="group",
        **{"aria-label": label},
    )


def column_chooser(
    fields: Sequence[Field], shown: Sequence[Field], action: str, keep: Mapping[str, str], all_href: str
) -> Component:
    """A box for each column and the way back to all of them; ``keep`` is the rest of the address."""
    hidden = len(fields) - len(shown)
    label = f"选择列（已隐藏 {hidden} 列）" if hidden else "选择列"
    boxes = [_box(field, field in shown) for field in fields]
    way: list[Any] = [dcc.Link("显示全部列", href=all_href, className="button quiet")] if hidden else []
    apply = element("button", "应用", type="submit", className="button")
    foot = html.Div([*way, apply], className="column-foot")
    legend = html.Legend("显示哪些列", className="field-label")
    rest = [element("input", type="hidden", name=name, defaultValue=value) for name, value in keep.items()]
    form = html.Form(
        [*rest, html.Fieldset([legend, html.Div(boxes, className="column-boxes")]), foot],
        action=action,
        method="get",
        className="info-panel column-panel",
    )
    return html.Details([html.Summary(label, className="info-button"), form], className="info column-chooser")


def _box(field: Field, checked: bool) -> Component:
    tick = element("input", type="checkbox", name=COLUMNS, value=field.name, defaultChecked=checked)
    return html.Label([tick, html.Span(field.label)], className="check")
