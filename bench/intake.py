"""Import of the whole delivery, against pandas only reading the same files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from bench.report import Line, once
from data.settings import Settings
from intake import import_delivery


def measure(delivery: Path, settings: Settings) -> Iterator[Line]:
    """Rows a second from CSV files to a published, checked, indexed version."""
    report = import_delivery(delivery, settings)
    rows = sum(report.tables.values())
    spent, read = once(lambda: sum(len(pd.read_csv(f, dtype=str)) for f in delivery.glob("*.csv")))
    if read != rows:
        raise SystemExit(f"导入 {rows} 行，文件中有 {read} 行")
    yield Line(f"导入 {rows:,} 行", rows / report.seconds, "行/秒", read / spent * 1000, " pandas 只读取")
