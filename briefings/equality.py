"""The equality table: every published figure of a period beside what a briefing states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from documents.model import Briefing, Field
from queries import conditions
from queries.indicators import INDICATORS, get
from queries.published import Published, factor
from queries.reconcile import reconcile
from queries.scope import EVERYTHING
from queries.service import Cockpit

Verdict = Literal["equal", "apart", "missing"]
VERDICTS = {"equal": "一致", "apart": "不一致", "missing": "没有写"}


@dataclass(frozen=True)
class Stated:
    """A published figure, and the fields of a briefing that state it."""

    figure: Published
    verdict: Verdict
    fields: tuple[Field, ...] = ()

    @property
    def published(self) -> str:
        """The figure as it was published."""
        indicator = INDICATORS.get(self.figure.code or "")
        return self.figure.text(indicator.unit if indicator else "")

    @property
    def text(self) -> str:
        """How the briefing says it."""
        return "＞".join(f.text for f in self.fields)


def published_in(cockpit: Cockpit, briefing: Briefing) -> list[Published]:
    """The figures that were published of days in the briefing's period."""
    figures = (c.figure for c in reconcile(cockpit, EVERYTHING, briefing.version).figures)
    found = [f for f in figures if f.code and briefing.period.start <= f.as_of <= briefing.as_of]
    return sorted(found, key=lambda f: (f.code or "", f.as_of))


def table(briefing: Briefing, figures: Iterable[Published]) -> list[Stated]:
    """Each figure with the field that states it: the equal one, else one of the same question."""
    return [_order(briefing, f) if f.is_order else _number(briefing, f) for f in figures]


def _number(briefing: Briefing, figure: Published) -> Stated:
    same = [f for f in briefing.used() if _asks(f, figure)]
    if not same:
        return Stated(figure, "missing")
    times = factor(figure.unit, get(figure.code or "").unit)
    told = None if times is None or figure.value is None else Decimal(repr(figure.value)) * times
    equal = [f for f in same if f.stated is not None and told is not None and Decimal(repr(f.stated)) == told]
    return Stated(figure, "equal" if equal else "apart", tuple(equal[:1] or same[:1]))


def _asks(field: Field, figure: Published) -> bool:
    """Whether a field asks what the figure was published for."""
    spec = field.spec
    dims = {d: tuple(codes) for d, codes in spec.dims}
    flow = get(spec.code).kind != "stock"
    return (
        spec.code == figure.code
        and spec.show == "value"
        and not spec.by
        and spec.as_of == figure.as_of
        and (not flow or spec.start == figure.start)
        and dims == conditions.query(figure.condition)
    )


def _order(briefing: Briefing, figure: Published) -> Stated:
    [(by, members)] = conditions.query(figure.condition).items()
    told = {
        f.spec.place: f
        for f in briefing.used()
        if (f.spec.code, f.spec.show, f.spec.by, f.spec.as_of) == (figure.code, "top", by, figure.as_of)
    }
    fields = tuple(told[place] for place in sorted(told))[: len(members)]
    if not fields:
        return Stated(figure, "missing")
    return Stated(figure, "equal" if tuple(f.text for f in fields) == members else "apart", fields)
