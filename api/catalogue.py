"""Declarations as JSON: an indicator with its 口径, a dimension, a publication."""

from __future__ import annotations

from typing import Any

from data.engine import Publication
from queries.dimensions import DIMENSIONS, Dimension
from queries.indicators import dimensions, get
from queries.indicators.parts import components
from queries.model import Indicator, Ratio
from queries.service import State


def indicator_json(indicator: Indicator) -> dict[str, Any]:
    """The whole declaration of an indicator."""
    measure = indicator.measure
    parts = (measure.numerator, measure.denominator) if isinstance(measure, Ratio) else (None, None)
    return {
        "code": indicator.code,
        "name": indicator.name,
        "pillar": indicator.pillar,
        "unit": indicator.unit,
        "kind": indicator.kind,
        "definition": indicator.definition,
        "note": indicator.note,
        "owner": indicator.owner,
        "system": indicator.system,
        "better": indicator.better,
        "frequency": indicator.frequency,
        "listed": indicator.listed,
        "dimensions": [labelled(d) for d in dimensions(indicator.code)],
        "drill": [labelled(d) for d in indicator.drill],
        "numerator": _named(parts[0]),
        "denominator": _named(parts[1]),
        "components": [_named(code) for code in components(indicator)],
    }


def labelled(code: str) -> dict[str, str]:
    """A dimension's code and Chinese label."""
    return {"code": code, "label": DIMENSIONS[code].label}


def dimension_json(dimension: Dimension) -> dict[str, Any]:
    """A dimension; ``members`` says whether its members can be listed."""
    listed = not dimension.large and (dimension.table is not None or bool(dimension.members))
    return {"code": dimension.code, "label": dimension.label, "large": dimension.large, "listed": listed}


def publication_json(state: State) -> dict[str, Any]:
    """The publication that answers come from now; its moment carries the zone it is local to."""
    publication: Publication = state.publication
    return {
        "version": publication.version,
        "business_date": publication.business_date.isoformat(),
        "published_at": f"{publication.published_at.isoformat(timespec='seconds')}+08:00",
        "demonstration": publication.is_demonstration,
        "title": publication.delivery_title,
        "stale": not state.live,
        "notice": state.trouble,
    }


def _named(code: str | None) -> dict[str, str] | None:
    return None if code is None else {"code": code, "name": get(code).name}
