"""Where figures lead: the drill-down of an indicator under filters, and its entry in 指标目录."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from queries.filters import Filters
from queries.freshness import LATE
from queries.indicators import dimensions
from queries.pin import VERSION, pinned

DRILL = "/drill"
COMPARE = "/compare"
CATALOGUE = "/catalog"
RECONCILIATION = "/reconciliation"
EXPORT = "/export"
EXPLORE = "/explore"
MINE = "/mine"
#: Pages of single records, by the dimension whose members they are.
RECORDS: Mapping[str, str] = {
    "organisation": "/organisation",
    "activity": "/activity",
    "task": "/task",
    "district": "/district",
}
#: Parameters that are not filters: one tile of a page; an export's version and format.
TILE, EXPORT_VERSION, EXPORT_FORMAT = "_tile", "_version", "_format"
#: The page that 指标目录 and 口径对账 belong to, as a breadcrumb's step.
GOVERNANCE = ("数据治理", "/governance")


def drill_href(code: str, filters: Filters, trail: Iterable[str] = (), **more: str) -> str:
    """The drill-down page of ``code``; ``trail`` names the dimensions already gone down, in order.

    Members chosen on the trail are ordinary filters, so that every level is an address of its own.
    """
    path = ",".join(trail)
    return filters.url(DRILL, i=code, **({"path": path} if path else {}), **more)


def export_href(page: str, tile: str, query: Mapping[str, Sequence[str]], version: str) -> str:
    """Where a tile's numbers of one version are taken away; the format's name is to be added."""
    own = {TILE: [tile], EXPORT_VERSION: [version], EXPORT_FORMAT: [""]}
    return f"{EXPORT}{page}?{urlencode({**query, **own}, doseq=True)}"


def member_href(code: str, filters: Filters, dimension: str, member: str, trail: Iterable[str] = ()) -> str:
    """One level down: the drill-down page of one member of a dimension."""
    steps = [d for d in trail if d != dimension]
    return drill_href(code, filters.with_dim(dimension, [member]), [*steps, dimension])


def rows_href(code: str, filters: Filters) -> str:
    """The drill-down page of ``code`` under all filters that it has, as its starting level."""
    return drill_href(code, filters, [d for d, _ in filters.dims if d in dimensions(code)])


def record_href(dimension: str, key: str, filters: Filters) -> str:
    """The page of one record, as of the filters' day and over their period, less all other conditions."""
    return filters.without(*(d for d, _ in filters.dims)).url(RECORDS[dimension], id=key)


def compare_href(dimension: str, members: Iterable[str], filters: Filters) -> str:
    """Members of a dimension side by side, under the filters' other conditions."""
    return filters.with_dim(dimension, members).url(COMPARE, by=dimension)


def catalogue_href(code: str) -> str:
    """The entry of an indicator in 指标目录."""
    return _of_version(CATALOGUE, code)


def late_href() -> str:
    """The sources that are late."""
    return _of_version(DRILL, LATE)


def _of_version(page: str, code: str) -> str:
    pin = {VERSION: pinned()} if pinned() else {}
    return f"{page}?{urlencode({'i': code, **pin})}"
