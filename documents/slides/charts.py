"""Frames of charts as the few forms that slides know: the same names, numbers and colours."""

from __future__ import annotations

from collections.abc import Sequence

from components.explore.parts import colour as plot_colour
from components.explore.parts import short
from documents.slides.parts import Chart, Form, Series
from frames import describe, kinds
from frames.explore.marks import Mark, Marks
from frames.explore.members import axis_members, series_members
from frames.kinds import Lights, Map, Multiples, Plot
from frames.marks import KEY_COLOURS, axis_ends, colour_of, first_of, folded, largest_first, stand_out
from frames.model import Ahead, Light, Panel, Point
from frames.model import Series as Run
from frames.scales import round_end
from queries.dimensions import LIGHTS
from queries.indicators import get
from queries.periods import is_whole

_ACCENT, _QUIET = "accent", "bar-quiet"
_LIGHTS: dict[Light, str] = {"red": "late", "yellow": "warn", "green": "good", "blue": "waiting"}
#: What the only series of a chart is called.
_VALUES = "数值"


def chart_of(frame: kinds.Chart) -> Chart:
    """The chart of a frame."""
    says = describe.chart(frame)
    if frame.form == "trend":
        return _trend(frame, says)
    if frame.form == "lines":
        return _lines(frame.series, frame.unit, frame.axis, says, main=any(one.quiet for one in frame.series))
    if frame.form in ("columns", "stacked"):
        return _columns(frame, says)
    if frame.form == "bars":
        shown, _ = shown_of(frame)
        strong = stand_out(shown, frame.selected, frame.ranked)
        tints = [
            KEY_COLOURS.get(p.key or "", _ACCENT if one else _QUIET)
            for p, one in zip(shown, strong, strict=True)
        ]
        return _members("bars", shown, frame.unit, says, tints)
    if frame.form == "donut":
        shown = [p for p in frame.points if p.value]
        tints = [colour_of(p.key, n) for n, p in enumerate(frame.points) if p.value]
        return _members("ring", shown, frame.unit, says, tints)
    return _ranked(frame.points, frame.unit, says)


def shown_of(frame: kinds.Chart) -> tuple[list[Point], list[Point]]:
    """The bars that a ranking shows, and those that it leaves out."""
    ordered = largest_first(frame.points) if frame.ranked else list(frame.points)
    return first_of(ordered, len(ordered) if frame.first is None else frame.first)


def chart_of_map(frame: Map) -> Chart:
    """Districts as bars, the largest first."""
    return _ranked(frame.points, frame.unit, describe.districts(frame.points, frame.unit))


def chart_of_lights(frame: Lights) -> Chart:
    """Counts of each group by light."""
    series = tuple(
        Series(LIGHTS[light], tuple(row.counts.get(light) or None for row in frame.rows), tint)
        for light, tint in _LIGHTS.items()
    )
    labels = tuple(row.name for row in frame.rows)
    return Chart("stacked-bars", labels, series, frame.unit, "各亮灯件数的堆积条形图")


def charts_of(frame: Multiples) -> list[Chart]:
    """A chart for each panel, with its name."""
    shared = [one for panel in frame.panels for one in panel.series]
    top = round_end(shared, frame.panels[0].unit) if frame.together and frame.panels else None
    return [_panel(panel, frame, top or round_end(panel.series, panel.unit)) for panel in frame.panels]


def _panel(panel: Panel, frame: Multiples, top: float | None) -> Chart:
    says = describe.lines(panel.series, panel.unit)
    made = _lines(panel.series, panel.unit, frame.axis, says, main=frame.main, high=top)
    title = f"{panel.title} {panel.value or f'单位：{panel.unit}'}"
    return Chart(**{**vars(made), "title": title})


def _members(form: Form, points: Sequence[Point], unit: str, says: str, tints: Sequence[str]) -> Chart:
    values = Series(_VALUES, tuple(p.value for p in points), _ACCENT)
    return Chart(form, tuple(p.label for p in points), (values,), unit, says, tuple(tints))


def _ranked(points: Sequence[Point], unit: str, says: str) -> Chart:
    """What has no axis of its own (a map, a treemap), as bars; what has no value is left out."""
    shown = [p for p in largest_first(points) if p.value is not None]
    tints = [_ACCENT if place == 0 else _QUIET for place in range(len(shown))]
    return _members("bars", shown, unit, says, tints)


def _trend(frame: kinds.Chart, says: str) -> Chart:
    run, ahead = frame.series[0], frame.ahead
    labels = [p.label for p in run.points]
    labels += [p.label for p in ahead.points if p.label not in labels] if ahead else []
    before = next((one for one in frame.series if one.quiet), None)
    series = [_series(run, len(labels), _ACCENT)]
    if before:
        cut = Run(before.name, before.points[: len(run.points)])
        series.append(_series(cut, len(labels), "before", quiet=True))
    if ahead:
        series += _expected(run, ahead, labels)
    low, high = axis_ends([run, *([before] if before else [])], frame.unit, frame.from_zero)
    return Chart("line", tuple(labels), tuple(series), frame.unit, says, (), _partial([run]), low, high)


def _expected(run: Run, ahead: Ahead, labels: Sequence[str]) -> list[Series]:
    """What is expected, from the last whole period on, and the ends of its band."""
    first = labels.index(ahead.points[0].label)
    joint = run.points[first - 1].value if 0 < first <= len(run.points) else None
    begins = first if joint is None else first - 1
    led = [] if joint is None else [joint]

    def along(values: Sequence[float | None]) -> tuple[float | None, ...]:
        known = [*led, *values]
        return (*[None] * begins, *known, *[None] * (len(labels) - begins - len(known)))

    ends = (("下限", ahead.low), ("上限", ahead.high))
    return [
        Series(describe.EXPECTED, along([p.value for p in ahead.points]), "text-2", quiet=True),
        *(Series(f"{ahead.label}{end}", along(values), "text-3", quiet=True) for end, values in ends),
    ]


def _series(run: Run, length: int, tint: str, quiet: bool = False) -> Series:
    values = [p.value for p in run.points][:length]
    return Series(run.name, (*values, *[None] * (length - len(values))), tint, quiet)


def _partial(runs: Sequence[Run]) -> frozenset[int]:
    return frozenset(n for run in runs for n, p in enumerate(run.points) if p.partial)


def _lines(
    runs: Sequence[Run], unit: str, axis: Sequence[str], says: str, *, main: bool, high: float | None = None
) -> Chart:
    tints = [_ACCENT if main and n == 0 else colour_of(one.key, n) for n, one in enumerate(runs)]
    series = (_series(one, len(axis), tint) for one, tint in zip(runs, tints, strict=True))
    return Chart("line", tuple(axis), tuple(series), unit, says, (), _partial(runs), 0, high)


def _columns(frame: kinds.Chart, says: str) -> Chart:
    form: Form = "stacked" if frame.form == "stacked" else "columns"
    runs = folded(frame.series) if form == "stacked" else frame.series
    labels = tuple(p.label for p in runs[0].points)
    series = tuple(_series(one, len(labels), colour_of(one.key, n)) for n, one in enumerate(runs))
    form = form if len(runs) > 1 else "columns"
    return Chart(form, labels, series, frame.unit, says, partial=_partial(runs))


def chart_of_plot(frame: Plot) -> Chart | None:
    """Columns, stacks and lines along time, bars of members; None for what has no form on slides."""
    marks, asked = frame.marks, frame.marks.asked
    if asked.chart in ("bar", "stacked", "line") and asked.interval:
        return _along_time(marks, describe.plot(frame))
    stacked = asked.chart == "stacked" or len(asked.by) == 1
    return _by_members(marks, describe.plot(frame)) if asked.chart in ("bar", "stacked") and stacked else None


def _along_time(marks: Marks, says: str) -> Chart:
    asked, cells, places = marks.asked, marks.by_cell(), range(len(marks.periods))
    members = series_members(marks, 0)
    runs = [(member, [cells.get((member, n)) for n in places]) for member in members]
    runs = runs or [("", [cells.get((n,)) for n in places])]
    stacked = asked.chart == "stacked" and len(runs) > 1
    form: Form = "line" if asked.chart == "line" else "stacked" if stacked else "columns"
    partial = frozenset(n for n, p in enumerate(marks.periods) if not is_whole(p, asked.interval))
    labels = tuple(p.label for p in marks.periods)
    return Chart(form, labels, _runs(marks, 0, runs), get(asked.code).unit, says, partial=partial)


def _by_members(marks: Marks, says: str) -> Chart:
    on_axis, cells = axis_members(marks, 0), marks.by_cell()
    members = series_members(marks, 1)
    runs = [(member, [cells.get((code, member)) for code in on_axis]) for member in members]
    runs = runs or [("", [cells.get((code,)) for code in on_axis])]
    names = marks.members(0)
    labels = tuple(short(names[code]) for code in on_axis)
    form: Form = "stacked-bars" if len(runs) > 1 else "bars"
    return Chart(form, labels, _runs(marks, 1, runs), get(marks.asked.code).unit, says)


def _runs(marks: Marks, place: int, runs: Sequence[tuple[str, Sequence[Mark | None]]]) -> tuple[Series, ...]:
    return tuple(
        Series(
            short(marks.members(place)[member]) if member else _VALUES,
            tuple(m.value if m else None for m in found),
            plot_colour(marks.asked.by[place], member, n) if member else _ACCENT,
        )
        for n, (member, found) in enumerate(runs)
    )
