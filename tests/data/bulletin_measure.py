"""Precision and recall of the bulletin reader per field, against answers written by hand."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.bulletins import Bulletin, Found, read_bulletin

FOLDER = Path(__file__).parent / "bulletins"
ANSWERS: dict[str, Any] = json.loads((FOLDER / "answers.json").read_text("utf-8"))
MASTHEAD = ("series", "year", "issue", "total", "issuer", "date")
ITEM = (
    "title",
    "column",
    "date",
    "date_end",
    "host",
    "place",
    "district",
    "leaders",
    "headcount",
    "headcount_unit",
    "signed",
)


@dataclass(frozen=True)
class Score:
    """Values read and right, read in all, and told by the answers."""

    right: int
    read: int
    told: int

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.told if self.told else 1.0


def measure(names: tuple[str, ...] = tuple(ANSWERS)) -> dict[str, Score]:
    """A score for each field over the named bulletins."""
    right, read, told = Counter[str](), Counter[str](), Counter[str]()
    for name in names:
        bulletin = read_bulletin(FOLDER / f"{name}.txt")
        for field, values, answers in _pairs(bulletin, ANSWERS[name]):
            matched, wanted = _compare(values, answers)
            right[field] += matched
            read[field] += len(values)
            told[field] += wanted
    return {f: Score(right[f], read[f], told[f]) for f in told}


def table(scores: dict[str, Score]) -> str:
    """The scores as a Markdown table."""
    head = "| Field | Told | Read | Right | Precision | Recall |\n| --- | --: | --: | --: | --: | --: |"
    rows = [
        f"| `{f}` | {s.told} | {s.read} | {s.right} | {s.precision:.0%} | {s.recall:.0%} |"
        for f, s in scores.items()
    ]
    return "\n".join([head, *rows])


def same(text: str) -> str:
    """Text as it is compared: without blanks, punctuation in one form."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _pairs(bulletin: Bulletin, answers: Any) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """(field, values read, answers, each as the values that would be right)."""
    for field in MASTHEAD:
        answer = answers["masthead"].get(field)
        yield f"masthead.{field}", _values(getattr(bulletin.masthead, field)), [[answer]] if answer else []
    left = {same(item.title.value): item for item in bulletin.items}
    for wanted in answers["items"]:
        item = left.pop(same(wanted["title"]), None)
        for field in ITEM:
            yield field, _values(getattr(item, field)) if item else [], _answers(wanted[field], field)
    for item in left.values():
        for field in ITEM:
            yield field, _values(getattr(item, field)), []


def _values(found: Found | tuple[Found, ...] | None) -> list[str]:
    several = found if isinstance(found, tuple) else (found,)
    return [same(one.value) for one in several if one]


def _answers(answer: Any, field: str) -> list[list[str]]:
    if field in ("host", "place"):
        return [answer] if answer else []
    several = answer if isinstance(answer, list) else [answer]
    return [[one] for one in several if one]


def _compare(values: list[str], answers: list[list[str]]) -> tuple[int, int]:
    left = [[same(a) for a in alternatives] for alternatives in answers]
    right = 0
    for value in values:
        hit = next((alternatives for alternatives in left if value in alternatives), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right, len(answers)
