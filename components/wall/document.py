"""The wall's document: its own page, without Dash's runtime (see docs/decisions/0009)."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from components.wall.scenes import CUTS, Wall
from data.settings import ROOT
from frames.maps import map_url

_FOLDER = ROOT / "assets" / "wall"
#: Style sheets of the pages that the wall shares; the shell, the filter bar and print are not on it.
_SHARED_STYLES = re.compile(r"/assets/(?!\d+-(?:shell|filters|print)\.)[^/]+\.css")
#: The chart library and what draws with it, without the React component.
_SHARED_SCRIPTS = re.compile(r"/components/echart/(?!echart\.v)")
#: In the order in which they need each other.
SCRIPTS = (
    "tree",
    "fit",
    "scene",
    "head",
    "figures",
    "detail",
    "pulse",
    "carousel",
    "renew",
    "hands",
    "player",
    "wall",
)
FONTS = ("noto-sans-sc-400.woff2", "noto-sans-sc-500.woff2", "noto-sans-sc-700.woff2")


def document(wall: Wall, index: str, prefix: str, release: str) -> str:
    """The HTML of the wall. ``index`` is Dash's own page: it names the shared files' addresses."""
    styles = [u for u in _found(r'<link rel="stylesheet" href="([^"]+)"', index) if _SHARED_STYLES.search(u)]
    scripts = [u for u in _found(r'<script src="([^"]+)"', index) if _SHARED_SCRIPTS.search(u)]
    icon = _found(r'(<link rel="icon"[^>]+>)', index)
    own = [_asset(prefix, f"{name}.js") for name in SCRIPTS]
    lines = [
        '<!DOCTYPE html><html lang="zh-CN" data-theme="wall"><head><meta charset="UTF-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(wall.title)}</title>",
        *icon,
        _data("wall-config", config(wall, prefix, release)),
        f'<script src="{_asset(prefix, "stage.js")}"></script>',
        *(f'<link rel="stylesheet" href="{url}">' for url in [*styles, _asset(prefix, "wall.css")]),
        *(_font(prefix, name) for name in FONTS),
        f'<link rel="preload" as="fetch" crossorigin="anonymous" href="{prefix}{map_url()}">',
        *(f'<script defer src="{url}"></script>' for url in [*scripts, *own]),
        '</head><body class="wall"><div id="content"></div>',
        "<noscript>大屏需要启用 JavaScript 的浏览器。</noscript></body></html>",
    ]
    return "\n".join(lines)


def config(wall: Wall, prefix: str, release: str) -> dict[str, Any]:
    """What the wall's scripts know of the declaration."""
    return {
        "title": wall.title,
        "owner": wall.owner,
        "scenes": [{"key": s.key, "title": s.title, "dwell": s.dwell} for s in wall.scenes],
        "idle": wall.idle,
        "highlight": wall.highlight,
        "reloadAt": wall.reload_at,
        "cuts": list(CUTS),
        "prefix": prefix,
        "release": release,
    }


def _found(pattern: str, text: str) -> list[str]:
    return re.findall(pattern, text)


def _asset(prefix: str, name: str) -> str:
    path: Path = _FOLDER / name
    return f"{prefix}assets/wall/{name}?m={path.stat().st_mtime}"


def _font(prefix: str, name: str) -> str:
    address = f"{prefix}assets/fonts/{name}"
    return f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{address}">'


def _data(id: str, value: object) -> str:
    """A block of data; what could end it is written as an escape of JSON."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script id="{id}" type="application/json">{text}</script>'
