"""Row numbers as the clerk's own program shows them.

Staging numbers the records that hold something; a spreadsheet also counts the blank lines between
them. The file is read again only when there is something to report, and only as far as that.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from intake.delivery import Delivery
from intake.report import Findings


def renumber(delivery: Delivery, findings: Findings) -> None:
    """Put the row numbers of listed problems right in files with blank lines."""
    for delivered in delivery.tables:
        mine = [p for p in findings.listed if p.file == delivered.file]
        wanted = {row for p in mine for row in (p.row, p.other) if row is not None}
        if not wanted:
            continue
        there = _rows(delivered.path, wanted)
        findings.listed = [
            replace(p, row=there.get(p.row or 0, p.row), other=there.get(p.other or 0, p.other))
            if p.file == delivered.file
            else p
            for p in findings.listed
        ]


def _rows(path: Path, wanted: set[int]) -> dict[int, int]:
    """From the number of a record (blank lines left out) to its number with them."""
    found: dict[int, int] = {}
    filled, last = 0, max(wanted)
    with path.open(encoding="utf-8-sig", newline="") as source:
        for number, record in enumerate(csv.reader(source), start=1):
            filled += bool(record)
            if record and filled in wanted:
                found[filled] = number
            if filled >= last:
                break
    return found
