"""Fonts of printed papers: a serif for 仿宋, 宋体 and 小标宋, and LXGW WenKai for 楷体, cut like the web's.

``Paper Serif`` (400) holds GB 2312 and every character that the project writes; ``Paper Serif Rare``
all other Chinese characters, so that every name prints; ``Paper Title`` (700) and ``Paper Kai`` hold
the commonest, for titles and headings, whose rarer characters the serif gives. Static fonts: a PDF
holds variable ones as shapes that nobody can search. No free 仿宋 was found among packages of fonts.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from scripts import web_fonts

FOLDER = web_fonts.ROOT / "documents" / "fonts"
_SERIF = "@expo-google-fonts/noto-serif-sc"
_KAI = "lxgw-wenkai-webfont"
#: The rare characters in so many files, each small enough to be kept.
_RARE = ((0xA0, 0x5AFF), (0x5B00, 0x6BFF), (0x6C00, 0x7BFF), (0x7C00, 0x8DFF), (0x8E00, 0xFFEF))


def make(modules: Path) -> None:
    """Write ``documents/fonts``."""
    folder = modules.parent / "print-fonts"
    folder.mkdir()
    shutil.copy(modules / _SERIF / "LICENSE_FONT", folder / "LICENSE-noto-serif-sc")
    shutil.copy(modules / _KAI / "OFL.txt", folder / "LICENSE-lxgw-wenkai")
    own = web_fonts.own_characters()
    short = web_fonts.common_characters(modules / "@fontsource/noto-sans-sc/400.css") | own
    wide = short | _gb2312()
    regular, bold = (_ttf(modules, name) for name in ("400Regular", "700Bold"))
    rules = [
        "/* Written by scripts/print_fonts.py. Noto Serif SC, LXGW WenKai: SIL Open Font License 1.1. */"
    ]
    rules += _one(regular, wide, "Paper Serif", "paper-serif.woff2", folder)
    for place, (low, high) in enumerate(_RARE, 1):
        rare = set(range(low, high + 1)) - wide
        rules += _one(regular, rare, "Paper Serif Rare", f"paper-serif-rare-{place}.woff2", folder)
    rules += _one(bold, short, "Paper Title", "paper-title.woff2", folder)
    with tempfile.TemporaryDirectory() as temporary:
        whole = _joined(modules / _KAI, short, Path(temporary))
        rules += _one(whole, short, "Paper Kai", "paper-kai.woff2", folder)
    (folder / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(folder, FOLDER)


def _ttf(modules: Path, name: str) -> Path:
    return modules / _SERIF / name / f"NotoSerifSC_{name}.ttf"


def _gb2312() -> set[int]:
    """Code points of GB 2312: what papers are written in."""
    found = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((high, low)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def _one(font: Path, wanted: set[int], family: str, name: str, folder: Path) -> list[str]:
    kept = web_fonts.cut(font, wanted, folder / name)
    return [web_fonts.rule(family, 400, name, web_fonts.ranges(kept), "")] if kept else []


def _joined(package: Path, wanted: set[int], folder: Path) -> Path:
    """One font out of the package's slices, as far as wanted."""
    from fontTools import merge

    text = (package / "lxgwwenkai-regular.css").read_text(encoding="utf-8")
    parts: list[str] = []
    for file, areas in re.findall(r"url\('\./(files/[^']+)'\).*?unicode-range: ([^;}]+)", text, re.S):
        inside = {code for area in areas.split(",") for code in web_fonts.codes(area)} & wanted
        target = folder / f"{len(parts)}.ttf"
        if inside and web_fonts.cut(package / file, inside, target, form=None, features=[]):
            parts.append(str(target))
    whole: Any = merge.Merger().merge(parts)
    whole.save(str(folder / "whole.ttf"))
    return folder / "whole.ttf"
