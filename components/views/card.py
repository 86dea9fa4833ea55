"""Card: one figure, its changes against the period and the year before, and a sparkline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.views.spark import spark
from frames.formats import Change, change, number
from frames.model import Figure, Goal

UNTIL = "截至"


def cards(figures: Sequence[Figure]) -> Component:
    """A strip of cards; its number of columns leaves no ragged last row where that can be."""
    return html.Div([card(f) for f in figures], className=f"cards cols-{_columns(len(figures))}")


def _columns(count: int) -> int:
    if count <= 6:
        return max(1, count)
    return 4 if count in (7, 8, 12) else 5


def card(figure: Figure) -> Component:
    """Label, value with its unit, 环比 and 同比, and the recent course; the whole card is the link."""
    shown = number(figure.value, figure.unit)
    value = html.Span(
        [html.B(shown.text), html.Span(shown.unit_text, className="unit")],
        className="card-value",
        title=shown.exact,
    )
    said = "未适用：" + "、".join(figure.ignored) if figure.ignored else ""
    beside = [html.Span(said, className="card-ignored not-applied")] if said else []
    if figure.late:
        beside.append(_late(figure))
    period = [html.Span(figure.period, className="card-period")] if figure.period else []
    parts: list[Any] = [
        html.Span([html.Span([*period, figure.name]), *beside], className="card-label"),
        html.Span([value, spark(figure.spark)], className="card-main"),
    ]
    if figure.compare:
        parts.append(_changes(figure))
    if figure.goal:
        parts.append(goal_line(figure.goal))
    if figure.note:
        parts.append(html.Span(figure.note, className="card-note"))
    inside = (
        dcc.Link(parts, href=figure.href, className="card-figure")
        if figure.href
        else html.Div(parts, className="card-figure")
    )
    return html.Div(inside, className="card-cell", **{"data-code": figure.code})


def _late(figure: Figure) -> Component:
    """Up to when the data of this one figure go."""
    day = figure.late.removeprefix(UNTIL)
    word = [html.Span(UNTIL, className="late-word")] if day != figure.late else []
    return html.Span(
        [*word, html.Span(day, className="late-day")], className="card-late", title=figure.late_why
    )


def _changes(figure: Figure) -> Component:
    bases = [
        ("环比", figure.before, figure.before_days),
        ("同比", figure.year_before, figure.year_before_days),
    ][figure.same_before :]
    return html.Span(
        [
            said_change(name, change(figure.value, base, figure.unit, figure.better), days)
            for name, base, days in bases
        ],
        className="card-changes",
    )


def goal_line(goal: Goal) -> Component:
    """A target as a thin line: a bar with the share of the time gone as a tick, and the same in words."""
    said = [(goal.text, "goal-text"), (goal.done, "goal-share"), (goal.due, "goal-due")]
    words: list[Any] = [html.Span(text, className=name) for text, name in said if text]
    if goal.pace:
        sign = [html.Span(className=f"arrow {goal.arrow}", **{"aria-hidden": "true"})] if goal.arrow else []
        pace = html.Span(
            [*sign, html.Span(goal.pace, className="change-text")], className=f"change {goal.tone}"
        )
        words.append(pace)
    bar = [_bar(goal)] if goal.share is not None else []
    return html.Span([*bar, html.Span(words, className="goal-words")], className="goal", title=goal.exact)


def _bar(goal: Goal) -> Component:
    done = max(0.0, min(goal.share or 0.0, 100.0))
    inside = [html.Span(className="goal-done", style={"width": f"{done:.1f}%"})]
    if goal.tick is not None:
        inside.append(html.Span(className="goal-now", style={"left": f"{goal.tick:.1f}%"}))
    return html.Span(inside, className=f"goal-bar {goal.tone}", **{"aria-hidden": "true"})


def said_change(name: str, found: Change, days: str = "") -> Component:
    """A comparison: what it is called, the direction as a shape, the words, and the days compared with."""
    body: list[Any] = [html.Span(name, className="change-name")]
    if found.arrow in ("up", "down"):
        body.append(html.Span(className=f"arrow {found.arrow}", **{"aria-hidden": "true"}))
    verb, amount = found.full.removesuffix(found.text), found.text
    said = [html.Span(verb, className="change-verb"), amount] if verb and found.arrow else found.full
    body.append(html.Span(said, className="change-text"))
    if days:
        body.append(html.Span(f"较{days}", className="change-days"))
    return html.Span(body, className=f"change {found.tone}", title=found.exact)
