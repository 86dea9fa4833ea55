"""A delivery as it lies on disk: its manifest, its files, and their header rows."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from data.json_text import parsed
from data.schema import delivery_tables, required_columns
from intake.report import Findings, Problem, readable

MANIFEST = "manifest.json"

_HEADER_BYTES = 65_536


@dataclass(frozen=True)
class DeliveredTable:
    """One CSV file: the table it fills and its columns in file order."""

    table: Table
    path: Path
    columns: tuple[str, ...]

    @property
    def file(self) -> str:
        """File name, as messages give it."""
        return self.path.name


@dataclass(frozen=True)
class Delivery:
    """A delivery whose manifest, file names and headers are right; rows are not yet read."""

    directory: Path
    title: str
    business_date: date
    is_demonstration: bool
    tables: tuple[DeliveredTable, ...]


def read_delivery(directory: Path) -> Delivery:
    """Read manifest and headers; raise ``ImportRefused`` naming everything that is wrong."""
    findings = Findings()
    if not directory.is_dir():
        findings.add([Problem(str(directory), reason="不是目录", expected="一个含 manifest.json 的目录")])
        findings.refuse_if_any()
    title, day, demonstration = _read_manifest(directory / MANIFEST, findings)
    tables = _read_tables(directory, findings)
    if not tables and not findings.total:
        findings.add([Problem(str(directory), reason="没有任何数据表", expected="至少一个 <表名>.csv")])
    findings.refuse_if_any()
    return Delivery(directory, title, day, demonstration, tuple(tables))


def _read_manifest(path: Path, findings: Findings) -> tuple[str, date, bool]:
    try:
        raw: Any = parsed(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        findings.add([Problem(MANIFEST, reason="缺少交付说明", expected="含 title 等项的 JSON 文件")])
        return "", date.min, False
    except (OSError, ValueError) as error:
        findings.add([Problem(MANIFEST, reason=f"无法读取（{error}）", expected="UTF-8 编码的 JSON 文件")])
        return "", date.min, False
    if not isinstance(raw, dict):
        findings.add([Problem(MANIFEST, reason="不是 JSON 对象", expected='形如 {"title": …} 的对象')])
        return "", date.min, False
    return _manifest_values(raw, findings)


def _manifest_values(raw: dict[str, Any], findings: Findings) -> tuple[str, date, bool]:
    def wrong(key: str, expected: str) -> None:
        value = json.dumps(raw.get(key), ensure_ascii=False)
        findings.add([Problem(MANIFEST, None, key, value, f"值 {readable(value)} 不对", expected)])

    known = ("title", "business_date", "demonstration")
    for key in sorted(set(raw) - set(known)):
        findings.add([Problem(MANIFEST, None, key, reason="没有这一项", expected=_nearest(key, known))])
    title, demonstration = raw.get("title"), raw.get("demonstration", False)
    if not isinstance(title, str) or not title.strip() or "\0" in title:
        wrong("title", "交付名称（文字）")
    if not isinstance(demonstration, bool):
        wrong("demonstration", "true 或 false")
    day = date.min
    try:
        day = date.fromisoformat(raw.get("business_date", ""))
    except (TypeError, ValueError):
        wrong("business_date", "形如 2022-12-30 的日期")
    return str(title).strip(), day, demonstration is True


def _read_tables(directory: Path, findings: Findings) -> list[DeliveredTable]:
    known = {t.name: t for t in delivery_tables()}
    found = []
    for path in sorted(directory.iterdir()):
        if path.name == MANIFEST or path.name.startswith((".", "README")):
            continue
        table = known.get(path.stem) if path.suffix == ".csv" and path.is_file() else None
        if table is None:
            names = [f"{name}.csv" for name in known]
            findings.add([Problem(path.name, reason="不认识的文件", expected=_nearest(path.name, names))])
            continue
        columns, problems = _read_header(path, table)
        findings.add(problems)
        found.append(DeliveredTable(table, path, columns))
    order = list(known)
    return sorted(found, key=lambda d: order.index(d.table.name))


def _read_header(path: Path, table: Table) -> tuple[tuple[str, ...], list[Problem]]:
    try:
        with path.open("rb") as source:
            line = source.readline(_HEADER_BYTES).decode("utf-8-sig")
        header = next(csv.reader([line.rstrip("\r\n")], strict=True), [])
    except OSError as error:
        return (), [Problem(path.name, reason=f"无法读取（{error.strerror}）")]
    except (UnicodeDecodeError, csv.Error):
        return (), [Problem(path.name, 1, reason="表头无法读取", expected="UTF-8 编码、逗号分隔的列名")]
    problems = [*_unknown_columns(path.name, header, table), *_missing_columns(path.name, header, table)]
    for name in sorted({n for n in header if header.count(n) > 1}):
        problems.append(Problem(path.name, 1, name, name, f"列 {readable(name)} 出现了不止一次"))
    return tuple(header), problems


def _unknown_columns(file: str, header: list[str], table: Table) -> list[Problem]:
    unknown = [n for n in header if n not in table.columns]
    names = list(table.columns.keys())
    return [Problem(file, 1, readable(n) or "（空）", n, "没有这一列", _nearest(n, names)) for n in unknown]


def _missing_columns(file: str, header: list[str], table: Table) -> list[Problem]:
    return [
        Problem(file, 1, c.name, None, "缺少必填的列", "表头中的一列", c.info["zh"])
        for c in required_columns(table)
        if c.name not in header
    ]


def _nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """The names a wrong one may stand for: the nearest few, or all where they are few."""
    close = get_close_matches(name, known, n=3, cutoff=0.6)
    if close:
        return f"{'、'.join(close)}（名称最接近）"
    if len(known) <= 20:
        return f"{'、'.join(known)} 之一"
    return "数据目录中的名称"
