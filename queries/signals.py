"""Signals (信号): every threshold held against the numbers of one version, as everything else asks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from queries.evaluate import BadQuestion, Number, Question
from queries.filters import MISSING, Filters
from queries.indicators import INDICATORS, dimensions, get
from queries.indicators.parts import uses_period
from queries.model import Indicator
from queries.periods import Period, is_whole, shift_months
from queries.scope import Scope, ScopeRefused
from queries.service import Answer, Cockpit
from queries.thresholds import SMALL_BASE, Level, Limits, Threshold, in_unit

#: Member codes to (name, value).
_Found = dict[str, tuple[str, Number]]


@dataclass(frozen=True)
class Rule:
    """A threshold with the indicator it is of; ``id`` names it wherever it is remembered."""

    code: str
    threshold: Threshold

    @property
    def id(self) -> str:
        """``DB06/above-department``."""
        return f"{self.code}/{self.threshold.key}"

    @property
    def indicator(self) -> Indicator:
        """The declaration."""
        return get(self.code)


@dataclass(frozen=True)
class Judged:
    """One number held against a threshold.

    ``value`` is the indicator's (of the member, where there is one), ``compared`` what a change is
    reckoned from, or the highest (lowest) of the months before. ``measured`` is what was held against the
    limits: the value, the change, or for how many months it is a record; None where it cannot be said.
    """

    rule: Rule
    value: Number
    measured: float | None
    level: Level | None
    member: str = ""
    member_name: str = ""
    compared: Number = None


@cache
def rules() -> Mapping[str, Rule]:
    """Every declared threshold by its id."""
    found = [Rule(i.code, in_unit(t, i.unit)) for i in INDICATORS.values() for t in i.signals]
    return {rule.id: rule for rule in found}


def unfit(rule: Rule) -> str:
    """Why a threshold cannot be judged as it is declared; empty where it can (a test asks)."""
    threshold = rule.threshold
    if threshold.by and threshold.by not in dimensions(rule.code):
        return f"{rule.id}：指标不能按“{threshold.by}”划分"
    if threshold.is_change != bool(threshold.against):
        return f"{rule.id}：变动要说明与上年还是上月相比，其他阈值不要"
    if threshold.against == "month" and uses_period(rule.code):
        return f"{rule.id}：期间内发生的指标不与上月同日相比"
    if threshold.is_record and threshold.by:
        return f"{rule.id}：新高、新低不按成员判断"
    return ""


def judge(cockpit: Cockpit, limits: Mapping[str, Limits], version: str, *, scope: Scope) -> Iterator[Judged]:
    """Every threshold of ``limits`` (by rule id) that is declared and in use, on one version.

    One statement an indicator and dimension; numbers are cached like all answers. What a scope refuses
    is left out. Raises ``DatabaseUnavailable``.
    """
    filters = Filters.default(cockpit.publication(version).business_date)
    wanted: dict[tuple[str, str], list[Rule]] = {}
    for id, rule in rules().items():
        if id in limits and not limits[id].off:
            wanted.setdefault((rule.code, rule.threshold.by), []).append(rule)
    for (code, by), group in wanted.items():
        try:
            yield from _Asked(cockpit, filters, version, scope, code, by).judge(group, limits)
        except (ScopeRefused, BadQuestion):
            continue


@dataclass(frozen=True)
class _Asked:
    """The numbers of one indicator, of the whole or by a dimension, that its thresholds need."""

    cockpit: Cockpit
    filters: Filters
    version: str
    scope: Scope
    code: str
    by: str

    def judge(self, group: Sequence[Rule], limits: Mapping[str, Limits]) -> Iterator[Judged]:
        found = self._answers({rule.threshold.against for rule in group})
        months = [int(limits[r.id].watch or 0) for r in group if r.threshold.is_record]
        course = self._course(max(months)) if months else []
        for rule in group:
            for member, (name, value) in found[""].items():
                if rule.threshold.is_record:
                    yield _record(rule, limits[rule.id], course)
                    continue
                compared = found[rule.threshold.against].get(member, ("", None))[1]
                yield _plain(rule, limits[rule.id], value, compared, member, name)

    def _answers(self, against: set[str]) -> dict[str, _Found]:
        asked = {"": self.filters}
        if "year" in against:
            asked["year"] = self.filters.year_before()
        if "month" in against:
            asked["month"] = self.filters.month_before()
        by = (self.by,) if self.by else ()
        questions = [Question(self.code, f, by, scope=self.scope) for f in asked.values()]
        answers = self.cockpit.ask_all(questions, self.version)
        found = {name: self._members(answer) for name, answer in zip(asked, answers, strict=True)}
        # A member that nobody belongs to any more has fallen to nothing.
        if not uses_period(self.code) and get(self.code).kind == "stock":
            for members in list(found.values()):
                found[""] = {m: (n, 0) for m, (n, _) in members.items()} | found[""]
        return found

    def _members(self, answer: Answer) -> _Found:
        if not self.by:
            return {"": ("", answer.value)}
        rows = answer.rows or []
        return {
            r[f"{self.by}_code"]: (r[self.by], r["value"]) for r in rows if r[f"{self.by}_code"] != MISSING
        }

    def _course(self, months: int) -> list[Number]:
        """Values of the months up to now, the oldest first; of what happens in a month, whole ones only."""
        day = self.filters.as_of
        window = Period(shift_months(day.replace(day=1), -months), day)
        asked = Question(
            self.code, replace(self.filters, period=window, preset="custom"), (), "month", scope=self.scope
        )
        answer = self.cockpit.ask(asked, self.version)
        values = [row["value"] for row in answer.rows or []]
        whole = not uses_period(self.code) or is_whole(asked.periods[-1], "month")
        return values if whole else values[:-1]


def _plain(rule: Rule, limits: Limits, value: Number, compared: Number, member: str, name: str) -> Judged:
    measured = _change(rule, value, compared) if rule.threshold.is_change else value
    level = rule.threshold.level(measured, limits) if measured is not None else None
    return Judged(rule, value, measured, level, member, name, compared if rule.threshold.is_change else None)


def _change(rule: Rule, value: Number, compared: Number) -> float | None:
    """By how much it moved in the direction of the threshold; None where there is no fair base."""
    if value is None or compared is None:
        return None
    gap = compared - value if rule.threshold.kind == "falls" else value - compared
    if rule.threshold.unit == "%":
        return gap
    return gap / compared * 100 if compared >= SMALL_BASE else None


def _record(rule: Rule, limits: Limits, course: Sequence[Number]) -> Judged:
    """For how many months the last value is the highest or lowest, itself included."""
    *before, value = course or [None]
    sign = 1 if rule.threshold.kind == "high" else -1
    months = int(limits.watch or 0)
    seen = [v for v in before[-(months - 1) :] if v is not None] if months > 1 else []
    if value is None or not seen:
        return Judged(rule, value, None, None)
    best = max(seen, key=lambda v: sign * v)
    # Months before the first number are no months without it.
    enough = len(_since_first(before)) >= months - 1
    beats = enough and sign * value > sign * best
    level = rule.threshold.level(months if beats else 0, limits)
    return Judged(rule, value, float(months) if beats else 0.0, level, compared=best)


def _since_first(values: Sequence[Number]) -> Sequence[Number]:
    first = next((n for n, v in enumerate(values) if v), len(values))
    return values[first:]
