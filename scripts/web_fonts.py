"""Noto Sans SC for the web: npm's slices, and one slice of the project's own characters on top."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = {400: "400Regular", 500: "500Medium", 700: "700Bold"}
FOLDERS = ("access", "briefings", "components", "data", "docs", "pages", "queries")
ENDINGS = {".py", ".csv", ".md", ".js", ".json", ".txt"}
#: Sliced by how often characters occur; the last slices of the package are the commonest.
COMMON_SLICES = ("115", "116", "117", "118", "119")


def make(modules: Path) -> None:
    """Write ``assets/fonts`` and ``assets/00-fonts.css``."""
    folder = ROOT / "assets" / "fonts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    source = modules / "@fontsource/noto-sans-sc"
    shutil.copy(source / "LICENSE", folder / "LICENSE")
    own = own_characters(source)
    rules = ["/* Written by scripts/web_fonts.py. Noto Sans SC, SIL Open Font License 1.1. */"]
    for weight, name in WEIGHTS.items():
        rules += list(_slices(source, weight, folder))
        ttf = modules / "@expo-google-fonts/noto-sans-sc" / name / f"NotoSansSC_{name}.ttf"
        rules.append(_own_slice(ttf, weight, own, folder))
    (ROOT / "assets" / "00-fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


def own_characters(source: Path) -> str:
    """Every character of the project's text, ASCII, and the commonest slices."""
    found = {chr(code) for code in range(0x20, 0x7F)} | set("·–—‘’“”…‰′″℃←↑→↓−≈≠≤≥■▲▼●◆○")
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in ENDINGS and path.stat().st_size < 2_000_000:
                found |= set(path.read_text(encoding="utf-8", errors="ignore"))
    css = (source / "400.css").read_text(encoding="utf-8")
    for number in COMMON_SLICES:
        found |= set(_range(css, number))
    return "".join(sorted(c for c in found if ord(c) >= 0x20 and not 0xE000 <= ord(c) < 0xF900))


def _range(css: str, number: str) -> Iterator[str]:
    match = re.search(rf"\[{number}\].*?unicode-range: ([^;]+);", css, re.S)
    for part in match.group(1).split(",") if match else ():
        low, _, high = part.strip()[2:].partition("-")
        yield from (chr(code) for code in range(int(low, 16), int(high or low, 16) + 1))


def _slices(source: Path, weight: int, folder: Path) -> Iterator[str]:
    css = (source / f"{weight}.css").read_text(encoding="utf-8")
    for rule in re.findall(r"@font-face\s*\{.*?\}", css, re.S):
        file = re.search(r"files/([\w.-]+\.woff2)", rule)
        area = re.search(r"unicode-range: ([^;]+);", rule)
        if file and area:
            shutil.copy(source / "files" / file.group(1), folder / file.group(1))
            yield _rule(weight, file.group(1), area.group(1))


def _own_slice(ttf: Path, weight: int, text: str, folder: Path) -> str:
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["*"], hinting=False, desubroutinize=True)
    font = subset.load_font(str(ttf), options)
    have = set(font.getBestCmap())
    kept = [c for c in text if ord(c) in have]
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(kept))
    cutter.subset(font)
    name = f"noto-sans-sc-own-{weight}.woff2"
    subset.save_font(font, str(folder / name), options)
    return _rule(weight, name, _ranges(sorted(ord(c) for c in kept)))


def _ranges(codes: list[int]) -> str:
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{a:x}" if a == b else f"U+{a:x}-{b:x}" for a, b in runs)


def _rule(weight: int, file: str, area: str) -> str:
    return (
        f"@font-face{{font-family:'Noto Sans SC';font-style:normal;font-weight:{weight};font-display:swap;"
        f"src:url(fonts/{file}) format('woff2');unicode-range:{area}}}"
    )
