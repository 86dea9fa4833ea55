"""The district map: fewer points along shared borders, and label points that don't collide."""

from __future__ import annotations

import json
import math
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

Spot = tuple[float, float]
Ring = list[Spot]

#: The size the labels are laid out for: pixels per degree of latitude, text height, character width.
PIXELS, LINE, GLYPH = 275.0, 15.0, 12.5
WIDE = 0.78
STEPS = 400
#: Where components/views/district_map.py writes 经开区, which has no area of its own.
ZONE_LABEL = (116.53, 39.73)
#: Labels move sideways rather than up and down: the old city's two districts lie side by side.
SIDEWAYS = 2.5


SOURCE = Path(__file__).parent / "map_source" / "beijing_districts.geojson"


def make(mapshaper: Path, target: Path, source: Path = SOURCE, keep: str = "38%") -> None:
    """Simplify ``source`` into ``target``, along borders that neighbours share, with label points.

    The source is the map of Apache ECharts 4.9 (Apache-2.0), repaired: 16 districts, a schematic.
    """
    work = target.with_suffix(".tmp")
    topology = ["-simplify", "weighted", keep, "keep-shapes", "-o", "precision=0.0001", "format=geojson"]
    subprocess.run([str(mapshaper), str(source), *topology, str(work)], check=True)
    shape = json.loads(work.read_text(encoding="utf-8"))
    work.unlink()
    label(shape)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(shape, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def label(shape: dict[str, Any]) -> None:
    """Give every feature a ``cp``: inside, far from borders, then pushed apart where texts meet."""
    features = shape["features"]
    rings = [_largest(f["geometry"]) for f in features]
    homes = [_inside(ring) for ring in rings]
    names = [f["properties"]["name"].removesuffix("区") for f in features]
    spots = _apart([*homes, ZONE_LABEL], [*names, "经开区"], fixed=1)
    for feature, (x, y) in zip(features, spots, strict=False):
        feature["properties"]["cp"] = [round(x, 4), round(y, 4)]


def _largest(geometry: dict[str, Any]) -> Ring:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return max(([(x, y) for x, y in part[0]] for part in parts), key=lambda r: abs(_area(r)))


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _inside(ring: Ring, grid: int = 60) -> Spot:
    """The grid point farthest from the border (pole of inaccessibility), leaning to the centroid."""
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    best: tuple[float, Spot] = (-math.inf, ring[0])
    for i in range(grid):
        for j in range(grid):
            spot = (
                min(xs) + (max(xs) - min(xs)) * (i + 0.5) / grid,
                min(ys) + (max(ys) - min(ys)) * (j + 0.5) / grid,
            )
            if _contains(ring, spot):
                best = max(best, (_clearance(ring, spot), spot))
    return best[1]


def _contains(ring: Ring, spot: Spot) -> bool:
    x, y = spot
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _clearance(ring: Ring, spot: Spot) -> float:
    return min(_distance(spot, a, b) for a, b in pairwise(ring))


def _distance(p: Spot, a: Spot, b: Spot) -> float:
    """Distance to a segment; east-west counts less, because a label is wider than tall."""
    ax, ay, bx, by = (a[0] - p[0]) * 0.6, a[1] - p[1], (b[0] - p[0]) * 0.6, b[1] - p[1]
    dx, dy = bx - ax, by - ay
    along = dx * dx + dy * dy
    t = max(0.0, min(1.0, -(ax * dx + ay * dy) / along)) if along else 0.0
    return math.hypot(ax + t * dx, ay + t * dy)


def _apart(homes: list[Spot], names: list[str], fixed: int) -> list[Spot]:
    """Push overlapping text boxes apart while a spring draws each home; the last ``fixed`` stay."""
    at = [(x * PIXELS * WIDE, y * PIXELS) for x, y in homes]
    home = list(at)
    half = [(len(n) * GLYPH / 2 + 2, LINE / 2 + 1) for n in names]
    for _ in range(STEPS):
        moved = [((hx - x) * 0.02, (hy - y) * 0.02) for (x, y), (hx, hy) in zip(at, home, strict=True)]
        for i in range(len(at)):
            for j in range(i):
                dx, dy = at[i][0] - at[j][0], at[i][1] - at[j][1]
                over_x = half[i][0] + half[j][0] - abs(dx)
                over_y = half[i][1] + half[j][1] - abs(dy)
                if over_x <= 0 or over_y <= 0:
                    continue
                push = (
                    (math.copysign(over_x / 2, dx), 0.0)
                    if over_x < SIDEWAYS * over_y
                    else (0.0, math.copysign(over_y / 2, dy))
                )
                moved[i] = (moved[i][0] + push[0], moved[i][1] + push[1])
                moved[j] = (moved[j][0] - push[0], moved[j][1] - push[1])
        at = [(x + mx, y + my) for (x, y), (mx, my) in zip(at, moved, strict=True)]
        at[-fixed:] = home[-fixed:]
    return [(x / PIXELS / WIDE, y / PIXELS) for x, y in at]
