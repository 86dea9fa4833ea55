"""Make what comes from elsewhere in ``assets/``, ``documents/fonts`` and ``components/`` (echart, figure).

The results are committed, so neither installing nor running the cockpit needs this script, node or
a network. To renew them: ``python scripts/fetch_assets.py`` (needs node ≥ 18 with npm, and the
Python packages fonttools and brotli). Every package is pinned below.

What it makes: the ECharts build (only the chart types of ``PARTS``), the part of Plotly that draws on axes
(without the addresses of its makers' services), Noto Sans SC as sliced woff2
with one extra slice per weight that holds every character the project itself writes (one request
instead of forty), Bootstrap's reboot, the icons, and the simplified district map with label points.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import district_map, print_fonts, web_fonts  # noqa: E402

PACKAGES = {
    "echarts": "6.1.0",
    "esbuild": "0.28.2",
    "plotly.js-cartesian-dist-min": "4.1.1",
    "bootstrap": "5.3.9",
    "mapshaper": "0.7.70",
    "lucide-static": "1.62.0",
    "@fontsource/noto-sans-sc": "5.3.0",
    "@expo-google-fonts/noto-sans-sc": "0.4.3",
    "@expo-google-fonts/noto-serif-sc": "0.4.3",
    "lxgw-wenkai-webfont": "1.7.0",
}

PARTS = {
    "charts": "BarChart HeatmapChart LineChart MapChart PieChart SankeyChart ScatterChart TreemapChart",
    "components": "AriaComponent GeoComponent GraphicComponent GridComponent LegendComponent "
    "MarkAreaComponent MarkLineComponent MarkPointComponent TitleComponent TooltipComponent "
    "VisualMapComponent",
    "features": "LabelLayout",
    "renderers": "CanvasRenderer SVGRenderer",
}

#: Icon of the cockpit → icon of Lucide (ISC licence).
ICONS = {
    "overview": "layout-dashboard",
    "organizations": "network",
    "members": "users",
    "activities": "calendar-days",
    "supervision": "clipboard-check",
    "communication": "megaphone",
    "services": "handshake",
    "party": "flag",
    "governance": "shield-check",
    "intake": "upload",
    "screen": "monitor",
    "briefing": "file-text",
    "camera": "camera",
    "compare": "git-compare",
    "explore": "chart-scatter",
    "signal": "bell",
    "pin": "pin",
    "mine": "layout-grid",
    "schedule": "calendar-clock",
    "archive": "archive",
    "edit": "pencil",
    "check": "check",
    "mail": "mail",
    "slides": "presentation",
    "trash": "trash-2",
    "plus": "plus",
    "lock": "lock",
    "settings": "settings",
    "filter": "sliders-horizontal",
    "menu": "menu",
    "fold": "panel-left-close",
    "close": "x",
    "empty": "inbox",
    "broken": "triangle-alert",
    "info": "info",
    "right": "chevron-right",
    "down": "chevron-down",
    "download": "download",
    "print": "printer",
    "clock": "clock",
    "retry": "refresh-cw",
    "table": "table",
    "calendar": "calendar",
    "pause": "pause",
    "play": "play",
    "expand": "maximize-2",
    "fullscreen": "maximize",
    "back": "arrow-left",
}


def main() -> None:
    """Make all parts, or those named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = ["echarts", "plotly", "fonts", "papers", "bootstrap", "icons", "map"]
    parser.add_argument("parts", nargs="*", help=f"{' '.join(parts)} (default: all)")
    wanted = parser.parse_args().parts or parts
    makers = {"echarts": echarts, "fonts": web_fonts.make, "bootstrap": bootstrap, "icons": icons}
    makers |= {"plotly": plotly, "map": map_, "papers": print_fonts.make}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        install(home)
        for part in wanted:
            makers[part](home / "node_modules")
            print(f"{part}: done")


def install(home: Path) -> None:
    """Install the pinned npm packages into ``home``."""
    (home / "package.json").write_text("{}", encoding="utf-8")
    names = [f"{name}@{version}" for name, version in PACKAGES.items()]
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", *names], cwd=home, check=True)


def echarts(modules: Path) -> None:
    """Bundle the parts in use into one file without a module loader."""
    lines = ["import * as core from 'echarts/core';"]
    for place, names in PARTS.items():
        lines.append(f"import {{{', '.join(names.split())}}} from 'echarts/{place}';")
    every = ", ".join(name for names in PARTS.values() for name in names.split())
    lines.append(f"core.use([{every}]); window.echarts = core;")
    entry = modules.parent / "entry.js"
    entry.write_text("\n".join(lines), encoding="utf-8")
    out = ROOT / "components" / "echart" / "echarts.min.js"
    options = ["--bundle", "--minify", "--format=iife", "--target=es2017", "--legal-comments=none"]
    banner = f"--banner:js=/*! Apache ECharts {PACKAGES['echarts']}, Apache-2.0 */"
    command = [str(modules / ".bin" / "esbuild"), str(entry), *options, banner, f"--outfile={out}"]
    subprocess.run([*command, '--define:process.env.NODE_ENV="production"'], check=True, cwd=modules.parent)


def plotly(modules: Path) -> None:
    """Plotly's build for charts on axes; its logo, cloud and maps have no address to go to."""
    package = modules / "plotly.js-cartesian-dist-min"
    text = (package / "plotly-cartesian.min.js").read_text(encoding="utf-8")
    for address in ("https://plotly.com/", "https://cloud.plotly.com/newchart", "https://cdn.plot.ly/un/"):
        text = text.replace(f'"{address}"', '""')
    (ROOT / "components" / "figure" / "plotly.min.js").write_text(text, encoding="utf-8")


def bootstrap(modules: Path) -> None:
    """Bootstrap's reboot: the cockpit's own styles do the rest."""
    text = (modules / "bootstrap/dist/css/bootstrap-reboot.min.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)
    (ROOT / "assets" / "01-bootstrap-reboot.min.css").write_text(text, encoding="utf-8")


def icons(modules: Path) -> None:
    """Copy the icons and write the style that paints each as a mask in the text's colour."""
    folder = ROOT / "assets" / "icons"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rules = ["/* Written by scripts/fetch_assets.py. Icons: Lucide, ISC licence. */"]
    for name, source in sorted(ICONS.items()):
        svg = (modules / "lucide-static/icons" / f"{source}.svg").read_text(encoding="utf-8")
        svg = re.sub(r"\s*<!--.*?-->\s*|\s+class=\"[^\"]*\"", "", svg, flags=re.S)
        svg = re.sub(r"\s+", " ", svg).replace("> <", "><").replace('stroke-width="2"', 'stroke-width="1.75"')
        (folder / f"{name}.svg").write_text(svg.strip() + "\n", encoding="utf-8")
        rules.append(f'.icon-{name}{{--icon:url("icons/{name}.svg")}}')
    (ROOT / "assets" / "04-icons.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


def map_(modules: Path) -> None:
    """Simplify the district map and compute label points."""
    district_map.make(modules / ".bin" / "mapshaper", ROOT / "assets" / "map" / "beijing_districts.geojson")


if __name__ == "__main__":
    main()
