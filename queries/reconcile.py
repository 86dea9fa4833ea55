"""Reconciliation (口径对账): every published figure beside what the database says now, and a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from data.precision import PRECISIONS, Given
from queries import conditions
from queries.dimensions import DIMENSIONS
from queries.evaluate import BadQuestion, Number, Question, cut_of, measured
from queries.filters import FilterError, Filters, day_text
from queries.indicators import INDICATORS, dimensions, get, leaves
from queries.model import Indicator, Measure
from queries.published import Published, factor, read_published
from queries.scope import Scope, ScopeRefused
from queries.service import Cockpit

Verdict = Literal["equal", "within", "apart", "none"]
VERDICTS: Mapping[Verdict, str] = {
    "equal": "一致",
    "within": "在精度内",
    "apart": "相差",
    "none": "无法比对",
}


@dataclass(frozen=True)
class Compared:
    """A published figure and what the database says for the same day, period and 口径.

    ``published`` and ``now`` are in the indicator's unit; ``difference`` is ``now`` less
    ``published``, ``share`` that in percent of it (None for rates, whose difference is in 百分点).
    ``told`` are the members' names as an order was published, ``order`` as they rank now. ``filters``
    are what ``now`` was asked with.
    """

    figure: Published
    verdict: Verdict
    reason: str = ""
    published: float | None = None
    now: Number = None
    difference: float | None = None
    share: float | None = None
    told: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    filters: Filters | None = None
    condition: str = ""

    @property
    def indicator(self) -> Indicator | None:
        """The declaration that the figure belongs to."""
        return INDICATORS.get(self.figure.code or "")

    @property
    def unit(self) -> str:
        """The indicator's unit, or the figure's own where it has no indicator."""
        return self.indicator.unit if self.indicator else self.figure.unit

    @property
    def text(self) -> str:
        """The published figure as it reads."""
        return "＞".join(self.told) or self.figure.text(self.unit)

    @property
    def conclusion(self) -> str:
        """一致, 在精度内, 相差 12（3.4%）, 无法比对."""
        word = VERDICTS[self.verdict]
        if self.verdict != "apart" or self.difference is None:
            return "次序不同" if self.verdict == "apart" else word
        return f"{word} {self.amount}" + (f"（{abs(self.share):.1f}%）" if self.share is not None else "")

    @property
    def amount(self) -> str:
        """The size of the difference: 12, or 1.4 个百分点 of a rate; empty where nothing was compared."""
        if self.difference is None:
            return ""
        size = abs(self.difference)
        if self.unit == "%":
            return f"{size:.1f} 个百分点" if size >= 0.05 else f"{_trimmed(size)} 个百分点"
        return _trimmed(size)


def _trimmed(size: float) -> str:
    return f"{size:,.4f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Reconciliation:
    """All published figures of one version, compared."""

    version: str
    figures: tuple[Compared, ...]

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many figures have each verdict."""
        return {v: sum(f.verdict == v for f in self.figures) for v in VERDICTS}

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the figures were published, each once."""
        return tuple(dict.fromkeys(f.figure.source for f in self.figures))

    @property
    def summary(self) -> str:
        """“38 个公布数字：一致 32，在精度内 5，相差 0，无法比对 1”."""
        counts = self.counts
        parts = "，".join(f"{word} {counts[v]}" for v, word in VERDICTS.items())
        return f"{len(self.figures)} 个公布数字：{parts}"

    @property
    def agrees(self) -> bool:
        """Whether no figure is apart."""
        return not self.counts["apart"]

    def of(self, *codes: str) -> tuple[Compared, ...]:
        """The figures of these indicators."""
        return tuple(f for f in self.figures if f.figure.code in codes)

    def select(
        self, verdict: str = "", source: str = "", code: str = "", search: str = ""
    ) -> tuple[Compared, ...]:
        """Those of a verdict, a source, an indicator, and with all words of ``search``; empty: any."""
        words = search.lower().split()
        return tuple(
            f
            for f in self.figures
            if verdict in ("", f.verdict)
            and source in ("", f.figure.source)
            and code in ("", f.figure.code)
            and all(word in _searched(f) for word in words)
        )


def _searched(found: Compared) -> str:
    figure, indicator = found.figure, found.indicator
    named = (indicator.name, indicator.owner) if indicator else ()
    texts = (figure.name, figure.code or "", figure.source, figure.quote, figure.remark, found.text, *named)
    return "\n".join(texts).lower()


def reconcile(cockpit: Cockpit, scope: Scope, version: str | None = None) -> Reconciliation:
    """Compare every published figure of a version (the current one by default), once a version and scope.

    Raises ``DatabaseUnavailable``.
    """
    version = version or cockpit.state().publication.version
    found: Reconciliation = cockpit.cache.get_or_compute(
        version, "reconciliation", {"scope": scope.key()}, lambda: _reconcile(cockpit, scope, version)
    )
    return found


def _reconcile(cockpit: Cockpit, scope: Scope, version: str) -> Reconciliation:
    with cockpit.database.connect(version) as connection:
        figures = read_published(connection)
    known = cockpit.freshness(version).business_date
    compared = (_Comparison(cockpit, scope, version, known, figure).compare() for figure in figures)
    return Reconciliation(version, tuple(compared))


class _NotComparable(Exception):
    """The reason why a figure cannot be compared."""


@dataclass(frozen=True)
class _Comparison:
    """One figure on one version: asks what is needed and says what comes of it."""

    cockpit: Cockpit
    scope: Scope
    version: str
    business_date: date
    figure: Published

    def compare(self) -> Compared:
        blank = Compared(self.figure, "none")
        try:
            code = self._code()
            blank = replace(blank, filters=(filters := self._filters(code)), condition=self._words(filters))
            return self._order(blank, code) if self.figure.is_order else self._number(blank, code)
        except (_NotComparable, ScopeRefused) as error:
            return replace(blank, reason=str(error))

    def _code(self) -> str:
        code = self.figure.code
        if code is None:
            raise _NotComparable(self.figure.remark or "没有对应的指标")
        if code not in INDICATORS:
            raise _NotComparable(f"指标目录中没有 {code}")
        return code

    def _filters(self, code: str) -> Filters:
        figure = self.figure
        if figure.as_of > self.business_date:
            raise _NotComparable(f"公布日期晚于现库数据的截至日期{day_text(self.business_date)}")
        days = {"as_of": figure.as_of, "start": min(figure.start, figure.as_of), "end": figure.as_of}
        asked = {**conditions.query(figure.condition), **{k: (v.isoformat(),) for k, v in days.items()}}
        try:
            filters = self.cockpit.filters(asked, self.version)
        except FilterError as error:
            raise _NotComparable(f"口径条件无法识别：{error}") from None
        if unknown := [d for d, _ in filters.dims if d not in dimensions(code)]:
            labels = "、".join(DIMENSIONS[d].label for d in unknown)
            raise _NotComparable(f"口径条件不适用：该指标不能按{labels}划分")
        for dimension, allowed in self.scope.limits:
            chosen = filters.members.get(dimension, ())
            if not chosen or not set(chosen) <= set(allowed):
                raise _NotComparable("公布的范围大于可查看的范围")
        return filters

    def _words(self, filters: Filters) -> str:
        named = {d: "、".join(self.cockpit.names(d, c, self.version)) for d, c in filters.dims}
        return "；".join(f"{DIMENSIONS[d].label}：{names}" for d, names in named.items())

    def _number(self, blank: Compared, code: str) -> Compared:
        figure, indicator = self.figure, get(code)
        if figure.value is None:
            raise _NotComparable("没有公布数值")
        if not figure.known:
            raise _NotComparable(f"不认识的精度 {figure.precision}")
        times = factor(figure.unit, indicator.unit)
        if times is None:
            raise _NotComparable(f"单位不同：公布为{figure.unit}，指标为{indicator.unit}")
        given = Given.of(figure.value, times)
        assert blank.filters is not None
        now = self._ask(Question(code, blank.filters, scope=self.scope))
        if now is None or (not now and given.value and not self._has_rows(code, blank.filters)):
            when = "这一天" if indicator.kind == "stock" else "这一期间"
            raise _NotComparable(f"现库没有{when}的数据")
        return self._judge(replace(blank, published=float(given.value), now=now), given, indicator)

    def _ask(self, question: Question) -> Number:
        return self.cockpit.ask(question, self.version).value

    def _judge(self, blank: Compared, given: Given, indicator: Indicator) -> Compared:
        now = Decimal(repr(blank.now)) if isinstance(blank.now, float) else Decimal(blank.now or 0)
        if now == given.value:
            return replace(blank, verdict="equal", difference=0.0, share=0.0)
        gap = now - given.value
        is_rate = indicator.unit == "%" or not given.value
        found = replace(
            blank, difference=float(gap), share=None if is_rate else float(100 * gap / given.value)
        )
        if PRECISIONS[self.figure.precision].within(given, now):
            return replace(found, verdict="within")
        return replace(found, verdict="apart", reason=self._late(indicator.code))

    def _late(self, code: str) -> str:
        """Sources behind the indicator whose data end before the figure's day."""
        return self.cockpit.freshness(self.version).sentence([code], self.figure.as_of)

    def _has_rows(self, code: str, filters: Filters) -> bool:
        """Whether any source of the indicator has rows for the day and period, whatever they say."""
        plain = filters.without(*filters.members)
        with self.cockpit.database.connect(self.version) as connection:
            for leaf in leaves(code):
                measure = get(leaf).measure
                assert isinstance(measure, Measure)
                rows = Measure(measure.source, measure.kind, at=measure.at)
                cut = cut_of(Question(leaf, plain, scope=self.scope))
                if measured(connection, rows, cut, self.scope).get((0, ())):
                    return True
        return False

    def _order(self, blank: Compared, code: str) -> Compared:
        """Whether the members named are, in this order, those with the largest values."""
        assert blank.filters is not None
        told = blank.filters.dims
        if len(told) != 1 or not conditions.is_order(self.figure.condition):
            raise _NotComparable("没有写明次序：口径条件应写作 学科类=工科>医科>理科")
        (dimension, members) = told[0]
        named = tuple(self.cockpit.names(dimension, members, self.version))
        plain = blank.filters.without(dimension)
        try:
            question = Question(code, plain, (dimension,), scope=self.scope)
        except BadQuestion as error:
            raise _NotComparable(str(error)) from None
        rows = [r for r in self.cockpit.ask(question, self.version).rows or [] if r["value"] is not None]
        if not rows:
            raise _NotComparable("现库没有这一天的数据")
        rows.sort(key=lambda r: -r["value"])
        first = rows[: len(members)]
        found = replace(
            blank, filters=plain, order=tuple(r[dimension] for r in first), condition="", told=named
        )
        if [r[f"{dimension}_code"] for r in first] == list(members):
            return replace(found, verdict="equal")
        return replace(found, verdict="apart", reason=f"现库次序为{'、'.join(found.order)}")
