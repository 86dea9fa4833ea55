"""Small forms that change what a reader keeps; ``forms.js`` sends them without leaving the page."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component


def action(address: str, word: str, ask: str = "", **values: str) -> Component:
    """One button; ``ask`` is what has to be confirmed first."""
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in values.items()]
    button = html.Button(word, type="submit", className="button quiet")
    trouble = html.P(className="form-trouble", role="alert")
    kind = address.rpartition("/")[2]
    more = {"data-ask": ask} if ask else {}
    return html.Form(
        [*hidden, button, trouble], action=address, method="post", **{"data-views": kind, **more}
    )


def rename(address: str, name: str, longest: int, label: str = "新名称") -> Component:
    """A field for another name, closed until asked for."""
    field = dcc.Input(name="name", value=name, maxLength=longest, className="view-name")
    form = html.Form(
        [
            html.Label([html.Span(label, className="field-label"), field]),
            html.P(className="form-trouble", role="alert"),
            html.Button("改名", type="submit", className="button"),
        ],
        action=address,
        method="post",
        className="view-form",
        **{"data-views": "rename"},
    )
    return html.Details([html.Summary("改名", className="button quiet"), form], className="info view-menu")
