"""What is asked together is what is asked alone, for every measure, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from queries import builder
from queries.batch import MOST_BRANCHES, MOST_SPANS, Ask, Numbers, answered, chunks, clean, nothing
from queries.builder import Cut, Span
from queries.evaluate import Question, asked_by, cut_of
from queries.filters import MISSING, Filters
from queries.indicators import INDICATORS, dimensions, get
from queries.model import Measure
from queries.rehearsal import NotRehearsed, Rehearsal
from queries.rows import RowsQuestion
from queries.scope import EVERYTHING, Scope
from queries.service import Cockpit
from queries.together import foresee
from tests.queries.conftest import Asker

MEASURED = {code: i.measure for code, i in INDICATORS.items() if isinstance(i.measure, Measure)}


def alone(asker: Asker, ask: Ask) -> Numbers:
    """The numbers of the builder's own statement for one measure."""
    found = nothing(ask)
    statement = builder.groups(ask.measure, ask.cut)
    for period, *codes, value in asker.connection.execute(
        statement, builder.parameters(ask.measure, ask.cut)
    ):
        key = tuple(MISSING if code is None else str(code) for code in codes)
        found[period, key] = clean(value, ask.measure.divisor)
    return found


def spans(filters: Filters) -> tuple[Span, ...]:
    """What a card asks for: now, a month and a year before, the months of the year; one of them twice."""
    plain = [filters, filters.month_before(), filters.year_before(), filters]
    cuts = [cut_of(Question("RC01", f, scope=EVERYTHING)) for f in plain]
    months = cut_of(Question("RC01", filters, interval="month", scope=EVERYTHING))
    return tuple(span for cut in (*cuts, months) for span in cut.spans)


def asks_of(code: str, filters: Filters) -> list[Ask]:
    """A measure over its course, by each of its dimensions and by two, and with a member chosen."""
    measure = get(code).measure
    assert isinstance(measure, Measure)
    course, known = spans(filters), dimensions(code)
    some = ("S1", "110108", "B", "general_office", MISSING)
    return [
        Ask(measure, Cut(course)),
        Ask(measure, Cut(course, known[:1])),
        Ask(measure, Cut(course[:1], known[-2:])),
        *(Ask(measure, Cut(course[:2], known[1:2], ((d, some),))) for d in known[:1]),
        *(Ask(measure, Cut(course[:1], (), ((d, (MISSING,)),))) for d in known[-1:]),
    ]


@pytest.mark.parametrize("code", MEASURED)
def test_together_as_alone(asker: Asker, code: str) -> None:
    asks = asks_of(code, asker.filters)
    assert answered(asker.connection, asks) == [alone(asker, ask) for ask in asks]


def test_all_measures_together(asker: Asker) -> None:
    """Families share their facts, their days and their columns; none gets another's."""
    earlier = replace(asker.filters, as_of=date(2022, 6, 30))
    asks = [
        Ask(measure, Cut(course, by))
        for code, measure in MEASURED.items()
        for course in (spans(asker.filters), spans(earlier)[:1])
        for by in ((), dimensions(code)[:1])
    ]
    assert answered(asker.connection, asks) == [alone(asker, ask) for ask in asks]


def test_nothing_is_lost_between_statements() -> None:
    course = spans(Filters.default(date(2022, 12, 30)))
    days = [replace(s, as_of=date(2022, 1, n + 1)) for n in range(30) for s in course[:1]]
    measure = MEASURED["RC01"]
    asks = [Ask(measure, Cut((*course, *days[n : n + 10]))) for n in range(20)]
    asks += [Ask(measure, Cut(course, (), (("organisation", (f"S{n}",)),))) for n in range(MOST_BRANCHES + 1)]
    parts = list(chunks(asks))
    assert sorted(n for part in parts for n in part) == list(range(len(asks)))
    assert len(parts) > 1
    for part in parts:
        assert len({d for n in part for d in asks[n].days}) <= MOST_SPANS
        assert len({asks[n].branch for n in part}) <= MOST_BRANCHES


def test_foreseen_answers_are_the_answers(cockpit: Cockpit, filters: Filters) -> None:
    """Stored by one statement a family; asked for, they are there, and the same as without foresight."""
    version = cockpit.state().publication.version
    chosen = filters.with_dim("district", ["110108"])
    questions = [
        Question(code, f, scope=EVERYTHING)
        for code in ("RC01", "RC03", "ZZ02", "DB03")
        for f in (filters, chosen)
    ]
    questions += [
        Question("RC01", chosen, ("discipline",), "month", scope=EVERYTHING),
        Question("ZZ01", filters, ("district",), scope=EVERYTHING),
    ]
    foresee(cockpit, questions, version)
    stored = [cockpit.cache.peek(version, "answer", q.key()) for q in questions]
    assert None not in stored
    for question, answer in zip(questions, stored, strict=True):
        (computed,) = [cockpit._compute([question], version)]
        assert answer == computed


def test_what_a_scope_refuses_is_left_to_the_asker(cockpit: Cockpit, filters: Filters) -> None:
    version = cockpit.state().publication.version
    limited = Scope((("party_branch", ("X",)),))
    refused = Question("RC01", filters, scope=limited)
    foresee(cockpit, [refused, Question("RC02", filters, scope=EVERYTHING)], version)
    assert cockpit.cache.peek(version, "answer", refused.key()) is None
    assert cockpit.cache.peek(version, "answer", Question("RC02", filters, scope=EVERYTHING).key())


def test_a_rehearsal_asks_the_database_nothing(cockpit: Cockpit, filters: Filters) -> None:
    rehearsal = Rehearsal(cockpit)
    question = Question(
        "RC01", replace(filters, as_of=date(2022, 3, 3)), ("discipline",), "month", scope=EVERYTHING
    )
    (answer,) = rehearsal.ask_all([question])
    assert rehearsal.asked == [question]
    assert {row["value"] for row in answer.rows or []} == {1}
    version = cockpit.state().publication.version
    assert cockpit.cache.peek(version, "answer", question.key()) is None
    with pytest.raises(NotRehearsed):
        rehearsal.rows(RowsQuestion(question))


def test_what_a_rehearsal_makes_up_is_never_stored(cockpit: Cockpit, filters: Filters) -> None:
    rehearsal, version = Rehearsal(cockpit), cockpit.state().publication.version
    asked = partial(rehearsal.value, "RC01", filters, scope=EVERYTHING)
    assert rehearsal.cache.get_or_compute(version, "of made-up answers", "?", asked) == 1
    assert cockpit.cache.peek(version, "of made-up answers", "?") is None
    assert rehearsal.cache.get_or_compute(version, "of nothing asked", "?", lambda: "true") == "true"
    assert cockpit.cache.peek(version, "of nothing asked", "?") == "true"


def test_what_a_question_asks_of_measures(filters: Filters) -> None:
    """A rate asks for its parts, a net change for both of its days."""
    assert {name for name, _, _ in asked_by(Question("RC03", filters, scope=EVERYTHING))} == {"RC01", "RC02"}
    assert {name for name, _, _ in asked_by(Question("ZZ02", filters, scope=EVERYTHING))} == {
        "ZZ01@end",
        "ZZ01@opening",
    }
