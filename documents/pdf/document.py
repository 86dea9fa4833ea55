"""A briefing put together as HTML, and printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data.settings import ROOT
from documents import layout, sources
from documents.model import Briefing, Chart, Heading
from documents.pdf.charts import option
from documents.printing import html_pdf
from documents.seal import Seal
from frames.formats import date_zh

_HERE = Path(__file__).resolve().parent
_FONTS = ROOT / "documents" / "fonts"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def pdf(found: Briefing, seal: Seal | None = None) -> bytes:
    """The PDF's bytes; with a seal its code and QR stand at the end.

    Raises what ``documents.printing.html_pdf`` raises.
    """
    return html_pdf(html(found, seal), files=_files())


def html(found: Briefing, seal: Seal | None = None) -> str:
    """The document that is printed; also the preview of a draft."""
    issue, total = layout.issue_line(found)
    chapters = [b.text for b in found.blocks if isinstance(b, Heading) and b.level == 1]
    charts = [option(found, b) for b in found.blocks if isinstance(b, Chart)]
    return _ENVIRONMENT.get_template("paper.html").render(
        found=found,
        head=found.masthead,
        layout=layout,
        is_of=lambda block, name: type(block).__name__ == name,
        issue=issue,
        total=total,
        day=date_zh(found.date),
        chapters=chapters,
        charts=charts,
        closing=layout.closing(found),
        footing=layout.footing(found),
        sources=sources.lines(found),
        seal=seal,
    )


@cache
def _files() -> dict[str, bytes]:
    """What the document names beside the project's own assets."""
    files = {f"fonts/{p.name}": p.read_bytes() for p in _FONTS.iterdir() if p.suffix in (".woff2", ".css")}
    scripts: dict[str, Path] = {
        "echarts.min.js": ROOT / "components" / "echart" / "echarts.min.js",
        "paper.js": _HERE / "paper.js",
        "paper.css": _HERE / "paper.css",
    }
    return files | {name: path.read_bytes() for name, path in scripts.items()}


def file(name: str) -> bytes:
    """A file that the document names; raises ``LookupError``."""
    found: Any = _files().get(name)
    if found is None:
        raise LookupError(f"没有文件 {name}")
    return bytes(found)
