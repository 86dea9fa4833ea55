"""From what a tile answers with to the parts of slides, one reader for each kind of frame."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from documents.slides.charts import (
    chart_of,
    chart_of_lights,
    chart_of_map,
    chart_of_plot,
    charts_of,
    shown_of,
)
from documents.slides.compared import grid_of_compared
from documents.slides.parts import Card, Cards, Grid, Lamps, Line, Lines, Part, Remark, Tone
from frames import kinds as k
from frames.cells import NUMERIC, cell_words, head_words, light_of, pager_words
from frames.controls import Choice, ListHead, RowsHead
from frames.describe import map_note
from frames.formats import Change, change, date_zh, number
from frames.model import Figure, Goal, Sentence, Table
from frames.records import Account, Entry, Reasons, Reconciled, Rules, Tree
from frames.tile import Drawn

_ARROWS = {"up": "▲", "down": "▼"}
#: Heads of published figures, and which of them hold numbers.
_RECONCILED = ("公布数字", "公布值", "现库值", "差", "结论", "截至或期间", "出处", "责任部门")
_NUMBERS = ("公布值", "现库值", "差")


def parts_of(drawn: Drawn) -> list[Part]:
    """Everything that a tile shows, in its order; a chart that has no form on slides becomes its table."""
    if drawn.frame is None:
        return []
    if isinstance(drawn.frame, k.Plot) and chart_of_plot(drawn.frame) is None:
        return list(_parts(drawn.whole)) if drawn.whole else []
    return list(_parts(drawn.frame))


@singledispatch
def _parts(frame: object) -> Iterator[Part]:
    raise TypeError(f"no slides for {type(frame).__name__}")


@_parts.register
def _(frame: k.Several) -> Iterator[Part]:
    for part in frame.parts:
        yield from _parts(part)


@_parts.register(Choice)
@_parts.register(RowsHead)
@_parts.register(ListHead)
@_parts.register(Rules)
def _(frame: object) -> Iterator[Part]:
    """Ways to go on, and what rules mean: nothing that a slide can offer."""
    yield from ()


@_parts.register
def _(frame: k.Remark) -> Iterator[Part]:
    if frame.role != "hint":
        yield Remark("：".join(words for words in (frame.what, frame.text) if words))


@_parts.register
def _(frame: k.Cards) -> Iterator[Part]:
    yield Cards(tuple(_card(figure) for figure in frame.figures))


def _card(figure: Figure) -> Card:
    shown = number(figure.value, figure.unit)
    ignored = f"未适用：{'、'.join(figure.ignored)}" if figure.ignored else ""
    said = (ignored, figure.note, figure.goal.text if figure.goal else "")
    return Card(
        label=f"{figure.period}{figure.name}",
        value=shown.text,
        unit=shown.unit_text,
        changes=(*_changes(figure), *(_pace(figure.goal) if figure.goal else ())),
        remark="；".join(words for words in said if words),
    )


def _changes(figure: Figure) -> Iterator[tuple[str, Tone]]:
    if not figure.compare:
        return
    before = ("环比", figure.before, figure.before_days)
    year = ("同比", figure.year_before, figure.year_before_days)
    for name, base, days in [year] if figure.same_before else [before, year]:
        found = change(figure.value, base, figure.unit, figure.better)
        yield _moved(name, found, days), _tone(found.tone)


def _moved(name: str, found: Change, days: str) -> str:
    words = (name, _ARROWS.get(found.arrow, ""), found.full, f"较{days}" if days else "")
    return " ".join(word for word in words if word)


def _pace(goal: Goal) -> Iterator[tuple[str, Tone]]:
    if goal.pace:
        yield " ".join(w for w in (_ARROWS.get(goal.arrow, ""), goal.pace) if w), goal.tone


def _tone(tone: str) -> Tone:
    known: tuple[Tone, ...] = ("good", "warn", "bad")
    return next((one for one in known if one == tone), "neutral")


@_parts.register
def _(frame: k.Chart) -> Iterator[Part]:
    yield chart_of(frame)
    if frame.form == "bars" and (rest := shown_of(frame)[1]):
        yield Remark(f"其他 {len(rest)} 项")
    if frame.form == "donut":
        whole = sum(p.value or 0 for p in frame.points) if frame.total is None else frame.total
        yield Remark(f"全部：{number(whole, frame.unit).full}")


@_parts.register
def _(frame: k.Map) -> Iterator[Part]:
    yield chart_of_map(frame)
    yield Remark(map_note(frame.approval))


@_parts.register
def _(frame: k.Multiples) -> Iterator[Part]:
    yield from charts_of(frame)


@_parts.register
def _(frame: k.Plot) -> Iterator[Part]:
    if (chart := chart_of_plot(frame)) is not None:
        yield chart


@_parts.register
def _(frame: k.Lights) -> Iterator[Part]:
    if frame.group:
        yield chart_of_lights(frame)
    else:
        (row,) = frame.rows
        counts = ((k_, row.counts.get(k_, 0)) for k_ in row.counts)
        yield Lamps(tuple((light, f"{count:,} {frame.unit}") for light, count in counts))


@_parts.register
def _(frame: Table) -> Iterator[Part]:
    if not frame.rows:
        return
    columns = frame.columns
    rows = [tuple(cell_words(c, row.get(c.key)) for c in columns) for row in frame.rows]
    total = frame.total_row
    yield Grid(
        heads=tuple(head_words(c) for c in columns),
        rows=tuple(rows),
        figures=tuple(c.kind in NUMERIC for c in columns),
        total=tuple(cell_words(c, total.get(c.key)) for c in columns) if total else None,
        lights=tuple(
            (y, x, light)
            for y, row in enumerate(frame.rows)
            for x, c in enumerate(columns)
            if (light := light_of(c, row.get(c.key)))
        ),
    )
    if frame.pager:
        yield Remark(pager_words(frame.pager))


@_parts.register
def _(frame: k.SideBySide) -> Iterator[Part]:
    yield grid_of_compared(frame)


@_parts.register
def _(frame: k.Sentences) -> Iterator[Part]:
    if frame.lead:
        yield Remark(frame.lead)
    if frame.items:
        yield Lines(tuple(_line(item) for item in frame.items))
    elif frame.otherwise:
        yield Remark(frame.otherwise)


def _line(item: Sentence) -> Line:
    late = f"（数据{item.late}）" if item.late else ""
    tone = _tone(item.tone) if item.sign in ("up", "down") else "neutral"
    return Line(f"{item.text}{late}", item.word, item.sign, tone)


@_parts.register
def _(frame: k.Facts) -> Iterator[Part]:
    yield Lines(tuple(Line(fact.text, fact.label) for fact in frame.facts))


@_parts.register
def _(frame: k.Timeline) -> Iterator[Part]:
    yield Lines(tuple(Line(_joined(s.name, s.who, s.text), date_zh(s.day)) for s in frame.steps))


@_parts.register
def _(frame: k.Feed) -> Iterator[Part]:
    yield Lines(
        tuple(Line(_joined(i.title, i.tag, i.source), f"{i.day.month}月{i.day.day}日") for i in frame.items)
    )


def _joined(*words: str) -> str:
    return "　".join(word for word in words if word)


@_parts.register
def _(frame: Reasons) -> Iterator[Part]:
    first = Line(frame.reasons[0] if frame.reasons else "", frame.word, frame.light or "")
    yield Lines((first, *(Line(reason) for reason in frame.reasons[1:])))


@_parts.register
def _(frame: Tree) -> Iterator[Part]:
    above = [Line("＞".join(link.text for link in frame.above), "上级")] if frame.above else []
    below = [
        Line(
            "、".join(link.text for link in group.members)
            + (f"等 {group.count:,} 家" if group.all_of else ""),
            group.name,
        )
        for group in frame.groups
    ]
    yield Lines((*above, *(below or [Line(frame.otherwise)])))


@_parts.register
def _(frame: Account) -> Iterator[Part]:
    yield Lines(tuple(_entry(entry) for entry in frame.entries if not entry.statements))


def _entry(entry: Entry) -> Line:
    notes = (_joined(note.text, note.small, note.conclusion) for note in entry.notes)
    return Line("；".join(notes) or entry.text, entry.label)


@_parts.register
def _(frame: Reconciled) -> Iterator[Part]:
    rows = tuple(
        (
            "\n".join(w for w in (one.name, one.indicator.text if one.indicator else "", one.condition) if w),
            "\n".join(w for w in (one.published, one.precision) if w),
            one.now,
            one.difference,
            "\n".join(w for w in (one.conclusion, one.reason) if w),
            one.when,
            "\n".join(w for w in (one.source, one.quote) if w),
            one.owner,
        )
        for one in frame.lines
    )
    yield Grid(_RECONCILED, rows, tuple(head in _NUMBERS for head in _RECONCILED))
