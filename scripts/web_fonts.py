"""Noto Sans SC for the web, cut so that a page needs one file per weight.

``Noto Sans SC`` (400, 500, 700) holds ASCII, the commonest characters and every character that the
project itself writes. ``Noto Sans SC Rare`` (400) holds everything else in blocks of 256 code
points, fetched only when a name or title needs one. Run it again when the project's texts grow.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = {400: "400Regular", 500: "500Medium", 700: "700Bold"}
ROOMS = (
    "access",
    "briefings",
    "components",
    "data",
    "demo",
    "documents",
    "intake",
    "jobs",
    "pages",
    "queries",
    "readers",
    "store",
)
FOLDERS = (*ROOMS, "docs", "tests")
ENDINGS = {".py", ".csv", ".md", ".js", ".json", ".txt"}
#: The package slices by how often characters occur; its last slices are the commonest.
COMMON_SLICES = ("115", "116", "117", "118", "119")
#: Punctuation, symbols and Chinese characters; scripts that no reader of the cockpit uses stay out.
RARE_AREAS = ((0xA0, 0x24F), (0x2000, 0x2BFF), (0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFFEF))
BLOCK = 256


def make(modules: Path) -> None:
    """Write ``assets/fonts`` and ``assets/00-fonts.css``."""
    folder = modules.parent / "fonts"
    folder.mkdir()
    shutil.copy(modules / "@expo-google-fonts/noto-sans-sc/LICENSE_FONT", folder / "LICENSE")
    common = common_characters(modules / "@fontsource/noto-sans-sc/400.css")
    own = common | own_characters()
    rules = ["/* Written by scripts/web_fonts.py. Noto Sans SC, SIL Open Font License 1.1. */"]
    rules += _rare(_ttf(modules, 400), common, folder)
    rules += [_own(_ttf(modules, weight), weight, own, folder) for weight in WEIGHTS]
    shutil.rmtree(ROOT / "assets" / "fonts", ignore_errors=True)
    shutil.copytree(folder, ROOT / "assets" / "fonts")
    (ROOT / "assets" / "00-fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


def common_characters(css: Path) -> set[int]:
    """Code points of the commonest slices."""
    text = css.read_text(encoding="utf-8")
    return {code for number in COMMON_SLICES for code in _range(text, number)}


def own_characters() -> set[int]:
    """Code points of ASCII, of signs in use, and of the project's text."""
    found = {chr(code) for code in range(0x20, 0x7F)} | set("·–—‘’“”…‰′″℃←↑→↓−≈≠≤≥■▲▼●◆○")
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in ENDINGS and path.stat().st_size < 2_000_000:
                found |= set(path.read_text(encoding="utf-8", errors="ignore"))
    return {ord(c) for c in found if ord(c) >= 0x20 and not 0xE000 <= ord(c) < 0xF900}


def _range(css: str, number: str) -> Iterator[int]:
    match = re.search(rf"\[{number}\].*?unicode-range: ([^;]+);", css, re.S)
    for part in match.group(1).split(",") if match else ():
        yield from codes(part)


def codes(area: str) -> range:
    """The code points of an area as style sheets write it: ``U+4e00-4eff``."""
    low, _, high = area.strip()[2:].partition("-")
    return range(int(low, 16), int(high or low, 16) + 1)


def _ttf(modules: Path, weight: int) -> Path:
    name = WEIGHTS[weight]
    return modules / "@expo-google-fonts/noto-sans-sc" / name / f"NotoSansSC_{name}.ttf"


def _own(ttf: Path, weight: int, own: set[int], folder: Path) -> str:
    name = f"noto-sans-sc-{weight}.woff2"
    kept = cut(ttf, own, folder / name)
    return rule("Noto Sans SC", weight, name, ranges(kept))


def _rare(ttf: Path, common: set[int], folder: Path) -> list[str]:
    rules = []
    for low, high in RARE_AREAS:
        for start in range(low - low % BLOCK, high + 1, BLOCK):
            name = f"noto-sans-sc-rare-{start:04x}.woff2"
            if cut(ttf, set(range(start, start + BLOCK)) - common, folder / name):
                # From `low`: chart libraries measure control characters, which need no font.
                area = f"U+{max(start, low):x}-{start + BLOCK - 1:x}"
                rules.append(rule("Noto Sans SC Rare", 400, name, area))
    return rules


def cut(
    ttf: Path, wanted: set[int], target: Path, form: str | None = "woff2", features: Sequence[str] = ("*",)
) -> list[int]:
    """Write the wanted glyphs that the font has; return their code points (none: no file)."""
    from fontTools import subset

    options: Any = subset.Options(flavor=form, layout_features=list(features), hinting=False)
    font = subset.load_font(str(ttf), options, lazy=True)
    kept = sorted(wanted & set(font.getBestCmap()))
    if kept:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=kept)
        cutter.subset(font)
        subset.save_font(font, str(target), options)
    return kept


def ranges(codes: Iterable[int]) -> str:
    """Code points as style sheets write them."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:x}" if a == b else f"U+{a:x}-{b:x}" for a, b in runs)


def rule(family: str, weight: int, file: str, area: str, folder: str = "fonts/") -> str:
    """The ``@font-face`` of a file."""
    return (
        f"@font-face{{font-family:'{family}';font-style:normal;font-weight:{weight};font-display:swap;"
        f"src:url({folder}{file}) format('woff2');unicode-range:{area}}}"
    )
