"""What became of a delivery, as plain JSON: what the page shows and the history keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from data.schema import delivery_tables
from intake import Changes, ImportRefused, IntakeReport, Movement, Problem
from intake.report import readable

#: The command line's words, and where the page has the same.
_WORDS = {
    "用 --table 指明": "在“选项”中指明它属于哪个表",
    "用 --source 指明的一个来源": "在“选项”中指明的一个来源",
    "要清空，请用 --clear-blank": "要清空，请在“选项”中勾选“空单元格清空原值”",
}
#: Where a spreadsheet of refused rows lies, which the page has a link to.
_FILE = re.compile(r"(?:全部行连同原因|拒收行)（[^）]*）见 [^；]*；")
#: An English name with the Chinese one behind it.
_BOTH = re.compile(r"[a-z][a-z0-9_]*（[^（）]+）")


def of_report(report: IntakeReport, base: str | None) -> dict[str, Any]:
    """A report of loose files; ``base`` is the version that they were compared with."""
    return {
        "base": base,
        "as_of": report.as_of.isoformat(),
        "changes": of_changes(report.changes),
        "questions": list(report.questions),
        "remarks": [_here(r) for r in report.remarks],
        "problems": [_problem(p) for p in report.refused],
        "problem_total": report.refused_rows,
        "noted": [_problem(p) for p in report.noted],
        "noted_total": sum(c.noted for c in report.changes),
        "refused_rows": report.refused_rows,
        "written_rows": report.written_rows,
        "refused_file": report.refused_file.name if report.refused_file else "",
        "moved": of_movements(report.moved, report.beyond),
        "seconds": round(report.seconds, 1),
    }


def of_refusal(error: ImportRefused) -> dict[str, Any]:
    """A delivery of which nothing was taken."""
    head = str(error).splitlines()[0]
    if error.refused_file:
        head = _FILE.sub("", head)
    return {
        "why": _here(head).removeprefix("未导入："),
        "problems": [_problem(p) for p in error.problems],
        "problem_total": error.total,
        "refused_file": error.refused_file.name if error.refused_file else "",
        "is_whole": error.is_whole,
    }


def of_changes(changes: Sequence[Changes]) -> list[dict[str, Any]]:
    """What becomes of each table, the effects in words."""
    return [
        asdict(c)
        | {"written": c.written}
        | {"effects": [asdict(e) | {"words": e.words, "question": e.question} for e in c.effects]}
        for c in changes
    ]


def of_movements(moved: Sequence[Movement], beyond: Sequence[Movement]) -> list[dict[str, Any]]:
    """Indicators that moved, those beyond the limit first and marked."""
    listed = [asdict(m) | {"share": m.share, "is_rate": m.is_rate, "beyond": m in beyond} for m in moved]
    return sorted(listed, key=lambda m: not m["beyond"])


def _problem(problem: Problem) -> dict[str, Any]:
    reason = problem.reason.replace("{other}", str(problem.other)) if problem.other else problem.reason
    # The value has a column of its own.
    reason = reason.replace(f"“{readable(problem.value)}”", "") if problem.value else reason
    return {
        "file": problem.file,
        "row": problem.row,
        "column": problem.label or problem.column or "",
        "value": problem.value or "",
        "reason": _here(reason),
        "right": _here(problem.expected),
    }


def in_chinese(text: str) -> str:
    """Tables and columns by their Chinese names alone, where the command line gives both."""
    return _BOTH.sub(lambda found: _names().get(found[0], found[0]), text)


@cache
def _names() -> dict[str, str]:
    tables = delivery_tables()
    return {f"{x.name}（{x.info['zh']}）": x.info["zh"] for t in tables for x in (t, *t.columns)}


def _here(text: str) -> str:
    text = in_chinese(text)
    for words, ours in _WORDS.items():
        text = text.replace(words, ours)
    return text
