"""个人会员 (RC01) cut three ways: computed, from the cache, and by pandas over the same CSV files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd

from bench.report import Line, Result, once, typical
from queries.evaluate import Question
from queries.filters import Filters
from queries.scope import EVERYTHING
from queries.service import Answer, Cockpit

CODE = "RC01"
CUTS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "按学科类": (("discipline",), None),
    "按组织": (("organisation",), None),
    "按月": ((), "month"),
}
_COLUMNS = {"discipline": "class_code", "organisation": "society_id"}


def measure(cockpit: Cockpit, delivery: Path, times: int) -> Iterator[Line]:
    """For each cut, computed against pandas, and cached against computed.

    Raises ``SystemExit`` where pandas finds other values.
    """
    reading, frame = once(lambda: _members(delivery))
    yield Line("pandas 读取 CSV", reading, "毫秒")
    last = cockpit.state().publication.business_date
    # Not the last day: that one may be in the cache.
    days = [last - timedelta(days=n + 1) for n in range(times)]
    for name, (by, interval) in CUTS.items():
        questions = [_question(day, by, interval) for day in days]
        computed, answers = _timed(cockpit.ask, questions)
        theirs, expected = _timed(partial(_by_pandas, frame), questions)
        for answer, found in zip(answers, expected, strict=True):
            _require_equal(answer, found, by)
        yield Line(f"{CODE} {name}：计算", computed, "毫秒", theirs, " pandas 分组")
        warm = typical(partial(cockpit.ask, questions[0]), 10 * times)
        yield Line(f"{CODE} {name}：缓存", warm, "毫秒", computed, "计算")


def _timed(run: Callable[[Question], Result], questions: list[Question]) -> tuple[float, list[Result]]:
    """(median milliseconds, results) of one call for each question."""
    found = [once(partial(run, question)) for question in questions]
    return median(spent for spent, _ in found), [result for _, result in found]


def _question(day: date, by: tuple[str, ...], interval: str | None) -> Question:
    return Question(CODE, Filters.default(day), by, interval, scope=EVERYTHING)


def _members(delivery: Path) -> pd.DataFrame:
    memberships = pd.read_csv(delivery / "membership.csv", parse_dates=["valid_from", "valid_to"])
    societies = pd.read_csv(delivery / "organisation.csv", usecols=["id", "class_code"])
    return memberships.merge(societies, left_on="society_id", right_on="id", suffixes=("", "_society"))


def _by_pandas(frame: pd.DataFrame, question: Question) -> dict[str, int]:
    day = question.filters.as_of
    if question.interval:
        return {p.label: int(_valid(frame, p.end)["person_id"].nunique()) for p in question.periods}
    groups = _valid(frame, day).groupby(_COLUMNS[question.by[0]])["person_id"].nunique()
    return {str(code): int(value) for code, value in groups.items()}


def _valid(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    at = pd.Timestamp(day)
    return frame[(frame["valid_from"] <= at) & (frame["valid_to"].isna() | (frame["valid_to"] > at))]


def _require_equal(answer: Answer, expected: dict[str, int], by: tuple[str, ...]) -> None:
    rows: list[dict[str, Any]] = answer.rows or []
    ours = {(r[f"{by[0]}_code"] if by else r["period"]): r["value"] for r in rows}
    if {code: n for code, n in ours.items() if n} != {code: n for code, n in expected.items() if n}:
        raise SystemExit(f"{CODE} 与 pandas 的结果不一致：{answer.as_of}")
