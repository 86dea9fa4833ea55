"""From a question to numbers: runs the builder's SQL and puts ratios and net changes together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from queries import batch, builder
from queries.batch import MOST_SPANS, Ask, answered, nothing, read_bounded
from queries.errors import BadQuestion as BadQuestion
from queries.filters import MISSING, Codes, Filters
from queries.indicators import dimensions, get
from queries.model import Indicator, Measure, Net, Ratio
from queries.periods import INTERVALS, MAX_PERIODS, Period, split
from queries.scope import EVERYTHING, Scope

Number = batch.Number
Numbers = batch.Numbers
clean = batch.clean


@dataclass(frozen=True)
class Question:
    """An indicator, cut by dimensions and, with ``interval``, along the period."""

    code: str
    filters: Filters
    by: tuple[str, ...] = ()
    interval: str | None = None
    scope: Scope = field(kw_only=True)

    def __post_init__(self) -> None:
        known = dimensions(self.code)
        for d in self.by:
            if d not in known:
                raise BadQuestion(
                    "by", f"“{get(self.code).name}”不能按“{d}”分组，可用：{'、'.join(known) or '无'}"
                )
        if self.interval is not None and self.interval not in INTERVALS:
            right = "、".join(INTERVALS)
            raise BadQuestion("interval", f"没有“{self.interval}”，应为 {right} 之一")
        if len(self.periods) > MAX_PERIODS:
            raise BadQuestion("interval", f"期间内的间隔超过 {MAX_PERIODS} 个，请缩短期间或放大间隔")

    @property
    def indicator(self) -> Indicator:
        """The declaration asked for."""
        return get(self.code)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods of the answer's rows: one without an interval; none lies after the as-of day."""
        asked = self.filters.period
        if self.interval is None:
            return (asked,)
        if asked.start > self.filters.as_of:
            return ()
        return split(replace(asked, end=min(asked.end, self.filters.as_of)), self.interval)

    @property
    def applied(self) -> tuple[tuple[str, Codes], ...]:
        """Chosen members of the dimensions that the indicator has."""
        known = dimensions(self.code)
        return tuple((d, c) for d, c in self.filters.dims if d in known)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Dimensions that are filtered but that the indicator doesn't have: to be said, not hidden."""
        known = dimensions(self.code)
        return tuple(d for d, _ in self.filters.dims if d not in known)

    def key(self) -> dict[str, object]:
        """Canonical form for cache keys."""
        return {
            "code": self.code,
            "by": list(self.by),
            "interval": self.interval,
            "filters": {**self.filters.key(), "dims": [[d, sorted(c)] for d, c in self.applied]},
            "scope": self.scope.key(),
        }


#: Gets the numbers of one measure: (its name, the measure, the cut, the scope).
Fetch = Callable[[str, Measure, builder.Cut, Scope], Numbers]


def evaluate(connection: Connection, question: Question) -> Numbers:
    """Values by (period number, member codes); groups without rows are absent."""

    def fetch(name: str, measure: Measure, cut: builder.Cut, scope: Scope) -> Numbers:
        return measured(connection, measure, cut, scope)

    return combine(fetch, question.code, cut_of(question), question.scope)


def cut_of(*questions: Question) -> builder.Cut:
    """The builder's form of questions that differ in their periods only, scope not yet applied."""
    spans = [
        builder.Span(p.start, p.end, q.filters.as_of, q.interval is None)
        for q in questions
        for p in q.periods
    ]
    return builder.Cut(tuple(spans), questions[0].by, questions[0].applied)


def scoped(cut: builder.Cut, measure: Measure, scope: Scope) -> builder.Cut:
    """The cut with the scope's limits as further conditions; refuses where there is no rule."""
    return replace(cut, where=(*cut.where, *scope.for_source(measure.source)))


def combine(fetch: Fetch, code: str, cut: builder.Cut, scope: Scope) -> Numbers:
    """The numbers of an indicator, from those of the measures behind it."""
    if not cut.spans:
        return {}
    measure = get(code).measure
    if isinstance(measure, Measure):
        return fetch(code, measure, cut, scope)
    if isinstance(measure, Net):
        now, before = net_parts(measure)
        return _difference(
            fetch(f"{measure.of}@end", now, cut, scope), fetch(f"{measure.of}@opening", before, cut, scope)
        )
    return _ratio(fetch, measure, cut, scope)


def asked_by(question: Question) -> dict[tuple[str, builder.Cut, Scope], Ask]:
    """What a question asks of measures, by what ``Fetch`` is called with. Raises ``ScopeRefused``."""
    found: dict[tuple[str, builder.Cut, Scope], Ask] = {}

    def note(name: str, measure: Measure, cut: builder.Cut, scope: Scope) -> Numbers:
        found[name, cut, scope] = Ask(measure, scoped(cut, measure, scope))
        return {}

    combine(note, question.code, cut_of(question), question.scope)
    return found


def net_parts(net: Net) -> tuple[Measure, Measure]:
    """The stock of a net change as taken at the period's end, and on the day before it."""
    base = get(net.of).measure
    assert isinstance(base, Measure)
    return replace(base, at="period_end"), replace(base, at="opening")


def measured(connection: Connection, measure: Measure, cut: builder.Cut, scope: Scope) -> Numbers:
    """The numbers of one measure, by one statement."""
    ask = Ask(measure, scoped(cut, measure, scope))
    if len(cut.spans) <= MOST_SPANS:
        return answered(connection, [ask])[0]
    days = builder.parameters(measure, cut)
    # Kept, a statement over so many spans takes megabytes.
    rows = read_bounded(connection, builder.groups(measure, ask.cut), days, compiled=False)
    found: Numbers = {}
    for period, *codes, value in rows:
        key = tuple(MISSING if code is None else str(code) for code in codes)
        found[period, key] = clean(value, measure.divisor)
    return nothing(ask) | found


def _difference(now: Numbers, before: Numbers) -> Numbers:
    return {k: (now.get(k) or 0) - (before.get(k) or 0) for k in {**before, **now}}


def _ratio(fetch: Fetch, ratio: Ratio, cut: builder.Cut, scope: Scope) -> Numbers:
    above = combine(fetch, ratio.numerator, cut, scope)
    if ratio.constant:
        # A city-wide target isn't anyone's rows: neither filters nor scope divide it.
        below = combine(fetch, ratio.denominator, replace(cut, by=(), where=()), EVERYTHING)
    else:
        below = combine(fetch, ratio.denominator, cut, scope)
    out: Numbers = {}
    for key in {**above, **below} if not ratio.constant else above:
        bottom = below.get((key[0], ()) if ratio.constant else key)
        out[key] = divide(above.get(key) or 0, bottom, ratio)
    return out


def divide(top: int | float, bottom: Number, ratio: Ratio) -> Number:
    """The ratio's value: percent or plain, possibly the complement; None over nothing."""
    if not bottom:
        return None
    value = (bottom - top) / bottom if ratio.complement else top / bottom
    return value * 100 if ratio.percent else value


def empty_value(code: str) -> Number:
    """What a group without rows counts as: nothing for counts and sums, unknown for rates."""
    measure = get(code).measure
    if isinstance(measure, Ratio) or (isinstance(measure, Measure) and measure.median):
        return None
    return 0


def parts(indicator: Indicator) -> Mapping[str, str]:
    """{"分子": code, "分母": code} of a ratio, so that its drill-down can show both."""
    measure = indicator.measure
    return {"分子": measure.numerator, "分母": measure.denominator} if isinstance(measure, Ratio) else {}
