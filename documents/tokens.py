"""The colours of the light theme (``assets/02-tokens.css``), for documents that no browser draws."""

from __future__ import annotations

import re
from functools import cache

from data.settings import ROOT

_FILE = ROOT / "assets" / "02-tokens.css"
_COLOUR = re.compile(r"--([\w-]+):\s*#([0-9A-Fa-f]{6})\s*;")


@cache
def colours() -> dict[str, str]:
    """{name: RRGGBB} of every plain colour; raises ``ValueError`` where the file has none."""
    light, _, _ = _FILE.read_text(encoding="utf-8").partition('[data-theme="wall"]')
    found = {name: value.upper() for name, value in _COLOUR.findall(light)}
    if "accent" not in found:
        raise ValueError(f"{_FILE.name} 中没有找到颜色")
    return found


def colour(name: str) -> str:
    """RRGGBB of a token, or of what a chart's option says of one (``@color:accent``, ``@alpha:late:0.1``)."""
    if name.startswith("@"):
        name = name.split(":")[1]
    return colours()[name]
