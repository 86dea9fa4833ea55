"""The words that sentences are made with: each gives a number as a field, none can be typed.

In a sentence: ``n`` a number, ``change`` how much more (against ``start``, ``year`` or ``before``),
``rate`` that in percent, ``yoy`` and ``mom`` a clause “，同比增加12.3%” or nothing, ``top`` the name of the
largest member, ``topn`` its number; ``v`` is a bare value for conditions, ``some`` whether there is any;
``rank_base`` the least that a rate must be of to have a place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jinja2 import Environment, StrictUndefined

from briefings.figures import Figures, NoData
from documents.model import Against, Field, Show, Spec, Style, mark
from frames.formats import DASH, date_zh
from queries.filters import Codes
from queries.indicators import get
from queries.periods import Period
from queries.ranking import RANK_BASE

_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)


@dataclass
class Speaker:
    """Makes the sentences of one briefing and gathers the fields in them.

    ``is_rehearsing``: numbers are made up, and none that is missing ends a sentence. ``months``: how many
    the whole time is that it is about.
    """

    figures: Figures
    as_of: date
    period: Period
    words: dict[str, str]
    is_rehearsing: bool = False
    months: int = 0
    fields: dict[str, Field] = field(default_factory=dict)
    known: dict[Spec, Field] = field(default_factory=dict)

    def spec(self, code: str, dims: dict[str, str | Codes], **asked: Any) -> Spec:
        """A question about this briefing's period."""
        chosen = tuple((d, (c,) if isinstance(c, str) else tuple(c)) for d, c in sorted(dims.items()))
        months = self.months if asked.get("against") == "before" else 0
        return Spec(code, self.as_of, self.period.start, self.period.end, chosen, months=months, **asked)

    def piece(self, code: str, piece: Period) -> Spec:
        """A question about a part of the period: a stock as of its last day, a flow as known by now."""
        as_of = piece.end if get(code).kind == "stock" else self.as_of
        return Spec(code, as_of, piece.start, piece.end)

    def make(self, spec: Spec) -> Field:
        """The field of a question, made once."""
        if spec not in self.known:
            found = self.figures.field(f"f{len(self.fields) + 1}", spec)
            self.fields[found.id] = self.known[spec] = found
        return self.known[spec]

    def put(self, spec: Spec) -> str:
        """The mark of a field; raises ``NoData`` where there is no number."""
        found = self.make(spec)
        if found.text == DASH and not self.is_rehearsing:
            raise NoData(spec.code)
        return mark(found.id)

    def sentence(self, template: str) -> str:
        """A sentence with marks; raises ``NoData``."""
        return _ENVIRONMENT.from_string(template).render(self._vocabulary()).strip()

    def _vocabulary(self) -> dict[str, Any]:
        return {
            **self.words,
            "day": date_zh(self.as_of),
            "rank_base": RANK_BASE,
            "n": self.n,
            "change": self.change,
            "rate": self.rate,
            "yoy": lambda code, **dims: self._clause("同比", code, "year", dims),
            "mom": lambda code, **dims: self._clause("环比", code, "before", dims),
            "top": lambda code, by, place=1, **dims: self.put(
                self.spec(code, dims, show="top", by=by, place=place)
            ),
            "topn": lambda code, by, place=1, **dims: self.put(self.spec(code, dims, by=by, place=place)),
            "v": self.value,
            "some": lambda code, **dims: bool(self.value(code, **dims)),
        }

    def n(
        self, code: str, style: Style = "exact", at: str = "end", zero: bool = False, **dims: str | Codes
    ) -> str:
        """A number, as of the period's last or (``at="start"``) first day. Nothing counts as no data."""
        spec = self._at(self.spec(code, dims, style=style), at)
        if not zero and not self.make(spec).value:
            raise NoData(code)
        return self.put(spec)

    def _at(self, spec: Spec, at: str) -> Spec:
        if at == "end":
            return spec
        first = self.period.start
        return Spec(spec.code, first, first, first, spec.dims, style=spec.style)

    def value(self, code: str, at: str = "end", **dims: str | Codes) -> int | float:
        """A bare number for conditions, 0 where there is none."""
        spec = self._at(self.spec(code, dims), at)
        return self.figures.field("", spec).value or 0

    def change(self, code: str, against: Against = "start", **dims: str | Codes) -> str:
        """“增加1376家”."""
        return self.put(self.spec(code, dims, show="change", against=against))

    def rate(self, code: str, against: Against = "year", **dims: str | Codes) -> str:
        """“增加12.3%”."""
        return self.put(self.spec(code, dims, show="rate", against=against))

    def _clause(self, word: str, code: str, against: Against, dims: dict[str, str | Codes]) -> str:
        """“，同比增加12.3%”, or nothing where there is nothing to compare with."""
        show: Show = "rate"
        try:
            return f"，{word}{self.put(self.spec(code, dims, show=show, against=against))}"
        except NoData:
            return ""
