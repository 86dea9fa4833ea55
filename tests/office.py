"""Exports opened by LibreOffice, compared cell by cell with the screen: ``python -m tests.office``.

It works on the database that the settings name and needs ``soffice`` on the path (``apt install
libreoffice-calc``, 400 MB), which is why ``make test`` leaves it out.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from data.engine import Publication
from data.settings import Settings
from documents.export.content import Export
from documents.export.textfile import csv_lines
from documents.export.workbook import write_workbook
from frames.model import Column
from tests.pages.screen import BOARDS, Node, Screen, classed, nodes, screen_over, text

MISSING = (
    "没有找到 soffice：请安装 LibreOffice（apt install libreoffice-calc），再运行 python -m tests.office"
)
PAGES = (
    *BOARDS,
    "/drill?i=ZZ01&district=110108",
    "/drill?i=DB01",
    "/drill?i=RC02&district=110119&sort=since",
)
#: Texts that a spreadsheet would run.
HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1,1)", "=HYPERLINK(1)", "正常")
#: How many numbers of a chart its table shows.
MOST_SHOWN = 50
#: As LibreOffice writes CSV: comma, quotes, UTF-8, cells as they are shown, every sheet a file of its own.
_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@dataclass(frozen=True)
class Taken:
    """A tile's table as the screen shows it, and whether there are more rows in the files (``total``)."""

    name: str
    heads: list[str]
    rows: list[list[str]]
    total: int


def tables(screen: Screen, into: Path) -> list[Taken]:
    """Every table that can be taken away from the pages; its files are written beside each other."""
    found = []
    for url in PAGES:
        for place, tile in screen.tiles(url).items():
            hrefs = [n["props"]["href"] for n in classed(tile, "export-item") if n["props"].get("href")]
            grids = [n for n in nodes(tile) if n["type"] == "Table"]
            if not hrefs or not grids:
                continue
            name = f"{re.sub(r'[^a-zA-Z0-9]+', '_', url.strip('/')) or 'overview'}-{place}"
            for href in hrefs:
                kind = href.rpartition("=")[2]
                (into / f"{name}.{kind}").write_bytes(screen.client.get(href).get_data())
            found.append(_taken(name, grids[0], text(tile)))
    return found


def _taken(name: str, grid: Node, words: str) -> Taken:
    parts = {n["type"]: n for n in nodes(grid) if n["type"] in {"Thead", "Tbody", "Tfoot"}}
    heads = [text(n) for n in nodes(parts["Thead"]) if n["type"] == "Th"]
    lines = [
        n for kind in ("Tbody", "Tfoot") if kind in parts for n in nodes(parts[kind]) if n["type"] == "Tr"
    ]
    rows = [[text(cell) for cell in line["props"]["children"]] for line in lines]
    said = re.search(r"共 ([\d,]+) 行", words)
    return Taken(name, heads, rows, max(len(rows), int(said[1].replace(",", "")) if said else 0))


def convert(folder: Path, ending: str) -> None:
    """What LibreOffice makes of every file with an ending, in a folder of that name."""
    filters = ["--infilter=CSV:44,34,76,1,,0,false,true"] if ending == "csv" else []
    files = [str(path) for path in sorted(folder.glob(f"*.{ending}"))]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        *filters,
        "--convert-to",
        _AS_SHOWN,
        "--outdir",
        str(folder / ending),
    ]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=600)


def opened(folder: Path, ending: str, name: str) -> list[list[str]]:
    """The cells of a converted file; of a workbook its sheet of numbers."""
    names = (f"{name}-数据.csv",) if ending == "xlsx" else (f"{name}.csv", f"{name}-{name}.csv")
    (path,) = [found for found in (folder / ending / one for one in names) if found.exists()]
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def same(shown: str, given: str) -> bool:
    """Whether a cell of a file is that of the screen: to as many decimals as shown, days in either form."""
    shown, given = shown.strip(), given.strip()
    if day := re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", shown):
        return given == f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}"
    number = re.fullmatch(r"-?[\d,]+(?:\.(\d+))?(%?)", shown)
    if not number or given.endswith("%") != bool(number[2]):
        return given == ("" if shown == "—" else shown)
    try:
        exact = Decimal(given.replace(",", "").rstrip("%"))
    except InvalidOperation:
        return False
    step = Decimal(1).scaleb(-len(number[1] or ""))
    return exact.quantize(step, ROUND_HALF_UP) == Decimal(shown.replace(",", "").rstrip("%"))


def differences(taken: Taken, sheet: list[list[str]]) -> list[str]:
    """What differs between a table on the screen and a file, in words; empty where nothing does.

    A column without any value isn't shown; of a chart's numbers the screen shows the first fifty.
    """
    head, *rows = sheet
    lost = [name for name in taken.heads if name not in head]
    if lost or [name for name in head if name in taken.heads] != taken.heads:
        return [f"heads {head} for {taken.heads}"]
    places = [head.index(name) for name in taken.heads]
    hidden = [at for at, name in enumerate(head) if at not in places and name not in {"数据性质", "演示数据"}]
    found = []
    if len(rows) != taken.total and not (taken.total == MOST_SHOWN < len(rows)):
        found.append(f"{len(rows)} rows for {taken.total}")
    for number, (mine, theirs) in enumerate(zip(taken.rows, rows, strict=False), start=1):
        pairs = [(one, theirs[at]) for one, at in zip(mine, places, strict=True)]
        found += [f"row {number}: {b!r} for {a!r}" for a, b in pairs if not same(a, b)]
        found += [f"row {number}: {theirs[at]!r} is not shown" for at in hidden if theirs[at]]
    return found


def hostile(into: Path) -> Taken:
    """A file of texts that a spreadsheet would take for formulas, numbers and days."""
    publication = Publication("000001", date(2022, 12, 30), datetime(2022, 12, 31), True, None)
    columns = (Column("name", "名称"), Column("value", "数值", "number", "家"))
    rows = [{"name": one, "value": at} for at, one in enumerate(HOSTILE)]
    export = Export("文字", columns, rows, (("内容", "=1+1"),), publication, ())
    write_workbook(export, into / "hostile.xlsx")
    (into / "hostile.csv").write_bytes(b"".join(csv_lines(export)))
    return Taken(
        "hostile", ["名称", "数值（家）"], [[one, str(at)] for at, one in enumerate(HOSTILE)], len(rows)
    )


def main() -> int:
    """Compare, and say how much was compared; 1 where anything differs."""
    if not shutil.which("soffice"):
        sys.stderr.write(MISSING + "\n")
        return 1
    with tempfile.TemporaryDirectory() as name, screen_over(Settings.from_env()) as screen:
        folder = Path(name)
        every = [*tables(screen, folder), hostile(folder)]
        wrong = []
        for ending in ("xlsx", "csv"):
            convert(folder, ending)
            for one in every:
                sheet = opened(folder, ending, one.name)
                if one.name == "hostile":  # in CSV an apostrophe stands before them
                    sheet = [[cell.removeprefix("'") for cell in row] for row in sheet]
                wrong += [f"{one.name}.{ending}: {words}" for words in differences(one, sheet)]
                if "演示数据" not in sheet[0] + sheet[-1]:
                    wrong.append(f"{one.name}.{ending}: 演示数据 is not said")
        cells = sum(len(row) for one in every for row in one.rows)
        sys.stdout.write(
            "\n".join([*wrong, f"{len(every)} tables, {cells} cells twice, {len(wrong)} differences\n"])
        )
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
