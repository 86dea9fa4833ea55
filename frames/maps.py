"""The map as a tile: districts coloured by an indicator, the way to choose one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.settings import Settings
from frames.context import Context
from frames.formats import number
from frames.kinds import Map
from frames.tables import numbers
from frames.tiles import Drawn, Tile, named, nothing, of_nothing
from frames.words.periods import dated
from queries.dimensions import DIMENSIONS
from queries.indicators import get

#: Where app.py serves the map file of a deployment (COCKPIT_MAP_FILE).
OWN_MAP = "map/districts.geojson"
#: The schematic that is shipped.
MAP_URL = "assets/map/beijing_districts.geojson"


def map_url() -> str:
    """Where browsers get the map from: the file that is set, or the schematic of ``assets/map``."""
    return OWN_MAP if Settings.from_env().map_file else MAP_URL


def district_map(
    code: str, title: str | None = None, span: int = 6, beside: tuple[str, ...] = (), choosing: bool = False
) -> Tile:
    """The districts of the city coloured by the indicator.

    ``beside`` are further indicators that a district's tooltip shows. ``choosing`` leaves all
    districts their values and places when one is chosen, so that the map stays the way to choose another.
    """

    def draw(context: Context) -> Drawn:
        unit = get(code).unit
        chosen = context.chosen or context.filters.members.get("district", ())
        shown = replace(context, filters=context.filters.without("district")) if choosing else context
        points = shown.members(code, "district", every=True)
        if nothing(points):
            return Drawn(None)
        facts = _facts(shown, beside, [p.key for p in points if p.key])
        districts = Map(
            unit,
            tuple(replace(p, facts=facts[p.key]) for p in points if p.key),
            map_url(),
            selected=chosen[0] if len(chosen) == 1 else None,
            approval=Settings.from_env().map_approval,
            choosing=choosing,
        )
        # Rows without a district are nowhere on the map.
        every = numbers(points, DIMENSIONS["district"].label, unit)
        return Drawn(districts, shown.overlap(code, points), data=every)

    return Tile(named(title, code, "：区域分布"), (code,), draw, span, by="district", counted=True)


def _facts(
    context: Context, codes: Sequence[str], districts: Sequence[str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Further indicators of each district, as pairs of name and text."""
    found = {
        c: {r["district_code"]: r["value"] for r in context.ask(c, ("district",)).rows or []} for c in codes
    }
    return {
        district: tuple(
            (dated(c, context.filters), number(values.get(district, of_nothing(c)), get(c).unit).full)
            for c, values in found.items()
        )
        for district in districts
    }
