"""Timeline: a course of events, one under the other, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from frames.formats import date_zh
from frames.model import Step


def timeline(steps: Sequence[Step]) -> Component:
    """Each step with its day, name, who, and details; what stands out has a sign of its own."""
    return html.Ol([_step(step) for step in steps], className="timeline")


def _step(step: Step) -> Component:
    when = html.Time(date_zh(step.day), dateTime=step.day.isoformat(), className="step-day")
    name = html.B(step.name, className="step-name")
    who = [html.Span(step.who, className="step-who")] if step.who else []
    text = [html.P(step.text, className="step-text")] if step.text else []
    return html.Li(
        [when, html.Div([name, *who, *text], className="step-body")],
        className=f"step {step.mark}".strip(),
    )
