"""Tile kinds that lay courses beside or over each other: small multiples, and years on one axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from frames.context import Context
from frames.formats import number
from frames.kinds import Chart, Multiples
from frames.links import drill_href
from frames.model import Panel, Point, Series
from frames.tables import series_table
from frames.tiles import MONTH, Drawn, Tile, named, nothing, of_nothing
from queries.dimensions import DIMENSIONS
from queries.evaluate import Number, Question
from queries.indicators import get
from queries.periods import Period, is_whole

#: How many earlier years may lie under this year's.
MOST_YEARS = 4
#: How many the reader begins with.
DEFAULT_YEARS = 2
#: 1月…12月: the axis of years laid over each other.
MONTHS = tuple(f"{month}月" for month in range(1, 13))
#: What stands under a chart whose last month is not over.
OPEN = "最近一个月未满，以虚线和空心点表示"

#: Courses of one window by member; of an indicator that is cut by nothing, by the empty text.
Courses = dict[str, Series]


def along(
    context: Context, code: str, by: str, windows: Sequence[Period], members: Mapping[str, str] | None = None
) -> list[Courses]:
    """The indicator by month over each window, for every member of ``by`` that has rows, or as a whole.

    ``members`` (key to name) are those wanted, in their order, also without rows.
    """
    groups = (by,) if by else ()
    asked = [
        Question(
            code,
            replace(context.filters, period=window, preset="custom"),
            groups,
            "month",
            scope=context.scope,
        )
        for window in windows
    ]
    answers = context.cockpit.ask_all(asked, context.version)
    return [_courses(context, q, a.rows or [], members) for q, a in zip(asked, answers, strict=True)]


def _courses(
    context: Context, question: Question, rows: Sequence[Mapping[str, Any]], members: Mapping[str, str] | None
) -> Courses:
    by = next(iter(question.by), "")
    values: dict[str, list[Number]] = {}
    names: dict[str, str] = {}
    for row in rows:
        member = row[f"{by}_code"] if by else ""
        names[member] = row[by] if by else get(question.code).name
        values.setdefault(member, []).append(row["value"])
    none = [of_nothing(question.code)] * len(question.periods)
    return {
        member: _course(context, question, member, name, values.get(member, none))
        for member, name in (names if members is None else members).items()
    }


def _course(context: Context, question: Question, member: str, name: str, values: Sequence[Number]) -> Series:
    by, code = next(iter(question.by), ""), question.code
    filters = context.filters.with_dim(by, [member]) if by else context.filters
    trail = [by] if by else context.trail
    points = tuple(
        Point(
            piece.label,
            value,
            drill_href(code, context.at(code, filters, piece), trail),
            partial=not is_whole(piece, "month"),
        )
        for piece, value in zip(question.periods, values, strict=True)
    )
    return Series(name, points, key=member)


def calendar_years(context: Context, earlier: int) -> list[Period]:
    """The year that the period ends in, and as many before it, the latest first; up to the as-of day."""
    last = min(context.filters.period.end, context.filters.as_of)
    years = [Period(date(last.year - n, 1, 1), date(last.year - n, 12, 31)) for n in range(earlier + 1)]
    return [Period(years[0].start, last), *years[1:]]


def over_years(
    context: Context, code: str, by: str, earlier: int, members: Mapping[str, str] | None = None
) -> dict[str, tuple[Series, ...]]:
    """By member, a line for each calendar year, the latest first; less the years before anything was."""
    windows = calendar_years(context, earlier)
    found = along(context, code, by, windows, members)
    told = [n for n, courses in enumerate(found) if any(not nothing(s.points) for s in courses.values())]
    kept = windows[: max(told, default=0) + 1]
    keys = dict.fromkeys(member for courses in found for member in courses)
    return {
        key: tuple(_year(window, courses.get(key)) for window, courses in zip(kept, found, strict=False))
        for key in keys
    }


def _year(window: Period, course: Series | None) -> Series:
    """One year's line on the axis of months: a month is called by its own name."""
    points = course.points if course else ()
    filled = (*points, *(Point("", None) for _ in MONTHS[len(points) :]))
    labelled = tuple(replace(p, label=month) for p, month in zip(filled, MONTHS, strict=True))
    return Series(f"{window.start.year}年", labelled)


def years(code: str, earlier: int = DEFAULT_YEARS, title: str | None = None, span: int = 6) -> Tile:
    """This year's months over those of earlier years (1 to 4) on one axis of 1月…12月."""
    count = min(max(1, earlier), MOST_YEARS)

    def draw(context: Context) -> Drawn:
        found = over_years(context, code, "", count).get("", ())
        if not any(not nothing(s.points) for s in found):
            return Drawn(None)
        shown = tuple(replace(one, quiet=n > 0) for n, one in enumerate(found))
        return Drawn(Chart("lines", get(code).unit, shown, MONTH, axis=MONTHS), years_note(found, count))

    return Tile(named(title, code, "：历年同月"), (code,), draw, span)


def years_note(found: Sequence[Series], asked: int) -> str:
    """What has to be said of years laid over each other."""
    said = [OPEN] if any(p.partial for s in found for p in s.points) else []
    if len(found) <= asked:
        said.append(f"{int(found[-1].name[:-1]) - 1} 年及以前没有数据")
    return "；".join(said)


def multiples(code: str, by: str, title: str | None = None, span: int = 12, top: int = 12) -> Tile:
    """A small chart of the indicator by month for each of the largest members, all on one scale."""

    def draw(context: Context) -> Drawn:
        (found,) = along(context, code, by, [context.window()])
        courses = [one for one in found.values() if not nothing(one.points)]
        if not courses:
            return Drawn(None)
        whole = series_table(courses, MONTH, get(code).unit)
        shown = sorted(courses, key=_latest, reverse=True)[:top] if len(courses) > top else courses
        panels = tuple(_panel(context, code, by, s) for s in shown)
        said = _said(shown, len(courses) - len(shown), DIMENSIONS[by].label)
        return Drawn(Multiples(panels, tuple(_axis(shown)), together=True), "；".join(said), data=whole)

    return Tile(named(title, code, f"：各{DIMENSIONS[by].label}走势"), (code,), draw, span, by=by)


def _latest(series: Series) -> float:
    return next((p.value for p in reversed(series.points) if p.value is not None), 0)


def _panel(context: Context, code: str, by: str, series: Series) -> Panel:
    unit = get(code).unit
    href = context.member(code, by, series.key or "")
    return Panel(
        series.name,
        unit,
        (replace(series, key=None),),
        href,
        number(_latest(series), unit).full,
        series.key in context.chosen,
    )


def _axis(series: Sequence[Series]) -> list[str]:
    return [p.label for p in series[0].points] if series else []


def _said(shown: Sequence[Series], left: int, name: str) -> list[str]:
    said = ["各图纵轴相同，可以直接比高低"]
    if any(p.partial for s in shown for p in s.points):
        said.append(OPEN)
    if left:
        said.append(f"列出最近一月数值最大的 {len(shown)} 个{name}，其余 {left} 个见数据表")
    return said
