"""From questions to numbers in words: every field of a briefing is made, and made again, here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from briefings import phrases
from briefings.phrases import Phrase
from documents.model import Field, Show, Spec
from frames.formats import DASH, missing
from queries.evaluate import Number, Question, empty_value
from queries.filters import MISSING, Filters
from queries.indicators import get
from queries.periods import ONE_DAY, Period
from queries.ranking import Place, base_code, places
from queries.scope import Scope
from queries.service import Cockpit
from queries.together import foresee


class NoData(LookupError):
    """A number that a sentence stands on isn't there: the sentence is left out."""


#: (code, name, value) of a breakdown's members, best first; who has no value is absent.
Ranked = list[tuple[str, str, int | float]]


@dataclass(frozen=True)
class Figures:
    """The numbers of one version, for one scope. Raises ``DatabaseUnavailable``."""

    cockpit: Cockpit
    version: str
    scope: Scope
    known: dict[tuple[str, str, str], Ranked] = field(default_factory=dict, compare=False)

    def field(self, id: str, spec: Spec) -> Field:
        """A number in words; “—” where there is none."""
        member, phrase = spec.member, Phrase(DASH, None)
        now: Number = None
        before: Number = None
        if spec.show == "top":
            code, member, now = self._at(spec)
            phrase = Phrase(member, None) if code else phrase
        elif spec.show in ("rank", "climb"):
            place = self._place(spec, spec.filters)
            last = self._place(spec, self.earlier(spec)) if spec.against else None
            phrase = phrases.rank(place) if spec.show == "rank" else phrases.climb(place, last)
            now, before = place.number if place else None, last.number if last else None
        else:
            code, member, now = self._at(spec)
            before = self._value(replace(spec, member=code), self.earlier(spec)) if spec.against else None
            phrase = _phrase(spec, now, before)
        return Field(id, spec, now, before, phrase.stated, phrase.text, member)

    def _at(self, spec: Spec) -> tuple[str, str, Number]:
        """Code, name and value of the member meant; without a breakdown the whole."""
        if not spec.by:
            return "", "", self._value(spec, spec.filters)
        if not spec.place:
            names = self.cockpit.names(spec.by, [spec.member], self.version)
            return spec.member, names[0], self._value(spec, spec.filters)
        placed = self._places(spec.code, spec.by, spec.filters)
        ranked = [m for m in self.ranked(spec.code, spec.by, spec.filters) if m[0] in placed]
        return ranked[spec.place - 1] if len(ranked) >= spec.place else ("", "", None)

    def questions(self, spec: Spec) -> Iterator[Question]:
        """What a field asks, for having many answers ready at once."""
        by = spec.by
        base = base_code(spec.code) if spec.place or spec.show in ("rank", "climb") else ""
        for filters in (spec.filters, self.earlier(spec)) if spec.against else (spec.filters,):
            yield self._question(spec.code, filters, by)
            if base:
                yield self._question(base, filters, by)

    def foresee(self, specs: Iterable[Spec]) -> None:
        """Have the answers of many fields ready, by few statements. Raises ``DatabaseUnavailable``."""
        foresee(self.cockpit, [q for spec in specs for q in self.questions(spec)], self.version)

    def _value(self, spec: Spec, filters: Filters) -> Number:
        if not spec.by:
            return self.cockpit.ask(self._question(spec.code, filters), self.version).value
        if not spec.member:
            return None
        answer = self.cockpit.ask(self._question(spec.code, filters, spec.by), self.version)
        rows = {row[f"{spec.by}_code"]: row["value"] for row in answer.rows or ()}
        return rows.get(spec.member, empty_value(spec.code))

    def _question(self, code: str, filters: Filters, by: str = "") -> Question:
        return Question(code, filters, (by,) if by else (), scope=self.scope)

    def members(self, code: str, by: str, filters: Filters) -> Ranked:
        """Members of a breakdown that have a value, best first, who is not filled in (未填写) too."""
        key = (code, by, repr(filters.key()))
        if key not in self.known:
            rows = self.cockpit.ask(self._question(code, filters, by), self.version).rows or []
            found = [(r[f"{by}_code"], r[by], r["value"]) for r in rows]
            sign = 1 if get(code).better == "down" else -1
            valued = [m for m in found if not missing(m[2])]
            self.known[key] = sorted(valued, key=lambda m: sign * m[2])
        return self.known[key]

    def ranked(self, code: str, by: str, filters: Filters) -> Ranked:
        """Named members of a breakdown, best first (largest, where more isn't worse)."""
        return [m for m in self.members(code, by, filters) if m[0] != MISSING]

    def _places(self, code: str, by: str, filters: Filters) -> dict[str, Place]:
        """The places of those who may be ranked."""
        values = {member: value for member, _, value in self.ranked(code, by, filters)}
        base = base_code(code)
        found = {m: value for m, _, value in self.members(base, by, filters)} if base else None
        return places(code, values, found)

    def placed(self, code: str, by: str, filters: Filters) -> list[str]:
        """The codes of those who have a place, best first; rates on a tiny base have none."""
        found = self._places(code, by, filters)
        return [member for member, _, _ in self.ranked(code, by, filters) if member in found]

    def _place(self, spec: Spec, filters: Filters) -> Place | None:
        """The place of a member; equal values share the better one."""
        return self._places(spec.code, spec.by, filters).get(spec.member)

    def earlier(self, spec: Spec) -> Filters:
        """What a number is compared with."""
        filters = spec.filters
        if spec.against == "year":
            return filters.year_before()
        if spec.against == "start":
            return filters.moved(spec.start, Period(spec.start, spec.start))
        if get(spec.code).kind == "stock":
            return filters.moved(spec.start - ONE_DAY, filters.period)
        return filters.period_before()


def _phrase(spec: Spec, now: Number, before: Number) -> Phrase:
    unit = get(spec.code).unit
    if missing(now):
        return Phrase(DASH, None)
    assert now is not None
    if spec.show == "value":
        return phrases.value(now, unit, spec.style)
    if missing(before) or (spec.show == "rate" and not before):
        return Phrase(DASH, None)
    assert before is not None
    return _COMPARED[spec.show](now, before, unit)


_COMPARED: Mapping[Show, Callable[[int | float, int | float, str], Phrase]] = {
    "change": phrases.gap,
    "rate": phrases.rate,
}
