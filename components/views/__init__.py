"""One file per view; a view is a pure function from plain data (``frames.model``) to a component."""

from __future__ import annotations

from components.views.breakdown import breakdown
from components.views.card import card, cards
from components.views.columns import columns
from components.views.district_map import district_map
from components.views.feed import feed
from components.views.lights import lights, lights_by_group
from components.views.ranking import ranking
from components.views.sentences import sentences
from components.views.table import table
from components.views.trend import trend

__all__ = [
    "breakdown",
    "card",
    "cards",
    "columns",
    "district_map",
    "feed",
    "lights",
    "lights_by_group",
    "ranking",
    "sentences",
    "table",
    "trend",
]
