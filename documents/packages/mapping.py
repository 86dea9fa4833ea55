"""The declared mapping: which of our indicators goes to whom, under which code, in which unit, how often."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

from data.settings import ROOT, Settings
from documents.packages.errors import OutwardError
from documents.packages.units import factor, right_units
from intake.report import Problem, readable
from queries.indicators import INDICATORS, get, nearest
from queries.model import Indicator

#: What the cockpit comes with: a proposal without a single agreed code.
SHIPPED = ROOT / "documents" / "packages" / "mapping.csv"
#: How often a figure is sent: the word, and the interval of ``queries.periods``.
FREQUENCIES: Mapping[str, str] = {"日": "day", "周": "week", "月": "month", "季": "quarter", "年": "year"}

_COLUMNS = {
    "target": "对方", "target_name": "对方名称", "indicator_code": "指标", "external_code": "对方代码",
    "external_name": "对方指标名称", "external_unit": "对方单位", "decimals": "小数位", "frequency": "频次",
    "note": "说明",
}  # fmt: skip
_TARGET = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MOST_DECIMALS = 9
#: What a spreadsheet takes for the start of a formula; codes have to arrive as they are.
_FORMULA = ("=", "+", "-", "@")
_SHOWN = 50


@dataclass(frozen=True)
class Entry:
    """One figure for one receiver; ``code`` is empty while nothing is agreed.

    ``decimals`` is how many places are sent (None: all there are), ``factor`` what our number is
    multiplied by to be in ``unit``.
    """

    target: str
    target_name: str
    indicator: Indicator
    code: str
    name: str
    unit: str
    factor: Decimal
    decimals: int | None
    frequency: str
    note: str

    @property
    def agreed(self) -> bool:
        """Whether the receiver's code is known."""
        return bool(self.code)


@dataclass(frozen=True)
class Target:
    """A receiver: its short name for commands and files, its name, and its figures."""

    code: str
    name: str
    entries: tuple[Entry, ...]

    @property
    def agreed(self) -> tuple[Entry, ...]:
        """The figures that can be sent."""
        return tuple(e for e in self.entries if e.agreed)

    @property
    def open(self) -> tuple[Entry, ...]:
        """The figures that wait for a code."""
        return tuple(e for e in self.entries if not e.agreed)


def mapping_path(settings: Settings) -> Path:
    """The mapping file in force."""
    return Path(settings.outward_file) if settings.outward_file else SHIPPED


def read_mapping(path: Path) -> dict[str, Target]:
    """The receivers by their short name; raises ``OutwardError`` naming every wrong cell."""
    reader = _Reader(path.name, _lines(path))
    entries = reader.entries()
    if reader.problems:
        count, told = len(reader.problems), reader.problems[:_SHOWN]
        raise OutwardError("\n".join([f"对外报送的对照表有 {count} 处问题：", *map(str, told)]))
    return {
        code: Target(code, mine[0].target_name, mine)
        for code in dict.fromkeys(e.target for e in entries)
        if (mine := tuple(e for e in entries if e.target == code))
    }


def find_target(targets: Mapping[str, Target], name: str) -> Target:
    """The receiver of this short name or name; raises ``OutwardError`` with those there are."""
    for target in targets.values():
        if name in (target.code, target.name):
            return target
    known = "、".join(f"{t.code}（{t.name}）" for t in targets.values()) or "（对照表是空的）"
    raise OutwardError(f"对照表中没有“{readable(name)}”，应为 {known} 之一")


def _lines(path: Path) -> list[list[str]]:
    try:
        text = path.read_text("utf-8-sig")
        return [[cell.strip() for cell in row] for row in csv.reader(StringIO(text), strict=True)]
    except OSError as error:
        raise OutwardError(f"无法读取对照表 {path}（{error.strerror}），见 COCKPIT_OUTWARD_FILE") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise OutwardError(f"{path.name}：不是 UTF-8 编码、逗号分隔的表格") from error


class _Reader:
    """Reads the lines of a mapping, keeping every problem."""

    def __init__(self, file: str, lines: list[list[str]]) -> None:
        self.file, self.lines = file, lines
        self.problems: list[Problem] = []

    def entries(self) -> list[Entry]:
        """Every entry that can be read."""
        header = self.lines[0] if self.lines else []
        if sorted(header) != sorted(_COLUMNS):
            expected = "、".join(_COLUMNS)
            self.problems.append(Problem(self.file, 1, reason="表头不对", expected=f"这些列：{expected}"))
            return []
        rows = [(n, line) for n, line in enumerate(self.lines[1:], start=2) if any(line)]
        short = [n for n, line in rows if len(line) != len(header)]
        for n in short:
            self.problems.append(Problem(self.file, n, reason="列数与表头不同", expected=f"{len(header)} 列"))
        cells = [(n, dict(zip(header, line, strict=True))) for n, line in rows if n not in short]
        self._check_doubles(cells)
        return [entry for n, row in cells if (entry := self._entry(n, row))]

    def _wrong(self, row: int, cells: Mapping[str, str], column: str, reason: str, expected: str) -> None:
        value = cells[column]
        told = f"值“{readable(value)}”{reason}" if value else reason
        self.problems.append(Problem(self.file, row, column, value, told, expected, _COLUMNS[column]))

    def _check_doubles(self, rows: Iterable[tuple[int, dict[str, str]]]) -> None:
        rows = list(rows)
        for column in ("indicator_code", "external_code"):
            seen = Counter((cells["target"], cells[column]) for _, cells in rows)
            for n, cells in rows:
                if cells[column] and seen[cells["target"], cells[column]] > 1:
                    self._wrong(n, cells, column, "在同一个对方中出现不止一次", "每个只出现一次")
        names: dict[str, str] = {}
        for n, cells in rows:
            if names.setdefault(cells["target"], cells["target_name"]) != cells["target_name"]:
                right = f"“{names[cells['target']]}”，同前面的行"
                self._wrong(n, cells, "target_name", "与同一个对方的其他行不同", right)

    def _entry(self, row: int, cells: Mapping[str, str]) -> Entry | None:
        before = len(self.problems)
        self._check_texts(row, cells)
        indicator = INDICATORS.get(cells["indicator_code"])
        by = None
        if indicator is None:
            near = "、".join(f"{c} {get(c).name}" for c in nearest(cells["indicator_code"]))
            self._wrong(
                row, cells, "indicator_code", "不是本系统的指标", f"指标目录中的编号，相近的有 {near}"
            )
        else:
            unit = cells["external_unit"] or indicator.unit
            by = factor(indicator.unit, unit)
            if by is None:
                right = f"能由“{indicator.unit}”换算的单位：{'、'.join(right_units(indicator.unit))}"
                self._wrong(row, cells, "external_unit", "不能换算", right)
        decimals = self._decimals(row, cells)
        if indicator is None or by is None or len(self.problems) > before:
            return None
        name = cells["external_name"] or indicator.name
        return Entry(
            cells["target"], cells["target_name"], indicator, cells["external_code"], name, unit, by,
            decimals, cells["frequency"], cells["note"],
        )  # fmt: skip

    def _check_texts(self, row: int, cells: Mapping[str, str]) -> None:
        for column, value in cells.items():
            if not value.isprintable():
                self._wrong(row, cells, column, "含有控制字符", "可见的文字")
            if value.startswith(_FORMULA):
                self._wrong(
                    row, cells, column, "会被电子表格当作公式", f"不以 {' '.join(_FORMULA)} 开头的文字"
                )
        if not _TARGET.fullmatch(cells["target"]):
            self._wrong(row, cells, "target", "不能用作简称", "小写字母、数字和连字符，不超过 40 个字符")
        if not cells["target_name"]:
            self._wrong(row, cells, "target_name", "必填的值为空", "对方系统的名称")
        if cells["frequency"] not in FREQUENCIES:
            self._wrong(row, cells, "frequency", "不是频次", f"{'、'.join(FREQUENCIES)} 之一")

    def _decimals(self, row: int, cells: Mapping[str, str]) -> int | None:
        text = cells["decimals"]
        if not text:
            return None
        if text.isascii() and text.isdigit() and int(text) <= _MOST_DECIMALS:
            return int(text)
        self._wrong(row, cells, "decimals", "不是小数位数", f"0 到 {_MOST_DECIMALS}，或留空（不取舍）")
        return None
