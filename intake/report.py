"""What an import tells: progress, problems in a clerk's words, a report, and its refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Column

#: Problems listed one by one; the rest is only counted.
LISTED = 200

_SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Problem:
    """One thing in a delivery that is not as the data catalogue says.

    ``row`` is the row as a spreadsheet numbers it (the header is row 1); None where the problem
    is the whole file's. ``column`` is the English name, ``label`` the Chinese one.
    """

    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    reason: str = ""
    expected: str = ""
    label: str = ""
    #: Another row that the reason speaks of, as ``{other}``.
    other: int | None = None

    def __str__(self) -> str:
        place = self.file + (f" 第 {self.row} 行" if self.row else "")
        if self.column:
            place += f"，列 {self.column}" + (f"（{self.label}）" if self.label else "")
        reason = self.reason.replace("{other}", str(self.other)) if self.other else self.reason
        return f"{place}：{reason}" + (f"；应为{_spaced(self.expected)}" if self.expected else "")

    @property
    def told(self) -> str:
        """The problem without its file and row, for a list that stands beside the row."""
        column = f"{self.label or self.column}：" if self.column else ""
        return f"{column}{self.reason}" + (f"；应为{_spaced(self.expected)}" if self.expected else "")


def _spaced(text: str) -> str:
    """Latin letters and digits stand off from Chinese characters by a space."""
    return f" {text}" if text[0].isascii() else text


def in_column(file: str, column: Column[object], row: int | None, value: str | None, reason: str,
              expected: str = "") -> Problem:  # fmt: skip
    """A problem of one cell; ``{value}`` in ``reason`` stands for the quoted, shortened value."""
    text = reason.replace("{value}", f"“{readable(value or '')}”")
    return Problem(file, row, column.name, value, text, expected, column.info["zh"])


def readable(value: str) -> str:
    """A value fit for one line of a message: shortened, control characters shown as escapes."""
    shown = value if len(value) <= _SHOWN_CHARACTERS else value[:_SHOWN_CHARACTERS] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)


@dataclass
class Findings:
    """Problems found so far: the first of them in full, all of them counted."""

    listed: list[Problem] = field(default_factory=list)
    total: int = 0

    def add(self, problems: list[Problem], total: int | None = None) -> None:
        """Add examples of ``total`` problems (default: as many as are given)."""
        self.listed += problems
        self.total += len(problems) if total is None else total

    def refuse_if_any(self) -> None:
        """Raise ``ImportRefused`` when there is at least one problem."""
        if self.total:
            first = sorted(self.listed, key=lambda p: (p.file, p.row or 0, p.column or ""))[:LISTED]
            raise ImportRefused(tuple(first), self.total)


@dataclass(frozen=True)
class ImportReport:
    """A publication that came out of an import: rows per delivered table, tables carried over."""

    version: str
    tables: dict[str, int]
    carried: tuple[str, ...]
    pruned: tuple[str, ...]
    seconds: float


class ImportFailed(RuntimeError):
    """The import ended for a reason outside the delivery (a full disk); nothing was published."""

    exit_code = 1


class ImportRefused(ValueError):
    """The delivery has problems: nothing was published. ``problems`` holds the first ones.

    ``refused_file`` is the spreadsheet of what was sent, where single rows were the reason:
    ``is_whole`` says whether it holds every row, or (of very long sheets) the refused ones only.
    """

    exit_code = 2

    def __init__(
        self,
        problems: tuple[Problem, ...],
        total: int,
        why: str = "",
        refused_file: Path | None = None,
        is_whole: bool = False,
    ) -> None:
        self.problems = problems
        self.total = total
        self.refused_file = refused_file
        self.is_whole = is_whole
        some = f"，列出前 {len(problems)} 处" if total > len(problems) else ""
        head = f"未导入：{why}发现 {total} 处问题{some}"
        super().__init__("\n".join([head, *map(str, problems)]))
