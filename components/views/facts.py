"""Facts: what is known of one record, as labels and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from frames.model import Fact


def facts(listed: Sequence[Fact]) -> Component:
    """Lines of a label and its words; words with a link lead to another record."""
    parts = [part for fact in listed for part in (html.Dt(fact.label), html.Dd(_words(fact)))]
    return html.Dl(parts, className="facts")


def _words(fact: Fact) -> list[Any]:
    inside: list[Any] = []
    for word, href in fact.words:
        inside += ["、"] if inside else []
        inside.append(dcc.Link(word, href=href) if href else word)
    return inside
