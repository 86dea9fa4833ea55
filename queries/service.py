"""The cockpit's answers: one door for tiles, drill-down, API, exports and briefings."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from data.engine import Database, DatabaseUnavailable, Publication, VersionDamaged, get_database
from data.limits import EXPORT_TIMES, allowing
from data.settings import Settings
from queries.builder import Cut
from queries.cache import AnswerCache
from queries.dimensions import DIMENSIONS
from queries.evaluate import Fetch, Number, Numbers, Question, combine, cut_of, empty_value, measured
from queries.filters import Filters, day_text, period_text
from queries.freshness import Freshness, read_freshness
from queries.labels import Labels, find_by_name
from queries.model import Measure
from queries.pin import VersionGone, pinned
from queries.rows import RowsPage, RowsQuestion, fetch_rows, stream_rows
from queries.scope import EVERYTHING, Scope
from queries.size import require_fit, require_size
from queries.state import Answer, State

__all__ = ["Answer", "Cockpit", "State", "get_cockpit"]

_LAST = "publication:last"
#: Rows that are read at a time where all of them are wanted.
BATCH = 5_000


class Cockpit:
    """Answers questions over a database through a cache; safe to share between threads."""

    def __init__(self, database: Database, cache: AnswerCache) -> None:
        self.database = database
        self.cache = cache
        cache.edition = self.edition
        self._labels: dict[str, Labels] = {}
        self._lock = threading.Lock()
        self._last: Publication | None = None
        self._older: dict[str, Publication] = {}

    def state(self) -> State:
        """The publication that this context is pinned to, else the newest.

        Raises ``VersionGone`` where the pinned one is not kept, else as ``newest``.
        """
        newest = self.newest()
        version = pinned()
        if not version:
            return newest
        chosen = self._kept(version, newest.publication)
        reason = self.database.trouble(version)
        trouble = f"版本 {version} {reason}，只显示已经算好的内容" if reason else ""
        return State(chosen, newest.live, trouble)

    def newest(self) -> State:
        """The current publication, or the last one seen when the database is away.

        Raises ``DatabaseUnavailable`` only where nothing was ever seen.
        """
        try:
            serving = self.database.serving()
        except DatabaseUnavailable as problem:
            self._last = self._last or self._remembered()
            if self._last is None:
                raise
            return State(self._last, False, str(problem) if isinstance(problem, VersionDamaged) else "")
        publication = serving.publication
        if publication != self._last:
            self._last, self._older = publication, {}
            self.cache.put(_LAST, {"publication": publication})
        return State(publication, True, serving.trouble)

    def _remembered(self) -> Publication | None:
        found = self.cache.get(_LAST)
        return found["publication"] if found else None

    def edition(self, version: str) -> str:
        """A version with the moment it was published, for cache keys."""
        try:
            return self._kept(version, self._last).edition
        except (VersionGone, VersionDamaged):
            return version

    def _kept(self, version: str, newest: Publication | None) -> Publication:
        """A kept publication; what is known of older ones holds until the next publication."""
        if newest is not None and newest.version == version:
            return newest
        # Held here: another thread that sees a publication begins a dictionary of its own.
        older = self._older
        if version not in older:
            older = self._older = older | {p.version: p for p in self.database.publications()}
        if version not in older:
            if reason := self.database.trouble(version):
                raise VersionDamaged(f"版本 {version} {reason}")
            raise VersionGone(version, newest.version if newest else "—")
        return older[version]

    def labels(self, version: str | None = None) -> Labels:
        """Labels of a version (the current one by default), read once an edition."""
        version = version or self.state().publication.version
        edition = self.edition(version)
        with self._lock:
            if edition not in self._labels:
                fresh = self.cache.get_or_compute(version, "labels", None, lambda: self._read(version))
                self._labels = {**dict(list(self._labels.items())[-3:]), edition: fresh}
            return self._labels[edition]

    def _read(self, version: str) -> Labels:
        with self.database.connect(version) as connection:
            return Labels(connection)

    def freshness(self, version: str | None = None) -> Freshness:
        """The sources late on a version's business date, read once. Raises ``DatabaseUnavailable``."""
        version = version or self.state().publication.version

        def read() -> Freshness:
            day = self.publication(version).business_date
            with self.database.connect(version) as connection:
                return read_freshness(connection, day)

        fresh: Freshness = self.cache.get_or_compute(version, "freshness", None, read)
        return fresh

    def names(self, dimension: str, codes: Sequence[str], version: str | None = None) -> list[str]:
        """Labels of members, read where not known yet; codes where the database is away."""
        version = version or self.state().publication.version
        with suppress(DatabaseUnavailable):
            return self._names(dimension, codes, version)
        labels = self.labels(version)
        return [labels.name(dimension, code) for code in codes]

    def _names(self, dimension: str, codes: Sequence[str], version: str) -> list[str]:
        """As ``names``, but raises ``DatabaseUnavailable``: what is stored must not hold codes for names."""
        labels = self.labels(version)
        with self._lock:
            if unknown := labels.missing(dimension, codes):
                with self.database.connect(version) as connection:
                    labels.learn(connection, dimension, unknown)
        return [labels.name(dimension, code) for code in codes]

    def publication(self, version: str = "") -> Publication:
        """A kept publication, by default the one to show. Raises ``DatabaseUnavailable``."""
        return self._kept(version, self.newest().publication) if version else self.state().publication

    def filters(self, query: Mapping[str, Any], version: str | None = None) -> Filters:
        """Filters from a query string, names resolved to codes (a version's); raises ``FilterError``."""
        publication = self.publication(version or "")
        filters = Filters.parse(query, publication.business_date)
        for dimension, texts in filters.dims:
            codes = self._resolve(publication.version, dimension, texts)
            filters = filters.with_dim(dimension, codes)
        return filters

    def _resolve(self, version: str, dimension: str, texts: Sequence[str]) -> tuple[str, ...]:
        codes = self.labels(version).resolve(dimension, texts)
        if not DIMENSIONS[dimension].large:
            return codes
        with self.database.connect(version) as connection:
            found = find_by_name(connection, dimension, codes)
        return tuple(found.get(code, code) for code in codes)

    def ask(self, question: Question, version: str | None = None) -> Answer:
        """The answer, from the cache or computed once. Raises ``DatabaseUnavailable``."""
        return self.ask_all([question], version)[0]

    def ask_all(self, questions: Sequence[Question], version: str | None = None) -> list[Answer]:
        """Answers to questions that differ in their periods only; those not known, by one statement."""
        version = version or self.state().publication.version
        known = {q: self.cache.peek(version, "answer", q.key()) for q in questions}
        unknown = [q for q, found in known.items() if found is None]
        if unknown:
            require_size(unknown, self.labels(version), lambda: self.database.connect(version))
            key = [q.key() for q in unknown]
            name = "answer" if len(unknown) == 1 else "answers"
            fresh = self.cache.get_or_compute(
                version, name, key[0] if len(key) == 1 else key, lambda: self._compute(unknown, version)
            )
            known |= dict(zip(unknown, fresh if len(unknown) > 1 else [fresh], strict=True))
        return [replace(Answer(**known[q]), ignored=list(q.ignored)) for q in questions]

    def value(self, code: str, filters: Filters, *, scope: Scope) -> Number:
        """The one number of an indicator under these filters."""
        return self.ask(Question(code, filters, scope=scope)).value

    def _fetch(self, version: str) -> Fetch:
        """Numbers of one measure on a version, shared by every answer that needs them."""

        def fetch(name: str, measure: Measure, cut: Cut, scope: Scope) -> Numbers:
            def run() -> Numbers:
                with self.database.connect(version) as connection:
                    return measured(connection, measure, cut, scope)

            key = {"measure": name, **cut.key(), "scope": scope.key()}
            found: Numbers = self.cache.get_or_compute(version, "numbers", key, run)
            return found

        return fetch

    def _compute(self, questions: Sequence[Question], version: str) -> Any:
        """The stored form of one answer, or of several as a list, each also kept by itself."""
        numbers = combine(self._fetch(version), questions[0].code, cut_of(*questions), questions[0].scope)
        answers, first = [], 0
        for question in questions:
            last = first + len(question.periods)
            own = {(n - first, k): v for (n, k), v in numbers.items() if first <= n < last}
            answers.append(asdict(self.worded(question, own, version)))
            first = last
        if len(questions) == 1:
            return answers[0]
        for question, answer in zip(questions, answers, strict=True):
            self.cache.keep(version, "answer", question.key(), answer)
        return answers

    def worded(self, question: Question, numbers: Numbers, version: str) -> Answer:
        """Numbers as an answer, with everything that must stand beside them."""
        indicator, filters = question.indicator, question.filters
        plain = not question.by and question.interval is None
        return Answer(
            code=indicator.code,
            name=indicator.name,
            unit=indicator.unit,
            kind=indicator.kind,
            as_of=filters.as_of.isoformat(),
            start=filters.period.start.isoformat(),
            end=filters.period.end.isoformat(),
            version=version,
            applied={d: list(codes) for d, codes in question.applied},
            ignored=[],
            value=numbers.get((0, ())) if plain else None,
            rows=None if plain else self._rows(question, numbers, version),
        )

    def _rows(self, question: Question, numbers: Numbers, version: str) -> list[dict[str, Any]]:
        keys = self._ordered(question, numbers, version)
        require_fit(question, len(keys))
        names = [
            dict(zip(codes, self._names(d, codes, version), strict=True))
            for d, codes in ((d, [k[i] for k in keys]) for i, d in enumerate(question.by))
        ]
        empty = empty_value(question.code)
        rows = []
        for key in keys:
            for n, period in enumerate(question.periods):
                if question.interval is None and (n, key) not in numbers:
                    continue
                row: dict[str, Any] = {}
                for i, d in enumerate(question.by):
                    row |= {d: names[i][key[i]], f"{d}_code": key[i]}
                if question.interval:
                    row["period"] = period.label
                rows.append(row | {"value": numbers.get((n, key), empty)})
        return rows

    def _ordered(self, question: Question, numbers: Numbers, version: str) -> list[tuple[str, ...]]:
        """Member codes in the order of their lists; large lists by value, greatest first."""
        if not question.by:
            return [()]
        keys = list(dict.fromkeys(key for _, key in numbers))
        labels = self.labels(version)
        places = [labels.order(d) for d in question.by]
        last = len(question.periods) - 1
        large = [DIMENSIONS[d].large for d in question.by]

        def rank(key: tuple[str, ...]) -> tuple[Any, ...]:
            value = numbers.get((last, key)) or 0
            return tuple(
                (-value, code) if big else (place.get(code, len(place)), code)
                for big, place, code in zip(large, places, key, strict=True)
            )

        return sorted(keys, key=rank)

    def rows(self, question: RowsQuestion, version: str | None = None) -> RowsPage:
        """A page of the rows that a figure counts, masked; never cached (they may be many)."""
        version = version or self.state().publication.version
        with self.database.connect(version) as connection:
            found = fetch_rows(connection, question)
        return replace(found, rows=self._named(question, found.rows, version))

    def stream(self, question: RowsQuestion, version: str) -> Iterator[list[dict[str, Any]]]:
        """All rows that a figure counts, masked, some thousands at a time; a page is ``rows``."""
        with ExitStack() as held:
            with allowing(EXPORT_TIMES):
                connection = held.enter_context(self.database.connect(version))
            for batch in stream_rows(connection, replace(question, limit=None, offset=0), BATCH):
                yield self._named(question, batch, version)

    def _named(
        self, question: RowsQuestion, rows: list[dict[str, Any]], version: str
    ) -> list[dict[str, Any]]:
        """Rows with the names of members in place of their codes, which follow as ``<dimension>_code``."""
        for d in (f.name for f in question.shown if f.name in DIMENSIONS):
            codes = [row[d] for row in rows if row[d] is not None]
            names = dict(zip(codes, self._names(d, codes, version), strict=True))
            rows = [row if row[d] is None else {**row, d: names[row[d]], f"{d}_code": row[d]} for row in rows]
        return rows

    def sentence(self, filters: Filters, code: str | None = None) -> str:
        """The filters in words; with a code, only what applies to that indicator."""
        question = Question(code, filters, scope=EVERYTHING) if code else None
        kind = question.indicator.kind if question else None
        when = []
        if kind != "flow":
            when.append(f"截至{day_text(filters.as_of)}")
        if kind != "stock":
            when.append(f"期间{period_text(filters.counted)}")
        chosen = question.applied if question else filters.dims
        words = [f"{DIMENSIONS[d].label}：{'、'.join(self.names(d, codes))}" for d, codes in chosen]
        return "；".join([*when, *words])


@cache
def get_cockpit() -> Cockpit:
    """The cockpit of this process, as the environment says."""
    return Cockpit(get_database(), AnswerCache(Settings.from_env()))
