"""Colours are readable in both themes, told apart by the colour-blind, and all named ones exist."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "assets" / "02-tokens.css").read_text(encoding="utf-8")
THEMES = ("report", "wall")
RGB = tuple[float, float, float]


def tokens(theme: str) -> dict[str, str]:
    """Variables of a theme; the wall inherits what it doesn't set."""
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", CSS)
    found: dict[str, str] = {}
    for selector, body in blocks:
        if ":root" in selector or f'"{theme}"' in selector:
            found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
    return found


def rgb(value: str) -> RGB:
    return tuple(int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def linear(colour: RGB) -> RGB:
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)  # type: ignore[return-value]


def contrast(one: str, two: str) -> float:
    """WCAG 2.1 contrast ratio of two #rrggbb colours."""
    weights = (0.2126, 0.7152, 0.0722)
    light = sorted(sum(w * c for w, c in zip(weights, linear(rgb(v)), strict=True)) for v in (one, two))
    return (light[1] + 0.05) / (light[0] + 0.05)


TEXT = [
    (text, ground)
    for text in ("text-1", "text-2", "text-3", "accent", "good-text", "warn-text", "late-text")
    for ground in ("panel", "ground", "panel-soft")
] + [
    ("on-accent", "accent"),
    ("accent-strong", "accent-soft"),
    ("warn-text", "warn-soft"),
    ("demo", "demo-soft"),
    ("text-2", "late-soft"),
    ("text-2", "warn-soft"),
    ("text-2", "good-soft"),
    ("text-2", "waiting-soft"),
    *((("map-label"), f"map-{i}") for i in range(6)),
    *(("on-tree", f"tree-{i}") for i in range(1, 6)),
]
MARKS = ["good", "warn", "late", "waiting", "field-a", "field-b", "field-c", "field-d", "field-e", "accent"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_is_readable(theme: str, text: str, ground: str) -> None:
    named = tokens(theme)
    assert contrast(named[text], named[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", MARKS)
def test_marks_stand_out(theme: str, mark: str) -> None:
    named = tokens(theme)
    assert contrast(named[mark], named["panel"]) >= 3.0


#: Machado, Oliveira & Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def seen(value: str, kind: str) -> RGB:
    """CIELAB of a colour as a colour-blind reader sees it."""
    there = linear(rgb(value))
    r, g, b = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, there, strict=True)))) for row in BLINDNESS[kind]
    )
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def lightness(value: str) -> float:
    """L* of CIELAB: what of a colour a print without colours keeps."""
    shade = 1.05 / contrast("#FFFFFF", value) - 0.05
    return 116 * shade ** (1 / 3) - 16 if shade > 0.008856 else 903.3 * shade


@pytest.mark.parametrize("palette", ["series", "field"])
def test_on_paper_a_palette_is_told_apart_without_colour(palette: str) -> None:
    """Each has a tone of its own, neighbours in a stack far apart, and none is lost on white."""
    named = tokens("report")
    keys = [k for k in named if k.startswith(f"paper-{palette}-")]
    assert [k.removeprefix("paper-") for k in keys] == [k for k in named if k.startswith(f"{palette}-")]
    tones = [lightness(named[k]) for k in keys]
    assert all(abs(one - two) >= 10 for one, two in itertools.combinations(tones, 2)), tones
    assert all(abs(one - two) >= 20 for one, two in itertools.pairwise(tones)), tones
    assert max(tones) <= 88
    assert abs(lightness(named["paper-before"]) - lightness(named["accent"])) >= 20


def apart(one: str, two: str, kind: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(seen(one, kind), seen(two, kind), strict=True)) ** 0.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize("palette", ["series", "field"])
def test_palettes_differ_for_the_colour_blind(theme: str, kind: str, palette: str) -> None:
    """Any two colours of a palette differ; a thin line of the panel's colour parts them besides."""
    named = tokens(theme)
    keys = [k for k in named if k.startswith(f"{palette}-")]
    for one, two in itertools.combinations(keys, 2):
        assert apart(named[one], named[two], kind) >= 10, (one, two)


@pytest.mark.parametrize("theme", THEMES)
def test_every_name_in_use_exists(theme: str) -> None:
    named = tokens(theme)
    used: set[str] = set()
    for path in (ROOT / "components").rglob("*.py"):
        used |= set(re.findall(r"@(?:color|alpha|px):([a-z][\w-]*\w)", path.read_text(encoding="utf-8")))
    for path in (ROOT / "assets").glob("*.css"):
        used |= set(re.findall(r"var\(--([\w-]+)", path.read_text(encoding="utf-8")))
    local = {"light", "light-soft", "light-text", "icon"}
    assert {name for name in used if name not in named and not name.startswith("bs-")} - local == {
        "map",
        "tree",
    } & used
