"""Lights (督办): counts per light with shape and word, and by department as stacked bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.frames import Light, LightRow

#: Light → (shape class, word). The shape and the word carry the meaning, colour only repeats it.
LIGHTS: dict[Light, tuple[str, str]] = {
    "red": ("square", "红灯"),
    "yellow": ("triangle", "黄灯"),
    "green": ("circle", "绿灯"),
    "blue": ("diamond", "蓝灯"),
}
WORDS: dict[Light, str] = {light: word for light, (_, word) in LIGHTS.items()}


def mark(light: Light, word: bool = True, label: str | None = None) -> Component:
    """The sign of a light: its shape, and its word beside it (or for screen readers only)."""
    shape, name = LIGHTS[light]
    text = html.Span(label or name, className="light-word" if word else "visually-hidden")
    return html.Span(
        [html.Span(className=f"light-shape {shape}", **{"aria-hidden": "true"}), text],
        className=f"light light-{light}",
    )


def lights(
    counts: Mapping[Light, int], *, hrefs: Mapping[Light, str] | None = None, unit: str = "件"
) -> Component:
    """Four counts, the most urgent first; a count with a link leads to its tasks."""
    links = hrefs or {}
    cells = [_cell(light, counts.get(light, 0), unit, links.get(light)) for light in LIGHTS]
    return html.Div(html.Div(cells, className="lights"), className="lights-box")


def _cell(light: Light, count: int, unit: str, href: str | None) -> Component:
    figure = html.Span([html.B(f"{count:,}"), html.Span(unit, className="unit")], className="light-count")
    body = [mark(light), figure]
    name = f"light-cell light-{light}" + (" is-zero" if count == 0 else "")
    return dcc.Link(body, href=href, className=name) if href else html.Div(body, className=name)


def lights_by_group(rows: Sequence[LightRow], *, unit: str = "件", group: str = "部门") -> Component:
    """One row per group: name, a bar split by light (width by count), and the counts in figures."""
    most = max((sum(r.counts.values()) for r in rows), default=0)
    head = html.Div(
        [
            html.Span(group),
            html.Span([mark(light) for light in LIGHTS], className="light-key"),
            html.Span("合计"),
        ],
        className="light-row light-head",
    )
    return html.Div([head, *(_row(r, most, unit) for r in rows)], className="light-rows")


def _row(row: LightRow, most: int, unit: str) -> Component:
    total = sum(row.counts.values())
    parts = [_part(row, light) for light in LIGHTS if row.counts.get(light)]
    name = dcc.Link(row.name, href=row.href) if row.href else row.name
    width = {"width": f"{100 * total / most:.2f}%"} if most else {}
    return html.Div(
        [
            html.Span(name, className="light-name"),
            html.Span(html.Span(parts, className="light-bar", style=width), className="light-track"),
            html.Span([html.B(f"{total:,}"), html.Span(unit, className="unit")], className="light-total"),
        ],
        className="light-row" + (" is-chosen" if row.chosen else ""),
    )


def _part(row: LightRow, light: Light) -> Component:
    """One light's share of the bar: room for its sign first, the rest by count."""
    count = row.counts[light]
    shape, word = LIGHTS[light]
    body = [
        html.Span(className=f"light-shape {shape}", **{"aria-hidden": "true"}),
        html.Span(f"{count:,}"),
        html.Span(word, className="visually-hidden"),
    ]
    look = {
        "className": f"light-part light-{light}",
        "style": {"flexGrow": count},
        "title": f"{row.name} {word} {count:,}",
    }
    href = row.hrefs.get(light)
    return dcc.Link(body, href=href, **look) if href else html.Span(body, **look)
