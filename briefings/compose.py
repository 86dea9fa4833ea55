"""From the declaration of a kind to a finished briefing on one version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from briefings import listing
from briefings.declare import Graph, Grid, Kind, Listing, Para, Part, Section
from briefings.figures import Figures, NoData
from briefings.speak import Speaker
from briefings.times import Span, closing
from documents.model import Block, Briefing, Chart, Heading, Masthead, Paragraph, Spec, Table, mark
from frames.formats import DASH, month_axis
from queries.dimensions import DIMENSIONS
from queries.filters import MISSING, Filters
from queries.indicators import get
from queries.periods import split, whole_months
from queries.rehearsal import Rehearsal
from queries.scope import Scope
from queries.service import Cockpit
from queries.together import foresee

_NUMERALS = "一二三四五六七八九十"


class NothingToSay(LookupError):
    """The version holds no data of the period that a briefing is asked for (Chinese message)."""


def compose(
    cockpit: Cockpit,
    kind: Kind,
    span: Span,
    version: str = "",
    *,
    scope: Scope,
    as_of: date | None = None,
) -> Briefing:
    """A briefing on a version (the current one by default), up to ``as_of`` or the day its kind closes on.

    Raises ``NothingToSay``, ``DatabaseUnavailable``; ``times.BadTime``.
    """
    publication = cockpit.publication(version)
    reached = publication.business_date
    as_of, period = span.until(min(reached, as_of or closing(kind, span)))
    figures = Figures(cockpit, publication.version, scope)
    months = whole_months(span.whole, span.whole.end)
    speaker = Speaker(figures, as_of, period, {**span.words, **kind.words}, months=months)
    _rehearse(kind, speaker)
    blocks = [b for p in kind.lead for b in _para(speaker, p)]
    blocks += _sections(speaker, kind.sections, 1)
    if not any(field.value for field in speaker.fields.values()):
        raise NothingToSay(f"版本 {publication.version} 没有{span.name}的数据，写不出{kind.label}")
    found = Briefing(
        kind=kind.code,
        title=speaker.sentence(kind.title),
        masthead=Masthead(kind.series, kind.unit, kind.contributor or kind.unit, sent_to=kind.sent_to),
        period=period,
        as_of=as_of,
        version=publication.version,
        is_demonstration=publication.is_demonstration,
        blocks=tuple(blocks),
        fields=speaker.fields,
    )
    return _trimmed(found)


def _rehearse(kind: Kind, speaker: Speaker) -> None:
    """Have the numbers ready together that a briefing will ask for, instead of one by one."""
    figures = speaker.figures
    rehearsal = Rehearsal(figures.cockpit)
    made_up = replace(speaker, figures=replace(figures, cockpit=rehearsal, known={}), is_rehearsing=True)
    made_up.fields, made_up.known = {}, {}
    specs: list[Spec] = []
    for part in _every((*kind.lead, *kind.sections)):
        if isinstance(part, Grid):
            specs += _specs(speaker, part)
        elif isinstance(part, Graph | Para):
            # Made-up answers may fit no sentence; what was asked until then is known.
            with suppress(NoData, ArithmeticError, LookupError):
                list(_part(made_up, part))
    asked = [question for spec in specs for question in figures.questions(spec)]
    foresee(figures.cockpit, [*rehearsal.asked, *asked], figures.version)


def _every(parts: Sequence[Part]) -> Iterator[Part]:
    """All parts, those of sections too."""
    for part in parts:
        if isinstance(part, Section):
            yield from _every(part.parts)
        else:
            yield part


def _specs(speaker: Speaker, grid: Grid) -> Iterator[Spec]:
    for column in grid.columns:
        for by in (grid.by, "") if grid.total else (grid.by,):
            yield speaker.spec(column.code, {}, show=column.show, against=column.against, by=by)


def _trimmed(found: Briefing) -> Briefing:
    """Without the fields of sentences that were left out."""
    used = {f.id: f for f in found.used()}
    return Briefing(**{**vars(found), "fields": used})


def _sections(speaker: Speaker, sections: Sequence[Section], level: int) -> list[Block]:
    found: list[Block] = []
    number = 0
    for section in sections:
        inside = _parts(speaker, section.parts, level)
        if inside:
            numeral = _NUMERALS[number]
            title = speaker.sentence(section.title)
            found.append(Heading(f"{numeral}、{title}" if level == 1 else f"（{numeral}）{title}", level))
            found += inside
            number += 1
    return found


def _parts(speaker: Speaker, parts: Sequence[Part], level: int) -> list[Block]:
    plain = [p for p in parts if not isinstance(p, Section)]
    below = [p for p in parts if isinstance(p, Section)]
    return [b for p in plain for b in _part(speaker, p)] + _sections(speaker, below, level + 1)


def _part(speaker: Speaker, part: Part) -> Iterator[Block]:
    if isinstance(part, Para):
        yield from _para(speaker, part)
    elif isinstance(part, Grid):
        yield from _grid(speaker, part)
    elif isinstance(part, Listing):
        yield from listing.blocks(speaker, part)
    elif isinstance(part, Graph):
        yield from _graph(speaker, part)


def _para(speaker: Speaker, para: Para) -> Iterator[Block]:
    said = []
    for sentence in para.sentences:
        try:
            said.append(speaker.sentence(sentence))
        except NoData:
            continue
    text = "".join(said)
    if text:
        yield Paragraph(text)


def _grid(speaker: Speaker, grid: Grid) -> Iterator[Block]:
    members = _members(speaker, grid)
    if not members:
        return
    rows = [(name, *_cells(speaker, grid, code)) for code, name in members.items()]
    if grid.total:
        rows.append((grid.total, *_cells(speaker, grid, "")))
    widths = (grid.width, *(c.width for c in grid.columns))
    yield Table(
        title=speaker.sentence(grid.title),
        heads=(_label(grid.by), *(c.head for c in grid.columns)),
        rows=tuple(rows),
        widths=tuple(w / sum(widths) for w in widths),
        numeric=(False, *(True for _ in grid.columns)),
        note=speaker.sentence(grid.note),
    )


def _members(speaker: Speaker, grid: Grid) -> dict[str, str]:
    """Code and name of whoever has a figure in any column, so that columns add up to their total.

    In the order of ``sort``: first who has a place there, then the others by the columns, 未填写 last.
    """
    figures = speaker.figures
    found: dict[str, str] = {}
    for spec in _specs(speaker, replace(grid, total="")):
        asked = [spec.filters, figures.earlier(spec)] if spec.against else [spec.filters]
        told = [m for filters in asked for m in figures.members(spec.code, grid.by, filters)]
        found |= {code: name for code, name, value in told if value and code not in found}
    code = grid.sort or grid.columns[0].code
    first = figures.placed(code, grid.by, speaker.spec(code, {}).filters)
    order = [c for c in first if c in found] + [c for c in found if c not in first]
    return {c: found[c] for c in sorted(order, key=lambda c: c == MISSING)}


def _label(dimension: str) -> str:
    return DIMENSIONS[dimension].label


def _cells(speaker: Speaker, grid: Grid, member: str) -> list[str]:
    cells = []
    for column in grid.columns:
        if not member and column.show in ("rank", "climb"):
            cells.append(DASH)
            continue
        by = grid.by if member else ""
        spec = speaker.spec(
            column.code, {}, show=column.show, against=column.against, style="bare", by=by, member=member
        )
        cells.append(mark(speaker.make(spec).id))
    return cells


def _graph(speaker: Speaker, graph: Graph) -> Iterator[Block]:
    filters = speaker.spec(graph.codes[0], {}).filters
    drawn = _along(speaker, graph, filters) if graph.interval else _by(speaker, graph, filters)
    labels, series = drawn
    if len(labels) < 2 or not any(speaker.fields[i].value for _, ids in series for i in ids):
        return
    yield Chart(
        title=speaker.sentence(graph.title),
        form="line" if graph.interval else "bar",
        labels=labels,
        series=series,
        unit=get(graph.codes[0]).unit,
        note=speaker.sentence(graph.note),
    )


Drawn = tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]


def _by(speaker: Speaker, graph: Graph, filters: Filters) -> Drawn:
    code = graph.codes[0]
    members = speaker.figures.ranked(code, graph.by, filters)[: graph.top or None]
    specs = [speaker.spec(code, {}, by=graph.by, member=m) for m, _, value in members if value]
    ids = tuple(speaker.make(spec).id for spec in specs)
    return tuple(name for _, name, value in members if value), ((get(code).name, ids),)


def _along(speaker: Speaker, graph: Graph, filters: Filters) -> Drawn:
    pieces = split(filters.period, graph.interval)
    series = []
    for code in graph.codes:
        ids = tuple(speaker.make(speaker.piece(code, piece)).id for piece in pieces)
        series.append((get(code).name, ids))
    labels = [p.label for p in pieces]
    axis = [text.split("\n")[0] for text in month_axis(labels)]
    return tuple(axis), tuple(series)
