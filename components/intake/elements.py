"""Small parts of the page: forms, fields, steps, progress. Drawn by ``Markup``, so plain data will do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.markup import element
from components.tile import TileInfo, tile
from frames.formats import moment_zh

PATH = "/intake"


def field(
    label: str, name: str, value: str = "", kind: str = "text", hint: str = "", **props: Any
) -> Component:
    """A labelled input; a ``day`` is written as 2022-12-30, in whatever language the browser speaks."""
    if kind == "day":
        kind, props = "text", {"placeholder": "如 2022-12-30", **props}
    given = element("input", name=name, type=kind, defaultValue=value, maxLength=200, **props)
    below = [html.Span(hint, className="field-hint")] if hint else []
    return html.Label([html.Span(label, className="field-label"), given, *below], className="intake-field")


def choice(label: str, name: str, options: Sequence[tuple[str, str]], value: str = "") -> Component:
    """A labelled list of (value, label) to choose from."""
    listed = [element("option", text, value=code) for code, text in options]
    chosen = element("select", listed, name=name, defaultValue=value)
    return html.Label([html.Span(label, className="field-label"), chosen], className="intake-field")


def tick(label: str, name: str, checked: bool = False, required: bool = False) -> Component:
    """A box to tick; a required one has to be ticked before its form goes."""
    box = element("input", name=name, type="checkbox", value="1", defaultChecked=checked, required=required)
    return html.Label([box, html.Span(label)], className="intake-tick")


def hidden(name: str, value: str) -> dict[str, Any]:
    """A value that goes with a form."""
    return element("input", name=name, type="hidden", defaultValue=value)


def button(label: str, name: str = "", value: str = "", quiet: bool = False) -> dict[str, Any]:
    """Sends its form, with its own name and value."""
    classes = "button quiet" if quiet else "button"
    return element("button", label, type="submit", name=name, value=value, className=classes)


def form(action: str, inside: Sequence[Any], **props: Any) -> dict[str, Any]:
    """A form that ``intake.js`` sends; what goes wrong is said in its last element."""
    trouble = html.P("", className="form-trouble", role="alert")
    classes = {"className": "intake-form", "data-action": "send"}
    return element("form", [*inside, trouble], action=f"{PATH}{action}", method="post", **(classes | props))


def box(
    title: str, inside: Any, span: int = 12, note: str = "", actions: Sequence[Component] = ()
) -> Component:
    """A tile of the page."""
    return tile(TileInfo(title=title, span=span, note=note), inside, actions=actions)


def watch(job: str, phase: str, share: float, then: str) -> Component:
    """A bar that follows a job (``intake.js`` asks), and the address to go to when it is over."""
    percent = round(share * 100)
    bar = html.Div(
        html.Span(className="job-bar-done", style={"width": f"{percent}%"}),
        className="job-bar",
        role="progressbar",
        **{"aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": str(percent), "aria-label": "进度"},
    )
    words = html.P(
        [html.Span(phase or "等待处理", className="job-bar-phase"), html.B(f"{percent}%")],
        className="job-bar-words",
    )
    asked = {"data-watch": f"{PATH}/jobs/{job}", "data-then": then}
    return html.Div([words, bar], className="watching", role="status", **asked)


def said(text: str, kind: str = "note") -> Component:
    """A line that says something: ``note``, ``good``, ``warn`` or ``bad``, each with its own sign."""
    sign = {"good": "●", "warn": "▲", "bad": "■"}.get(kind, "")
    inside = (
        [html.Span(sign, className="said-sign", **{"aria-hidden": "true"}), html.Span(text)] if sign else text
    )
    return html.P(inside, className=f"said {kind}", role="alert" if kind == "bad" else None)


def moment(value: datetime | None) -> str:
    """A moment as readers write it."""
    return moment_zh(value) if value else "—"


def link(label: str, href: str, quiet: bool = True) -> Component:
    """A link within the page that looks like a button."""
    return dcc.Link(label, href=href, className="button quiet" if quiet else "button")


def download(label: str, href: str) -> Component:
    """A link to a file."""
    icon = html.Span(className="icon icon-download", **{"aria-hidden": "true"})
    return html.A([icon, label], href=href, className="button quiet", download="")
