"""Lights (督办): counts per light with shape and word, and by department as stacked bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from frames.model import Light, LightRow

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
    """One row per group: name, the counts by light over a bar of one scale for all rows, and their sum."""
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
    name = dcc.Link(row.name, href=row.href) if row.href else row.name
    return html.Div(
        [
            html.Span(name, className="light-name"),
            html.Span(_parts(row, most), className="light-track"),
            html.Span([html.B(f"{total:,}"), html.Span(unit, className="unit")], className="light-total"),
        ],
        className="light-row" + (" is-chosen" if row.chosen else ""),
    )


def _parts(row: LightRow, most: int) -> list[Component]:
    """Each light's count under its own head, above its part of the bar: as long as its share of ``most``."""
    parts, before = [], 0
    for light in LIGHTS:
        count = row.counts.get(light, 0)
        if count:
            parts.append(_part(row, light, 100 * before / most, 100 * count / most))
        before += count
    return parts


def _part(row: LightRow, light: Light, left: float, width: float) -> Component:
    """One light of a row: sign and count, and its part of the bar, from ``left`` and so wide (percent)."""
    count = row.counts[light]
    shape, word = LIGHTS[light]
    body = [
        html.Span(className=f"light-shape {shape}", **{"aria-hidden": "true"}),
        html.Span(f"{count:,}", className="light-number"),
        html.Span(word, className="visually-hidden"),
        html.Span(className="light-part", style={"left": f"{left:.3f}%", "width": f"{width:.3f}%"}),
    ]
    look = {"className": f"light-figure light-{light}", "title": f"{row.name} {word} {count:,}"}
    href = row.hrefs.get(light)
    return dcc.Link(body, href=href, **look) if href else html.Span(body, **look)
