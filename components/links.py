"""Where figures lead: the drill-down address of an indicator under filters."""

from __future__ import annotations

from collections.abc import Iterable

from queries.filters import Filters
from queries.indicators import dimensions

DRILL = "/drill"


def drill_href(code: str, filters: Filters, trail: Iterable[str] = (), **more: str) -> str:
    """The drill-down page of ``code``; ``trail`` names the dimensions already gone down, in order.

    Members chosen on the trail are ordinary filters, so that every level is an address of its own.
    """
    path = ",".join(trail)
    return filters.url(DRILL, i=code, **({"path": path} if path else {}), **more)


def member_href(code: str, filters: Filters, dimension: str, member: str, trail: Iterable[str] = ()) -> str:
    """One level down: the drill-down page of one member of a dimension."""
    steps = [d for d in trail if d != dimension]
    return drill_href(code, filters.with_dim(dimension, [member or "未填写"]), [*steps, dimension])


def rows_href(code: str, filters: Filters) -> str:
    """The drill-down page of ``code`` under all filters that it has, as its starting level."""
    return drill_href(code, filters, [d for d, _ in filters.dims if d in dimensions(code)])
